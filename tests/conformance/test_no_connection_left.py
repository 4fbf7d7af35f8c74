"""A PostgreSQL that has no connection left for us: who needs one more is refused, and may come again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest

from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.errors import Overloaded
from centrex.resources.customer import customer
from centrex.scope import SERVER
from centrex.store.opening import open_store
from centrex.store.schema import upgrade
from centrex.store.steps import Find
from tests.clock import ManualClock
from tests.databases import fetch

Answer = TypeVar("Answer")

OPENED = 2
"""Connections that a store has from the beginning: one that reads and one that writes."""


@pytest.fixture
def few(postgres_url: str) -> Iterator[str]:
    """The address for a role that may have no more than a store has from the beginning."""
    parts = urlsplit(postgres_url)
    role = f"few_{parts.path.removeprefix('/')}"
    upgrade(postgres_url)
    asyncio.run(fetch(postgres_url, f"CREATE ROLE {role} LOGIN PASSWORD 'few' CONNECTION LIMIT {OPENED}"))
    asyncio.run(fetch(postgres_url, f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
    asyncio.run(fetch(postgres_url, f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"))
    yield urlunsplit(parts._replace(netloc=f"{role}:few@{parts.netloc.rpartition('@')[2]}"))
    asyncio.run(fetch(postgres_url, f"DROP OWNED BY {role}", f"DROP ROLE {role}"))


async def test_who_needs_one_more_is_refused_and_the_others_go_on(few: str) -> None:
    store = await open_store(few)
    accounts = Accounts(Operator(store, ManualClock()))
    made = await at_once(*(accounts.create(NewAccount(f"Number {number}")) for number in range(3)))
    found = await at_once(*(store.find(Find(customer, ("id",), {}), SERVER) for _ in range(3)))
    assert made
    assert [{row[0] for row in rows} for rows in found] == [set(made)] * len(found)
    assert len(await store.find(Find(customer, ("id",), {}), SERVER)) == len(made)
    await store.close()


async def at_once(*asked: Coroutine[Any, Any, Answer]) -> list[Answer]:
    """What those are answered who are not refused, at least one; some are."""
    ended = await asyncio.gather(*asked, return_exceptions=True)
    refused = [each for each in ended if isinstance(each, BaseException)]
    assert {type(each) for each in refused} == {Overloaded}
    return [each for each in ended if not isinstance(each, BaseException)]
