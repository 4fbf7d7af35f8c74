"""The pool of numbers as clients see it: what is free, connected and given back, each to one customer at a time."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from centrex.engine.accounts import Accounts
from centrex.engine.new_number import NewNumber
from centrex.engine.pool import Pool
from centrex.resources.ledger import audit
from centrex.resources.pool_number import pool_number
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.served import Answer, Served
from tests.world import Customer, Member

FREE = "get.available_virtual_numbers"
ENABLE = "enable.virtual_numbers"
DISABLE = "disable.virtual_numbers"
HELD = "get.virtual_numbers"

GOLD = NewNumber("74951110001", "gold", "moscow", "Москва", 1500.5, 300.0, 12.25)
SILVER = NewNumber("78121110002", "silver", "spb", "Санкт-Петербург")
PLAIN = NewNumber("37167110003")
POOL = (GOLD, SILVER, PLAIN)


@pytest.fixture
async def ids(served: Served) -> dict[str, int]:
    """Three free numbers, and their ids."""
    pool = Pool(served.world.operator)
    return {new.number: await pool.add(new) for new in POOL}


async def free_numbers(served: Served) -> list[str]:
    answer = await served.call(FREE, served.world.d.user.key, {"fields": ["phone_number"]})
    return [row["phone_number"] for row in answer.data]


async def held_by(served: Served, customer: Customer, number: str) -> list[dict[str, Any]]:
    by_number = {"field": "virtual_phone_number", "operator": "=", "value": number}
    rows: list[dict[str, Any]] = (await served.call(HELD, customer.user.key, {"filter": by_number})).data
    return rows


async def test_free_numbers_are_everybodys_to_see_with_their_prices(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    own = await served.call(FREE, world.a.user.key)
    assert own.total == 3
    assert list(own.data[0].items()) == [
        ("category", "gold"),
        ("min_charge", 12.25),
        ("phone_number", "74951110001"),
        ("location_name", "Москва"),
        ("monthly_charge", 300.0),
        ("onetime_payment", 1500.5),
        ("location_mnemonic", "moscow"),
    ]
    assert own.data[2]["location_name"] is own.data[2]["location_mnemonic"] is None
    assert (await served.call(FREE, world.south.key, {"user_id": world.c.user.id})).data == own.data


FOUND: list[tuple[dict[str, Any], list[NewNumber]]] = [
    ({"filter": {"field": "category", "operator": "in", "value": ["gold", "silver"]}}, [GOLD, SILVER]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": "spb"}}, [SILVER]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": None}}, [PLAIN]),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": "nowhere"}}, []),
    ({"filter": {"field": "phone_number", "operator": "like", "value": "7%1"}}, [GOLD]),
    ({"sort": [{"field": "phone_number"}]}, [PLAIN, GOLD, SILVER]),
    ({"sort": [{"field": "category", "order": "desc"}], "limit": 1}, [PLAIN]),
    ({"sort": [{"field": "location_name"}], "offset": 1}, [SILVER, PLAIN]),
]


async def test_free_numbers_are_filtered_sorted_and_paged(served: Served, ids: dict[str, int]) -> None:
    for params, found in FOUND:
        answer = await served.call(FREE, served.world.a.user.key, params)
        assert [row["phone_number"] for row in answer.data] == [new.number for new in found], params


UNASKABLE: list[tuple[dict[str, Any], str]] = [
    ({"filter": {"field": "location_name", "operator": "=", "value": "x"}}, "filter_prohibited"),
    ({"filter": {"field": "category", "operator": "=", "value": "rusty"}}, "invalid_parameter_value"),
    ({"filter": {"field": "location_mnemonic", "operator": "=", "value": 5}}, "data_type_error"),
    ({"filter": {"field": "location_mnemonic", "operator": "like", "value": "s%"}}, "invalid_parameter_value"),
    ({"sort": [{"field": "monthly_charge"}]}, "sort_prohibited"),
    ({"fields": ["customer_id"]}, "unexpected_parameters"),
]


async def test_what_cannot_be_asked_of_free_numbers_is_refused(served: Served, ids: dict[str, int]) -> None:
    for params, mnemonic in UNASKABLE:
        assert (await served.call(FREE, served.world.a.user.key, params)).mnemonic == mnemonic, params


async def test_an_enabled_number_keeps_its_id_and_leaves_the_pool(served: Served, ids: dict[str, int]) -> None:
    a = served.world.a
    assert (await served.call(ENABLE, a.user.key, {"virtual_phone_number": GOLD.number})).data == {"success": True}
    assert await held_by(served, a, GOLD.number) == [
        {
            "id": ids[GOLD.number],
            "name": None,
            "type": "va",
            "status": "active",
            "comment": None,
            "category": "gold",
            "campaigns": [],
            "scenarios": [],
            "activation_date": "2025-06-15 17:06:40",
            "child_customer_id": a.id,
            "virtual_phone_number": GOLD.number,
            "redirection_phone_number": None,
        }
    ]
    assert await free_numbers(served) == [SILVER.number, PLAIN.number]


async def test_an_agent_enables_several_by_their_ids_for_his_customer(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    params = {
        "user_id": world.c.user.id,
        "virtual_phone_number": None,
        "number_capacity_ids": [str(ids[PLAIN.number]), str(ids[GOLD.number]), f"0{ids[PLAIN.number]}"],
        "number_capacity_component": "call_tracking",
    }
    assert (await served.call(ENABLE, world.south.key, params)).data == {"success": True}
    for new in (GOLD, PLAIN):
        (row,) = await held_by(served, world.c, new.number)
        assert (row["id"], row["type"], row["category"]) == (ids[new.number], "call_tracking", new.category)
    assert await free_numbers(served) == [SILVER.number]


async def test_a_number_goes_back_to_the_pool_as_it_was_and_to_another_customer(
    served: Served, ids: dict[str, int]
) -> None:
    world = served.world
    before = (await served.call(FREE, world.a.user.key)).data
    named = {"virtual_phone_number": GOLD.number}
    for customer in (world.a, world.c, world.a):
        assert (await served.call(ENABLE, customer.user.key, named)).data == {"success": True}
        assert (await served.call(DISABLE, customer.user.key, named)).data == {"success": True}
        assert await held_by(served, customer, GOLD.number) == []
        assert (await served.call(FREE, world.a.user.key)).data == before


async def test_a_number_that_was_connected_without_the_pool_enters_it(served: Served) -> None:
    a = served.world.a
    identifier = a.ids["virtual_number"][3]
    answer = await served.call(DISABLE, a.user.key, {"number_capacity_ids": [str(identifier)]})
    assert answer.data == {"success": True}
    (row,) = (await served.call(FREE, a.user.key)).data
    assert (row["phone_number"], row["category"], row["monthly_charge"]) == (f"7495{a.id:05}03", "platinum", 0)
    assert (await served.call(ENABLE, a.user.key, {"virtual_phone_number": row["phone_number"]})).mnemonic == "ok"
    assert [row["id"] for row in await held_by(served, a, row["phone_number"])] == [identifier]


BAD: list[tuple[dict[str, Any], str, str | None, str | None]] = [
    ({}, "required_parameter_missed", "virtual_phone_number", None),
    ({"virtual_phone_number": None, "number_capacity_ids": None}, "required_parameter_missed", None, None),
    ({"virtual_phone_number": 5}, "data_type_error", "virtual_phone_number", "5"),
    ({"virtual_phone_number": "+74951110001"}, "invalid_parameter_value", "virtual_phone_number", "+74951110001"),
    ({"virtual_phone_number": "7495111000x"}, "invalid_parameter_value", "virtual_phone_number", "7495111000x"),
    ({"virtual_phone_number": "７４９５"}, "invalid_parameter_value", "virtual_phone_number", "７４９５"),
    ({"virtual_phone_number": "74951110001\n"}, "invalid_parameter_value", "virtual_phone_number", None),
    ({"virtual_phone_number": ""}, "invalid_parameter_value", "virtual_phone_number", ""),
    ({"virtual_phone_number": "1" * 16}, "invalid_parameter_value", "virtual_phone_number", "1" * 16),
    ({"virtual_phone_number": "70000000000"}, "virtual_phone_number_not_found", None, "70000000000"),
    ({"number_capacity_ids": []}, "invalid_parameter_value", "number_capacity_ids", "[]"),
    ({"number_capacity_ids": "5"}, "data_type_error", "number_capacity_ids", "5"),
    ({"number_capacity_ids": [5]}, "data_type_error", "number_capacity_ids", "5"),
    ({"number_capacity_ids": [None]}, "data_type_error", "number_capacity_ids", None),
    ({"number_capacity_ids": ["five"]}, "invalid_parameter_value", "number_capacity_ids", "five"),
    ({"number_capacity_ids": ["-1"]}, "invalid_parameter_value", "number_capacity_ids", "-1"),
    ({"number_capacity_ids": ["1" * 19]}, "invalid_parameter_value", "number_capacity_ids", "1" * 19),
    ({"number_capacity_ids": ["999999999"]}, "virtual_phone_number_not_found", "number_capacity_ids", "999999999"),
    (
        {"virtual_phone_number": "74951110001", "number_capacity_ids": ["1"]},
        "invalid_parameters_combination",
        "number_capacity_ids",
        '["1"]',
    ),
    ({"virtual_phone_number": "74951110001", "number": 1}, "unexpected_parameters", "number", "1"),
]


async def test_a_number_named_badly_is_refused_and_nothing_moves(served: Served, ids: dict[str, int]) -> None:
    a = served.world.a
    for params, mnemonic, field, value in BAD:
        component = {"number_capacity_component": "va"} if "number_capacity_ids" in params else {}
        for method, more in ((ENABLE, component), (DISABLE, {})):
            answer = await served.call(method, a.user.key, {**params, **more})
            assert answer.mnemonic == mnemonic, params
            told = answer.error["data"]
            assert field in {None, told["field"]}, params
            assert value in {None, told["value"]}, params
    assert await free_numbers(served) == [new.number for new in POOL]
    assert (await served.call(HELD, a.user.key)).total == 4


WITHOUT_COMPONENT: list[tuple[dict[str, Any], str, str]] = [
    ({"number_capacity_ids": ["1"]}, "required_parameter_missed", "number_capacity_component"),
    (
        {"number_capacity_ids": ["x"], "number_capacity_component": None},
        "required_parameter_missed",
        "number_capacity_component",
    ),
    (
        {"number_capacity_ids": ["1"], "number_capacity_component": "site"},
        "invalid_parameter_value",
        "number_capacity_component",
    ),
    ({"number_capacity_component": 5}, "required_parameter_missed", "virtual_phone_number"),
]


async def test_numbers_by_id_need_their_component(served: Served) -> None:
    for params, mnemonic, field in WITHOUT_COMPONENT:
        answer = await served.call(ENABLE, served.world.a.user.key, params)
        assert (answer.mnemonic, answer.error["data"]["field"]) == (mnemonic, field), params


async def test_a_number_that_is_not_there_is_told_as_the_vendor_tells_it(served: Served) -> None:
    answer = await served.call(ENABLE, served.world.a.user.key, {"virtual_phone_number": "70000000000"})
    error = answer.error
    error["data"].pop("metadata")
    assert error == {
        "code": -32007,
        "message": "Virtual phone number 70000000000 was not found.",
        "data": {
            "mnemonic": "virtual_phone_number_not_found",
            "field": "virtual_phone_number",
            "value": "70000000000",
            "params": {"virtual_phone_number": "70000000000"},
            "extended_helper": None,
        },
    }


async def test_a_taken_number_answers_exactly_as_one_that_does_not_exist(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    await served.call(ENABLE, world.c.user.key, {"virtual_phone_number": GOLD.number})
    for method in (ENABLE, DISABLE):
        taken = await served.call(method, world.a.user.key, {"virtual_phone_number": GOLD.number})
        none = await served.call(method, world.a.user.key, {"virtual_phone_number": "70000000000"})
        assert taken.raw.replace(GOLD.number.encode(), b"70000000000") == none.raw
    assert len(await held_by(served, world.c, GOLD.number)) == 1


async def test_one_number_that_is_taken_refuses_all(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    await served.call(ENABLE, world.c.user.key, {"virtual_phone_number": PLAIN.number})
    every = {"number_capacity_ids": [str(identifier) for identifier in ids.values()]}
    answer = await served.call(ENABLE, world.a.user.key, {**every, "number_capacity_component": "va"})
    assert (answer.mnemonic, answer.error["data"]["value"]) == (
        "virtual_phone_number_not_found",
        str(ids[PLAIN.number]),
    )
    assert await free_numbers(served) == [GOLD.number, SILVER.number]
    await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": GOLD.number})
    refused = await served.call(DISABLE, world.a.user.key, every)
    assert refused.error["data"]["value"] == str(ids[SILVER.number])
    assert len(await held_by(served, world.a, GOLD.number)) == 1


async def test_a_number_in_a_group_stays_until_it_is_taken_out_of_it(served: Served, ids: dict[str, int]) -> None:
    key = served.world.a.user.key
    both = [str(ids[GOLD.number]), str(ids[PLAIN.number])]
    await served.call(ENABLE, key, {"number_capacity_ids": both, "number_capacity_component": "va"})
    group = {"name": "Golden", "virtual_phones": [ids[PLAIN.number]]}
    group_id = (await served.call("create.virtual_number_groups", key, group)).data["id"]
    refused = await served.call(DISABLE, key, {"number_capacity_ids": both})
    told = refused.error["data"]
    assert (refused.error["code"], told["mnemonic"], told["field"], told["value"]) == (
        -32602,
        "dependency_error",
        "number_capacity_ids",
        both[1],
    )
    assert await free_numbers(served) == [SILVER.number]
    await served.call("delete.virtual_number_groups", key, {"id": group_id})
    assert (await served.call(DISABLE, key, {"number_capacity_ids": both})).data == {"success": True}


async def test_the_accounts_limit_of_numbers_holds(served: Served, ids: dict[str, int]) -> None:
    world = served.world
    await Accounts(world.operator).set_columns(world.a.id, {"number_limit": 5})
    three = {"number_capacity_ids": [str(identifier) for identifier in ids.values()]}
    answer = await served.call(ENABLE, world.a.user.key, {**three, "number_capacity_component": "va"})
    assert (answer.error["code"], answer.mnemonic) == (-32602, "tariff_restrictions")
    assert len(await free_numbers(served)) == 3
    assert (await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": GOLD.number})).mnemonic == "ok"
    refused = await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": PLAIN.number})
    assert refused.mnemonic == "tariff_restrictions"
    await served.call(DISABLE, world.a.user.key, {"virtual_phone_number": GOLD.number})
    assert (await served.call(ENABLE, world.a.user.key, {"virtual_phone_number": PLAIN.number})).mnemonic == "ok"


async def test_of_two_agents_who_enable_one_number_at_once_exactly_one_gets_it(
    served: Served, ids: dict[str, int]
) -> None:
    world = served.world
    callers = [(world.north, world.a), (world.south, world.c), (world.north, world.b), (world.south, world.c)] * 6
    answers = await asyncio.gather(*(_enable(served, agent, customer, GOLD.number) for agent, customer in callers))
    assert sorted(answer.mnemonic for answer in answers) == ["ok", *["virtual_phone_number_not_found"] * 23]
    (owner,) = await world.store.find(Find(pool_number, ("customer_id",), {"number": GOLD.number}), SERVER)
    (holder,) = await world.store.find(Find(virtual_number, ("customer_id",), {"number": GOLD.number}), SERVER)
    winner = [mnemonic.mnemonic for mnemonic in answers].index("ok")
    assert owner == holder == (callers[winner][1].id,)


async def test_several_that_are_taken_at_once_in_any_order_are_never_shared_out(
    served: Served, ids: dict[str, int]
) -> None:
    """Whoever comes first has all of them, and nobody waits for another for ever."""
    world = served.world
    asked = [str(identifier) for identifier in ids.values()]
    orders = [(world.a, asked), (world.c, asked[::-1]), (world.d, asked[1:] + asked[:1])] * 4
    for round_ in range(3):
        answers = await asyncio.gather(*(_enable_all(served, customer, order) for customer, order in orders))
        winners = [customer for (customer, _), answer in zip(orders, answers, strict=True) if answer.mnemonic == "ok"]
        assert len(winners) == 1, round_
        assert {answer.mnemonic for answer in answers} == {"ok", "virtual_phone_number_not_found"}
        assert (await served.call(DISABLE, winners[0].user.key, {"number_capacity_ids": asked})).mnemonic == "ok"


async def _enable(served: Served, agent: Member, customer: Customer, number: str) -> Answer:
    return await served.call(ENABLE, agent.key, {"user_id": customer.user.id, "virtual_phone_number": number})


async def _enable_all(served: Served, customer: Customer, asked: list[str]) -> Answer:
    params = {"number_capacity_ids": asked, "number_capacity_component": "va"}
    return await served.call(ENABLE, customer.user.key, params)


async def test_every_number_of_a_change_has_its_audit_row(served: Served, ids: dict[str, int]) -> None:
    a = served.world.a
    asked = {"number_capacity_ids": [str(identifier) for identifier in ids.values()]}
    await served.call(ENABLE, a.user.key, {**asked, "number_capacity_component": "va"})
    await served.call(DISABLE, a.user.key, asked)
    for method in (ENABLE, DISABLE):
        step = Find(audit, ("object_id", "user_id", "object_kind"), {"customer_id": a.id, "operation": method})
        rows = await served.world.store.find(step, SERVER)
        assert sorted(rows) == [(identifier, a.user.id, "virtual_number") for identifier in sorted(ids.values())]


@pytest.mark.parametrize(("method", "right"), [(FREE, "select"), (ENABLE, "insert"), (DISABLE, "delete")])
async def test_numbers_need_their_right(served: Served, ids: dict[str, int], method: str, right: str) -> None:
    world = served.world
    others = {"select", "insert", "update", "delete"} - {right}
    await world.users.set_rights(world.a.user.id, {"data_api": ["select"], "number_management": others})
    params = {} if method == FREE else {"virtual_phone_number": GOLD.number}
    answer = await served.call(method, world.a.user.key, params)
    assert (answer.error["code"], answer.mnemonic) == (-32003, "forbidden")
    assert len(await free_numbers(served)) == 3


CATEGORIES = "get.number_capacity_categories"
PREFIXES = "get.country_phone_prefixes"


async def test_categories_of_numbers_are_the_same_for_everybody(served: Served) -> None:
    world = served.world
    names = ["usual", "bronze", "silver", "gold", "platinum"]
    answer = await served.call(CATEGORIES, world.a.user.key)
    assert answer.data == [{"id": identifier, "name": name} for identifier, name in enumerate(names, 1)]
    by_agent = {"user_id": world.c.user.id, "sort": [{"field": "name"}], "limit": 2}
    sorted_ = await served.call(CATEGORIES, world.south.key, by_agent)
    assert (sorted_.total, [row["name"] for row in sorted_.data]) == (5, ["bronze", "gold"])
    by_name = {"filter": {"field": "name", "operator": "=", "value": "gold"}, "fields": ["id"]}
    assert (await served.call(CATEGORIES, world.d.user.key, by_name)).data == [{"id": 4}]


async def test_a_dialling_prefix_has_a_row_for_each_of_its_countries(served: Served) -> None:
    key = served.world.a.user.key
    every = await served.call(PREFIXES, key)
    pairs = [(row["prefix"], row["country"]) for row in every.data]
    assert every.total == len(pairs) == len(set(pairs)) == 244
    assert pairs == sorted(pairs)
    assert all(prefix.isdigit() and len(prefix) <= 3 and len(country) == 2 for prefix, country in pairs)
    seven = {"filter": {"field": "prefix", "operator": "=", "value": "7"}}
    assert (await served.call(PREFIXES, key, seven)).data == [
        {"prefix": "7", "country": "KZ"},
        {"prefix": "7", "country": "RU"},
    ]
    known = {"filter": {"field": "country", "operator": "in", "value": ["DE", "LV", "ZZ"]}, "fields": ["prefix"]}
    assert (await served.call(PREFIXES, key, known)).data == [{"prefix": "371"}, {"prefix": "49"}]
    latest = {"sort": [{"field": "country", "order": "desc"}], "limit": 1}
    assert (await served.call(PREFIXES, key, latest)).data == [{"prefix": "263", "country": "ZW"}]
    assert (await served.call(PREFIXES, key, {"fields": ["prefixe"]})).mnemonic == "unexpected_parameters"


async def test_dialling_prefixes_need_the_component_for_configuration(served: Served) -> None:
    world = served.world
    await world.accounts.set_components(world.a.id, ["data_api"])
    answer = await served.call(PREFIXES, world.a.user.key)
    assert (answer.error["code"], answer.error["data"]["params"]) == (-32008, {"components": "data_api_config"})
    assert (await served.call(CATEGORIES, world.a.user.key)).total == 5
