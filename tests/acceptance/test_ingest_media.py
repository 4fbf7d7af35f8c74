"""Recordings, voice messages and faxes that come to their calls: whole, checked, once; the row last."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from typing import Any, Final

import pytest

from centrex.media import fax as faxes
from centrex.media.tones import clip
from centrex.resources.fax import fax
from centrex.resources.ledger import audit
from centrex.resources.recording import recording
from centrex.server.app import Application, Parts
from centrex.store import Store
from tests.pbx import BASE, DID, LIMIT, OPERATORS, OWN, Pbx, leg, report

SOUND: Final = clip("301", 1.0)
OTHER: Final = clip("302", 1.0)
AT: Final = "2026-03-02-12-30-00-UTC"


@pytest.fixture(scope="module")
def tiff(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("fax") / "two.tiff"
    faxes.write(path, faxes.Format.TIFF, [["First"], ["Second"]])
    return path.read_bytes()


async def put(pbx: Pbx, path: str, content: bytes, key: str = OWN, **query: str) -> dict[str, Any]:
    """What became of a file; fails with the answer unless it was taken."""
    answer = await pbx.put(path, content, key, **query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def refused(pbx: Pbx, path: str, content: bytes, key: str = OWN, **query: str) -> tuple[int, dict[str, Any]]:
    """The status and the body of a refusal, after which there is no file that was not there before."""
    before = pbx.files
    answer = await pbx.put(path, content, key, **query)
    assert pbx.files == before
    return answer.status_code, answer.json()


async def test_a_recording_comes_to_the_leg_that_talked(any_pbx: Pbx) -> None:
    missed = {"answered": None, "ended": "2026-03-02T12:30:05Z", "outcome": "answered_elsewhere"}
    (made,) = await any_pbx.report(report("c1/2@pbx", leg("1", called="302", **missed), leg("2")))
    kept = await put(any_pbx, "media/c1/2@pbx/0", SOUND)
    number = any_pbx.numbers["301"]
    assert re.fullmatch(rf"{number}-[0-9a-f]{{32}}", kept.pop("uuid"))
    assert kept == {"call_id": "c1/2@pbx", "part": 0, "status": "created"}
    columns = ("call_id", "kind", "extension_number", "extension_group_id", "size", "format", "digest", "started_at")
    (row,) = await any_pbx.rows(recording, *columns)
    digest = hashlib.sha256(SOUND).hexdigest()
    assert row == (made["id"], "record", "301", any_pbx.groups[0], len(SOUND), "wav", digest, 1772454600)
    ((media, name, link, seconds),) = await any_pbx.rows(recording, "media", "file_name", "link", "seconds")
    assert (any_pbx.folder / media).read_bytes() == SOUND
    assert re.fullmatch(rf"{AT}_in_301_[a-z]{{4}}\.mp3", name)
    assert re.fullmatch("[0-9a-f]{32}", link)
    assert seconds == pytest.approx(len(SOUND) / 16_000, abs=0.2)
    assert ("ingest.record", "recording") in await any_pbx.rows(audit, "operation", "object_kind")


async def test_the_same_sound_again_changes_nothing_and_another_one_is_refused(pbx: Pbx) -> None:
    await pbx.report(report("c1"))
    first = await put(pbx, "media/c1/7", SOUND)
    before = pbx.files
    assert await put(pbx, "media/c1/7", SOUND) == {**first, "status": "unchanged"}
    assert pbx.files == before
    status, told = await refused(pbx, "media/c1/7", OTHER)
    assert (status, told["error"], told["fields"], told["call_id"]) == (409, "call_differs", ["content"], "c1")
    second = await put(pbx, "media/c1/8", OTHER)
    assert second["uuid"] != first["uuid"]
    assert len(await pbx.rows(recording, "id")) == 2


async def test_a_leg_may_be_named(pbx: Pbx) -> None:
    inside = {"caller": "301", "called": "303", "dialled": None}
    await pbx.report(report("c1", leg("1"), leg("2", started="2026-03-02T12:30:01Z", **inside)))
    await put(pbx, "media/c1/0", SOUND)
    await put(pbx, "media/c1/1", SOUND, leg_id="1")
    await put(pbx, "media/c1/2", SOUND, leg_id="2")
    assert await pbx.rows(recording, "part", "extension_number") == [(0, "303"), (1, "301"), (2, "303")]


async def test_an_outgoing_call_is_recorded_for_its_caller(pbx: Pbx) -> None:
    await pbx.report(report("c1", leg("1", caller="302", called="78005553535", dialled=None)))
    await put(pbx, "media/c1/0", SOUND)
    ((name, number),) = await pbx.rows(recording, "file_name", "extension_number")
    assert (name[:-9], number) == (f"{AT}_out_302", "302")


async def test_a_voice_message_comes_to_the_leg_that_voicemail_answered(pbx: Pbx) -> None:
    await pbx.report(report("c1", leg("1"), leg("2", called="303", outcome="voicemail")))
    await put(pbx, "media/c1/0", SOUND)
    await put(pbx, "voicemail/c1/0", SOUND)
    rows = await pbx.rows(recording, "kind", "extension_number", "extension_group_id")
    assert rows == [("record", "301", pbx.groups[0]), ("voicemail", "303", pbx.groups[1])]


async def test_a_call_in_vain_has_its_sound_at_the_first_number(pbx: Pbx) -> None:
    missed = {"answered": None, "outcome": "no_answer"}
    await pbx.report(report("c1", leg("1", called="303", **missed), leg("2", **missed)))
    await put(pbx, "voicemail/c1/0", SOUND)
    assert await pbx.rows(recording, "extension_number") == ["303"]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("media/c9/0", {}, "call_id"),
        ("voicemail/c9/0", {}, "call_id"),
        ("media/c\x00/0", {}, "call_id"),
        ("media/" + "c" * 129 + "/0", {}, "call_id"),
        ("media/c1/0", {"leg_id": "9"}, "leg_id"),
        ("media/c1/0", {"leg_id": "\x00"}, "leg_id"),
        ("media/menu/0", {}, "leg_id"),
    ],
)
async def test_sound_of_nobody_s_call_is_refused(pbx: Pbx, path: str, query: dict[str, str], field: str) -> None:
    await pbx.report(report("c1"), report("menu", leg("1", called=DID, outcome="menu")))
    status, told = await refused(pbx, path.replace("\x00", "%00"), SOUND, **query)
    assert (status, told["error"], told["field"]) == (404, "entity_not_found", field)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"no sound", "not_audio"), (SOUND[:-100], "cut"), (b"%PDF-1.4\n%%EOF", "not_audio")],
)
async def test_what_is_no_whole_sound_is_refused(pbx: Pbx, content: bytes, reason: str) -> None:
    await pbx.report(report("c1"))
    status, told = await refused(pbx, "media/c1/0", content)
    assert (status, told["error"], told["reason"]) == (415, "media_refused", reason)
    assert await pbx.rows(recording, "id") == []


async def test_a_file_that_is_too_large_is_refused_before_and_while_it_comes(pbx: Pbx) -> None:
    await pbx.report(report("c1"))
    large = SOUND + b"\0" * LIMIT
    status, told = await refused(pbx, "media/c1/0", large)
    assert (status, told["error"], told["limit"]) == (413, "media_too_large", LIMIT)

    async def unannounced() -> Any:
        yield large

    answer = await pbx.send("PUT", "media/c1/0", unannounced(), OWN)
    assert (answer.status_code, answer.json()["error"]) == (413, "media_too_large")
    assert pbx.files == []


async def test_a_body_that_is_cut_leaves_nothing(pbx: Pbx) -> None:
    await pbx.report(report("c1"))
    sent: list[Any] = []
    parts = iter([{"type": "http.request", "body": SOUND[:1000], "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/ingest/v1/media/c1/0",
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {OWN}".encode())],
        "client": ("127.0.0.1", 4000),
    }
    await pbx.application(scope, receive, send)
    assert (sent, pbx.files, await pbx.rows(recording, "id")) == ([], [], [])


@pytest.mark.parametrize(
    ("code", "status", "error"), [(errno.ENOSPC, 507, "storage_full"), (errno.EIO, 503, "storage_failed")]
)
async def test_a_disk_that_cannot_keep_a_file_keeps_no_part_of_it(
    pbx: Pbx, monkeypatch: pytest.MonkeyPatch, code: int, status: int, error: str
) -> None:
    await pbx.report(report("c1"))

    def full(*_: object) -> None:
        raise OSError(code, "no room")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        told = await refused(pbx, "media/c1/0", SOUND)
    assert (told[0], told[1]["error"]) == (status, error)
    assert await pbx.rows(recording, "id") == []
    await put(pbx, "media/c1/0", SOUND)


async def test_the_operator_names_the_customer_of_a_file(any_pbx: Pbx, tiff: bytes) -> None:
    await any_pbx.report(report("c1"))
    assert (await refused(any_pbx, "media/c1/0", SOUND, OPERATORS))[0] == 422
    assert (await refused(any_pbx, "media/c1/0", SOUND, OPERATORS, customer="999"))[0] == 422
    assert (await refused(any_pbx, "media/c1/0", SOUND, customer="999"))[0] == 403
    assert (await put(any_pbx, "media/c1/0", SOUND, OPERATORS, customer="000"))["status"] == "created"
    for status in ("created", "unchanged"):
        told = await put(any_pbx, "fax/f1", tiff, OPERATORS, customer="000", destination="301")
        assert told["status"] == status


async def test_a_server_without_a_place_for_files_takes_none(pbx: Pbx) -> None:
    async def opened() -> Store:
        return pbx.store

    bare = Application(opened, "", Parts(clock=pbx.clock))
    await bare.start()
    pbx.application, kept = bare, pbx.application
    status, told = await refused(pbx, "media/c1/0", SOUND)
    assert (status, told["error"]) == (503, "media_not_configured")
    pbx.application = kept
    await bare.upkeep.stop()


@pytest.mark.parametrize(
    ("destination", "kept"), [("000*303", "000*303"), ("303", "000*303"), (DID, DID), (f"+{DID}", DID)]
)
async def test_a_fax_comes_to_the_number_or_to_that_which_a_line_leads_to(
    pbx: Pbx, tiff: bytes, destination: str, kept: str
) -> None:
    query = {"caller": "74957654321", "destination": destination, "received": "2026-03-02T12:30:00Z"}
    told = await put(pbx, "fax/f1", tiff, **query)
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", told["uuid"])
    number = "301" if kept == DID else "303"
    columns = ("caller", "destination", "received_at", "extension_id", "extension_group_id", "format", "pages")
    group = pbx.groups[0 if number == "301" else 1]
    assert await pbx.rows(fax, *columns) == [("74957654321", kept, 1772454600, pbx.numbers[number], group, "tiff", 2)]
    assert await put(pbx, "fax/f1", tiff, **query) == {**told, "status": "unchanged"}
    status, differs = await refused(pbx, "fax/f1", tiff, **{**query, "caller": "1", "received": "1772454601"})
    assert (status, differs["fields"]) == (409, ["caller", "received"])
    assert len(pbx.files) == 1


@pytest.mark.parametrize("received", ["2026-03-02T15:30:00+03:00", "2026-03-02 12:30:00", "1772454600"])
async def test_the_time_of_a_fax_is_read_as_engines_write_it(pbx: Pbx, tiff: bytes, received: str) -> None:
    async with pbx.client() as client:
        for place, query in enumerate((f"received={received}", "caller=")):
            answer = await client.put(
                f"{BASE}fax/f{place}?destination=301&{query}", content=tiff, headers={"Authorization": f"Bearer {OWN}"}
            )
            assert answer.status_code == 200, answer.text
    assert await pbx.rows(fax, "received_at", "caller") == [
        (int(pbx.clock.now()), "anonymous"),
        (1772454600, "anonymous"),
    ]


@pytest.mark.parametrize(
    ("query", "status", "error"),
    [
        ({}, 400, "required_parameter_missed"),
        ({"destination": "399"}, 422, "party_unknown"),
        ({"destination": "78005553535"}, 422, "party_unknown"),
        ({"destination": "301", "received": "today"}, 400, "report_invalid"),
        ({"destination": "301", "received": "1990-01-01T00:00:00Z"}, 422, "invalid_parameter_value"),
        ({"destination": "301", "caller": "\x00"}, 422, "invalid_parameter_value"),
        ({"destination": "\x00"}, 422, "invalid_parameter_value"),
    ],
)
async def test_a_fax_to_nobody_or_without_sense_is_refused(
    pbx: Pbx, tiff: bytes, query: dict[str, str], status: int, error: str
) -> None:
    found, told = await refused(pbx, "fax/f1", tiff, **query)
    assert (found, told["error"]) == (status, error)


async def test_what_is_no_whole_fax_is_refused(pbx: Pbx, tiff: bytes) -> None:
    for content, reason in ((SOUND, "not_fax"), (tiff[:-200], "cut")):
        status, told = await refused(pbx, "fax/f1", content, destination="301")
        assert (status, told["reason"]) == (415, reason)
