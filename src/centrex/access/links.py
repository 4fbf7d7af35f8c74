"""Links that work without signing in, for as long as was said: what they let one fetch is written in them, signed.

They carry no right: who fetches must look again whether the user for whom a link was made may still see it.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any, Final

import msgspec
from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from centrex.errors import LinkExpired, LinkInvalid

_SALT: Final = b"centrex.link"


class LinkKind(StrEnum):
    """What a link is to."""

    RECORD = "record"
    TALK = "talk"
    WAV = "wav"
    VOICEMAIL = "voicemail"
    FAX = "fax"
    ARCHIVE = "archive"


class Link(msgspec.Struct, frozen=True, array_like=True):
    """``id`` is the file's in the dialect; ``user_id`` is 0 when it was made for no user; ``extra`` goes as JSON."""

    kind: LinkKind
    customer_id: int
    id: str
    user_id: int = 0
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    """``until`` is in seconds since 1970."""

    until: int
    link: Link


def sign(link: Link, key: bytes, expires_at: float) -> str:
    """The link as a token for a URL, valid until ``expires_at`` in seconds since 1970; whole seconds count."""
    content = msgspec.json.encode(_Signed(int(expires_at), link))
    return _signer(key).sign(base64_encode(content)).decode()


def read(token: str, key: bytes, now: float) -> Link:
    """What was signed. Raises LinkInvalid when it was not signed here, LinkExpired when its time is over."""
    try:
        content = base64_decode(_signer(key).unsign(token.encode()))
        signed = msgspec.json.decode(content, type=_Signed)
    except (BadData, msgspec.DecodeError, UnicodeError) as error:
        raise LinkInvalid from error
    if now >= signed.until:
        raise LinkExpired
    return signed.link


def _signer(key: bytes) -> Signer:
    """HMAC-SHA256 with a key made for links alone; it compares in constant time."""
    return Signer(key, salt=_SALT, key_derivation="hmac", digest_method=hashlib.sha256)
