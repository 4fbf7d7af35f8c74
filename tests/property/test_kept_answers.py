"""An answer that is kept is never given after a change that it does not show, whoever changes whatever."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Table

from centrex.catalogue import Level
from centrex.errors import ServerBusy
from centrex.resources import metadata
from centrex.resources.call import call
from centrex.resources.calls_report import CALL, CALLS_REPORT
from centrex.resources.employee import employee_group
from centrex.resources.employee_group import EMPLOYEE_GROUP
from centrex.resources.employee_position import EMPLOYEE_POSITION
from centrex.resources.ledger import change_counter
from centrex.resources.user import user
from centrex.scope import SERVER, Scope
from centrex.store import Limits, Store
from centrex.store.counters import counter_of, counters_of
from centrex.store.opening import open_store
from centrex.store.replies import Replies
from centrex.store.steps import Change, Find, Update
from tests.property.kept import Read, change_of, reads_of, tables_read
from tests.world import Customer, World

CHANGES: Final = int(os.environ.get("CENTREX_TEST_KEPT_CHANGES", "100"))
"""How many changes the other process makes."""

COUNTED: Final = [table for table in metadata.sorted_tables if counter_of(table) is not None]
NOTHING_TO_ALTER: Final = {
    *("customer_component", "employee_group_member", "call_key"),
    *("virtual_number_group_employee", "virtual_number_group_phone", "virtual_number_group_team"),
}
"""Tables that are keys and nothing else, or are shown nowhere."""


@pytest.fixture
async def fresh(database_url: str) -> AsyncIterator[Store]:
    """The same database in a store that keeps no answer, as another process would open it."""
    opened = await open_store(database_url, Limits(reply_bytes=0))
    yield opened
    await opened.close()


def test_the_counters_of_a_statement_stand_for_every_table_that_the_database_reads(
    sqlite_world: tuple[Path, dict[str, Customer]],
) -> None:
    file, facts = sqlite_world
    kept = 0
    for read in reads_of(facts["a"]):
        statement = read.statement
        assert statement.counters == counters_of(tables_read(file, statement)), (read.face, read.scope)
        kept += bool(statement.counters)
    assert kept > 60


async def test_a_change_of_any_table_shows_in_the_next_answer(world: World, fresh: Store, database_kind: str) -> None:
    """On SQLite for all levels; on PostgreSQL, where a new statement takes long, for lists of the customer."""
    reads = list(reads_of(world.a))
    if database_kind == "postgres":
        reads = [read for read in reads if read.scope.level is Level.CUSTOMER and not read.single]
    altered = await _alter(COUNTED, reads, world, fresh)
    assert {table.name for table in COUNTED} - altered <= NOTHING_TO_ALTER
    assert world.store.replies.hits > 30


async def _alter(tables: Iterable[Table], reads: Sequence[Read], world: World, fresh: Store) -> set[str]:
    """The tables of which another process altered a row; raises AssertionError when an answer does not show it."""
    kept = world.store
    for read in reads:
        before = await read.answer(kept)
        assert [await read.answer(kept) for _ in range(2)] == [before, before] == [await read.answer(fresh)] * 2
    altered = set()
    for table in tables:
        scope = Scope(Level.CUSTOMER, world.a.id, world.a.user.id)
        if await fresh.change(change_of(table, world.a), scope):
            altered.add(table.name)
        for read in reads:
            if counter_of(table) in read.statement.counters and _names(read.statement.text, table):
                assert await read.answer(kept) == await read.answer(fresh), (table.name, read.face)
    return altered


def _names(text: str, table: Table) -> bool:
    return re.search(rf"\b{table.name}\b", text) is not None


def _forgets(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("centrex.store.step_compiler.needed", lambda _: None)


def _ignores_counters(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("centrex.store.replies._standing", lambda *_: (None, None))


def _ignores_calls(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("centrex.store.replies._standing", lambda _, stamp: (stamp[0], None))


def _key_without(patch: pytest.MonkeyPatch, part: int) -> None:
    asked: Callable[..., Any] = Replies.key

    def key(self: Replies, *given: object) -> object:
        found = asked(self, *given)
        return found and (*(each for place, each in enumerate(found) if place != part), ())

    patch.setattr(Replies, "key", key)


MUTANTS: Final[dict[str, Callable[[pytest.MonkeyPatch], None]]] = {
    "no counter is moved": _forgets,
    "counters are not looked at": _ignores_counters,
    "the counter of calls is not looked at": _ignores_calls,
    "the key lacks the question": lambda patch: _key_without(patch, 0),
    "the key lacks scope and values": lambda patch: _key_without(patch, 1),
}


@pytest.mark.parametrize("breaks", MUTANTS)
@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_what_breaks_it_is_found_out(
    world: World, fresh: Store, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    MUTANTS[breaks](monkeypatch)
    with pytest.raises(AssertionError):
        await _looked_at(world, fresh)


async def _looked_at(world: World, fresh: Store) -> None:
    await _seen_by_two(world, fresh)
    await _alter((call, employee_group), [*_lists(world.a), *_calls(world.a)], world, fresh)


async def _seen_by_two(world: World, fresh: Store) -> None:
    """Two accounts ask for the same two lists, three times each."""
    for _ in range(3):
        for read in (*_lists(world.a), *_lists(world.b)):
            assert await read.answer(world.store) == await read.answer(fresh)


async def test_two_accounts_and_two_questions_have_answers_of_their_own(world: World, fresh: Store) -> None:
    await _seen_by_two(world, fresh)
    assert world.store.replies.hits == 4


def _lists(customer: Customer) -> Iterator[Read]:
    scope = Scope(Level.CUSTOMER, customer.id, customer.user.id)
    for resource in (EMPLOYEE_GROUP, EMPLOYEE_POSITION):
        yield Read(resource, resource.faces[0], scope)


def _calls(customer: Customer) -> Iterator[Read]:
    scope = Scope(Level.CUSTOMER, customer.id, customer.user.id)
    yield Read(CALL, CALLS_REPORT, scope)


@pytest.mark.parametrize("level", [Level.SERVER, Level.AGENT])
async def test_a_change_that_does_not_say_whose_row_it_is_moves_the_counter_of_the_rows_account(
    world: World, level: Level
) -> None:
    before = await _counters(world.store)
    scope = Scope(level, world.north.account_id if level is Level.AGENT else 0, 0)
    for identifier in (world.a.user.id, world.c.user.id):
        await world.store.change(_set(user, identifier, "name", "Changed"), scope)
    moved = {account for account, changes in (await _counters(world.store)).items() if changes != before[account]}
    assert moved == ({world.a.id, world.c.id} if level is Level.SERVER else {world.a.id})


async def _counters(store: Store) -> dict[int, int]:
    rows = await store.find(Find(change_counter, ("customer_id", "changes"), {}), SERVER)
    return {row[0]: row[1] for row in rows}


async def test_many_who_ask_at_once_have_each_an_answer_of_his_own(world: World, fresh: Store) -> None:
    reads = [read for customer in (world.a, world.b, world.c) for read in _lists(customer)] * 10
    told = [await asyncio.gather(*(read.answer(world.store) for read in reads)) for _ in range(2)]
    assert told == [[await read.answer(fresh) for read in reads]] * 2
    assert world.store.replies.hits >= len(reads)


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_when_the_counters_cannot_be_read_all_who_wait_for_them_are_told(world: World) -> None:
    read = next(_lists(world.a))
    for _ in range(3):
        await read.answer(world.store)
    await world.store.close()
    told = await asyncio.gather(*(read.answer(world.store) for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in told] == [ServerBusy] * 3


async def test_while_another_process_changes_rows_nobody_reads_less_than_was_acknowledged(
    world: World, database_url: str
) -> None:
    group, called = world.a.ids["employee_group"][0], world.a.ids["call"][0]
    told = [sys.executable, "-m", "tests.property.changing", database_url]
    told += [str(each) for each in (world.a.id, group, called, CHANGES)]
    process = await asyncio.create_subprocess_exec(*told, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    acknowledged = {employee_group.name: 0, call.name: 0}
    listening = asyncio.create_task(_listen(process.stdout, acknowledged))
    scope = Scope(Level.CUSTOMER, world.a.id, world.a.user.id)
    own, turns = world.a.ids["employee_group"][1], 0
    while not listening.done():
        turns += 1
        known = dict(acknowledged)
        channels = await _channels(world.store, scope)
        assert channels[group] >= known[employee_group.name]
        assert await _talked(world.store, scope, called) >= known[call.name]
        if turns % 7 == 0:
            await world.store.change(_set(employee_group, own, "channels_count", turns), scope)
            assert (await _channels(world.store, scope))[own] == turns
        await asyncio.sleep(0)
    assert await process.wait() == 0
    assert acknowledged == {employee_group.name: CHANGES, call.name: CHANGES}
    hits = world.store.replies.hits
    assert [(await _channels(world.store, scope))[group] for _ in range(3)] == [CHANGES] * 3
    assert world.store.replies.hits >= hits + 2


async def _listen(said: asyncio.StreamReader, acknowledged: dict[str, int]) -> None:
    async for line in said:
        name, number = line.split()
        acknowledged[name.decode()] = int(number)


def _set(table: Table, identifier: int, column: str, value: object) -> Change[None]:
    yield Update(table, {"id": identifier}, {column: value})


async def _channels(store: Store, scope: Scope) -> dict[int, int]:
    page = await store.page(EMPLOYEE_GROUP, Read(EMPLOYEE_GROUP, EMPLOYEE_GROUP.faces[0], scope).query, scope)
    return {row["id"]: row["channels_count"] for row in json.loads(page.data)}


async def _talked(store: Store, scope: Scope, called: int) -> int:
    page = await store.page(CALL, Read(CALL, CALLS_REPORT, scope).query, scope)
    return next(row["talk_duration"] for row in json.loads(page.data) if row["id"] == called) or 0
