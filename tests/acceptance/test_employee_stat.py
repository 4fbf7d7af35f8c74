"""The time that employees spent in statuses: the report over a period, from their history, on both stores."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from centrex.resources.employee_status import employee_status_change
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.clock import NOON
from tests.served import Served

BERLIN: Final = ZoneInfo("Europe/Berlin")


HOUR: Final = 3600


def local(seconds: float) -> str:
    """A time as customer A writes it."""
    return f"{datetime.fromtimestamp(seconds, BERLIN):%Y-%m-%d %H:%M:%S}"


def period(begin: float = NOON - HOUR, end: float = NOON + HOUR, **params: Any) -> dict[str, Any]:
    return {"date_from": local(begin), "date_till": local(end), **params}


async def stats(served: Served, identifier: int, params: dict[str, Any]) -> dict[str, int]:
    """The seconds of one employee of customer A."""
    by_id = {"filter": {"field": "id", "operator": "=", "value": identifier}, "fields": ["status_stats"]}
    (found,) = (await served.call("get.employee_stat", served.world.a.user.key, {**params, **by_id})).data
    seconds: dict[str, int] = found["status_stats"]
    return seconds


async def hired(served: Served, status: str | None = "available") -> int:
    params = {"last_name": "New", "status": status}
    identifier: int = (await served.call("create.employees", served.world.a.user.key, params)).data["id"]
    return identifier


async def goes(served: Served, identifier: int, **status: Any) -> None:
    params = {"id": identifier, **status}
    assert (await served.call("update.employees", served.world.a.user.key, params)).data == {}


async def test_the_time_in_each_status_is_counted_within_the_period_and_up_to_now(served: Served) -> None:
    clock = served.world.clock
    identifier = await hired(served)
    clock.advance(600)
    await goes(served, identifier, status="break")
    clock.advance(60)
    await goes(served, identifier, status="available")
    clock.advance(40)
    assert await stats(served, identifier, period()) == {"available": 640, "break": 60}
    assert await stats(served, identifier, period(NOON + 500, NOON + 630)) == {"available": 100, "break": 30}
    assert await stats(served, identifier, period(NOON + 610, NOON + 650)) == {"break": 40}
    assert await stats(served, identifier, period(NOON - 20, NOON - 10)) == {}
    assert await stats(served, identifier, period(NOON + 800, NOON + 900)) == {}
    assert await stats(served, identifier, period(NOON + 10, NOON + 10)) == {}


async def test_the_same_status_again_and_no_status_are_no_stays(served: Served) -> None:
    clock = served.world.clock
    identifier = await hired(served, None)
    assert await stats(served, identifier, period()) == {}
    await goes(served, identifier, status="available")
    clock.advance(10)
    await goes(served, identifier, status="available")
    clock.advance(10)
    await goes(served, identifier, status=None)
    clock.advance(10)
    assert await stats(served, identifier, period()) == {"available": 20}
    key = {"employee_id": identifier}
    assert len(await served.world.store.find(Find(employee_status_change, ("id",), key), SERVER)) == 1


async def test_statuses_of_the_customers_own_are_counted_by_id_alone(served: Served) -> None:
    world = served.world
    person, (available, _, own, _) = world.a.ids["employee"][0], world.a.ids["employee_status"]
    long = period(NOON - 24 * HOUR)
    assert await stats(served, person, long) == {"available": HOUR}
    by_id = {**long, "only_default_statuses_in_stats": False}
    assert await stats(served, person, by_id) == {str(own): HOUR, str(available): HOUR}
    assert await stats(served, person, {**long, "only_default_statuses_in_stats": None}) == {"available": HOUR}


async def test_the_report_shows_every_employee_with_his_groups(served: Served) -> None:
    a = served.world.a
    answer = await served.call("get.employee_stat", a.user.key, period(NOON - 2 * HOUR))
    assert answer.total == 5
    assert answer.data[0] == {
        "id": a.ids["employee"][0],
        "first_name": "Пётр",
        "last_name": f"Petrov {a.canary}",
        "patronymic": None,
        "full_name": f"Petrov {a.canary} Пётр",
        "status_stats": {"available": HOUR},
        "groups": [{"group_id": a.ids["employee_group"][0], "group_name": f"Sales {a.canary}"}],
    }
    assert list(answer.data[0]) == sorted(answer.data[0], key=lambda name: (len(name), name))


async def test_the_report_is_filtered_by_what_it_counts(served: Served) -> None:
    a = served.world.a
    wanted = {"field": "status_stats", "operator": "jsquery", "value": "available >= 3600"}
    params = {**period(), "filter": wanted, "fields": ["id"]}
    assert (await served.call("get.employee_stat", a.user.key, params)).data == [{"id": a.ids["employee"][0]}]
    idle = {**period(), "filter": {"field": "status_stats", "operator": "=", "value": None}, "limit": 1}
    answer = await served.call("get.employee_stat", a.user.key, idle)
    assert (answer.total, answer.data[0]["id"]) == (3, a.ids["employee"][2])


async def test_the_report_does_not_depend_on_which_fields_are_asked_for(served: Served) -> None:
    a = served.world.a
    sort = [{"field": "last_name", "order": "desc"}]
    params = {**period(), "sort": sort, "limit": 2, "offset": 1}
    whole = (await served.call("get.employee_stat", a.user.key, params)).data
    part = (await served.call("get.employee_stat", a.user.key, {**params, "fields": ["status_stats", "id"]})).data
    assert part == [{"id": row["id"], "status_stats": row["status_stats"]} for row in whole]


LATER: Final = datetime(2025, 5, 1)


@pytest.mark.parametrize(
    ("sent", "mnemonic", "field"),
    [
        ({"date_from": None}, "required_parameter_missed", "date_from"),
        ({"date_till": None}, "required_parameter_missed", "date_till"),
        ({"date_from": "2025-06-15T00:00:00"}, "invalid_parameter_value", "date_from"),
        ({"date_from": "2025-02-30 00:00:00"}, "invalid_parameter_value", "date_from"),
        ({"date_till": 5}, "data_type_error", "date_till"),
        ({"date_till": f"{LATER - timedelta(days=9)}"}, "invalid_parameters_combination", "date_till"),
        ({"date_till": f"{LATER + timedelta(days=92, seconds=1)}"}, "date_interval_limit_reached", "date_till"),
        ({"only_default_statuses_in_stats": 1}, "data_type_error", "only_default_statuses_in_stats"),
        ({"is_deleted": True}, "unexpected_parameters", "is_deleted"),
        ({"sort": [{"field": "status_stats"}]}, "sort_prohibited", "status_stats"),
        ({"filter": {"field": "patronymic", "operator": "=", "value": "x"}}, "filter_prohibited", "patronymic"),
        (
            {"filter": {"field": "status_stats", "operator": ">", "value": 5}},
            "invalid_parameter_value",
            "filter.operator",
        ),
    ],
)
async def test_a_bad_period_is_refused(served: Served, sent: dict[str, Any], mnemonic: str, field: str) -> None:
    params = {"date_from": f"{LATER}", "date_till": f"{LATER + timedelta(days=92)}", **sent}
    answer = await served.call("get.employee_stat", served.world.a.user.key, params)
    assert (answer.mnemonic, answer.error["data"]["field"]) == (mnemonic, field)


async def test_three_months_to_the_second_are_allowed(served: Served) -> None:
    params = {"date_from": f"{LATER}", "date_till": f"{LATER + timedelta(days=92)}"}
    assert (await served.call("get.employee_stat", served.world.a.user.key, params)).total == 5


async def test_the_report_needs_the_call_center(served: Served) -> None:
    world = served.world
    await world.accounts.set_components(world.a.id, {"data_api"})
    answer = await served.call("get.employee_stat", world.a.user.key, period())
    assert (answer.error["code"], answer.mnemonic) == (-32008, "method_component_disabled")
    assert answer.error["data"]["params"] == {"components": "call_center"}


async def test_the_history_of_a_deleted_employee_stays_under_his_name(served: Served) -> None:
    world = served.world
    person = world.a.ids["employee"][1]
    before = (await served.call("get.employee_stat", world.b.user.key, period())).data
    assert (await served.call("delete.employees", world.a.user.key, {"id": person})).data == {}
    columns = ("employee_name", "status_id", "since", "until")
    key = {"customer_id": world.a.id, "employee_id": person}
    (row,) = await world.store.find(Find(employee_status_change, columns, key), SERVER)
    name, status = f"Сидоров {world.a.canary} Иван Ильич", world.a.ids["employee_status"][1]
    assert row == (name, status, int(NOON) - HOUR, int(NOON))
    assert (await served.call("get.employee_stat", world.b.user.key, period())).data == before
