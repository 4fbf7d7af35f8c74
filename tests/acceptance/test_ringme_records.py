"""``/record/`` and ``/voicemail/``: lists, totals, archives, deletion of one and of an interval, and whose they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

from tests.acceptance.sounds import fetched, file_of
from tests.calls import SOUND, name_of
from tests.ringme import Holder, Ring

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

DAY: Final = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-15 23:59:59"}
BEFORE: Final = {"start_datetime": "2025-05-01 00:00:00", "end_datetime": "2025-06-14 23:59:59"}
AFTERNOON: Final = {"start_datetime": "2025-06-15 14:00:00", "end_datetime": "2025-06-15 23:59:59"}


async def names(ring: Ring, path: str, holder: Holder, **query: str | int) -> list[str]:
    """The names in the rows of a list of the day."""
    return [row["record_uuid"] for row in await ring.get(path, holder, **{**DAY, **query})]


@pytest.mark.parametrize("noun", ["record", "voicemail"])
async def test_a_list_is_a_bare_array_in_order_of_time_and_is_cut_into_pages(ring: Ring, noun: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    path = f"/client/@me/{noun}/"
    rows: list[dict[str, Any]] = await ring.get(path, holder, **DAY)
    assert {row["record_uuid"] for row in rows} == {name_of(noun, a.canary, a.ids, place) for place in range(3)}
    assert all(row["record_file_size"] == len(SOUND) for row in rows)
    times = [row["init_time_gmt"] for row in rows]
    assert times == sorted(times, reverse=True)
    turned = await ring.get(path, holder, **DAY, order="asc")
    assert [row["init_time_gmt"] for row in turned] == times[::-1]
    assert await ring.get(path, holder, **DAY, per_page=2, page=2) == rows[2:]
    assert await ring.get(path, holder, **DAY, per_page=2, page=3) == []


async def test_records_may_be_asked_for_until_the_end_of_the_next_month_messages_for_two_months(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    begin = "2025-05-20 00:00:00"
    ends = {"record": ("2025-06-30 23:59:59", "2025-07-01 00:00:00")}
    ends["voicemail"] = ("2025-07-20 00:00:00", "2025-07-20 00:00:01")
    for noun, (last, beyond) in ends.items():
        path = f"/client/@me/{noun}/"
        assert len(await ring.get(path, holder, start_datetime=begin, end_datetime=last)) == 3
        refusal = await ring.refused("GET", path, holder, start_datetime=begin, end_datetime=beyond)
        assert refusal == (400, "validation_error", "end_datetime has a wrong value")
        for query, told in (
            ({}, "start_datetime is missing"),
            ({"start_datetime": begin}, "end_datetime is missing"),
            ({"start_datetime": last, "end_datetime": begin}, "end_datetime has a wrong value"),
            ({"start_datetime": "2025-06-31 00:00:00", "end_datetime": last}, "start_datetime has a wrong value"),
        ):
            assert await ring.refused("GET", path, holder, **query) == (400, "validation_error", told)
            if noun == "record":
                stats = await ring.refused("GET", f"{path}stats/", holder, **query)
                assert stats == (400, "validation_error", told)
            assert await ring.refused("DELETE", path, holder, **query) == (400, "validation_error", told)
            archive = await ring.refused("POST", "/client/@me/record/archive/", holder, query)
            assert archive == (400, "validation_error", told)


async def test_an_archive_is_a_zip_of_what_its_user_sees(ring: Ring) -> None:
    a = ring.world.a
    for kind, number in {"client": 3, "extension_group": 2, "extension": 1}.items():
        holder = await ring.holder(a, kind)
        made = await ring.post(f"/{kind}/@me/record/archive/", holder, DAY)
        answer = await fetched(ring.served, made["archive_url"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        assert answer.headers["content-disposition"] == 'attachment; filename="records.zip"'
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            found = archive.namelist()
            assert len(found) == len(set(found)) == number
            assert {archive.read(name) for name in found} == {SOUND}


async def test_an_archive_without_records_is_an_empty_zip(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    made = await ring.post("/client/@me/record/archive/", holder, BEFORE)
    answer = await fetched(ring.served, made["archive_url"])
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == []


async def test_an_archive_can_be_fetched_for_a_day_and_holds_what_is_there_then(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    made = await ring.post("/client/@me/record/archive/", holder, DAY)
    await ring.delete(f"/client/@me/record/{name_of('record', a.canary, a.ids, 0)}", holder)
    answer = await fetched(ring.served, made["archive_url"])
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 2
    ring.world.clock.advance(24 * 3600)
    assert (await fetched(ring.served, made["archive_url"])).status_code == 410


@pytest.mark.parametrize("noun", ["record", "voicemail"])
async def test_one_is_deleted_with_its_file(ring: Ring, tmp_path: Path, noun: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    name = name_of(noun, a.canary, a.ids, 1)
    file = await file_of(ring.world, tmp_path / "media", "recording", a.ids[noun][1])
    assert file.is_file()
    await ring.delete(f"/client/@me/{noun}/{name}", holder)
    assert not file.exists()
    assert name not in await names(ring, f"/client/@me/{noun}/", holder)
    told = (404, None, "Record not found" if noun == "record" else "Not found")
    for method in ("GET", "DELETE"):
        assert await ring.refused(method, f"/client/@me/{noun}/{name}", holder) == told
    other = "voicemail" if noun == "record" else "record"
    assert len(await names(ring, f"/client/@me/{other}/", holder)) == 3


@pytest.mark.parametrize("noun", ["record", "voicemail"])
async def test_those_of_an_interval_are_deleted_with_their_files(ring: Ring, tmp_path: Path, noun: str) -> None:
    a, root = ring.world.a, tmp_path / "media"
    holder = await ring.holder(a)
    files = [await file_of(ring.world, root, "recording", identifier) for identifier in a.ids[noun]]
    query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in AFTERNOON.items())
    await ring.delete(f"/extension_group/{a.ids['extension_group'][0]}/{noun}/?{query}", holder)
    left = [place for place, file in enumerate(files) if file.is_file()]
    assert left == ([0, 2] if noun == "record" else [2])
    assert len(await names(ring, f"/client/@me/{noun}/", holder)) == len(left)
    await ring.delete(f"/client/@me/{noun}/?{query}", holder)
    await ring.delete(f"/client/@me/{noun}/?{query}", holder)
    assert [place for place, file in enumerate(files) if file.is_file()] == ([0] if noun == "record" else [])


async def test_records_stay_when_their_number_moves_or_is_deleted(ring: Ring) -> None:
    a = ring.world.a
    client, group = await ring.holder(a), await ring.holder(a, "extension_group")
    first, second = a.ids["extension"][:2]
    before = await names(ring, "/extension_group/@me/record/", group)
    await ring.put(f"/client/@me/extension/{first}", client, {"extension_group_id": a.ids["extension_group"][1]})
    await ring.delete(f"/client/@me/extension/{second}", client)
    assert await names(ring, "/extension_group/@me/record/", group) == before
    for name in before:
        assert (await ring.call("GET", f"/extension_group/@me/record/{name}", group)).status_code == 200
    assert await names(ring, f"/extension_group/{a.ids['extension_group'][1]}/record/", client) == []
    assert len(await names(ring, "/client/@me/record/", client)) == 3


async def test_a_user_of_the_group_that_a_number_comes_into_sees_nothing_of_before(ring: Ring) -> None:
    a = ring.world.a
    client, group = await ring.holder(a), await ring.holder(a, "extension_group")
    third = a.ids["extension"][2]
    await ring.put(f"/client/@me/extension/{third}", client, {"extension_group_id": a.ids["extension_group"][0]})
    for noun in ("record", "voicemail"):
        name = name_of(noun, a.canary, a.ids, 2)
        assert await names(ring, f"/extension/{third}/{noun}/", group) == []
        assert await names(ring, f"/extension/{third}/{noun}/", client) == [name]
        assert (await ring.refused("GET", f"/extension/{third}/{noun}/{name}", group))[0] == 404
        assert (await ring.refused("DELETE", f"/extension/{third}/{noun}/{name}", group))[0] == 404
    query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in DAY.items())
    await ring.delete(f"/extension/{third}/record/?{query}", group)
    assert len(await names(ring, "/client/@me/record/", client)) == 3
