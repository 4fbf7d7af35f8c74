"""What a customer's lists answer: whole rows with their empty values, and times in the account's zone."""

from __future__ import annotations

from typing import Final

from centrex.catalogue import Level
from centrex.resources.virtual_number import virtual_number
from centrex.scope import Scope
from centrex.store.steps import Update
from tests.acceptance.listing import listed, only
from tests.acceptance.refusals import later
from tests.served import Served
from tests.world import Customer, World

ONE: Final = {"limit": 1}


async def test_a_customer_lists_his_employees(served: Served) -> None:
    a = served.world.a
    people, groups, phones = (a.ids[name] for name in ("employee", "employee_group", "employee_phone"))
    answer = await listed(served, "get.employees", {"limit": 1, "offset": 2})
    assert answer.total == 5
    assert answer.data == [
        {
            "id": people[2],
            "coach": {
                "coach_id": people[0],
                "coach_full_name": f"Petrov {a.canary} Пётр",
                "coach_always_enabled": False,
            },
            "email": f"2.{a.canary}@example.org",
            "login": None,
            "groups": [{"group_id": groups[1], "group_name": f"Поддержка {a.canary}"}],
            "status": None,
            "operator": {},
            "extension": {
                "extension_phone_number": "102",
                "extension_queue_enabled": True,
                "extension_voice_mail_enabled": False,
            },
            "full_name": f"Ünal {a.canary} Çağla",
            "last_name": f"Ünal {a.canary}",
            "status_id": a.ids["employee_status"][2],
            "first_name": "Çağla",
            "patronymic": "",
            "schedule_id": None,
            "phone_numbers": [
                {
                    "status": state,
                    "phone_id": phones[1 + index],
                    "dial_time": 60,
                    "phone_number": f"7900{people[2]:05}{index}",
                    "channels_count": 1 + index,
                }
                for index, state in enumerate(("active", "inactive"))
            ],
            "schedule_name": None,
            "call_recording": "out",
            "calls_available": True,
            "allowed_in_call_types": [],
            "allowed_out_call_types": [],
            "in_external_allowed_call_directions": ["out"],
            "in_internal_allowed_call_directions": [],
            "out_external_allowed_call_directions": ["in", "out"],
            "out_internal_allowed_call_directions": ["in"],
        }
    ]


async def test_what_an_employee_has_not_is_an_empty_object_a_list_or_null(served: Served) -> None:
    fields = ["coach", "extension", "operator", "groups", "phone_numbers", "schedule_id", "status", "email"]
    answer = await listed(served, "get.employees", {"fields": fields})
    last, without_email = answer.data[4], answer.data[3]
    assert (last["extension"], last["operator"], last["groups"]) == ({}, {}, [])
    assert (without_email["coach"], without_email["phone_numbers"]) == ({}, [])
    assert (without_email["email"], without_email["status"], without_email["schedule_id"]) == (None, None, None)
    assert [row["status"] for row in answer.data] == ["available", "break", None, None, None]


async def test_a_customer_lists_his_employee_groups(served: Served) -> None:
    a = served.world.a
    people, groups, phones = (a.ids[name] for name in ("employee", "employee_group", "employee_group_phone"))
    answer = await listed(served, "get.group_employees")
    assert answer.total == 3
    assert answer.data[1:] == [
        {
            "id": groups[1],
            "name": f"Поддержка {a.canary}",
            "members": [
                {"employee_id": people[1], "employee_full_name": f"Сидоров {a.canary} Иван Ильич"},
                {"employee_id": people[2], "employee_full_name": f"Ünal {a.canary} Çağla"},
            ],
            "phone_numbers": [
                {
                    "available": index == 0,
                    "employee_id": people[2],
                    "employee_full_name": f"Ünal {a.canary} Çağla",
                    "employee_phone_number": f"7900{people[2]:05}{index}",
                    "employee_phone_number_id": phones[2 + index],
                }
                for index in range(2)
            ],
            "queue_enabled": True,
            "channels_count": 2,
            "group_phone_number": "201",
        },
        {
            "id": groups[2],
            "name": f"Empty {a.canary}",
            "members": [],
            "phone_numbers": [],
            "queue_enabled": False,
            "channels_count": 3,
            "group_phone_number": "202",
        },
    ]


async def test_a_customer_lists_his_virtual_numbers(served: Served) -> None:
    a = served.world.a
    answer = await listed(served, "get.virtual_numbers")
    assert answer.total == 4
    assert answer.data[1] == {
        "id": a.ids["virtual_number"][1],
        "name": "main",
        "type": "call_tracking",
        "status": "active",
        "comment": f"Comment {a.canary}",
        "category": "gold",
        "campaigns": [],
        "scenarios": [],
        "activation_date": "2025-03-30 03:30:00",
        "child_customer_id": a.id,
        "virtual_phone_number": f"7495{a.id:05}01",
        "redirection_phone_number": "79001234567",
    }
    empty = {"name": None, "activation_date": None, "redirection_phone_number": None}
    assert answer.data[3] | empty == answer.data[3]


MOMENTS: Final = {
    1_743_296_399: "2025-03-30 01:59:59",
    1_743_296_400: "2025-03-30 03:00:00",
    1_761_438_600: "2025-10-26 02:30:00",
    1_761_442_200: "2025-10-26 02:30:00",
    0: "1970-01-01 01:00:00",
    -1: "1970-01-01 00:59:59",
    4_070_908_799: "2099-01-01 00:59:59",
}
"""Instants around the changes of the clock in Berlin, and far ones, as Berlin reads them."""


async def _activated(world: World, one: Customer, moment: int) -> None:
    numbers = one.ids["virtual_number"]
    change = only(Update(virtual_number, {"id": numbers[0]}, {"activated_at": moment}))
    await world.store.change(change, Scope(Level.CUSTOMER, one.id, one.user.id))


async def test_a_time_is_that_of_the_account_through_every_change_of_the_clock(served: Served) -> None:
    for moment, written in MOMENTS.items():
        await _activated(served.world, served.world.a, moment)
        answer = await listed(served, "get.virtual_numbers", {**ONE, "fields": ["activation_date"]})
        assert answer.data == [{"activation_date": written}], moment


ZONES: Final = {
    "UTC": "2025-03-30 01:00:00",
    "America/New_York": "2025-03-29 21:00:00",
    "Asia/Kathmandu": "2025-03-30 06:45:00",
    "Pacific/Kiritimati": "2025-03-30 15:00:00",
    "Europe/Moscow": "2025-03-30 04:00:00",
}


async def test_another_time_zone_reads_the_same_moment_otherwise(served: Served) -> None:
    world = served.world
    for zone, written in ZONES.items():
        await world.accounts.set_columns(world.a.id, {"timezone": zone})
        later(served)
        at = {"field": "activation_date", "operator": "=", "value": written}
        answer = await listed(served, "get.virtual_numbers", {"filter": at, "fields": ["activation_date"]})
        assert answer.data == [{"activation_date": written}], zone


async def test_an_agent_reads_times_in_the_zone_of_the_customer_that_he_acts_for(served: Served) -> None:
    world = served.world
    params = {**ONE, "fields": ["activation_date"], "user_id": world.a.user.id}
    answer = await served.call("get.virtual_numbers", world.north.key, params)
    assert answer.data == [{"activation_date": "2025-03-30 03:00:00"}]
