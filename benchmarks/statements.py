"""The best that one can write by hand: one statement per question that lets the database build the JSON.

The page is cut first and decorated second; members stand in the order of their ids, as the answer must have them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import asyncpg

from benchmarks.world import World
from centrex.store.urls import sqlite_path

PAGE: Final = 50
DATA_QUESTIONS: Final = ("page50", "one")
REST_QUESTIONS: Final = ("groups", "numbers")
QUESTIONS: Final = (*DATA_QUESTIONS, *REST_QUESTIONS)

_MEMBERS: Final = (
    ("employees", "virtual_number_group_employee", "employee_id", "employee", "full_name"),
    ("virtual_phones", "virtual_number_group_phone", "virtual_number_id", "virtual_number", "number"),
    ("employee_groups", "virtual_number_group_team", "employee_group_id", "employee_group", "name"),
)
_COUNT: Final = "SELECT count(*) FROM virtual_number_group WHERE customer_id = {customer}"
_GROUPS: Final = "SELECT customer_id, id, name, number FROM virtual_number_group WHERE customer_id = {customer}"


_EXTENSION_GROUPS: Final = (
    "SELECT id, name, customer_id AS client_id, extra_params FROM extension_group"
    " WHERE customer_id = {customer} ORDER BY id"
)
_EXTENSIONS: Final = (
    "SELECT e.status, c.domain, {created} AS create_date, coalesce(c.prefix, c.id || '') || '*' || e.number AS name,"
    " e.dial_rule_limit, e.extension_group_id, e.label, e.caller_id_name, e.customer_id AS client_id, e.extra_params,"
    " e.message_did, e.dial_rule_id, {ani} AS ani_rfc3325, e.type, e.id, e.did_as_transfer_caller_id"
    " FROM extension AS e JOIN customer AS c ON c.id = e.customer_id"
    " WHERE e.customer_id = {customer} AND e.extension_group_id = {group} ORDER BY e.id"
)
_GROUP_KEYS: Final = ("id", "name", "client_id", "extra_params")
_EXTENSION_KEYS: Final = (
    "status", "domain", "create_date", "name", "dial_rule_limit", "extension_group_id", "label", "caller_id_name",
    "client_id", "extra_params", "message_did", "dial_rule_id", "ani_rfc3325", "type", "id",
    "did_as_transfer_caller_id",
)  # fmt: skip


def _tied(link: str, column: str, member: str, shown: str) -> str:
    """The members of the group ``g``, in order."""
    return (
        f"SELECT m.id, m.{shown} FROM {link} AS l JOIN {member} AS m"
        f" ON m.customer_id = l.customer_id AND m.id = l.{column}"
        f" WHERE l.customer_id = g.customer_id AND l.group_id = g.id ORDER BY l.{column}"
    )


def _sqlite_group() -> str:
    members = ", ".join(
        f"'{name}', (SELECT json_group_array(json_object('id', id, '{shown}', {shown}))"
        f" FROM ({_tied(link, column, member, shown)}))"
        for name, link, column, member, shown in _MEMBERS
    )
    return f"json_object('id', g.id, 'name', g.name, 'number', g.number, {members})"


def _postgres_groups(groups: str) -> str:
    members = ", ".join(
        f"(SELECT coalesce(json_agg(x), '[]') FROM ({_tied(link, column, member, shown)}) AS x) AS {name}"
        for name, link, column, member, shown in _MEMBERS
    )
    shown = f"SELECT g.id, g.name, g.number, {members} FROM ({groups}) AS g"
    return f"SELECT coalesce(json_agg(row), '[]') FROM ({shown}) AS row"


def _sqlite_objects(keys: Sequence[str], rows: str) -> str:
    """Booleans come as JSON, which a column of a sub-query forgets."""
    pairs = ", ".join(f"'{key}', {f'json({key})' if key == 'ani_rfc3325' else key}" for key in keys)
    return f"SELECT json_group_array(json_object({pairs})) FROM ({rows})"


def _sqlite_texts() -> dict[str, str]:
    """Statements with the customer as ?1 and the group as ?2."""
    count, groups = _COUNT.format(customer="?1"), _GROUPS.format(customer="?1")
    page = f"SELECT json_group_array({_sqlite_group()}) FROM ({groups} ORDER BY id LIMIT {PAGE}) AS g"
    return {
        "page50": f"SELECT ({page}), ({count})",
        "one": f"SELECT json_array({_sqlite_group()}), 1 FROM ({groups} AND id = ?2) AS g",
        "groups": _sqlite_objects(_GROUP_KEYS, _EXTENSION_GROUPS.format(customer="?1")),
        "numbers": _sqlite_objects(
            _EXTENSION_KEYS,
            _EXTENSIONS.format(
                customer="?1",
                group="?2",
                created="strftime('%Y-%m-%d %H:%M:%S', e.created_at, 'unixepoch')",
                ani="json(iif(e.ani_rfc3325, 'true', 'false'))",
            ),
        ),
    }


def _postgres_extensions() -> str:
    return _EXTENSIONS.format(
        customer="$1::bigint",
        group="$2::bigint",
        created="to_char(to_timestamp(e.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
        ani="e.ani_rfc3325",
    )


def _postgres_texts() -> dict[str, str]:
    """Statements with the customer as $1 and the group as $2."""
    count, groups = _COUNT.format(customer="$1::bigint"), _GROUPS.format(customer="$1::bigint")
    return {
        "page50": f"SELECT ({_postgres_groups(f'{groups} ORDER BY id LIMIT {PAGE}')}), ({count})",
        "one": f"SELECT ({_postgres_groups(f'{groups} AND id = $2::bigint')}), 1",
        "groups": f"SELECT coalesce(json_agg(x), '[]') FROM ({_EXTENSION_GROUPS.format(customer='$1::bigint')}) AS x",
        "numbers": f"SELECT coalesce(json_agg(x), '[]') FROM ({_postgres_extensions()}) AS x",
    }


def _given(world: World) -> dict[str, tuple[int, ...]]:
    """The parameters of the statements."""
    return {
        "page50": (world.customer_id,),
        "one": (world.customer_id, world.group_id),
        "groups": (world.customer_id,),
        "numbers": (world.customer_id, world.extension_group_id),
    }


class Statements(Protocol):
    """The statements of one store, ready to be run."""

    async def answer(self, question: str) -> bytes:
        """The JSON array of groups."""

    async def close(self) -> None:
        """Lets go of the database."""


class SqliteStatements:
    """On one connection, on the thread that asks."""

    def __init__(self, path: Path, world: World) -> None:
        self._raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self._raw.text_factory = bytes
        self._raw.execute("PRAGMA mmap_size=268435456")
        self._texts, self._given = _sqlite_texts(), _given(world)

    async def answer(self, question: str) -> bytes:
        groups: bytes = self._raw.execute(self._texts[question], self._given[question]).fetchone()[0]
        return groups

    async def close(self) -> None:
        self._raw.close()


class PostgresStatements:
    """On some connections, each asked one question at a time."""

    def __init__(self, connections: Sequence[asyncpg.Connection[Any]], world: World) -> None:
        self._all = connections
        self._free: asyncio.LifoQueue[asyncpg.Connection[Any]] = asyncio.LifoQueue()
        for connection in connections:
            self._free.put_nowait(connection)
        self._texts, self._given = _postgres_texts(), _given(world)

    async def answer(self, question: str) -> bytes:
        connection = await self._free.get()
        try:
            row = await connection.fetchrow(self._texts[question], *self._given[question])
        finally:
            self._free.put_nowait(connection)
        assert row is not None
        groups: bytes = row[0]
        return groups

    async def close(self) -> None:
        for connection in self._all:
            await connection.close()


async def open_statements(url: str, world: World, connections: int) -> Statements:
    """Connects; ``connections`` count on PostgreSQL alone."""
    path = sqlite_path(url)
    if path is not None:
        return SqliteStatements(path, world)
    return PostgresStatements([await _connected(url) for _ in range(connections)], world)


async def _connected(url: str) -> asyncpg.Connection[Any]:
    """A connection that hands out JSON as the bytes that it is."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    await connection.set_type_codec("json", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary")
    return connection
