"""An update changes what was sent and nothing else: every writable field alone, by the customer and by his agent.

The fields come from the catalogue; what changed is read from the tables, past the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from centrex.catalogue import DataFace, Field, Kind, Link, Nested, Operation, Resource, Show, writable
from centrex.dialects.dataapi.methods import METHODS
from centrex.resources import RESOURCES, metadata
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Find
from tests.isolation.rows import column_names
from tests.served import Served
from tests.world import Member

LEDGER: Final = {"audit", "change_counter", "id_counter", "points_used"}
"""Tables in which every change leaves its trace."""

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Case:
    """A field of a resource that an update sets."""

    operation: Operation
    resource: Resource
    face: DataFace
    field: Field

    def __str__(self) -> str:
        return f"{self.operation.name} {self.field.name}"


def cases() -> Iterator[Case]:
    for operation in METHODS.values():
        if operation.verb == "update" and operation.face:
            resource = next(resource for resource in RESOURCES if operation.face in resource.faces)
            for show in operation.face.fields.values():
                if writable(show):
                    yield Case(operation, resource, operation.face, show)


CASES: Final = [*cases()]


def test_there_are_updates_to_look_at() -> None:
    updating = {operation.name for operation in METHODS.values() if operation.verb == "update"}
    assert {case.operation.name for case in CASES} == updating


@pytest.mark.parametrize("role", ["customer", "agent"])
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_field_that_is_sent_alone_changes_alone(served: Served, case: Case, role: str) -> None:
    world = served.world
    caller, named = (world.a.user, {}) if role == "customer" else (world.north, {"user_id": world.a.user.id})
    for identifier in world.a.ids[case.resource.table.name]:
        for value in _values(case, identifier, world.a.ids):
            before, shown = await _tables(world.store), await _shown(served, case, caller, named)
            params = {"id": identifier, case.field.name: value, **named}
            assert (await served.call(case.operation.name, caller.key, params)).data == {}
            after, shown_after = await _tables(world.store), await _shown(served, case, caller, named)
            key = (world.a.id, identifier)
            assert _left_alone(case, key, after) == _left_alone(case, key, before)
            _check_answers(case, identifier, shown, shown_after)


@pytest.mark.parametrize("case", {case.operation.name: case for case in CASES}.values(), ids=str)
async def test_an_update_of_nothing_changes_nothing(served: Served, case: Case) -> None:
    a = served.world.a
    before = await _tables(served.world.store)
    for identifier in a.ids[case.resource.table.name]:
        assert (await served.call(case.operation.name, a.user.key, {"id": identifier})).data == {}
    assert await _tables(served.world.store) == before


def _values(case: Case, identifier: int, ids: dict[str, list[int]]) -> list[Any]:
    """What the field is set to, one after the other; arrays to all, to one, to none and to null."""
    show = case.field
    if isinstance(show, Nested) and show.write:
        members = ids[show.write.target.name]
        return [members, members[-1:], [], members[:2], None]
    samples: dict[Kind, list[Any]] = {
        Kind.STRING: [f"New {identifier}", f"Другое {identifier}", f"a'b%_\\ {identifier}"],
        Kind.NUMBER: [identifier],
        Kind.BOOLEAN: [True, False],
        Kind.ENUM: list(show.type.values),
        Kind.DATETIME: ["2025-06-15 12:00:00"],
    }
    return samples[show.type.kind]


async def _tables(store: Store) -> Tables:
    """All rows of all tables but the ledger's, as they are kept."""
    tables: Tables = {}
    for table in metadata.sorted_tables:
        if table.name not in LEDGER:
            names = column_names(table)
            rows = sorted(await store.find(Find(table, names, {}), SERVER), key=repr)
            tables[table.name] = [dict(zip(names, row, strict=True)) for row in rows]
    return tables


async def _shown(served: Served, case: Case, caller: Member, named: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What the method shows of each entry, by id."""
    params = {"fields": list(case.face.fields), **named}
    rows = (await served.call(f"get.{case.face.noun}", caller.key, params)).data
    return {row["id"]: row for row in rows}


def _left_alone(case: Case, key: tuple[int, int], tables: Tables) -> Tables:
    """All but what the field of this entry is written to."""
    write = case.field.write if isinstance(case.field, Show | Nested) else None
    if isinstance(write, Link):
        rows = tables[write.table.name]
        return {**tables, write.table.name: [row for row in rows if (row["customer_id"], row[write.owner]) != key]}
    assert write is not None
    written = {write.column.name, write.unique.name if write.unique is not None else None}
    name = case.resource.table.name
    own = [row for row in tables[name] if (row["customer_id"], row["id"]) == key]
    others = [row for row in tables[name] if row not in own]
    return {**tables, name: [*others, *({column: row[column] for column in row.keys() - written} for row in own)]}


def _check_answers(
    case: Case, identifier: int, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]
) -> None:
    """Every other field of the entry, and every other entry, is shown as it was."""
    for shown in (before, after):
        del shown[identifier][case.field.name]
    assert before == after
