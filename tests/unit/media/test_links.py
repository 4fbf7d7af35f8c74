"""A signed link lets one fetch what is written in it, until its time is over, and nothing else."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from itsdangerous import Signer

from centrex.access.links import Link, LinkKind, read, sign
from centrex.errors import LinkExpired, LinkInvalid
from tests.clock import NOON

KEY = bytes(range(32))
LINK = Link(LinkKind.RECORD, 12, "7-0123456789abcdef", 34, {"ids": [1, 2], "name": "звонок"})
TOKEN = sign(LINK, KEY, NOON + 3600)


def test_a_link_says_what_was_signed_until_its_time_is_over() -> None:
    assert read(TOKEN, KEY, NOON) == LINK
    assert read(TOKEN, KEY, NOON + 3599.9) == LINK
    with pytest.raises(LinkExpired):
        read(TOKEN, KEY, NOON + 3600)


def test_a_link_stands_in_a_url_as_it_is() -> None:
    assert TOKEN.isascii()
    assert set(TOKEN) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(LinkInvalid):
        read(TOKEN, bytes(32), NOON)


def test_no_sign_of_it_can_be_changed() -> None:
    """But the last: of it two bits are filling, which decoders do not look at."""
    for at, sign_there in enumerate(TOKEN[:-1]):
        with pytest.raises(LinkInvalid):
            read(f"{TOKEN[:at]}{'A' if sign_there != 'A' else 'B'}{TOKEN[at + 1 :]}", KEY, NOON)


def test_a_changed_time_is_not_believed() -> None:
    content, _, signature = TOKEN.partition(".")
    changed = base64.urlsafe_b64decode(content + "==").replace(b"1750003600", b"1999999999")
    with pytest.raises(LinkInvalid):
        read(f"{base64.urlsafe_b64encode(changed).rstrip(b'=').decode()}.{signature}", KEY, NOON)


def test_what_was_signed_with_the_key_for_another_purpose_is_no_link() -> None:
    content = TOKEN.partition(".")[0]
    other = Signer(KEY, salt=b"another", key_derivation="hmac", digest_method=hashlib.sha256)
    with pytest.raises(LinkInvalid):
        read(other.sign(content).decode(), KEY, NOON)


def test_what_is_signed_but_no_link_is_refused() -> None:
    signer = Signer(KEY, salt=b"centrex.link", key_derivation="hmac", digest_method=hashlib.sha256)
    for content in (b"", b"!", base64.urlsafe_b64encode(b"[1,2]"), base64.urlsafe_b64encode(b"\xff")):
        with pytest.raises(LinkInvalid):
            read(signer.sign(content).decode(), KEY, NOON)


@settings(max_examples=50)
@given(st.text() | st.builds("{}.{}".format, st.text(), st.text()))
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(LinkInvalid):
        read(token, KEY, NOON)
