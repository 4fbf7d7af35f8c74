"""``/extension/``: how numbers are made, changed, put into groups, found and deleted."""

from __future__ import annotations

from typing import Any, Final

import pytest

from centrex.access.secrets import hash_password
from centrex.engine.accounts import NewAccount
from centrex.engine.users import NewUser
from tests.acceptance.rest import sent, told
from tests.ringme import Holder, Ring
from tests.world import Customer, Member

NUMBERS: Final = "/client/@me/extension/"
GONE: Final = (404, "extension_not_found", "Extension not found")


async def client_with(ring: Ring, digits: int) -> tuple[Customer, Holder]:
    """A new client whose numbers have so many digits, with the prefix 0007."""
    world = ring.world
    account_id = await world.accounts.create(NewAccount("Ring", prefix="0007"))
    await world.accounts.set_columns(account_id, {"extension_len": digits})
    user_id = await world.users.create(NewUser(account_id, "ring", hash_password("x", fast=True), "Ring"))
    customer = Customer(account_id, "ring", Member(user_id, "ring", "", account_id))
    return customer, await ring.holder(customer)


async def test_a_new_number_is_a_blocked_phone_in_no_group(ring: Ring) -> None:
    customer, holder = await client_with(ring, 3)
    made = await ring.post(NUMBERS, holder, {"name": "300"})
    assert list(made) == [
        "status", "domain", "create_date", "name", "dial_rule_limit", "extension_group_id", "label", "caller_id_name",
        "client_id", "extra_params", "message_did", "dial_rule_id", "ani_rfc3325", "type", "id",
        "did_as_transfer_caller_id",
    ]  # fmt: skip
    told_of = {name: made[name] for name in ("status", "name", "client_id", "ani_rfc3325", "type", "create_date")}
    assert told_of == {
        "status": "blocked",
        "name": "0007*300",
        "client_id": customer.id,
        "ani_rfc3325": False,
        "type": "phone",
        "create_date": "2025-06-15 15:06:40",
    }
    assert {made[name] for name in made.keys() - told_of.keys() - {"domain", "id"}} == {None}
    assert await ring.get(f"{NUMBERS}{made['id']}", holder) == made
    assert (await ring.get(f"/extension/{made['id']}/phone/", holder))["auth_type"] == "digest"


@pytest.mark.parametrize(
    ("digits", "name", "kept"),
    [
        (2, "30", "0007*30"),
        (3, "0007*300", "0007*300"),
        (3, 301, "0007*301"),
        (4, "0300", "0007*0300"),
        (3, "000", "0007*000"),
    ],
)
async def test_a_number_gets_the_clients_prefix_when_it_has_none(
    ring: Ring, digits: int, name: str | int, kept: str
) -> None:
    _, holder = await client_with(ring, digits)
    assert (await ring.post(NUMBERS, holder, {"name": name}))["name"] == kept


@pytest.mark.parametrize(
    "name",
    [
        "30",
        "3000",
        "0008*300",
        "*300",
        "0007*30",
        "0007**300",
        "30a",
        "٣٠٠",
        "",
        None,
        [],
        {},
        True,
        "300\n",
        " 300",
        -30,
    ],
)
async def test_a_name_of_another_client_length_or_kind_is_refused(ring: Ring, name: Any) -> None:
    _, holder = await client_with(ring, 3)
    code, status, message = await ring.refused("POST", NUMBERS, holder, {"name": name})
    assert (code, status) == (400, "validation_error")
    assert message.startswith("name ")
    assert await ring.get(NUMBERS, holder) == []


async def test_a_number_that_is_taken_is_refused_with_and_without_prefix(ring: Ring) -> None:
    _, holder = await client_with(ring, 3)
    await ring.post(NUMBERS, holder, {"name": "300", "type": "fax"})
    for name in ("300", "0007*300", 300):
        assert await ring.refused("POST", NUMBERS, holder, {"name": name}) == (409, None, "name is taken")
    assert len(await ring.get(NUMBERS, holder)) == 1


async def test_two_clients_have_the_same_number(ring: Ring) -> None:
    made = [await ring.post(NUMBERS, await ring.holder(customer), {"name": "399"}) for customer in ring.world.customers]
    assert len({number["id"] for number in made}) == 4
    assert [number["name"] for number in made] == [f"{customer.id}*399" for customer in ring.world.customers]


@pytest.mark.parametrize("kind", ["phone", "queue", "ivr", "fax"])
async def test_the_type_is_fixed_at_creation(ring: Ring, kind: str) -> None:
    _, holder = await client_with(ring, 3)
    made = await ring.post(NUMBERS, holder, {"name": "300", "type": kind, "status": "active"})
    assert (made["type"], made["status"]) == (kind, "active")
    changed = await ring.put(f"{NUMBERS}{made['id']}", holder, {"type": "ivr", "name": "0007*399", "label": "x"})
    assert changed == {**made, "label": "x"}
    answer = await ring.call("GET", f"/extension/{made['id']}/phone/", holder)
    assert answer.status_code == (200 if kind == "phone" else 404)


async def test_clients_are_loose_with_types(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    group = a.ids["extension_group"][0]
    body = {
        "name": 399,
        "ani_rfc3325": "true",
        "extension_group_id": str(group),
        "dial_rule_limit": "7",
        "label": 5,
        "id": "x",
        "unknown": {},
    }
    made = await ring.post(NUMBERS, holder, body)
    wanted = {"ani_rfc3325": True, "extension_group_id": group, "dial_rule_limit": 7, "label": "5"}
    assert {name: made[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("None", None), (None, None), ("default", "default"), ("from", "from"), ("diversion", "diversion")],
)
async def test_the_word_none_and_null_both_mean_no_way_to_show_forwarded_calls(
    ring: Ring, mode: str | None, kept: str | None
) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    made = await ring.post(NUMBERS, holder, {"name": "399", "did_as_transfer_caller_id": mode})
    assert made["did_as_transfer_caller_id"] == kept
    await ring.put(f"{NUMBERS}{made['id']}", holder, {"did_as_transfer_caller_id": "from"})
    changed = await ring.put(f"{NUMBERS}{made['id']}", holder, {"did_as_transfer_caller_id": mode})
    assert changed["did_as_transfer_caller_id"] == kept


async def test_the_text_null_is_a_text(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    made = await ring.post(NUMBERS, holder, {"name": "399", "extra_params": "null"})
    assert made["extra_params"] == "null"


@pytest.mark.parametrize(
    "body",
    [
        {"status": "on"},
        {"status": None},
        {"label": "x" * 256},
        {"ani_rfc3325": "yes"},
        {"ani_rfc3325": None},
        {"dial_rule_limit": -1},
        {"dial_rule_limit": 2**31},
        {"extension_group_id": "first"},
        {"extension_group_id": 1.5},
        {"extension_group_id": 2**63},
        {"did_as_transfer_caller_id": "none"},
        {"caller_id_name": {"a": 1}},
        {"label": "a\0b"},
    ],
)
async def test_a_wrong_value_refuses_the_whole_change_by_the_name_of_the_field(
    ring: Ring, body: dict[str, Any]
) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"{NUMBERS}{a.ids['extension'][0]}"
    before = await ring.get(path, holder)
    code, status, message = await ring.refused("PUT", path, holder, {"extra_params": "changed", **body})
    assert (code, status) == (400, "validation_error")
    assert message.startswith(f"{next(iter(body))} ")
    assert await ring.get(path, holder) == before


async def test_a_number_goes_into_a_group_and_out_of_it_and_nothing_else_of_it_changes(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first, second = a.ids["extension_group"]
    number = a.ids["extension"][0]
    before = await ring.get(f"{NUMBERS}{number}", holder)
    for group in (second, None, first):
        changed = await ring.put(f"{NUMBERS}{number}", holder, {"extension_group_id": group})
        assert changed == {**before, "extension_group_id": group}
        listed = [one["id"] for one in await ring.get(f"/extension_group/{second}/extension/", holder)]
        assert (number in listed) == (group == second)


async def test_a_group_that_the_client_does_not_have_refuses_the_placing(ring: Ring) -> None:
    a, b = ring.world.a, ring.world.b
    holder = await ring.holder(a)
    missing = (404, "extension_group_not_found", "Extension group not found")
    for group in (b.ids["extension_group"][0], 999_999, 0, -1):
        path = f"{NUMBERS}{a.ids['extension'][2]}"
        assert await ring.refused("PUT", path, holder, {"extension_group_id": group}) == missing
        assert await ring.refused("POST", NUMBERS, holder, {"name": "399", "extension_group_id": group}) == missing
    assert (await ring.get(path, holder))["extension_group_id"] is None


async def test_numbers_are_found_by_type_name_and_group(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first, second, queue, last = a.ids["extension"]

    async def found(**query: str | int) -> list[int]:
        return [number["id"] for number in await ring.get(NUMBERS, holder, **query)]

    assert await found() == [first, second, queue, last]
    assert await found(type="queue") == [queue]
    assert await found(type="fax") == []
    for name in ("392", f"{a.id}*392"):
        assert await found(name=name) == [second]
    for name in ("39", "0*392", f"{ring.world.b.id}*392", "*392"):
        assert await found(name=name) == []
    assert await found(extension_group_id=a.ids["extension_group"][0]) == [first, second]
    assert await found(extension_group_id=a.ids["extension_group"][0], name="392", type="phone") == [second]
    assert await found(extension_group_id=ring.world.b.ids["extension_group"][0]) == []
    assert await found(extension_group_id=-(2**63)) == []


@pytest.mark.parametrize("query", ["type=car", "extension_group_id=x", "extension_group_id=99999999999999999999"])
async def test_a_filter_that_no_number_can_meet_is_refused(ring: Ring, query: str) -> None:
    holder = await ring.holder(ring.world.a)
    answer = await sent(ring, "GET", f"{NUMBERS}?{query}", holder)
    assert told(answer) == (400, "validation_error")
    assert answer.json()["message"].startswith(query.partition("=")[0])


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("per_page=3", slice(0, 3)),
        ("per_page=3&page=2", slice(3, 6)),
        ("per_page=3&page=99", slice(4, 4)),
        ("page=2", slice(4, 4)),
        ("per_page=100000", slice(None)),
        ("per_page=99999999999999999999", slice(None)),
        ("per_page=0", slice(0, 1)),
        ("per_page=-5&page=-5", slice(0, 1)),
        ("per_page=2&page=0", slice(0, 2)),
        ("per_page=two&page=x", slice(None)),
        ("per_page=&page=", slice(None)),
        ("per_page=1&per_page=2", slice(0, 2)),
    ],
)
async def test_lists_are_paged_when_a_page_has_a_size_and_odd_sizes_are_moved_into_range(
    ring: Ring, query: str, wanted: slice
) -> None:
    a = ring.world.a
    answer = await sent(ring, "GET", f"{NUMBERS}?{query}", await ring.holder(a))
    assert [number["id"] for number in answer.json()] == a.ids["extension"][wanted]


async def test_a_deleted_number_takes_its_users_settings_and_events_with_it_and_leaves_the_history(ring: Ring) -> None:
    a = ring.world.a
    client, user = await ring.holder(a), await ring.holder(a, "extension")
    number, did = a.ids["extension"][0], a.ids["virtual_number"][0]
    await ring.put(f"/client/@me/did/{did}", client, {"extension_id": number, "message_extension_id": number})
    interval: dict[str, str | int] = {"start_datetime": "2025-01-01 00:00:00", "end_datetime": "2026-01-01 00:00:00"}
    history = await ring.get("/client/@me/reg_status_log/", client, **interval)
    await ring.get("/extension/@me/phone/", user)
    await ring.delete(f"{NUMBERS}{number}", client)
    assert told(await sent(ring, "GET", "/extension/@me/phone/", user)) == (401, None)
    for path in (
        f"{NUMBERS}{number}",
        f"/extension/{number}/phone/",
        f"/extension/{number}/event/",
        "/extension/@391/phone",
    ):
        assert await ring.refused("GET", path, client) == GONE
    assert await ring.get("/client/@me/user/extension/", client) == []
    lead = await ring.get(f"/client/@me/did/{did}", client)
    assert (lead["extension_id"], lead["message_extension_id"]) == (None, None)
    assert await ring.get("/client/@me/reg_status_log/", client, **interval) == history
    assert await ring.refused("DELETE", f"{NUMBERS}{number}", client) == GONE
    assert (await ring.post(NUMBERS, client, {"name": "391"}))["id"] > number


async def test_a_number_that_leaves_the_group_is_out_of_reach_with_the_next_request(ring: Ring) -> None:
    a = ring.world.a
    client, user = await ring.holder(a), await ring.holder(a, "extension_group")
    first, second = a.ids["extension_group"]
    number = a.ids["extension"][0]
    paths = (
        f"/extension_group/@me/extension/{number}",
        f"/extension/{number}/phone/",
        "/extension/@391/phone/",
        f"/extension/{number}/event/",
        f"/extension/{number}/user/extension/",
    )
    for group in (second, first, None):
        reached = group == first
        await ring.put(f"{NUMBERS}{number}", client, {"extension_group_id": group})
        for path in paths:
            answer = await sent(ring, "GET", path, user)
            assert told(answer) == ((200, None) if reached else GONE[:2]), path
        listed = [one["id"] for one in await ring.get("/extension_group/@me/extension/", user)]
        assert (number in listed) == reached
    answer = await sent(ring, "PUT", f"/extension/{number}/phone/", user, b'{"label":"x"}')
    assert told(answer) == GONE[:2]


async def test_a_number_of_another_client_answers_as_one_that_is_not_there(ring: Ring) -> None:
    world = ring.world
    holder = await ring.holder(world.a)
    foreign = world.b.ids["extension"][0]
    for path in (f"{NUMBERS}#", "/extension/#/phone/", "/extension/#/event", "/extension/@#/phone/"):
        for method, body in (("GET", b""), ("PUT", b'{"label":"x"}'), ("DELETE", b"")):
            ids = (foreign, 999_999) if "@#" not in path else (f"{world.b.id}*391", "999*391")
            one, other = [await sent(ring, method, path.replace("#", str(name)), holder, body) for name in ids]
            assert one.content == other.content
            assert told(one) == told(other)
            assert one.status_code in {404, 405}
    assert (await ring.get(f"{NUMBERS}{foreign}", await ring.holder(world.b)))["label"].endswith(world.b.canary)
