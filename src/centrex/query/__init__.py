"""A request for rows: which fields, which filter tree, which order, which page. No SQL, no HTTP.

The *shape* of a query (fields, operators, sort) is hashable and decides the SQL text; its *values* are the
parameters. The length of a list is a value.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from centrex.catalogue import Face


class Comparison(NamedTuple):
    """One comparison: a field of the face and an operator; its operand is among the query's values."""

    field: str
    operator: str


class Group(NamedTuple):
    """Comparisons joined by ``and`` or ``or``."""

    condition: str
    children: tuple[Tree, ...]


Tree = Comparison | Group

UNARY = frozenset({"is_null", "is_not_null"})
"""Operators without an operand; ``= null`` and ``!= null`` are written as these."""


class Shape(NamedTuple):
    """What decides the SQL text: fields in the face's order, the filter tree, and (field, descending) pairs.

    ``tests`` counts the comparisons; ``limit`` is the query's when it is one in common use, else None.
    """

    fields: tuple[str, ...]
    tree: Tree | None
    sort: tuple[tuple[str, bool], ...]
    tests: int = 0
    limit: int | None = None


class Query(msgspec.Struct, frozen=True):
    """A checked request for rows of ``face``; ``values`` are the face's own parameters, then the tree's operands.

    ``now`` is when it was asked, in seconds since 1970, ``base_url`` the scheme and host that it was asked under.
    """

    face: Face
    shape: Shape
    values: tuple[object, ...]
    limit: int
    offset: int
    now: int = 0
    base_url: str = ""
