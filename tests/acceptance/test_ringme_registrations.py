"""``/reg_status_log/``: when phones registered, by the interval that was asked for."""

from __future__ import annotations

import pytest

from tests.ringme import Ring

DAY = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-15 23:59:59"}
CAME, WENT = "2025-06-15 14:06:40", "2025-06-15 14:36:40"


async def test_a_client_sees_the_registrations_of_all_numbers_the_latest_first(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    log = await ring.get("/client/@me/reg_status_log/", holder, **DAY)
    assert len(log) == 8
    assert log[0] == {"status": "off", "date_gmt": WENT, "short_ext_name": "391"}
    assert [entry["date_gmt"] for entry in log] == [WENT] * 4 + [CAME] * 4


async def test_the_order_can_be_turned_and_pages_are_cut(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    path = "/client/@me/reg_status_log"
    assert (await ring.get(path, holder, **DAY, order="asc"))[0]["status"] == "on"
    assert (
        await ring.get(path, holder, **DAY, order="", per_page=3, page=3) == (await ring.get(path, holder, **DAY))[6:]
    )


async def test_both_ends_of_the_interval_are_within(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a, "extension")
    path = "/extension/@me/reg_status_log/"
    assert len(await ring.get(path, holder, start_datetime=CAME, end_datetime=WENT)) == 2
    assert len(await ring.get(path, holder, start_datetime=CAME, end_datetime=CAME)) == 1
    assert await ring.get(path, holder, start_datetime="2025-06-15 14:06:41", end_datetime="2025-06-15 14:36:39") == []


async def test_a_group_user_sees_those_of_his_group_alone(ring: Ring) -> None:
    a = ring.world.a
    group = await ring.holder(a, "extension_group")
    log = await ring.get("/extension_group/@me/reg_status_log/", group, **DAY)
    assert sorted({entry["short_ext_name"] for entry in log}) == ["391", "392"]
    assert len(await ring.get("/extension/@392/reg_status_log/", group, **DAY)) == 2
    second = a.ids["extension_group"][1]
    assert await ring.refused("GET", f"/extension_group/{second}/reg_status_log/", group, **DAY) == (
        404,
        "extension_group_not_found",
        "Extension group not found",
    )


async def test_a_number_that_moved_keeps_its_log_where_it_was(ring: Ring) -> None:
    a = ring.world.a
    client = await ring.holder(a)
    third = a.ids["extension"][3]
    await ring.put(f"/client/@me/extension/{third}", client, {"extension_group_id": a.ids["extension_group"][0]})
    second = f"/extension_group/{a.ids['extension_group'][1]}/reg_status_log/"
    assert {entry["short_ext_name"] for entry in await ring.get(second, client, **DAY)} == {"394"}
    group = await ring.holder(a, "extension_group")
    assert len(await ring.get("/extension_group/@me/reg_status_log/", group, **DAY)) == 4
    assert await ring.get("/extension/@394/reg_status_log/", group, **DAY) == []
    assert len(await ring.get("/extension/@394/reg_status_log/", client, **DAY)) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"start_datetime": ""}, "start_datetime is missing"),
        ({"end_datetime": ""}, "end_datetime is missing"),
        ({"start_datetime": "2025-06-15"}, "start_datetime has a wrong value"),
        ({"end_datetime": "2025-06-31 00:00:00"}, "end_datetime has a wrong value"),
        ({"end_datetime": "2025-06-14 23:59:59"}, "end_datetime has a wrong value"),
        ({"order": "up"}, "order has a wrong value"),
    ],
)
async def test_a_wrong_interval_is_refused_by_name(ring: Ring, changed: dict[str, str], told: str) -> None:
    holder = await ring.holder(ring.world.a)
    refusal = await ring.refused("GET", "/client/@me/reg_status_log/", holder, **{**DAY, **changed})
    assert refusal == (400, "validation_error", told)
