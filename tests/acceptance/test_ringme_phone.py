"""``/phone/``: the settings of a phone, and its password, which is shown once."""

from __future__ import annotations

from hashlib import md5
from typing import Any, Final

import pytest

from centrex.resources.employee import employee_phone
from centrex.resources.extension import extension
from centrex.resources.phone import phone
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.ringme import Ring
from tests.world import Customer

NEW: Final = {
    "announce_sound_upon_outgoing_call": None,
    "announce_sound_upon_incoming_call": None,
    "append_to_cid_name_on_transfer": None,
    "auth_type": "digest",
    "call_screening_enabled": False,
    "conference_announce_caller_name": True,
    "conference_end_on_exit": True,
    "conference_pin": None,
    "allow_webrtc": False,
    "record_enabled": False,
    "record_transfer": False,
}


async def kept(ring: Ring, customer: Customer, number: int = 0) -> str:
    """The HA1 of the customer's extension."""
    key = {"customer_id": customer.id, "extension_id": customer.ids["extension"][number]}
    rows = await ring.world.store.find(Find(phone, ("password_ha1",), key), SERVER)
    return str(rows[0][0])


def ha1(customer: Customer, number: str, password: str) -> str:
    return md5(f"{customer.id}*{number}:sip.localhost:{password}".encode(), usedforsecurity=False).hexdigest()


async def test_a_phone_has_settings_as_soon_as_its_number_is_created(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    made = await ring.post("/client/@me/extension/", holder, {"name": "555", "type": "phone", "label": "Дом"})
    settings = await ring.get(f"/extension/{made['id']}/phone/", holder)
    assert settings == {"label": "Дом", **NEW}
    assert list(settings) == ["label", *NEW]


async def test_a_change_touches_what_was_sent_alone(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension")
    before = await ring.get("/extension/@me/phone", holder)
    changes: dict[str, Any] = {
        "label": None,
        "record_enabled": True,
        "allow_webrtc": "true",
        "conference_pin": 1234,
        "auth_type": "both",
    }
    changed = await ring.put("/extension/@me/phone/", holder, {**changes, "unknown": 1})
    assert changed == {**before, **changes, "allow_webrtc": True, "conference_pin": "1234"}
    client = await ring.holder(a)
    assert (await ring.get(f"/client/@me/extension/{a.ids['extension'][0]}", client))["label"] is None


async def test_the_password_is_shown_by_the_answer_that_set_it_alone(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    before = await ring.get("/extension/@391/phone/", holder)
    changed = await ring.put("/extension/@391/phone/", holder, {"password": "пароль12", "record_transfer": True})
    assert changed == {**before, "record_transfer": True, "password": "пароль12"}
    assert await kept(ring, a) == ha1(a, "391", "пароль12")
    assert "password" not in await ring.get("/extension/@391/phone/", holder)
    assert "password" not in await ring.put("/extension/@391/phone/", holder, {"record_transfer": False})
    assert await kept(ring, a) == ha1(a, "391", "пароль12")


async def test_null_makes_a_password_of_twenty_characters(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension_group")
    first, second = [
        (await ring.put("/extension/@392/phone/", holder, {"password": None}))["password"] for _ in range(2)
    ]
    assert len(first) == len(second) == 20
    assert first != second
    assert await kept(ring, a, 1) == ha1(a, "392", second)


@pytest.mark.parametrize(
    "change",
    [
        {"password": "seven77"},
        {"password": "p" * 65},
        {"password": ["password"]},
        {"auth_type": "none"},
        {"auth_type": None},
        {"record_enabled": None},
        {"conference_pin": "abc"},
        {"announce_sound_upon_incoming_call": "bell"},
    ],
)
async def test_a_wrong_setting_is_refused_by_name_and_never_repeated(ring: Ring, change: dict[str, Any]) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension")
    before = await kept(ring, a)
    code, status, message = await ring.refused("PUT", "/extension/@me/phone/", holder, {"label": "x", **change})
    assert (code, status) == (400, "validation_error")
    assert message.split()[0] == next(iter(change))
    assert await kept(ring, a) == before
    assert (await ring.get("/extension/@me/phone/", holder))["label"] != "x"


async def test_other_kinds_of_number_have_no_phone(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    for method, body in (("GET", None), ("PUT", {"label": "x"})):
        assert await ring.refused(method, "/extension/@393/phone/", holder, body) == (404, None, "Not found")
    assert (await ring.get(f"/client/@me/extension/{a.ids['extension'][2]}", holder))[
        "label"
    ] == f"Label 393 {a.canary}"


async def test_a_phone_is_reached_from_its_number_its_group_and_its_client_alone(ring: Ring) -> None:
    world = ring.world
    a, b = world.a, world.b
    missing = (404, "extension_not_found", "Extension not found")
    group, number, client = [await ring.holder(a, kind) for kind in ("extension_group", "extension", "client")]
    for holder in (group, number, client):
        assert (await ring.get("/extension/@391/phone/", holder))["label"] == f"Label 391 {a.canary}"
        for method, body in (("GET", None), ("PUT", {"password": None})):
            assert await ring.refused(method, f"/extension/{b.ids['extension'][0]}/phone/", holder, body) == missing
    assert await ring.refused("GET", "/extension/@394/phone/", group) == missing
    assert await ring.refused("GET", "/extension/@392/phone/", number) == missing
    reader = await ring.holder(a, "read_only")
    await ring.get("/extension/@391/phone/", reader)
    told = await ring.refused("PUT", "/extension/@391/phone/", reader, {"password": None})
    assert told[:2] == (403, "user_access_type_deny")
    calls = await ring.call_api(a)
    assert (await ring.refused("PUT", "/extension/@391/phone/", calls, {}))[:2] == (403, "app_access_type_deny")


async def test_an_employees_phone_is_tied_to_the_extension_that_it_is(ring: Ring) -> None:
    a = ring.world.a
    client = await ring.holder(a)
    name = f"{a.id}391"
    person = {"last_name": "Petrov", "phone_numbers": [{"phone_number": name}, {"phone_number": "79001112233"}]}
    made = (await ring.served.call("create.employees", a.user.key, person)).data["id"]
    assert await tied(ring, a) == (a.ids["extension"][0], made)
    changed = {"id": made, "phone_numbers": [{"phone_number": "79001112233"}]}
    assert (await ring.served.call("update.employees", a.user.key, changed)).mnemonic == "ok"
    assert await tied(ring, a) == (None, None)
    back = {"id": made, "phone_numbers": [{"phone_number": name}]}
    assert (await ring.served.call("update.employees", a.user.key, back)).mnemonic == "ok"
    assert await tied(ring, a) == (a.ids["extension"][0], made)
    assert (await ring.served.call("delete.employees", a.user.key, {"id": made})).mnemonic == "ok"
    assert await tied(ring, a) == (None, None)
    assert await ring.get("/extension/@391/phone/", client)


async def tied(ring: Ring, customer: Customer) -> tuple[int | None, int | None]:
    """The extension of the phone that has the number of the first extension, and the employee of that extension."""
    key: dict[str, object] = {"customer_id": customer.id}
    step = Find(employee_phone, ("extension_id",), {**key, "phone_number": f"{customer.id}391"})
    phones = await ring.world.store.find(step, SERVER)
    owner = Find(extension, ("employee_id",), {**key, "id": customer.ids["extension"][0]})
    return (phones[0][0] if phones else None, (await ring.world.store.find(owner, SERVER))[0][0])


async def test_a_new_number_is_tied_to_the_phones_that_it_is_already(ring: Ring) -> None:
    a = ring.world.a
    client = await ring.holder(a)
    person = {"last_name": "Petrov", "phone_numbers": [{"phone_number": f"{a.id}556"}]}
    made = (await ring.served.call("create.employees", a.user.key, person)).data["id"]
    number = await ring.post("/client/@me/extension/", client, {"name": "556"})
    step = Find(extension, ("employee_id",), {"customer_id": a.id, "id": number["id"]})
    assert (await ring.world.store.find(step, SERVER))[0][0] == made
    await ring.delete(f"/client/@me/extension/{number['id']}", client)
    by_id = {"filter": {"field": "id", "operator": "=", "value": made}}
    (shown,) = (await ring.served.call("get.employees", a.user.key, by_id)).data
    assert shown["phone_numbers"] == []
