"""``/client/``, ``/limit/`` and ``/timezone/``: the customer as his own users see and change him."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.ringme import Ring

FIELDS: Final = [
    "id",
    "name",
    "prefix",
    "domain",
    "domain_prefix",
    "extension_len",
    "create_date",
    "timezone",
    "language",
    "email",
    "type",
    "jur_address",
    "fact_address",
    "ambassadors",
    "contact_phones",
    "extra_params",
    "dial_rule_id",
    "did_as_transfer_caller_id",
    "disk_space_notify_email",
    "disk_space_notify_threshold",
    "geo_list",
    "hold_music",
    "reg_status_log",
]


async def test_the_client_reads_alike_on_all_of_his_paths(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    client = await ring.get("/client/@me/client/", holder)
    assert list(client) == FIELDS
    assert (client["id"], client["name"], client["prefix"]) == (a.id, f"A {a.canary}", str(a.id))
    assert (client["extension_len"], client["timezone"], client["language"]) == ("3", "Europe/Berlin", "en")
    assert (client["create_date"], client["reg_status_log"], client["type"]) == ("2025-06-15 15:06:40", True, "J")
    assert await ring.get(f"/client/{a.id}/client", holder) == client
    assert await ring.get("/client/client_info/@me/", holder) == client
    assert await ring.get(f"/client/client_info/{a.id}", holder) == client
    assert await ring.get("/client", holder) == [client]


async def test_a_change_of_the_client_shows_in_both_dialects(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    before = await ring.get("/client/@me/client/", holder)
    assert (await ring.served.call("get.account", a.user.key)).data[0]["timezone"] == "Europe/Berlin"
    changes = {
        "name": "Ромашка",
        "timezone": "Asia/Omsk",
        "language": "ru",
        "email": "info@example.org",
        "type": "F",
        "jur_address": "Омск",
        "extra_params": "{}",
        "did_as_transfer_caller_id": "diversion",
        "disk_space_notify_threshold": "80",
        "geo_list": "RU BY",
        "hold_music": 3,
    }
    changed = await ring.put("/client/@me/client/", holder, {**changes, "prefix": "1", "id": 1, "unknown": []})
    assert changed == {**before, **changes, "disk_space_notify_threshold": 80}
    assert await ring.put("/client/@me/client/", holder, {"did_as_transfer_caller_id": "None"}) == {
        **changed,
        "did_as_transfer_caller_id": None,
    }
    without = await ring.put("/client/@me/client/", holder, {"email": ""})
    assert without["email"] == ""
    assert await ring.put("/client/@me/client/", holder, without) == without
    (account,) = (await ring.served.call("get.account", a.user.key)).data
    assert (account["name"], account["timezone"]) == ("Ромашка", "Asia/Omsk")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": None},
        {"timezone": "Europe/Atlantis"},
        {"timezone": None},
        {"language": "xx"},
        {"email": "nobody"},
        {"type": "X"},
        {"did_as_transfer_caller_id": "all"},
        {"disk_space_notify_threshold": 101},
        {"geo_list": "russia"},
        {"extra_params": {}},
    ],
)
async def test_a_wrong_property_is_refused_by_name(ring: Ring, change: dict[str, Any]) -> None:
    holder = await ring.holder(ring.world.a)
    code, status, message = await ring.refused("PUT", "/client/@me/client/", holder, {"fact_address": "x", **change})
    assert (code, status) == (400, "validation_error")
    assert message.startswith(next(iter(change)))
    assert (await ring.get("/client/@me/client/", holder))["fact_address"] is None


async def test_the_client_is_above_users_of_groups_and_numbers(ring: Ring) -> None:
    a = ring.world.a
    for kind in ("extension_group", "extension"):
        holder = await ring.holder(a, kind)
        for path in ("/client/", f"/client/{a.id}/client/", "/client/client_info/@me/", "/client/@me/limit/"):
            assert await ring.refused("GET", path, holder) == (403, "access_denied", "Access denied")


async def test_another_client_answers_as_one_that_is_not_there(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    for client_id in (ring.world.b.id, 999_999, "x"):
        for path in (f"/client/{client_id}/client/", f"/client/client_info/{client_id}/"):
            assert await ring.refused("GET", path, holder) == (404, "client_not_found", "Client not found")


async def test_limits_tell_what_there_may_be_and_what_there_is(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    assert await ring.get("/client/@me/limit/", holder) == {
        "extension": {"limit": None, "used": 4},
        "extension_group": {"limit": None, "used": 2},
        "user": {"limit": None, "used": 4},
        "event": {"limit": 10, "used": 1},
        "did": {"limit": None, "used": 4},
    }
    await ring.world.accounts.set_columns(a.id, {"number_limit": 7})
    assert (await ring.get("/client/@me/limit/", holder))["did"] == {"limit": 7, "used": 4}


async def test_time_zones_are_those_that_can_be_set(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a, "extension")
    zones = await ring.get("/timezone/", holder)
    assert {"UTC", "Europe/Moscow", "Asia/Omsk"} <= set(zones)
    assert zones == sorted(zones)
    assert await ring.get("/timezone", holder) == zones


async def test_a_client_that_its_agent_blocks_is_told_so_at_once(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension")
    await ring.get("/user/", holder)
    params = {"customer_id": a.id, "status": "manual_lock"}
    assert (await ring.served.call("update.customer_status", ring.world.north.key, params)).mnemonic == "ok"
    assert (await ring.refused("GET", "/user/", holder))[:2] == (403, "user_blocked")
