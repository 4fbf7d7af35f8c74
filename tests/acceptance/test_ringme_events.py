"""``/event/``: what a number tells to whom, kept for the day when it is told."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.ringme import Ring

EVENT: Final = {"url": "https://crm.example.org/in?x=1", "event_type": "dial-in", "method": "GET"}


async def test_an_application_for_calls_makes_changes_and_deletes_event_handlers(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.call_api(a, "extension")
    made = await ring.post("/extension/@me/event", holder, EVENT)
    assert list(made) == ["id", "url", "event_type", "method"]
    assert made == {"id": made["id"], **EVENT}
    path = f"/extension/{a.ids['extension'][0]}/event/{made['id']}"
    changed = await ring.put(path, holder, {"method": "POST", "url": "HTTP://crm.example.org", "id": 7})
    assert changed == {**made, "method": "POST", "url": "HTTP://crm.example.org"}
    assert await ring.get(path, holder) == changed
    assert [event["id"] for event in await ring.get("/extension/@me/event/", holder)] == [
        a.ids["event_handler"][0],
        made["id"],
    ]
    await ring.delete(path, holder)
    assert await ring.refused("GET", path, holder) == (404, None, "Not found")


async def test_all_event_handlers_of_a_number_are_deleted_at_once_and_no_others(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    kept = await ring.post("/extension/@392/event/", holder, EVENT)
    await ring.delete("/extension/@391/event/", holder)
    assert await ring.get("/extension/@391/event/", holder) == []
    assert await ring.get("/extension/@392/event/", holder) == [kept]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": None}, "url"),
        ({"url": "ftp://example.org"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://example.org/a b"}, "url"),
        ({"event_type": "ring"}, "event_type"),
        ({"method": "PUT"}, "method"),
    ],
)
async def test_an_event_handler_that_cannot_be_called_is_refused_by_name(
    ring: Ring, change: dict[str, Any], field: str
) -> None:
    holder = await ring.holder(ring.world.a, "extension")
    code, status, message = await ring.refused("POST", "/extension/@me/event/", holder, {**EVENT, **change})
    assert (code, status) == (400, "validation_error")
    assert message.startswith(field)


async def test_a_number_has_at_most_ten_event_handlers(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    for _ in range(9):
        await ring.post("/extension/@391/event/", holder, EVENT)
    code, status, _ = await ring.refused("POST", "/extension/@391/event/", holder, EVENT)
    assert (code, status) == (409, None)
    await ring.post("/extension/@392/event/", holder, EVENT)
    limits = await ring.get("/client/@me/limit/", holder)
    assert limits["event"] == {"used": 10, "limit": 10}


async def test_an_event_handler_of_another_number_answers_as_none(ring: Ring) -> None:
    world = ring.world
    holder = await ring.holder(world.a)
    foreign = world.b.ids["event_handler"][0]
    own = world.a.ids["event_handler"][0]
    for path in (f"/extension/@391/event/{foreign}", f"/extension/@392/event/{own}", "/extension/@391/event/x"):
        for method, body in (("GET", None), ("PUT", EVENT), ("DELETE", None)):
            assert await ring.refused(method, path, holder, body) == (404, None, "Not found")
    other = await ring.holder(world.b)
    assert (await ring.get("/extension/@391/event/", other))[0]["id"] == foreign


async def test_event_handlers_go_with_their_number(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    first = a.ids["extension"][0]
    await ring.delete(f"/client/@me/extension/{first}", holder)
    assert await ring.refused("GET", f"/extension/{first}/event/", holder) == (
        404,
        "extension_not_found",
        "Extension not found",
    )
    assert (await ring.get("/client/@me/limit/", holder))["event"]["used"] == 0
