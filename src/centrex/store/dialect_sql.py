"""What SQLAlchemy does not say for all databases: JSON of rows, lists as one parameter, local time, new ids.

``sqlite_sql`` and ``postgres_sql`` say it in the words of theirs, and are the only dialect-specific SQL of the program.
Nothing here is typed Boolean: SQLAlchemy would add ``= 1`` on SQLite, and the index would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Dialect, FromClause, Select, literal_column
from sqlalchemy.types import TypeEngine

Element = ColumnElement[Any]
Pairs = Sequence[tuple[str, Element]]

ZONE: Final = "scope_zone"
"""The parameter that holds the account's IANA time zone."""


def quoted(name: str) -> Element:
    """A literal of ours (a field's name, ``[]``): never what a caller sent."""
    return literal_column(f"'{name}'")


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
