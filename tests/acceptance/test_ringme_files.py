"""Files of the RingMe API: recordings, messages and faxes, whole and in part, by token, password or address."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from centrex.media.audio import Format
from centrex.resources.user import user
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.rest import sent, told
from tests.acceptance.sounds import fetched, file_of, heard, with_values
from tests.calls import PAGES, SOUND, name_of
from tests.ringme import Holder, Ring
from tests.world import PASSWORD, Customer

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

HOUR: Final = 3600
DAY: Final = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-15 23:59:59"}


@dataclass(frozen=True)
class Place:
    """Where a recording, message or fax of a customer's first number is."""

    customer: Customer
    noun: str

    @property
    def name(self) -> str:
        return name_of(self.noun, self.customer.canary, self.customer.ids, 0)

    @property
    def path(self) -> str:
        return f"/client/@me/{self.noun}/{self.name}"


async def with_headers(ring: Ring, path: str, holder: Holder, **headers: str) -> httpx.Response:
    """A file asked for with more headers."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return await sent(ring, "GET", path, holder, headers=given)


async def by_password(ring: Ring, path: str, login: str, password: str) -> httpx.Response:
    """A file asked for with login and password."""
    token = b64encode(f"{login}:{password}".encode()).decode()
    return await sent(ring, "GET", path, None, headers={"Authorization": f"Basic {token}"})


async def test_a_recording_is_mp3_a_message_as_it_was_left_and_a_fax_its_pages(ring: Ring, tmp_path: Path) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    record = await ring.call("GET", Place(a, "record").path, holder)
    assert (record.headers["content-type"], heard(record.content, tmp_path).format) == ("audio/mpeg", Format.MP3)
    assert record.headers["content-disposition"] == 'attachment; filename="canaryA-in_391.mp3"'
    assert (await ring.call("GET", f"{Place(a, 'record').path}/download/", holder)).content == record.content
    message = await ring.call("GET", Place(a, "voicemail").path, holder)
    assert (message.headers["content-type"], message.content) == ("audio/wav", SOUND)
    assert message.headers["content-disposition"].endswith('.wav"')
    fax = await ring.call("GET", Place(a, "fax").path, holder)
    assert (fax.headers["content-type"], fax.content) == ("application/pdf", PAGES)
    assert fax.headers["content-disposition"] == f'attachment; filename="{Place(a, "fax").name}.pdf"'
    for answer in (record, message, fax):
        assert answer.headers["content-length"] == str(len(answer.content))
        assert (answer.headers["x-content-type-options"], answer.headers["accept-ranges"]) == ("nosniff", "bytes")


async def test_parts_of_a_file_are_sent_and_none_behind_its_end(ring: Ring) -> None:
    path, holder = Place(ring.world.a, "record").path, await ring.holder(ring.world.a)
    whole = await ring.call("GET", path, holder)
    size, etag = len(whole.content), whole.headers["etag"]
    for asked, begin, end in (("0-9", 0, 10), (f"{size - 5}-", size - 5, size), ("-7", size - 7, size)):
        part = await with_headers(ring, path, holder, range=f"bytes={asked}")
        assert (part.status_code, part.content) == (206, whole.content[begin:end])
        assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/{size}"
    beyond = await with_headers(ring, path, holder, range=f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["content-range"], beyond.content) == (416, f"bytes */{size}", b"")
    same = await with_headers(ring, path, holder, range="bytes=0-0", if_range=etag)
    assert (same.status_code, same.content) == (206, whole.content[:1])
    for stale in ('"another"', f"W/{etag}", "Sun, 15 Jun 2025 00:00:00 GMT"):
        other = await with_headers(ring, path, holder, range="bytes=0-0", if_range=stale)
        assert (other.status_code, other.content) == (200, whole.content)


async def test_files_are_got_alone(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    path = Place(ring.world.a, "record").path
    made = await ring.get(f"{path}/storage_url/", holder)
    for method in ("HEAD", "POST"):
        answer = await fetched(ring.served, made["record_url"], method=method)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


async def test_login_and_password_open_recordings_and_nothing_else(ring: Ring) -> None:
    a = ring.world.a
    login = await login_of(ring, a.users["extension_group"])
    path = f"/extension_group/@me/record/{Place(a, 'record').name}"
    holder = await ring.holder(a, "extension_group")
    whole = await ring.call("GET", path, holder)
    for tail in ("", "/", "/download/"):
        assert (await by_password(ring, path + tail, login, PASSWORD)).content == whole.content
    for other in (
        f"{path}/storage_url/",
        "/extension_group/@me/record/stats/",
        f"/extension_group/@me/voicemail/{Place(a, 'voicemail').name}",
        f"/extension_group/@me/fax/{Place(a, 'fax').name}",
        "/extension_group/@me/extension/",
    ):
        assert told(await by_password(ring, other, login, PASSWORD)) == (401, None), other
    elsewhere = await by_password(ring, Place(a, "record").path, login, PASSWORD)
    assert told(elsewhere) == (403, "access_denied")
    foreign = f"/extension_group/@me/record/{name_of('record', a.canary, a.ids, 2)}"
    assert told(await by_password(ring, foreign, login, PASSWORD)) == (404, None)


async def test_a_wrong_password_opens_nothing_and_many_shut_the_right_one_out_for_a_while(ring: Ring) -> None:
    a = ring.world.a
    login = await login_of(ring, a.user.id)
    path = Place(a, "record").path
    for credentials in (("nobody", ""), ("nobody", PASSWORD), ("", "")):
        assert told(await by_password(ring, path, *credentials)) == (401, None)
    for broken in ("Basic", "Basic !", "Basic bm8gY29sb24=", "Basic /w==", "Digest x"):
        assert told(await sent(ring, "GET", path, None, headers={"Authorization": broken})) == (401, None)
    for _ in range(10):
        assert told(await by_password(ring, path, login, "wrong")) == (401, None)
    resting = await by_password(ring, path, login, PASSWORD)
    assert (told(resting), resting.json()["message"]) == ((429, None), "Too many failed attempts, try again later")
    assert 0 < int(resting.headers["retry-after"]) <= 60
    ring.world.clock.advance(HOUR)
    assert (await by_password(ring, path, login, PASSWORD)).status_code == 200


async def login_of(ring: Ring, user_id: int) -> str:
    found = await ring.world.store.find(Find(user, ("login",), {"id": user_id}), SERVER)
    return str(found[0][0])


async def test_an_address_needs_no_token_for_an_hour_and_takes_any(ring: Ring) -> None:
    path, holder = Place(ring.world.a, "record").path, await ring.holder(ring.world.a)
    whole = await ring.call("GET", path, holder)
    address = (await ring.get(f"{path}/storage_url/", holder))["record_url"]
    assert address.startswith("http://ring.test/media/")
    for headers in ({}, {"Authorization": f"Bearer {holder.token}"}, {"Authorization": "Bearer nobody's"}):
        answer = await fetched(ring.served, address, headers)
        assert (answer.status_code, answer.content) == (200, whole.content)
        assert answer.headers["content-disposition"] == whole.headers["content-disposition"]
    part = await fetched(ring.served, address, {"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, whole.content[1:4])
    ring.world.clock.advance(HOUR - 1)
    assert (await fetched(ring.served, address)).status_code == 200
    ring.world.clock.advance(1)
    gone = await fetched(ring.served, address)
    assert (gone.status_code, gone.json()) == (410, {"message": "The address is no longer valid"})


async def test_an_address_that_was_changed_leads_nowhere(ring: Ring) -> None:
    path, holder = Place(ring.world.a, "record").path, await ring.holder(ring.world.a)
    address = (await ring.get(f"{path}/storage_url/", holder))["record_url"]
    head, _, name = address.rpartition("/")
    for changed in (f"{head[:-1]}/{name}", f"{head}A/{name}", f"{head[:40]}{head[41:]}/{name}", head[:36]):
        answer = await fetched(ring.served, changed)
        assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
    assert (await fetched(ring.served, f"{head}/whatever.mp3")).status_code == 200


async def test_an_address_of_a_user_who_was_blocked_or_moved_leads_nowhere(ring: Ring) -> None:
    a = ring.world.a
    client, group = await ring.holder(a), await ring.holder(a, "extension_group")
    path = f"/extension_group/@me/record/{Place(a, 'record').name}/storage_url/"
    address = (await ring.get(path, group))["record_url"]
    there = f"/client/@me/user/extension_group/{group.user_id}"
    for change, status in (
        ({"status": "blocked"}, 403),
        ({"status": "active"}, 200),
        ({"extension_group_id": a.ids["extension_group"][1]}, 404),
        ({"extension_group_id": a.ids["extension_group"][0]}, 200),
    ):
        await ring.put(there, client, change)
        assert (await fetched(ring.served, address)).status_code == status
    await ring.delete(Place(a, "record").path, client)
    assert (await fetched(ring.served, address)).status_code == 404


@pytest.mark.parametrize("noun", ["record", "voicemail", "fax"])
async def test_a_file_that_is_not_there_is_not_found_and_its_row_stays(ring: Ring, tmp_path: Path, noun: str) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    table = "fax" if noun == "fax" else "recording"
    (await file_of(ring.world, tmp_path / "media", table, a.ids[noun][0])).unlink()
    assert told(await sent(ring, "GET", Place(a, noun).path, holder)) == (404, None)
    key = "uuid" if noun == "fax" else "record_uuid"
    listed = await ring.get(f"/client/@me/{noun}/", holder, **DAY)
    assert Place(a, noun).name in {row[key] for row in listed}
    await ring.delete(Place(a, noun).path, holder)
    assert len(await ring.get(f"/client/@me/{noun}/", holder, **DAY)) == 2


async def test_faxes_need_no_interval_and_keep_to_one_that_is_given(ring: Ring) -> None:
    a = ring.world.a
    client, number = await ring.holder(a), await ring.holder(a, "extension")
    everything = await ring.get("/client/@me/fax/", client)
    assert [fax["datetime"][-2:] for fax in everything] == ["02", "01", "00"]
    assert await ring.get("/client/@me/fax/", client, order="asc") == everything[::-1]
    assert await ring.get("/client/@me/fax/", client, start_datetime="2025-06-15 14:00:01") == everything[:2]
    assert await ring.get("/client/@me/fax/", client, end_datetime="2025-06-15 14:00:01") == everything[1:]
    assert len(await ring.get("/client/@me/fax/", client, start_datetime="1999-01-01 00:00:00", per_page=2)) == 2
    wrong = {"start_datetime": DAY["end_datetime"], "end_datetime": DAY["start_datetime"]}
    assert (await ring.refused("GET", "/client/@me/fax/", client, **wrong))[0] == 400
    assert await ring.get("/extension/@me/fax/incoming/", number) == everything[2:]


async def test_a_fax_is_of_the_group_that_its_number_was_in(ring: Ring, tmp_path: Path) -> None:
    a = ring.world.a
    client, group = await ring.holder(a), await ring.holder(a, "extension_group")
    before = await ring.get("/extension_group/@me/fax/", group)
    assert len(before) == 2
    first = a.ids["extension"][0]
    await ring.put(f"/client/@me/extension/{first}", client, {"extension_group_id": a.ids["extension_group"][1]})
    assert await ring.get("/extension_group/@me/fax/", group) == before
    path = f"/extension_group/@me/fax/{Place(a, 'fax').name}"
    assert (await ring.call("GET", path, group)).content == PAGES
    file = await file_of(ring.world, tmp_path / "media", "fax", a.ids["fax"][0])
    await ring.delete(path, group)
    assert (file.exists(), len(await ring.get("/extension_group/@me/fax/", group))) == (False, 1)


async def test_a_name_with_other_letters_is_told_in_both_ways(ring: Ring) -> None:
    a = ring.world.a
    await ring.world.store.change(with_values("recording", a.ids["record"][0], file_name='запись "1".mp3'), SERVER)
    answer = await ring.call("GET", Place(a, "record").path, await ring.holder(a))
    assert answer.headers["content-disposition"].startswith('attachment; filename="______ _1_.mp3"; filename*=UTF-8')
