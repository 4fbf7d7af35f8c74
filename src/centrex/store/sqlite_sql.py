"""What a database must say in its own words, by SQLite."""

from __future__ import annotations

import sqlite3
from functools import cache, reduce
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Dialect,
    FromClause,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from centrex.store.dialect_sql import ZONE, Element, Pairs, quoted

_MOST_PAIRS: Final = 60
"""Older versions of SQLite take 127 arguments."""

_COMMA: Final[Element] = literal_column("','", Text)
_OPENING: Final[Element] = literal_column("'{'", Text)
_CLOSING: Final[Element] = literal_column("'}'", Text)
_TRUE: Final[Element] = literal_column("'true'")
_FALSE: Final[Element] = literal_column("'false'")
_NULL: Final[Element] = literal_column("'null'")
_zones = table("zone_offset", column("zone"), column("start"), column("offset"))
"""SQLite knows no time zones: each connection keeps their offsets in a temporary table."""


class SqliteSql:
    """SQLite 3.38 and later, with the functions ``regexp``, ``fold`` and ``jsquery`` of ``store.sqlite``."""

    dialect: Dialect = sqlite.dialect()

    def json_object(self, pairs: Pairs) -> Element:
        """A wide one is put together from objects that a function has room for."""
        parts = [pairs[start : start + _MOST_PAIRS] for start in range(0, len(pairs), _MOST_PAIRS)] or [pairs]
        written = [
            func.json_object(*(part for name, value in some for part in (quoted(name), value))) for some in parts
        ]
        if len(written) == 1:
            return written[0]
        members: list[Element] = [func.substr(each, 2, func.length(each) - 2) for each in written]
        joined = reduce(lambda before, after: before.concat(_COMMA).concat(after), members)
        return func.json(_OPENING.concat(joined).concat(_CLOSING))

    def json_rows(self, pairs: Pairs, rows: FromClause) -> Element:
        return self.json_values(self.json_object(pairs), rows)

    def json_each(self, total: Element, pairs: Pairs, rows: FromClause) -> Select[Any]:
        return select(total, self.json_object(pairs)).select_from(rows)

    def json_values(self, value: Element, rows: FromClause) -> Element:
        found = select(func.json_group_array(value)).select_from(rows).scalar_subquery()
        return found if _subselects_stay_json() else func.json(found)

    def json_map(self, key: Element, value: Element, rows: FromClause) -> Element:
        found = select(func.json_group_object(key, value)).select_from(rows).scalar_subquery()
        return found if _subselects_stay_json() else func.json(found)

    def boolean(self, value: Element) -> Element:
        return func.json(case((value.is_(None), _NULL), (value, _TRUE), else_=_FALSE))

    def strings(self, value: Element) -> Element:
        return func.json(value)

    def empty(self, literal: str) -> Element:
        return func.json(quoted(literal))

    def fraction(self, value: Element) -> Element:
        whole = cast(value, BigInteger)
        return case((value == whole, whole), else_=value)

    def local_time(self, value: Element) -> Element:
        offset = (
            select(_zones.c.offset)
            .where(_zones.c.zone == bindparam(ZONE, type_=Text), _zones.c.start <= value)
            .order_by(_zones.c.start.desc())
            .limit(literal_column("1"))
            .scalar_subquery()
        )
        return func.datetime(value + offset, literal_column("'unixepoch'"))

    def is_in(self, value: Element, parameter: str, kind: TypeEngine[Any]) -> Element:
        return value.in_(select(_items(parameter).c.value))

    def like(self, value: Element, parameter: str) -> Element:
        return value.like(bindparam(parameter, type_=Text), escape="\\")

    def folded(self, value: Element) -> Element:
        return func.fold(value, type_=Text)

    def regexp(self, value: Element, parameter: str) -> Element:
        return func.regexp(bindparam(parameter, type_=Text), value, type_=Integer)

    def jsquery(self, document: Element, parameter: str) -> Element:
        return func.jsquery(document, bindparam(parameter, type_=Text), type_=Integer)

    def overlaps(self, strings: Element, parameter: str) -> Element:
        held = func.json_each(strings).table_valued("value", name="held")
        common = select(func.count()).select_from(held).where(held.c.value.in_(select(_items(parameter).c.value)))
        return common.scalar_subquery() > literal_column("0")

    def next_id(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        given = f"INSERT INTO id_counter (name, last) VALUES ('{table_name}', 1)"
        return f"{given} ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last", ()

    def next_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        """SQLite answers one row for the one that it changes: the ids are counted up to what it holds then."""
        given = f"INSERT INTO id_counter (name, last) VALUES ('{table_name}', ?)"
        taken = "ON CONFLICT (name) DO UPDATE SET last = last + excluded.last"
        counted = "given (id) AS (SELECT last - ? + 1 UNION ALL SELECT id + 1 FROM given WHERE id < last)"
        listed = f"(WITH RECURSIVE {counted} SELECT json_group_array(id) FROM given)"
        return f"{given} {taken} RETURNING {listed}", ("count", "count")

    def skip_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        given = f"INSERT INTO id_counter (name, last) VALUES ('{table_name}', ?)"
        later = "UPDATE SET last = max(last, excluded.last)"
        return f"{given} ON CONFLICT (name) DO {later} RETURNING last", ("last",)


def _items(parameter: str) -> Any:
    return func.json_each(bindparam(parameter, type_=Text)).table_valued("value", name="asked")


@cache
def _subselects_stay_json() -> bool:
    """Whether this SQLite keeps the result of a sub-select as JSON; from 3.45 it becomes a string."""
    with sqlite3.connect(":memory:") as connection:
        row = connection.execute("SELECT json_object('a', (SELECT json_group_array(1)))").fetchone()
    connection.close()
    return bool(row[0] == '{"a":[1]}')
