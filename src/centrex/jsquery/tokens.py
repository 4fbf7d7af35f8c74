"""The words, values and signs that a text of jsquery is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from centrex.jsquery.expressions import JsqueryError

RESERVED: Final = frozenset({"AND", "OR", "NOT", "IN"})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its kind, what it stands for, and where it starts."""

    kind: str
    value: str
    at: int


_TOKEN = re.compile(
    r"""[ \t\r\n\f]*(?:
        (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
      | (?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")
      | (?P<sign><=|>=|@>|[=<>().,&|!\#\[\]{}:])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


def tokens_of(text: str) -> Iterator[Token]:
    """The pieces of the text from left to right. The last token is the end: of kind "" and value ""."""
    at, kind = 0, None
    while kind != "end":
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise JsqueryError(f"no word, value or operator starts at {at}")
        kind, at = found.lastgroup, found.end()
        yield _token(kind, found[kind], found.start(kind))


def _token(kind: str, lexeme: str, at: int) -> Token:
    match kind:
        case "string":
            return Token(kind, _unquoted(lexeme, at), at)
        case "name" if lexeme.upper() in RESERVED:
            return Token(lexeme.upper(), lexeme, at)
        case "name" | "number":
            return Token(kind, lexeme, at)
        case _:
            return Token({"&": "AND", "|": "OR", "!": "NOT"}.get(lexeme, lexeme), lexeme, at)


def _unquoted(lexeme: str, at: int) -> str:
    try:
        text: str = json.loads(lexeme)
    except ValueError:
        raise JsqueryError(f"the string at {at} has an unknown escape") from None
    check_storable(text)
    return text


def check_storable(text: str) -> None:
    if _UNSTORABLE.search(text):
        raise JsqueryError("NUL and half of a surrogate pair are in no document")
