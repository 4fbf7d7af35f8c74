"""The bodies that mod_json_cdr posts: JSON, and forms with percents or in base64."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from centrex.ingest import freeswitch
from centrex.ingest.freeswitch_posts import document
from centrex.ingest.refusals import ReportRefused
from tests.unit.ingest.payloads import bridged

POST = bridged(caller_id='"Анна" <79161234567>', sip_from_uri="+79161234567@198.51.100.7")
RAW = json.dumps(POST, ensure_ascii=False).encode()
BASE64 = base64.b64encode(RAW)


@pytest.mark.parametrize(
    "body",
    [
        RAW,
        b"\r\n " + RAW + b"\n",
        b"cdr=" + quote(RAW).encode(),
        b"cdr=" + quote_plus(RAW).encode(),
        b"cdr=" + quote(RAW).encode() + b"&uuid=a1000000",
        b"cdr=" + BASE64,
        b"cdr=" + quote_plus(BASE64).encode(),
        b"cdr=" + BASE64.rstrip(b"=") + b"\0",
    ],
)
def test_every_encoding_holds_the_same(body: bytes) -> None:
    assert document(body) == POST
    assert freeswitch.from_post(body) == freeswitch.report(POST)


def test_values_may_be_encoded_by_themselves() -> None:
    encoded = {name: quote(str(value), safe="") for name, value in POST["variables"].items()}
    assert freeswitch.report(POST | {"variables": encoded}) == freeswitch.report(POST)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "body: is no JSON"),
        (b"<cdr/>", "body: is no JSON"),
        (b"[]", "body: is no object"),
        (b"cdr=", "body: is no JSON"),
        (b"cdr=%7B", "body: is no JSON"),
        (b"cdr=****", "cdr: is no base64"),
        (b"cdr=A", "cdr: is no base64"),
        (b"cdr=" + base64.b64encode(b"\xff\xfe"), "body: is no JSON"),
        (RAW[:-30], "body: is no JSON"),
    ],
)
def test_what_holds_no_object_is_refused(body: bytes, told: str) -> None:
    with pytest.raises(ReportRefused) as refused:
        freeswitch.from_post(body)
    assert str(refused.value) == told
