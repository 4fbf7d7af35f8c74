"""The parameters of ``POST /oauth/token``, wherever a client puts them: in a form, in multipart, or in the query."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

MOST_FIELDS: Final = 50
LONGEST: Final = 4_000
"""Characters of a value."""

ALIASES: Final[Mapping[str, str]] = {"application_id": "client_id", "application_secret": "client_secret"}
"""What one client sends instead."""

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


class Malformed(Exception):
    """The request cannot be read; ``str`` says why, in English, and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request as it came. ``authorization`` and ``content_type`` are header values, empty without the header."""

    body: bytes
    content_type: str
    query: bytes
    authorization: str


def parameters(request: TokenRequest) -> dict[str, str]:
    """The parameters by name, those without a value left out; raises Malformed.

    Only an empty body lets the query count, so that nothing can be said twice.
    """
    named: dict[str, str] = {}
    for name, value in (*_sent(request), *_basic(request.authorization)):
        known = ALIASES.get(name, name)
        if not value:
            continue
        if "\0" in value or len(value) > LONGEST:
            raise Malformed("A parameter has a value that cannot be.")
        if named.setdefault(known, value) != value:
            raise Malformed("A parameter stands there twice.")
    return named


def _sent(request: TokenRequest) -> Iterable[tuple[str, str]]:
    if not request.body:
        return _urlencoded(request.query)
    kind = request.content_type.partition(";")[0].strip().lower()
    if kind == MULTIPART:
        return _multipart(request)
    if kind in {FORM, ""}:
        return _urlencoded(request.body)
    raise Malformed("The body is no form.")


def _urlencoded(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Malformed("The parameters are no form in UTF-8.") from error


def _multipart(request: TokenRequest) -> list[tuple[str, str]]:
    fields: list[Field] = []
    ended: list[bool] = []
    _, options = parse_options_header(request.content_type)
    try:
        form = FormParser(
            MULTIPART,
            fields.append,
            _refuse,
            on_end=lambda: ended.append(True),
            boundary=options.get(b"boundary"),
        )
        form.write(request.body)
        form.finalize()
        if not ended or len(fields) > MOST_FIELDS:
            raise Malformed("The body is no whole multipart form.")
        return [((field.field_name or b"").decode(), (field.value or b"").decode()) for field in fields]
    except (FormParserError, UnicodeError) as error:
        raise Malformed("The body is no multipart form in UTF-8.") from error


def _refuse(_: File) -> None:
    raise Malformed("A file is no parameter.")


def _basic(authorization: str) -> Iterator[tuple[str, str]]:
    """The id and the secret of HTTP Basic; another scheme is none of ours."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return
    try:
        app_id, colon, secret = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeError) as error:
        raise Malformed("The header Authorization is no HTTP Basic.") from error
    if not colon:
        raise Malformed("The header Authorization is no HTTP Basic.")
    yield "client_id", unquote_plus(app_id)
    yield "client_secret", unquote_plus(secret)
