"""Sounds and faxes in the console: how loud a recording is and the pages of a fax, for whom the file itself is."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Final

import pytest
from PIL import Image

from centrex.catalogue import Level
from centrex.media.fax import Format, write
from centrex.media.outline import POINTS
from centrex.media.tones import clip
from centrex.scope import Scope
from tests.acceptance.oauth import Browser, Shown
from tests.acceptance.sounds import file_of, with_values
from tests.acceptance.test_console import signed_in
from tests.acceptance.test_ringme_records import DAY
from tests.calls import name_of
from tests.ringme import Ring
from tests.served import Served

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

LINES: Final = [["Order 4711"], ["Yours sincerely"], []]


async def with_pages(served: Served, media: Path, kind: Format = Format.TIFF) -> str:
    """The name of the customer's first fax, which has pages now."""
    a = served.world.a
    first = a.ids["fax"][0]
    write(await file_of(served.world, media, "fax", first), kind, LINES)
    scope = Scope(Level.CUSTOMER, a.id, a.user.id)
    await served.world.store.change(with_values("fax", first, format=str(kind), pages=len(LINES)), scope)
    return name_of("fax", a.canary, a.ids, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files of the world are."""
    return tmp_path / "media"


async def test_a_recording_says_how_loud_each_channel_is(served: Served, folder: Path) -> None:
    a = served.world.a
    (await file_of(served.world, folder, "recording", a.ids["record"][0])).write_bytes(clip("12", 2, stereo=True))
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/recordings")
    (address,) = (
        each["data-outline"]
        for each in shown.document.named("button")
        if name_of("record", a.canary, a.ids, 0) in each.get("data-outline", "")
    )
    answer = (await browser.get(address)).response
    assert answer.headers["content-disposition"].endswith('.json"')
    told = answer.json()
    assert told["seconds"] == 2
    assert [(len(each), max(each) > 0.1) for each in told["channels"]] == [(POINTS, True), (POINTS, True)]


async def test_a_groups_page_has_its_users_and_its_own_recordings(served: Served) -> None:
    ring, (browser, home) = Ring(served), await signed_in(served)
    client, shown_of = await ring.holder(served.world.a), {}
    for group_id in served.world.a.ids["extension_group"]:
        page = await browser.get(f"{home}/groups/{group_id}")
        rows = await ring.get(f"/extension_group/{group_id}/record/", client, **DAY)
        users = await ring.get("/client/@me/user/extension_group/", client)
        sounds = [each["src"] for each in page.document.named("audio")]
        assert sounds == [f"{home}/recordings/{row['record_uuid']}/file" for row in rows]
        links = [each["href"] for each in page.document.named("a") if "/group-users/" in each["href"]]
        own = [each["id"] for each in users if each["extension_group_id"] == group_id]
        assert links == [f"{home}/group-users/{user_id}" for user_id in own]
        shown_of[group_id] = sounds, links
    (recordings, users), (others, _) = list(shown_of.values())[:2]
    assert recordings
    assert users
    assert others != recordings
    assert (await browser.get(recordings[0])).status == (await browser.get(users[0])).status == 200


async def test_a_voice_message_is_listened_to_as_a_recording_is(served: Served) -> None:
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/voicemail")
    outlines = [each["data-outline"] for each in shown.document.named("button") if "data-outline" in each]
    assert len(outlines) == len(shown.document.named("audio")) > 0
    assert len((await browser.get(outlines[0])).response.json()["channels"]) == 1


async def test_the_players_styles_are_let_in_by_a_word_that_no_page_has_twice(served: Served) -> None:
    browser, home = await signed_in(served)
    told = [_nonce(await browser.get(f"{home}/recordings")) for _ in range(2)]
    assert len({nonce for nonce, _ in told}) == 2
    for nonce, policy in told:
        assert f"style-src 'self' 'nonce-{nonce}';" in policy
        assert "unsafe" not in policy
    calls = (await browser.get(f"{home}/calls")).response.headers["content-security-policy"]
    assert "nonce" not in calls


def _nonce(shown: Shown) -> tuple[str, str]:
    (nonce,) = (each["data-nonce"] for each in shown.document.named("template"))
    return nonce, shown.response.headers["content-security-policy"]


@pytest.mark.parametrize("kind", Format)
async def test_every_page_of_a_fax_is_shown(served: Served, folder: Path, kind: Format) -> None:
    name = await with_pages(served, folder, kind)
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/faxes/{name}")
    pictures = [each["src"] for each in shown.document.named("img")]
    assert pictures == [f"{home}/faxes/{name}/pages/{number}" for number in (1, 2, 3)]
    answers = [(await browser.get(picture)).response for picture in pictures]
    assert {answer.headers["content-type"] for answer in answers} == {"image/png"}
    names = [answer.headers["content-disposition"].rpartition("-")[2] for answer in answers]
    assert names == ['1.png"', '2.png"', '3.png"']
    assert len({answer.headers["etag"] for answer in answers}) == 3
    assert [Image.open(io.BytesIO(answer.content)).width for answer in answers] == [1728] * 3


async def test_a_page_that_is_not_there_is_said_to_be_missing(served: Served, folder: Path) -> None:
    name = await with_pages(served, folder)
    browser, home = await signed_in(served)
    for page in ("0", "4", "01", "-1", "x", "²", "9999", "1/2"):
        assert (await browser.get(f"{home}/faxes/{name}/pages/{page}")).status == 404
    for path in ("none", "none/pages/1", f"{name.upper()}x", f"{name}/outline"):
        assert (await browser.get(f"{home}/faxes/{path}")).status == 404


async def test_a_fax_that_cannot_be_read_is_said_to_be_so(served: Served) -> None:
    a = served.world.a
    browser, home = await signed_in(served)
    shown = await browser.get(f"{home}/faxes/{name_of('fax', a.canary, a.ids, 0)}/pages/1")
    assert (shown.status, "The file cannot be read." in shown.text) == (404, True)


@pytest.mark.parametrize(("kind", "seen"), [("extension_group", {0, 1}), ("extension", {0})])
async def test_pages_and_outlines_are_for_whom_the_files_are(served: Served, kind: str, seen: set[int]) -> None:
    a, b = served.world.a, served.world.b
    browser, home = await signed_in(served, kind)
    for section, noun, path in (("faxes", "fax", ""), ("recordings", "record", "/outline")):
        own = [await _status(browser, f"{home}/{section}/{name_of(noun, a.canary, a.ids, 0)}{path}")]
        foreign = await _status(browser, f"{home}/{section}/{name_of(noun, b.canary, b.ids, 0)}{path}")
        assert (own, foreign) == ([200], 404)
    found = {place for place in range(3) if await _is_shown(browser, home, name_of("fax", a.canary, a.ids, place))}
    assert found == seen


async def _status(browser: Browser, path: str) -> int:
    return (await browser.get(path)).status


async def _is_shown(browser: Browser, home: str, name: str) -> bool:
    """A page of a fax is there or not as the fax itself is."""
    statuses = {await _status(browser, f"{home}/faxes/{name}{path}") for path in ("", "/file")}
    assert len(statuses) == 1
    sentence = (await browser.get(f"{home}/faxes/{name}/pages/1")).text
    assert bool(re.search("cannot be read", sentence)) == (statuses == {200})
    return statuses == {200}
