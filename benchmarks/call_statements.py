"""The best single statement that one can write by hand for a page of ``get.calls_report`` with employees.

The page is cut first; the links of a call's recordings are read once and shown twice; times are those of UTC.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final, Protocol

import asyncpg

from benchmarks.call_rows import CallWorld
from centrex.store.urls import sqlite_path

PAGE: Final = 1_000

_ASKED: Final = (
    "customer_id = {customer} AND started_at >= {begin} AND started_at <= {end} AND (ended_at IS NOT NULL OR {ongoing})"
)
_CALLS: Final = f"SELECT * FROM call WHERE {_ASKED} ORDER BY started_at, id LIMIT {PAGE}"
_LINKS: Final = (
    "SELECT r.link FROM recording AS r WHERE r.customer_id = c.customer_id AND r.call_id = c.id AND r.kind = 'record'"
    " ORDER BY r.part, r.id"
)
_PEOPLE: Final = (
    "SELECT {talked} AS is_talked, employee_id, {answered} AS is_answered, full_name AS employee_full_name"
    " FROM call_employee AS e WHERE e.customer_id = p.customer_id AND e.call_id = p.id ORDER BY employee_id"
)
_SHOWN: Final[dict[str, str]] = {
    "id": "p.id",
    "source": "p.source",
    "is_lost": "{lost}",
    "direction": "p.direction",
    "employees": "{employees}",
    "start_time": "{began}",
    "finish_time": "{ended}",
    "call_records": "{links}",
    "cpn_region_id": "NULL",
    "finish_reason": "p.finish_reason",
    "talk_duration": "p.talk_duration",
    "wait_duration": "p.wait_duration",
    "cpn_country_id": "NULL",
    "total_duration": "p.total_duration",
    "cpn_region_name": "NULL",
    "communication_id": "p.id",
    "cpn_country_name": "NULL",
    "wav_call_records": "{links}",
    "communication_type": "'call'",
    "clean_talk_duration": "p.clean_talk_duration",
    "total_wait_duration": "p.total_duration - p.clean_talk_duration",
    "contact_phone_number": "p.contact_number",
    "virtual_phone_number": "p.virtual_number",
    "full_record_file_link": "NULL",
}


def _sqlite_text() -> str:
    """With the customer as ?1, the period as ?2 and ?3, and whether calls that go on are wanted as ?4."""
    given = {"customer": "?1", "begin": "?2", "end": "?3", "ongoing": "?4"}
    people = _PEOPLE.format(talked=_sqlite_truth("is_talked"), answered=_sqlite_truth("is_answered"))
    inner = ("is_talked", "employee_id", "is_answered", "employee_full_name")
    pairs = ", ".join(f"'{name}', {f'json({name})' if name.startswith('is_') else name}" for name in inner)
    written = {
        "lost": f"json({_sqlite_truth('p.is_lost')})",
        "employees": f"(SELECT json_group_array(json_object({pairs})) FROM ({people}))",
        "began": "datetime(p.started_at, 'unixepoch')",
        "ended": "datetime(p.ended_at, 'unixepoch')",
        "links": "json(p.links)",
    }
    shown = ", ".join(f"'{name}', {value.format(**written)}" for name, value in _SHOWN.items())
    calls = _CALLS.format(**given)
    links = f"SELECT c.*, (SELECT json_group_array(link) FROM ({_LINKS})) AS links FROM ({calls}) AS c LIMIT {PAGE}"
    page = f"SELECT json_group_array(json_object({shown})) FROM ({links}) AS p"
    return f"SELECT (SELECT count(*) FROM call WHERE {_ASKED.format(**given)}), ({page})"


def _sqlite_truth(column: str) -> str:
    return f"iif({column}, 'true', 'false')"


def _postgres_text() -> str:
    """With the same parameters as $1 to $4."""
    given = {"customer": "$1::bigint", "begin": "$2::bigint", "end": "$3::bigint", "ongoing": "$4::boolean"}
    people = _PEOPLE.format(talked="is_talked", answered="is_answered")
    times = {
        name: f"to_char(to_timestamp(p.{column}) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"
        for name, column in (("began", "started_at"), ("ended", "ended_at"))
    }
    employees = f"(SELECT coalesce(json_agg(x), '[]') FROM ({people}) AS x)"
    written = {"lost": "p.is_lost", "employees": employees, "links": "l.links", **times}
    shown = ", ".join(f"{value.format(**written)} AS {name}" for name, value in _SHOWN.items())
    calls = _CALLS.format(**given)
    links = f"SELECT coalesce(json_agg(link), '[]') AS links FROM ({_LINKS.replace('c.', 'p.')}) AS r"
    page = f"SELECT {shown} FROM ({calls}) AS p CROSS JOIN LATERAL ({links}) AS l"
    rows = f"SELECT coalesce(json_agg(x), '[]') FROM ({page}) AS x"
    return f"SELECT (SELECT count(*) FROM call WHERE {_ASKED.format(**given)}), ({rows})"


class CallsStatement(Protocol):
    """The statement of one store, ready to be run on a connection of its own."""

    async def page(self) -> tuple[int, bytes]:
        """How many calls the period has, and the JSON array of the first of them."""

    async def close(self) -> None:
        """Lets go of the database."""


Asked = tuple[int, int, int, bool]


class _Sqlite:
    def __init__(self, raw: sqlite3.Connection, asked: Asked) -> None:
        self._raw, self._asked = raw, asked
        self._text = _sqlite_text()
        raw.text_factory = bytes
        raw.execute("PRAGMA mmap_size=268435456")

    async def page(self) -> tuple[int, bytes]:
        total, data = self._raw.execute(self._text, self._asked).fetchone()
        return total, data

    async def close(self) -> None:
        self._raw.close()


class _Postgres:
    def __init__(self, connection: asyncpg.Connection[Any], asked: Asked) -> None:
        self._connection, self._asked = connection, asked
        self._text = _postgres_text()

    async def page(self) -> tuple[int, bytes]:
        row = await self._connection.fetchrow(self._text, *self._asked)
        assert row is not None
        return row[0], row[1]

    async def close(self) -> None:
        await self._connection.close()


async def open_calls_statement(url: str, world: CallWorld, period: tuple[int, int]) -> CallsStatement:
    """For calls that are over, of the account in the period."""
    asked = (world.customer_id, *period, False)
    path = sqlite_path(url)
    if path is not None:
        return _Sqlite(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None), asked)
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    await connection.set_type_codec("json", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary")
    return _Postgres(connection, asked)
