"""The SQL that SQLAlchemy does not say for both databases: JSON of rows, lists as one parameter, local time.

This is the only dialect-specific SQL of the program. Nothing here is typed Boolean: SQLAlchemy would add ``= 1``
on SQLite, and the index would be lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache, reduce
from typing import Any, Final, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    FromClause,
    Integer,
    Select,
    Text,
    any_,
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
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.types import TypeEngine

Element = ColumnElement[Any]
Pairs = Sequence[tuple[str, Element]]

ZONE = "scope_zone"
"""The parameter that holds the account's IANA time zone."""

_MOST_PAIRS: Final = 60
"""Older versions of SQLite take 127 arguments."""

_COMMA: Final[Element] = literal_column("','", Text)
_OPENING: Final[Element] = literal_column("'{'", Text)
_CLOSING: Final[Element] = literal_column("'}'", Text)
_TRUE: Final[Element] = literal_column("'true'")
_FALSE: Final[Element] = literal_column("'false'")
_NULL: Final[Element] = literal_column("'null'")


class DialectSql(Protocol):
    """What a database must say in its own words."""

    dialect: Dialect

    def json_object(self, pairs: Pairs) -> Element:
        """A JSON object with these keys, in this order."""

    def json_rows(self, pairs: Pairs, rows: FromClause) -> Element:
        """The JSON array of an object a row, in the order of ``rows``."""

    def json_each(self, total: Element, pairs: Pairs, rows: FromClause) -> Select[Any]:
        """``total`` and a JSON object a row, in the order of ``rows``."""

    def json_values(self, value: Element, rows: FromClause) -> Element:
        """The JSON array of ``value`` over ``rows``, in their order."""

    def json_map(self, key: Element, value: Element, rows: FromClause) -> Element:
        """The JSON object of ``value`` by ``key``, a text, over ``rows``, in their order."""

    def boolean(self, value: Element) -> Element:
        """JSON true, false or null."""

    def strings(self, value: Element) -> Element:
        """The JSON array that a column keeps."""

    def empty(self, literal: str) -> Element:
        """An empty JSON array or object."""

    def fraction(self, value: Element) -> Element:
        """A number that may have a fraction; a whole one is written without it."""

    def local_time(self, value: Element) -> Element:
        """``YYYY-MM-DD hh:mm:ss`` of seconds since 1970, in the account's time zone."""

    def is_in(self, value: Element, parameter: str, kind: TypeEngine[Any]) -> Element:
        """Whether ``value`` is in the list that is bound as one parameter."""

    def like(self, value: Element, parameter: str) -> Element:
        """PostgreSQL's LIKE, the backslash escapes."""

    def folded(self, value: Element) -> Element:
        """``value`` in lower case by the rules of Unicode."""

    def regexp(self, value: Element, parameter: str) -> Element:
        """Whether a pattern of the common subset is found in ``value``."""

    def jsquery(self, document: Element, parameter: str) -> Element:
        """Whether a JSON ``document`` matches a jsquery expression."""

    def overlaps(self, strings: Element, parameter: str) -> Element:
        """Whether a JSON array of strings holds one of the bound list."""

    def next_id(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        """The text (and its parameters, none) that answers a new id of a table."""

    def next_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        """The text (and its parameter ``count``) that answers a JSON array of new ids of a table."""

    def skip_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        """The text (and its parameter ``last``) that gives out no id up to ``last`` any more."""


class SqliteSql:
    """SQLite 3.38 and later, with the functions ``regexp``, ``fold`` and ``jsquery`` of ``store.sqlite``."""

    dialect: Dialect = sqlite.dialect()

    def json_object(self, pairs: Pairs) -> Element:
        """A wide one is put together from objects that a function has room for."""
        parts = [pairs[start : start + _MOST_PAIRS] for start in range(0, len(pairs), _MOST_PAIRS)] or [pairs]
        written = [
            func.json_object(*(part for name, value in some for part in (_quoted(name), value))) for some in parts
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
        return func.json(_quoted(literal))

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


class PostgresSql:
    """PostgreSQL 15 and later; ``unicode`` names a collation that knows the letter cases of Unicode."""

    def __init__(self, unicode: str = "und-x-icu") -> None:
        self._unicode = unicode

    dialect: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here

    def json_object(self, pairs: Pairs) -> Element:
        return func.json_build_object(*(part for name, value in pairs for part in (_quoted(name), value)))

    def json_rows(self, pairs: Pairs, rows: FromClause) -> Element:
        return self._aggregated(_ENTRY, _entries(pairs, rows))

    def json_each(self, total: Element, pairs: Pairs, rows: FromClause) -> Select[Any]:
        return select(total, _ENTRY).select_from(_entries(pairs, rows))

    def json_values(self, value: Element, rows: FromClause) -> Element:
        return self._aggregated(value, rows)

    def _aggregated(self, value: Element, rows: FromClause) -> Element:
        listed = func.coalesce(func.json_agg(value), literal_column("'[]'::json"))
        return select(listed).select_from(rows).scalar_subquery()

    def json_map(self, key: Element, value: Element, rows: FromClause) -> Element:
        mapped = func.coalesce(func.json_object_agg(key, value), literal_column("'{}'::json"))
        return select(mapped).select_from(rows).scalar_subquery()

    def boolean(self, value: Element) -> Element:
        return value

    def strings(self, value: Element) -> Element:
        return value

    def empty(self, literal: str) -> Element:
        return literal_column(f"'{literal}'::json")

    def fraction(self, value: Element) -> Element:
        return value

    def local_time(self, value: Element) -> Element:
        zoned = func.timezone(bindparam(ZONE, type_=Text), func.to_timestamp(value))
        return func.to_char(zoned, literal_column("'YYYY-MM-DD HH24:MI:SS'"))

    def is_in(self, value: Element, parameter: str, kind: TypeEngine[Any]) -> Element:
        return value == any_(bindparam(parameter, type_=ARRAY(kind)))

    def like(self, value: Element, parameter: str) -> Element:
        return value.like(bindparam(parameter, type_=Text))

    def folded(self, value: Element) -> Element:
        return func.translate(func.lower(value.collate(self._unicode)), literal_column("'ς'"), literal_column("'σ'"))

    def regexp(self, value: Element, parameter: str) -> Element:
        return value.op("~", return_type=Integer())(bindparam(parameter, type_=Text))

    def jsquery(self, document: Element, parameter: str) -> Element:
        path = cast(bindparam(parameter, type_=Text), JSONPATH)
        found = func.jsonb_path_match(cast(document, JSONB), path, _NO_VARIABLES, _SILENT)
        return func.coalesce(found, literal_column("false"), type_=Integer)

    def overlaps(self, strings: Element, parameter: str) -> Element:
        return cast(strings, JSONB).op("?|", return_type=Integer())(bindparam(parameter, type_=ARRAY(Text)))

    def next_id(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        return f"SELECT nextval('{table_name}_ids')", ()

    def next_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        return f"SELECT json_agg(nextval('{table_name}_ids')) FROM generate_series(1, $1::bigint)", ("count",)

    def skip_ids(self, table_name: str) -> tuple[str, tuple[str, ...]]:
        name = f"{table_name}_ids"
        return f"SELECT setval('{name}', greatest($1::bigint, (SELECT last_value FROM {name})))", ("last",)


def _entries(pairs: Pairs, rows: FromClause) -> FromClause:
    """The fields of each row as columns, of which ``_ENTRY`` makes an object, however many they are."""
    return select(*(value.label(name) for name, value in pairs)).select_from(rows).subquery("entry")


_ENTRY: Final[Element] = func.row_to_json(literal_column("entry"))
_NO_VARIABLES: Final[Element] = literal_column("'{}'::jsonb")
_SILENT: Final[Element] = literal_column("true")
_zones = table("zone_offset", column("zone"), column("start"), column("offset"))
"""SQLite knows no time zones: each connection keeps their offsets in a temporary table."""


def _items(parameter: str) -> Any:
    return func.json_each(bindparam(parameter, type_=Text)).table_valued("value", name="asked")


def _quoted(name: str) -> Element:
    """A literal of ours (a field's name, ``[]``): never what a caller sent."""
    return literal_column(f"'{name}'")


@cache
def _subselects_stay_json() -> bool:
    """Whether this SQLite keeps the result of a sub-select as JSON; from 3.45 it becomes a string."""
    with sqlite3.connect(":memory:") as connection:
        row = connection.execute("SELECT json_object('a', (SELECT json_group_array(1)))").fetchone()
    connection.close()
    return bool(row[0] == '{"a":[1]}')
