"""``/did/``: the virtual numbers of the Data API, and the extensions that they lead to."""

from __future__ import annotations

from typing import Final

from tests.ringme import Ring

FIELDS: Final = [
    "id",
    "name",
    "domain",
    "client_id",
    "extension_id",
    "allow_message",
    "message_extension_id",
    "comment",
    "create_date",
]


async def test_a_client_reads_his_external_numbers(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    numbers = await ring.get("/client/@me/did", holder)
    assert [number["id"] for number in numbers] == a.ids["virtual_number"]
    assert list(numbers[0]) == FIELDS
    assert numbers[0] == {
        "id": a.ids["virtual_number"][0],
        "name": f"7495{a.id:05}00",
        "domain": "sip.localhost",
        "client_id": a.id,
        "extension_id": None,
        "allow_message": False,
        "message_extension_id": None,
        "comment": None,
        "create_date": "2025-03-30 01:00:00",
    }
    assert numbers[3]["create_date"] == "2025-06-15 15:06:40"
    assert await ring.get(f"/client/{a.id}/did/{numbers[1]['id']}/", holder) == numbers[1]


async def test_a_number_is_led_to_an_extension_and_away_from_it(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/did/{a.ids['virtual_number'][0]}"
    first, second = a.ids["extension"][:2]
    led = await ring.put(path, holder, {"extension_id": first, "message_extension_id": str(second), "name": "1"})
    assert (led["extension_id"], led["message_extension_id"], led["name"]) == (first, second, f"7495{a.id:05}00")
    noted = await ring.put(path, holder, {"comment": "Приёмная"})
    assert noted == {**led, "comment": "Приёмная"}
    assert await ring.put(path, holder, {"extension_id": None}) == {**noted, "extension_id": None}
    shown = (await ring.served.call("get.virtual_numbers", a.user.key)).data[0]
    assert shown["comment"] == "Приёмная"


async def test_an_extension_of_another_client_is_refused_as_one_that_is_not_there(ring: Ring) -> None:
    world = ring.world
    holder = await ring.holder(world.a)
    path = f"/client/@me/did/{world.a.ids['virtual_number'][0]}"
    for name in ("extension_id", "message_extension_id"):
        for foreign in (world.b.ids["extension"][0], 999_999):
            told = await ring.refused("PUT", path, holder, {"comment": "no", name: foreign})
            assert told == (404, "extension_not_found", "Extension not found")
    assert (await ring.get(path, holder))["comment"] is None
    theirs = f"/client/@me/did/{world.b.ids['virtual_number'][0]}"
    for method in ("GET", "PUT"):
        assert await ring.refused(method, theirs, holder, {} if method == "PUT" else None) == (404, None, "Not found")


async def test_a_number_leads_nowhere_when_its_extension_is_deleted(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/did/{a.ids['virtual_number'][0]}"
    first = a.ids["extension"][0]
    await ring.put(path, holder, {"extension_id": first, "message_extension_id": first})
    await ring.delete(f"/client/@me/extension/{first}", holder)
    number = await ring.get(path, holder)
    assert (number["extension_id"], number["message_extension_id"]) == (None, None)


async def test_number_groups_of_the_data_api_hold_the_same_numbers(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    dids = {number["id"]: number["name"] for number in await ring.get("/client/@me/did/", holder)}
    groups = (await ring.served.call("get.virtual_number_groups", a.user.key)).data
    held = [phone for group in groups for phone in group["virtual_phones"]]
    assert held
    assert all(dids[phone["id"]] == phone["number"] for phone in held)


async def test_external_numbers_are_created_and_deleted_elsewhere(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    for method, path in (("POST", "/client/@me/did/"), ("DELETE", "/client/@me/did/1")):
        answer = await ring.call(method, path, holder)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET" if method == "POST" else "GET, PUT")
