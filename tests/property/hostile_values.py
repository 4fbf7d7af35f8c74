"""Values for any place of a request: of every wrong kind, at every edge, and in no JSON at all."""

from __future__ import annotations

from typing import Any, Final

from tests.property.strange import STRANGE
from tests.property.wire_json import Raw, Twice


def words(text: str) -> tuple[str, ...]:
    """The pieces of a text between its blanks."""
    return tuple(text.split())


DEPTHS: Final = (63, 64, 65, 100, 995, 5_000)
NO_JSON: Final = words(
    r"""
    NaN Infinity -Infinity 01 +1 .5 1. 0x10 1_000 nul undefined 'a' "a "\x" "\u12" [1,] {,} {1:2} [1 /**/1 -- --1
    """
)
NUMBERS: Final = words("1e400 -1e400 1E+5 1e-400 1e+05 1.50 -0 0.1e1 1e18 1e19")
HALVES: Final = (r'"\ud800"', r'"\udc00\ud800"', r'"\ud83d"', r'"a\udfffb"')
MOMENTS: Final = (
    *("0000-00-00 00:00:00", "9999-12-31 23:59:59", "2025-02-31 00:00:00", "2025-03-30 02:30:00", "2025-01-01"),
    *("2025-01-01T00:00:00", "2025-01-01 24:00:00", "2025-01-01 00:00:60", "２０２５-01-01 00:00:00"),
)
TEXTS: Final = (
    *("", " ", "0", "5", "true", "null", "-", "\0", "a\0b", "\x01", "\x7f", "\ufeff", "\ufffe", "\u2028", "\u202eabc"),
    *("e\u0301" * 50, "١٢٣", "１２３", "５", "+7 (495) 123-45-67", "74951234567", "%", "\\", "%\\", "a\\%b"),
    *("x" * 255, "x" * 256, "я" * 255, "İ" * 255, "😀" * 256, "x" * 100_000),
    *MOMENTS,
    *STRANGE,
)
VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 1.5, -0.0, 1e22, 1e300, [], {}, [[]]),
    *(2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 2**70, 10**300),
    *([None], [1, "1"], [1.5], [True], ["a", None], [{}], {"a": 1}, {"field": "id"}, [1] * 300, list(range(10_001))),
    *map(Raw, (*NO_JSON, *NUMBERS, *HALVES)),
    *(Raw("9" * digits) for digits in (19, 20, 400, 4300, 5000)),
    *(Raw("[" * depth + "]" * depth) for depth in DEPTHS),
    *(Raw('{"a":' * depth + "1" + "}" * depth) for depth in DEPTHS),
    Twice((("a", 1), ("a", 2))),
    *TEXTS,
)
KEYS: Final = (
    *("", "id", "ID", "Id", "name", "filter", "Filter", "filters", "field", "fields", "sort", "limit", "offset"),
    *("user_id", "access_token", "customer_id", "scope", "__proto__", "__class__", "constructor", "employees.id"),
    *("name ", "name\0", "имя", "\u202ename", "x" * 1000, "condition", "value", "operator", "order", "params"),
)
IDS: Final[tuple[Any, ...]] = (
    *(0, 1, -1, 1.0, 1.5, "1", "req", "", True, None, [], {}, "я", "\u2028", 2**64, 10**40, "x" * 1000),
    "get.account_2026-01-02 15:04",
    *map(Raw, ("1e400", "1.50", "-0", r'"\u0041"', r'"\ud800"', "9" * 5_000, "[" * 500 + "]" * 500, "nul")),
)
BODIES: Final = (
    *(b"", b" ", b"\n", b"\0", b"{", b"}", b"[", b"null", b"{}{}", b'{"a":1}x', b"\xff\xfe", b"\xef\xbb\xbf{}", b"//"),
    *("{}".encode(encoding) for encoding in ("utf-16", "utf-32", "utf-16-le")),
    *(b"[" * 100_000, b'{"a":' * 100_000, b'{"id":' + b"[" * 50_000, b'"' * 1000, b"{" + b'"a":1,' * 1000 + b"}"),
    *(b'{"jsonrpc":"2.0","id":1,"method":"\xed\xa0\x80"}', b'{"jsonrpc":"2.0","id":1,"method":"\xc0\xaf"}'),
    *(b"method=get.account&id=1", b'{"jsonrpc":"2.0","id":1,"method":"get.account","params":{}', b"\x1f\x8b\x08\x00"),
)
