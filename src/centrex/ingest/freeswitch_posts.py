"""Unwraps what ``mod_json_cdr`` posts: JSON as it is, or a form ``cdr=`` that holds it percent-encoded or in base64.

The module's ``encode`` decides: ``false`` application/json, ``true`` application/x-www-form-urlencoded, ``base64``
application/x-www-form-base64-encoded, whose base64 is not percent-encoded. The body itself tells them apart, since
proxies and scripts between do not keep the type.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final
from urllib.parse import unquote_to_bytes

from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import Row, decoded, json_object

_FORM: Final = b"cdr="
_BLANKS: Final = b" \t\r\n\0"


def document(body: bytes) -> Row:
    """The JSON object of a body; raises ReportRefused."""
    body = body.strip(_BLANKS)
    return json_object(decoded(_unwrapped(body[len(_FORM) :]) if body.startswith(_FORM) else body))


def _unwrapped(form: bytes) -> bytes:
    field = form.partition(b"&")[0]
    if field[:1] == b"{" or field[:3].upper() == b"%7B":
        return unquote_to_bytes(field.replace(b"+", b" "))
    return _of_base64(unquote_to_bytes(field).replace(b" ", b"+"))


def _of_base64(field: bytes) -> bytes:
    letters = field.strip(_BLANKS).rstrip(b"=")
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except binascii.Error as broken:
        raise ReportRefused("cdr", "is no base64") from broken
