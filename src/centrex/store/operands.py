"""Writes a filter tree as SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Float, Text, and_, bindparam, literal_column, not_, or_
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import TypeEngine

from centrex.catalogue import Face, Field, Kind, Show, Type
from centrex.query import UNARY, Comparison, Tree
from centrex.store.dialect_sql import DialectSql, Element
from centrex.store.fields import Renderer

_KINDS: Final[Mapping[Kind, TypeEngine[Any]]] = {
    Kind.NUMBER: BigInteger(),
    Kind.STRING: Text(),
    Kind.ENUM: Text(),
    Kind.BOOLEAN: Boolean(),
    Kind.DATETIME: BigInteger(),
}


class Operands:
    """Writes a filter tree as SQL; the operands v0, v1, … are numbered from left to right."""

    def __init__(self, renderer: Renderer, face: Face) -> None:
        self.sql = renderer.sql
        self.renderer = renderer
        self.face = face
        self.count = len(face.params)
        self.adapted: list[tuple[int, str]] = []

    def tree(self, tree: Tree | None) -> Element | None:
        if tree is None:
            return None
        if isinstance(tree, Comparison):
            return self.comparison(tree)
        joined = or_ if tree.condition == "or" else and_
        return joined(*(self._bracketed(child) for child in tree.children))

    def _bracketed(self, child: Tree) -> Element:
        written = self.tree(child)
        assert written is not None
        return written.self_group()

    def comparison(self, test: Comparison) -> Element:
        show = self.face.fields[test.field]
        if test.operator in UNARY:
            return self._null_test(show, test.operator == "is_null")
        name = f"v{self.count}"
        if test.operator in ADAPTED:
            self.adapted.append((self.count, test.operator))
        self.count += 1
        value = show.value if isinstance(show, Show) else self.renderer.field(show)
        return _OPERATORS[test.operator](self.sql, value, name, _sql_type(show.type))

    def _null_test(self, show: Field, null: bool) -> Element:
        if show.type.kind in {Kind.ARRAY, Kind.OBJECT}:
            empty: Element = literal_column("'[]'" if show.type.kind is Kind.ARRAY else "'{}'")
            written = sql_cast(self.renderer.field(show), Text)
            return written == empty if null else written != empty
        assert isinstance(show, Show)
        return show.value.is_(None) if null else show.value.is_not(None)


def _sql_type(of: Type) -> TypeEngine[Any]:
    """What an operand is bound as: one with a fraction is compared as it is, with whole numbers too."""
    return Float(53) if of.fraction else _KINDS.get(of.kind, Text())


ADAPTED: Final = frozenset({"in", "not_in", "overlap", "not_overlap", "jsquery"})
"""Operators whose operand each store binds in its own form."""

SqlType = TypeEngine[Any]


def _bound(name: str, kind: SqlType) -> Element:
    return bindparam(name, type_=kind)


def _not_in(sql: DialectSql, value: Element, name: str, kind: SqlType) -> Element:
    """Null is in no list and outside no list, an empty one included."""
    return and_(value.is_not(None), not_(sql.is_in(value, name, kind)))


_OPERATORS: Final[Mapping[str, Callable[[DialectSql, Element, str, SqlType], Element]]] = {
    "=": lambda sql, value, name, kind: value == _bound(name, kind),
    "!=": lambda sql, value, name, kind: value != _bound(name, kind),
    "<": lambda sql, value, name, kind: value < _bound(name, kind),
    ">": lambda sql, value, name, kind: value > _bound(name, kind),
    "<=": lambda sql, value, name, kind: value <= _bound(name, kind),
    ">=": lambda sql, value, name, kind: value >= _bound(name, kind),
    "in": lambda sql, value, name, kind: sql.is_in(value, name, kind),
    "not_in": _not_in,
    "like": lambda sql, value, name, kind: sql.like(value, name),
    "not_like": lambda sql, value, name, kind: not_(sql.like(value, name)),
    "ilike": lambda sql, value, name, kind: sql.like(sql.folded(value), name),
    "not_ilike": lambda sql, value, name, kind: not_(sql.like(sql.folded(value), name)),
    "regexp": lambda sql, value, name, kind: sql.regexp(value, name),
    "jsquery": lambda sql, value, name, kind: sql.jsquery(value, name),
    "overlap": lambda sql, value, name, kind: sql.overlaps(value, name),
    "not_overlap": lambda sql, value, name, kind: not_(sql.overlaps(value, name)),
}
