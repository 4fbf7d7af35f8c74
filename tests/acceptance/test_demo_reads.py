"""What the demo world has to show: every read answers something, to its customer and to his agent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS
from tests.acceptance.http import mnemonic, post
from tests.demo import Demo

READS: Final = [name for name, operation in METHODS.items() if operation.verb in {"get", "getobj"}]
FIRST_DAY: Final = {"date_from": "2025-01-01 00:00:00", "date_till": "2025-01-02 00:00:00"}
REPORTS: Final = [name for name in READS if name.endswith("_report")]
_NOW: Final = datetime.now(UTC)
LAST_WEEKS: Final = {
    "date_from": f"{_NOW - timedelta(days=28):%Y-%m-%d %H:%M:%S}",
    "date_till": f"{_NOW + timedelta(days=1):%Y-%m-%d %H:%M:%S}",
}


def read(demo: Demo, method: str, user_id: int | None = None, **params: Any) -> Any:
    """The data, to the customer of the key, or to the agent: in his own name, or in a user's."""
    operation = METHODS[method]
    if method == "get.employee_stat":
        params |= FIRST_DAY
    if method in REPORTS:
        params |= LAST_WEEKS
    if user_id is not None:
        params["user_id"] = user_id
    by_agent = user_id is not None or operation.access == {Level.AGENT}
    answered = post(demo.url, method, (demo.agent if by_agent else demo.customer)["key"], **params)
    assert mnemonic(answered) == "ok", answered
    return answered["result"]["data"]


@pytest.mark.parametrize("method", READS)
def test_every_read_answers_something_to_whom_it_is_for(demo: Demo, method: str) -> None:
    assert read(demo, method)
    if METHODS[method].takes_user_id:
        for user_id in demo.agent["user_ids"]:
            assert read(demo, method, user_id)


def test_numbers_of_several_places_and_categories_can_be_connected(demo: Demo) -> None:
    free = read(demo, "get.available_virtual_numbers")
    assert len(free) == 20
    assert len({row["location_mnemonic"] for row in free}) == 4
    assert {row["category"] for row in free} == {"usual", "bronze", "silver", "gold"}
    assert all(row["monthly_charge"] > 0 and row["location_name"] for row in free)
    taken = {row["virtual_phone_number"] for row in read(demo, "get.virtual_numbers")}
    assert taken.isdisjoint(row["phone_number"] for row in free)


def test_a_free_number_is_connected_and_given_back(demo: Demo) -> None:
    number = read(demo, "get.available_virtual_numbers")[0]["phone_number"]
    for method in ("enable.virtual_numbers", "disable.virtual_numbers"):
        done = post(demo.url, method, demo.customer["key"], virtual_phone_number=number)
        assert done["result"]["data"] == {"success": True}
    assert len(read(demo, "get.available_virtual_numbers")) == 20


def test_customers_are_on_one_of_three_plans(demo: Demo) -> None:
    plans = {plan["id"]: plan["name"] for plan in read(demo, "get.tariff_plans")}
    assert len(plans) == 3
    for customer in read(demo, "get.customers"):
        assert plans[customer["tariff_plan_id"]] == customer["tariff_plan_name"] == "Office"
        assert customer["description"]
        assert customer["daily_calls_notify_emails"]


def test_there_are_phones_positions_an_operator_and_a_coach(demo: Demo) -> None:
    for user_id in demo.agent["user_ids"]:
        people = read(demo, "get.employees", user_id)
        assert all(person["phone_numbers"] and person["extension"] for person in people)
        positions = {position["id"] for position in read(demo, "get.employee_positions", user_id)}
        (operator,) = [person["operator"] for person in people if person["operator"]]
        assert operator["operator_position_id"] in positions
        assert [person["coach"]["coach_id"] for person in people if person["coach"]] == [people[0]["id"]]


def test_the_first_day_has_a_history_in_standard_statuses_and_an_own_one(demo: Demo) -> None:
    own = [status for status in read(demo, "get.statuses") if status["mnemonic"] is None]
    assert [status["name"] for status in own] == ["Обучение"]
    standard = [row["status_stats"] for row in read(demo, "get.employee_stat")]
    assert {mnemonic for stats in standard for mnemonic in stats} > {"available", "break", "not_at_work"}
    every = [row["status_stats"] for row in read(demo, "get.employee_stat", only_default_statuses_in_stats=False)]
    assert any(str(own[0]["id"]) in stats for stats in every)
