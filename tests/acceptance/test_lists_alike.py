"""What all lists have in common: fields asked for, the order of keys and of rows, empty accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS
from centrex.engine.accounts import NewAccount
from tests.acceptance.listing import NEEDED, PAGED, listed
from tests.served import Served
from tests.world import member


@pytest.mark.parametrize(
    ("method", "field", "empty"),
    [("get.group_employees", "phone_number", None), ("get.virtual_numbers", "site_blocks", [])],
)
async def test_an_undocumented_field_that_clients_ask_for_is_answered_when_asked(
    served: Served, method: str, field: str, empty: Any
) -> None:
    asked = await listed(served, method, {"fields": [field, "id"]})
    assert {tuple(row) for row in asked.data} == {("id", field)}
    assert [row[field] for row in asked.data] == [empty] * asked.total
    assert field not in (await listed(served, method)).data[0]
    by_field = {"filter": {"field": field, "operator": "is_null"}}
    assert (await listed(served, method, by_field)).mnemonic == "filter_prohibited"
    assert (await listed(served, method, {"sort": [{"field": field}]})).mnemonic == "sort_prohibited"


@pytest.mark.parametrize("method", PAGED)
async def test_exactly_the_fields_asked_for_are_answered(served: Served, method: str) -> None:
    face = METHODS[method].face
    assert face is not None
    names = list(face.fields)
    for asked in (names[:1], names[-2:][::-1], [*names, *names], [names[1]] * 3):
        rows = (await listed(served, method, {"fields": asked})).data
        assert {tuple(row) for row in rows} == {tuple(name for name in names if name in asked)}
    defaults = (await listed(served, method)).data
    assert (await listed(served, method, {"fields": []})).data == defaults
    assert (await listed(served, method, {"fields": None})).data == defaults
    for unknown in ("nothing", "id.x", "employees.id", "ID", ""):
        answer = await listed(served, method, {"fields": [names[0], unknown]})
        assert (answer.mnemonic, answer.error["data"]["value"]) == ("unexpected_parameters", unknown)


@pytest.mark.parametrize("method", [*PAGED, "get.account", "getobj.account"])
async def test_keys_of_every_object_stand_shorter_first_and_then_by_letters(served: Served, method: str) -> None:
    objects = list(_objects((await listed(served, method)).data))
    assert objects
    for found in objects:
        assert list(found) == sorted(found, key=lambda key: (len(key), key))


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _objects(each)


@pytest.mark.parametrize("method", PAGED)
async def test_rows_stand_by_id_and_a_page_past_the_end_is_empty(served: Served, method: str) -> None:
    rows = (await listed(served, method)).data
    ids = [row["id"] for row in rows if "id" in row]
    assert ids == sorted(ids)
    pages = [(await listed(served, method, {"limit": 3, "offset": at})) for at in range(0, min(len(rows), 60), 3)]
    assert [row for page in pages for row in page.data] == rows[:60]
    for params in ({"offset": 100_000}, {"offset": len(rows)}, {"limit": 0}):
        answer = await listed(served, method, params)
        assert (answer.data, answer.total) == ([], len(rows))


EVERYBODYS: Final = {"get.available_virtual_numbers", "get.country_phone_prefixes", "get.number_capacity_categories"}


async def test_an_account_without_rows_has_empty_lists(served: Served) -> None:
    world = served.world
    account_id = await world.accounts.create(NewAccount("New", agent_id=world.south.account_id))
    new = await member(world.operator, account_id, "new", "New")
    for method in PAGED:
        if Level.CUSTOMER in METHODS[method].access:
            answer = await served.call(method, new.key, NEEDED.get(method))
            given = method in EVERYBODYS or method == "get.statuses"
            assert (answer.data != [], answer.total > 0) == (given, given), method


async def test_names_of_every_script_come_back_as_they_were_written(served: Served) -> None:
    world = served.world
    names = ("Ünïcode «Ёлка»", "שלום", "👩‍👩‍👧 e\u0301", 'quotes " \\ / \t', "\u2028\u202e")
    for name in names:
        await world.accounts.set_columns(world.a.id, {"name": name})
        assert (await listed(served, "get.account")).data[0]["name"] == name
