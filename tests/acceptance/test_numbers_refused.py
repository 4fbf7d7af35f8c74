"""Numbers that cannot be connected or given back, with the error that tells it; nothing moves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.numbers import DISABLE, ENABLE, FREE, GOLD, HELD, PLAIN, POOL, SILVER, free_numbers, held_by
from tests.served import Served

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


@pytest.mark.parametrize(("method", "right"), [(FREE, "select"), (ENABLE, "insert"), (DISABLE, "delete")])
async def test_numbers_need_their_right(served: Served, ids: dict[str, int], method: str, right: str) -> None:
    world = served.world
    others = {"select", "insert", "update", "delete"} - {right}
    await world.users.set_rights(world.a.user.id, {"data_api": ["select"], "number_management": others})
    params = {} if method == FREE else {"virtual_phone_number": GOLD.number}
    answer = await served.call(method, world.a.user.key, params)
    assert (answer.error["code"], answer.mnemonic) == (-32003, "forbidden")
    assert len(await free_numbers(served)) == 3
