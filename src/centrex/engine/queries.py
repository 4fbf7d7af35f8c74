"""Reads what a list method was asked for. What many ask again and again is read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

import msgspec

from centrex.catalogue import Face
from centrex.engine.arguments import refuse_unknown
from centrex.query import Query
from centrex.query.problems import Problems
from centrex.query.rows import PAGING, parse_query

KEPT: Final = 1_000
LONGEST: Final = 1_000
"""Bytes of arguments that are remembered."""

Key = tuple[Face, str, bytes]


class Queries:
    """The queries of late, by what was sent for them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Query] = OrderedDict()

    def read(self, face: Face, arguments: Mapping[str, object], zone: str, now: int) -> Query:
        """The query; raises the first parameter error by the contract's order."""
        sent = _sent(arguments)
        if sent is None or len(sent) > LONGEST:
            return _read(face, arguments, zone, now)
        key = face, zone, sent
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return Query(face, known.shape, known.values, known.limit, known.offset, now)
        query = _read(face, arguments, zone, now)
        self._kept[key] = query
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return query


def _sent(arguments: Mapping[str, object]) -> bytes | None:
    """What was sent, in a form that tells 1 from 1.0 and from true; None where it has none."""
    try:
        return msgspec.msgpack.encode(arguments)
    except (OverflowError, UnicodeEncodeError):
        return None


def _read(face: Face, arguments: Mapping[str, object], zone: str, now: int) -> Query:
    problems = Problems()
    known = (PAGING if face.paged else frozenset()).union(param.name for param in face.params)
    if not known.issuperset(arguments):
        refuse_unknown(arguments, known, problems)
    return parse_query(face, arguments, zone, problems, now)
