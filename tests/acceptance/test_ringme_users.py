"""``/user/…``: users of a client, of his groups and of his numbers, and what becomes of their tokens."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.ringme import Ring
from tests.world import Customer

FIELDS: Final = ["id", "name", "login", "email", "", "access", "status", "comment", "extra_params", "timezone"]
MEMBERS: Final = {"client": "client_id", "extension_group": "extension_group_id", "extension": "extension_id"}
KINDS: Final = tuple(MEMBERS)
MISSING: Final = (404, "user_not_found", "User not found")


def belongs(customer: Customer, kind: str) -> int:
    """What a user of that kind belongs to: the client, his first group, his first number."""
    return customer.id if kind == "client" else customer.ids[kind][0]


def new(customer: Customer, kind: str, **changes: Any) -> dict[str, Any]:
    """The members of a new user."""
    return {
        "name": "Анна",
        "login": f"anna-{kind}",
        "password": "correct horse",
        "email": "anna@example.org",
        MEMBERS[kind]: belongs(customer, kind),
        **changes,
    }


@pytest.mark.parametrize("kind", KINDS)
async def test_each_user_reads_himself(ring: Ring, kind: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a, kind)
    own = await ring.get("/user/", holder)
    ids = {member: belongs(a, kind) if kind == name else None for name, member in MEMBERS.items()}
    login = a.user.login if kind == "client" else f"{kind}-{a.canary}"
    assert own == {
        "id": holder.user_id,
        "login": login,
        "access": "full",
        "admin": False,
        **ids,
        "dealer_id": None,
        "timezone": "Europe/Berlin",
        "extra_params": None,
    }
    assert list(own)[:4] == ["id", "login", "access", "admin"]
    assert await ring.get("/user", holder) == own


@pytest.mark.parametrize("kind", KINDS)
async def test_a_user_is_created_read_changed_and_deleted(ring: Ring, kind: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/user/{kind}"
    sent = new(a, kind, email_notify=True, email_for_notify="boss@example.org", comment="Новая", admin=True)
    made = await ring.post(f"{path}/", holder, sent)
    assert list(made) == [name or MEMBERS[kind] for name in FIELDS]
    assert made == {
        "id": made["id"],
        "name": "Анна",
        "login": f"anna-{kind}",
        "email": "anna@example.org",
        MEMBERS[kind]: belongs(a, kind),
        "access": "full",
        "status": "active",
        "comment": "Новая",
        "extra_params": None,
        "timezone": None,
    }
    assert await ring.get(f"{path}/{made['id']}", holder) == made
    assert await ring.get(f"{path}/", holder, login=made["login"]) == [made]
    assert await ring.get(f"{path}/", holder, login="nobody") == []
    changes = {"timezone": "Asia/Omsk", "extra_params": "x", "comment": None, "access": "read_only"}
    changed = await ring.put(f"{path}/{made['id']}/", holder, {**changes, "password": "another horse"})
    assert changed == {**made, **changes}
    own = await ring.get("/user/", await ring.holder_of(a, made["id"]))
    assert (own["timezone"], own["extra_params"], own["access"]) == ("Asia/Omsk", "x", "read_only")
    await ring.delete(f"{path}/{made['id']}", holder)
    assert await ring.refused("GET", f"{path}/{made['id']}", holder) == MISSING


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"login": ""},
        {"password": None},
        {"password": "seven77"},
        {"email": "anna"},
        {"access": "none"},
        {"status": "deleted"},
        {"timezone": "Nowhere"},
        {"email_notify": "perhaps"},
        {"email_for_notify": "boss"},
    ],
)
async def test_a_wrong_member_is_refused_by_name(ring: Ring, kind: str, change: dict[str, Any]) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    told = await ring.refused("POST", f"/client/@me/user/{kind}/", holder, new(a, kind, **change))
    assert told[:2] == (400, "validation_error")
    assert told[2].split()[0] == next(iter(change))
    assert "seven77" not in told[2]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_user_belongs_to_something_of_his_client(ring: Ring, kind: str) -> None:
    world = ring.world
    holder = await ring.holder(world.a)
    path = f"/client/@me/user/{kind}/"
    sent = new(world.a, kind)
    del sent[MEMBERS[kind]]
    assert await ring.refused("POST", path, holder, sent) == (
        400,
        "validation_error",
        f"{MEMBERS[kind]} is missing",
    )
    own = (await ring.get(path, holder))[0]
    for foreign in (belongs(world.b, kind), 999_999):
        for method, where, body in (
            ("POST", path, {**sent, MEMBERS[kind]: foreign}),
            ("PUT", f"{path}{own['id']}", {"comment": "no", MEMBERS[kind]: foreign}),
        ):
            assert (await ring.refused(method, where, holder, body))[:2] == (404, f"{kind}_not_found")
    assert await ring.get(f"{path}{own['id']}", holder) == own


async def test_a_login_is_taken_on_the_whole_server(ring: Ring) -> None:
    world = ring.world
    holder = await ring.holder(world.a)
    for taken in (world.b.user.login, world.north.login, f"extension-{world.a.canary}"):
        told = await ring.refused("POST", "/client/@me/user/client/", holder, new(world.a, "client", login=taken))
        assert told == (409, None, "login is taken")
        path = f"/client/@me/user/extension_group/{world.a.users['extension_group']}"
        assert await ring.refused("PUT", path, holder, {"login": taken, "name": "no"}) == told
    same = {"login": f"extension_group-{world.a.canary}"}
    assert (await ring.put(path, holder, same))["name"] == f"extension_group {world.a.canary}"


async def test_a_user_of_another_level_or_client_answers_as_none(ring: Ring) -> None:
    world = ring.world
    a, b = world.a, world.b
    holder = await ring.holder(a)
    users = {"client": a.user.id, **a.users}
    for kind in KINDS:
        strangers = [user_id for other, user_id in users.items() if other not in {kind, "read_only"}]
        if kind != "extension_group":
            strangers.append(a.users["read_only"])
        for stranger in (*strangers, b.user.id, *b.users.values(), world.north.id, "x"):
            for method, body in (("GET", None), ("PUT", {"status": "blocked"}), ("DELETE", None)):
                assert await ring.refused(method, f"/client/@me/user/{kind}/{stranger}", holder, body) == MISSING
    assert (await ring.get("/user/", await ring.holder(b)))["id"] == b.user.id


async def test_groups_and_numbers_list_their_users_in_their_own_realm(ring: Ring) -> None:
    a = ring.world.a
    group, number = await ring.holder(a, "extension_group"), await ring.holder(a, "extension")
    listed = await ring.get("/extension_group/@me/user/extension_group/", group)
    assert [user["id"] for user in listed] == [a.users["extension_group"], a.users["read_only"]]
    for holder in (group, number):
        (only,) = await ring.get(f"/extension/{a.ids['extension'][0]}/user/extension/", holder)
        assert only["id"] == a.users["extension"]
    client = await ring.holder(a)
    second = f"/extension_group/{a.ids['extension_group'][1]}/user/extension_group/"
    assert await ring.get(second, client) == []
    assert (await ring.refused("GET", second, group))[1] == "extension_group_not_found"
    for holder in (group, number):
        for method in ("GET", "POST"):
            told = await ring.refused(method, "/client/@me/user/extension/", holder, new(a, "extension"))
            assert told[:2] == (403, "access_denied")
    assert (await ring.call("POST", "/extension_group/@me/user/extension_group/", group, {})).status_code == 405


async def test_nobody_deletes_himself(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/user/client/{a.user.id}"
    assert (await ring.refused("DELETE", path, holder))[:2] == (409, None)
    other = await ring.post("/client/@me/user/client/", holder, new(a, "client"))
    assert (await ring.served.call("get.account", a.user.key)).mnemonic == "ok"
    await ring.delete(path, await ring.holder_of(a, other["id"]))
    assert await ring.refused("GET", "/user/", holder) == (401, None, "Unauthorized")
    assert (await ring.served.call("get.account", a.user.key)).mnemonic != "ok"


async def test_nobody_blocks_himself(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    path = f"/client/@me/user/client/{holder.user_id}"
    assert (await ring.refused("PUT", path, holder, {"name": "Anna", "status": "blocked"}))[:2] == (409, None)
    assert (await ring.put(path, holder, {"status": "active"}))["name"] != "Anna"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_user_without_an_address_can_be_sent_back_as_he_is(ring: Ring, kind: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/user/{kind}/"
    user = await ring.post(path, holder, new(a, kind))
    without = await ring.put(f"{path}{user['id']}", holder, {"email": ""})
    assert without == {**user, "email": ""}
    assert await ring.put(f"{path}{user['id']}", holder, without) == without
    assert (await ring.refused("POST", path, holder, new(a, kind, login="other", email="")))[0] == 400


async def test_a_blocked_user_is_told_so_and_begins_anew(ring: Ring) -> None:
    a = ring.world.a
    holder, group = await ring.holder(a), await ring.holder(a, "extension_group")
    path = f"/client/@me/user/extension_group/{group.user_id}"
    await ring.get("/user/", group)
    await ring.put(path, holder, {"status": "blocked"})
    assert (await ring.refused("GET", "/user/", group))[:2] == (403, "user_blocked")
    await ring.put(path, holder, {"status": "active"})
    assert await ring.refused("GET", "/user/", group) == (401, None, "Unauthorized")
    await ring.get("/user/", await ring.holder(a, "extension_group"))


async def test_access_that_is_taken_away_is_gone_with_the_next_request(ring: Ring) -> None:
    a = ring.world.a
    holder, group = await ring.holder(a), await ring.holder(a, "extension_group")
    own = "/extension_group/@me/extension_group/"
    await ring.put(own, group, {"extra_params": "1"})
    path = f"/client/@me/user/extension_group/{group.user_id}"
    await ring.put(path, holder, {"access": "read_only"})
    assert (await ring.refused("PUT", own, group, {"extra_params": "2"}))[:2] == (403, "user_access_type_deny")
    await ring.put(path, holder, {"access": "full", "extension_group_id": a.ids["extension_group"][1]})
    assert (await ring.get("/user/", group))["extension_group_id"] == a.ids["extension_group"][1]
    assert (await ring.get("/extension_group/@me/extension/", group))[0]["name"].endswith("*394")


async def test_users_go_with_their_group_and_their_number(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    tokens = {kind: await ring.holder(a, kind) for kind in ("extension_group", "read_only", "extension")}
    await ring.delete(f"/client/@me/extension_group/{a.ids['extension_group'][0]}", holder)
    for kind in ("extension_group", "read_only"):
        assert (await ring.refused("GET", "/user/", tokens[kind]))[0] == 401
    await ring.get("/user/", tokens["extension"])
    await ring.delete(f"/client/@me/extension/{a.ids['extension'][0]}", holder)
    assert (await ring.refused("GET", "/user/", tokens["extension"]))[0] == 401
    assert (await ring.get("/client/@me/limit/", holder))["user"]["used"] == 1


async def test_a_new_user_can_sign_in_with_his_password(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    await ring.post("/client/@me/user/client/", holder, new(a, "client"))
    told = await ring.served.call("login.user", None, {"login": "anna-client", "password": "wrong horse"})
    assert told.mnemonic == "auth_error"
    told = await ring.served.call("login.user", None, {"login": "anna-client", "password": "correct horse"})
    assert told.mnemonic != "auth_error"
    customers = await ring.served.call("get.customer_users", ring.world.north.key)
    assert "anna-client" in {user["login"] for user in customers.data}


async def test_an_application_for_calls_and_a_reader_change_no_users(ring: Ring) -> None:
    a = ring.world.a
    calls = await ring.call_api(a)
    path = f"/client/@me/user/extension/{a.users['extension']}"
    assert (await ring.get(path, calls))["id"] == a.users["extension"]
    for method, where in (("POST", "/client/@me/user/extension/"), ("PUT", path), ("DELETE", path)):
        assert (await ring.refused(method, where, calls, {}))[:2] == (403, "app_access_type_deny")
