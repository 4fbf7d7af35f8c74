"""What a database must say in its own words, by PostgreSQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    URL,
    Dialect,
    FromClause,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.types import TypeEngine

from centrex.store.dialect_sql import ZONE, Element, Pairs, quoted

_ENTRY: Final[Element] = func.row_to_json(literal_column("entry"))
_NO_VARIABLES: Final[Element] = literal_column("'{}'::jsonb")
_SILENT: Final[Element] = literal_column("true")


class PostgresSql:
    """PostgreSQL 15 and later; ``unicode`` names a collation that knows the letter cases of Unicode."""

    def __init__(self, unicode: str = "und-x-icu") -> None:
        self._unicode = unicode

    dialect: Dialect = URL.create("postgresql+asyncpg").get_dialect()()

    def json_object(self, pairs: Pairs) -> Element:
        return func.json_build_object(*(part for name, value in pairs for part in (quoted(name), value)))

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
