"""What methods answer, and where they take null, is as the OpenRPC document describes it."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS as PROVIDED
from tests.contract import described
from tests.contract.described import METHODS, SCHEMAS
from tests.contract.well_called import sent_to
from tests.served import Answer, Served
from tests.world import World

READS = [name for name in PROVIDED if name.startswith("get")]
CHANGES = [name for name in PROVIDED if name not in {*READS, "login.user", "logout.user"}]


@pytest.mark.parametrize("method", READS)
async def test_what_a_method_reads_is_as_described(served: Served, method: str) -> None:
    params = described.params_of(method)
    asked: dict[str, Any] = {name: PERIOD[name] for name in PERIOD if name in params}
    if "fields" in params:
        asked["fields"] = list(SCHEMAS[method]["properties"])
    answer = await served.call(method, _reader(served.world, method), asked)
    assert answer.data
    _assert_described(method, answer)


PERIOD: Final = {"date_from": "2025-06-01 00:00:00", "date_till": "2025-07-01 00:00:00"}


def _reader(world: World, method: str) -> str:
    return world.north.key if PROVIDED[method].access == {Level.AGENT} else world.d.user.key


async def test_seconds_in_statuses_are_described_by_mnemonic_and_by_id(served: Served) -> None:
    key = served.world.d.user.key
    met = []
    for only_standard in (True, False):
        asked = {**PERIOD, "only_default_statuses_in_stats": only_standard}
        answer = await served.call("get.employee_stat", key, asked)
        _assert_described("get.employee_stat", answer)
        met.append(answer.data[0]["status_stats"])
    assert set(met[0]) == {"available"}
    assert set(met[1]) > {str(served.world.d.ids["employee_status"][0])}


async def test_what_a_session_answers_is_as_described(served: Served) -> None:
    opened = await served.call("login.user", None, {"login": "user-a", "password": "correct horse"})
    _assert_described("login.user", opened)
    _assert_described("logout.user", await served.call("logout.user", opened.data["access_token"]))


@pytest.mark.parametrize("method", CHANGES)
async def test_what_a_change_answers_is_as_described(served: Served, method: str) -> None:
    key = _changer(served.world, method)
    answer = await served.call(method, key, sent_to(served.world, method))
    _assert_described(method, answer)


@pytest.mark.parametrize("method", [*READS, *CHANGES])
async def test_null_is_taken_exactly_where_the_description_allows_it(served: Served, method: str) -> None:
    """Elsewhere it is refused by the parameter's name; of parameters that stand for each other one must be sent."""
    world = served.world
    if method in READS:
        key, asked = _reader(world, method), {name: PERIOD[name] for name in PERIOD if name in _own_params(method)}
    else:
        key, asked = _changer(world, method), sent_to(world, method)
    for name in _own_params(method).keys() - set(METHODS[method]["x-exactly-one-of"]):
        answer = await served.call(method, key, {**asked, name: None})
        refused = answer.mnemonic in REFUSALS_OF_NULL and answer.error["data"]["field"] == name
        allowed = described.validator(described.params_of(method)[name]["schema"]).is_valid(None)
        assert refused == (not allowed), (name, answer.json)


REFUSALS_OF_NULL: Final = frozenset({"required_parameter_missed", "invalid_parameter_value"})


def _own_params(method: str) -> dict[str, dict[str, Any]]:
    return {
        name: param for name, param in described.params_of(method).items() if name not in {"access_token", "user_id"}
    }


def _changer(world: World, method: str) -> str:
    return world.north.key if PROVIDED[method].access == {Level.AGENT} else world.a.user.key


def _assert_described(method: str, answer: Answer) -> None:
    assert answer.mnemonic == "ok", answer.json
    schema = METHODS[method]["result"]["schema"]
    assert [error.message for error in described.validator(schema).iter_errors(answer.json["result"])] == []
