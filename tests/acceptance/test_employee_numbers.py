"""The phones of employees and their short numbers, on both stores."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.acceptance.employees import create, everything, phones, read, update
from tests.served import Served


async def test_phones_are_known_by_id_else_by_number_and_the_list_is_replaced(served: Served) -> None:
    identifier = await create(
        served, phone_numbers=[{"phone_number": number, "dial_time": 10} for number in ("1001", "1002", "1003")]
    )
    first, second, _ = (phone["phone_id"] for phone in (await read(served, identifier))["phone_numbers"])
    await update(
        served,
        identifier,
        phone_numbers=[
            {"phone_number": "1002", "status": "inactive"},
            {"phone_number": "1004", "channels_count": 2},
            {"phone_id": first, "phone_number": "1005", "dial_time": None},
        ],
    )
    found = await read(served, identifier)
    assert phones(found) == [("1002", 1, 10, "inactive"), ("1004", 2, 60, "active"), ("1005", 1, 60, "active")]
    ids = [phone["phone_id"] for phone in found["phone_numbers"]]
    assert (ids[0], ids[2]) == (second, first)


async def test_phones_may_swap_their_numbers(served: Served) -> None:
    identifier = await create(served, phone_numbers=[{"phone_number": "1001"}, {"phone_number": "1002"}])
    first, second = (phone["phone_id"] for phone in (await read(served, identifier))["phone_numbers"])
    swapped = [{"phone_id": first, "phone_number": "1002"}, {"phone_id": second, "phone_number": "1001"}]
    await update(served, identifier, phone_numbers=swapped)
    found = (await read(served, identifier))["phone_numbers"]
    assert [(phone["phone_id"], phone["phone_number"]) for phone in found] == [(first, "1002"), (second, "1001")]


async def test_a_number_that_another_employee_has_is_assigned_to_both(served: Served) -> None:
    one = await create(served, phone_numbers=[{"phone_number": "1001", "channels_count": 7, "dial_time": 9}])
    other = await create(served)
    await update(served, other, phone_numbers=[{"phone_number": "1001", "dial_time": 8}])
    assert phones(await read(served, one)) == [("1001", 7, 9, "active")]
    assert phones(await read(served, other)) == [("1001", 7, 8, "active")]
    await update(served, one, phone_numbers=[])
    assert phones(await read(served, other)) == [("1001", 7, 8, "active")]


async def test_a_phone_of_a_colleague_is_no_phone_of_his(served: Served) -> None:
    a = served.world.a
    sent = [{"phone_number": "1001", "phone_id": a.ids["employee_phone"][0]}]
    answer = await served.call("update.employees", a.user.key, {"id": a.ids["employee"][0], "phone_numbers": sent})
    assert answer.mnemonic == "entity_not_found"


async def test_membership_puts_his_phones_at_the_end_of_the_groups_list_and_takes_them_away(served: Served) -> None:
    a = served.world.a
    team = a.ids["employee_group"][0]
    before = await dialled(served, team)
    identifier = await create(served, groups=[team], phone_numbers=[{"phone_number": "1002"}, {"phone_number": "1001"}])
    assert await dialled(served, team) == [*before, ("1002", True), ("1001", True)]
    await update(served, identifier, phone_numbers=[{"phone_number": "1003"}, {"phone_number": "1001"}])
    assert await dialled(served, team) == [*before, ("1001", True), ("1003", True)]
    await update(served, identifier, groups=[a.ids["employee_group"][2]], phone_numbers=[{"phone_number": "1004"}])
    assert await dialled(served, team) == before
    assert await dialled(served, a.ids["employee_group"][2]) == [("1004", True)]


async def dialled(served: Served, group_id: int) -> list[tuple[str, bool]]:
    """Number and availability of the phones of a group of customer A, in order."""
    by_id = {"filter": {"field": "id", "operator": "=", "value": group_id}}
    (found,) = (await served.call("get.group_employees", served.world.a.user.key, by_id)).data
    return [(phone["employee_phone_number"], phone["available"]) for phone in found["phone_numbers"]]


@pytest.mark.parametrize("holder", ["employee", "group"])
async def test_a_short_number_is_taken_by_an_employee_or_by_a_group(served: Served, holder: str) -> None:
    a = served.world.a
    number = "101" if holder == "employee" else "201"
    flags = {"extension_voice_mail_enabled": False, "extension_queue_enabled": False}
    params = {"extension": {"extension_phone_number": number, **flags}}
    changes: list[tuple[str, dict[str, Any]]] = [
        ("create", {"last_name": "New"}),
        ("update", {"id": a.ids["employee"][0]}),
    ]
    for method, needed in changes:
        before = await everything(served)
        told = (await served.call(f"{method}.employees", a.user.key, {**needed, **params})).error["data"]
        assert (told["mnemonic"], told["field"]) == ("already_in_use", "extension.extension_phone_number")
        assert told["value"] == number
        assert await everything(served) == before


async def test_an_employee_may_keep_his_short_number_and_a_freed_one_is_given_again(served: Served) -> None:
    people = served.world.a.ids["employee"]
    flags = {"extension_voice_mail_enabled": True, "extension_queue_enabled": True}
    await update(served, people[0], extension={"extension_phone_number": "100", **flags})
    await update(served, people[0], extension=None)
    await update(served, people[4], extension={"extension_phone_number": "100", **flags})
    assert (await read(served, people[4]))["extension"]["extension_phone_number"] == "100"


async def test_of_many_who_want_a_short_number_at_once_one_gets_it(served: Served) -> None:
    a = served.world.a
    extension = {"extension": {"extension_phone_number": "555"}}
    wanting = [served.call("create.employees", a.user.key, {"last_name": "New", **extension}) for _ in range(4)]
    wanting += [
        served.call("create.group_employees", a.user.key, {"name": f"New {index}", "group_phone_number": "555"})
        for index in range(4)
    ]
    answers = await asyncio.gather(*wanting)
    assert sorted(answer.mnemonic for answer in answers) == ["already_in_use"] * 7 + ["ok"]


async def test_the_same_short_number_serves_every_customer(served: Served) -> None:
    world = served.world
    for customer in (world.a, world.b):
        params = {"last_name": "New", "extension": {"extension_phone_number": "555"}}
        assert (await served.call("create.employees", customer.user.key, params)).mnemonic == "ok"


async def test_the_extension_is_found_by_jsquery(served: Served) -> None:
    identifier = await create(served, extension={"extension_phone_number": "4321"})
    wanted = {"field": "extension", "operator": "jsquery", "value": 'extension_phone_number="4321"'}
    answer = await served.call("get.employees", served.world.a.user.key, {"filter": wanted, "fields": ["id"]})
    assert answer.data == [{"id": identifier}]
