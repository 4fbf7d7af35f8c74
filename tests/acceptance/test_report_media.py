"""``/system/media/``: the files to which the links of the Data API's reports lead, for who may read the reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from centrex.access.rights import ACTIONS, UNITS
from centrex.engine.users import NewUser
from centrex.media.audio import Format
from centrex.resources.recording import recording
from centrex.scope import SERVER
from centrex.store.steps import Find
from tests.acceptance.sounds import fetched, file_of, heard
from tests.served import Served
from tests.world import PASSWORD_HASH, Customer

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

DAY: Final = {"date_from": "2025-06-15 00:00:00", "date_till": "2025-06-16 00:00:00"}
RIGHTS: Final[dict[str, list[str]]] = {unit: list(ACTIONS) for unit in UNITS}


async def link_of(served: Served, customer: Customer, kind: str) -> str:
    """The call and the link of the customer's first recording or voice message, as they stand in a path."""
    key = {"customer_id": customer.id, "id": customer.ids[kind][0]}
    found = await served.world.store.find(Find(recording, ("call_id", "link"), key), SERVER)
    return f"{found[0][0]}/{found[0][1]}"


async def media(served: Served, path: str, key: str | None = None, **headers: str) -> httpx.Response:
    """What is at a path below ``/system/media/``, with a key in the query."""
    query = "" if key is None else f"{'&' if '?' in path else '?'}access_token={key}"
    return await fetched(served, f"/system/media/{path}{query}", headers)


async def report(served: Served, key: str) -> list[dict[str, Any]]:
    """The calls of the day with the links of their files."""
    fields = ["id", "call_records", "wav_call_records", "voice_mail_records"]
    rows: list[dict[str, Any]] = (await served.call("get.calls_report", key, {**DAY, "fields": fields})).data
    return rows


async def test_what_the_report_names_can_be_fetched(served: Served, tmp_path: Path) -> None:
    key = served.world.a.user.key
    fetched_of: dict[str, int] = {"talk": 0, "wav": 0, "voice_mail": 0}
    for row in await report(served, key):
        for kind, name in (("talk", "call_records"), ("wav", "wav_call_records"), ("voice_mail", "voice_mail_records")):
            for link in row[name] or ():
                answer = await media(served, f"{kind}/{row['id']}/{link}/", key)
                wanted = Format.WAV if kind == "wav" else Format.MP3
                assert (answer.status_code, heard(answer.content, tmp_path).format) == (200, wanted)
                fetched_of[kind] += 1
    assert fetched_of == {"talk": 3, "wav": 3, "voice_mail": 3}


async def test_a_file_has_a_type_and_a_name_and_comes_in_parts(served: Served) -> None:
    a = served.world.a
    link = await link_of(served, a, "record")
    for kind, told in (("talk", "audio/mpeg"), ("wav", "audio/wav")):
        whole = await media(served, f"{kind}/{link}/", a.user.key)
        assert (whole.status_code, whole.headers["content-type"]) == (200, told)
        assert whole.headers["content-disposition"].startswith("attachment; filename=")
        part = await media(served, f"{kind}/{link}", a.user.key, Range="bytes=2-5")
        assert (part.status_code, part.content) == (206, whole.content[2:6])


async def test_the_key_may_be_a_header_and_an_agent_names_the_user_for_whom_he_asks(served: Served) -> None:
    world = served.world
    path = f"talk/{await link_of(served, world.a, 'record')}/"
    own = await media(served, path, world.a.user.key)
    bearer = {"Authorization": f"Bearer {world.a.user.key}"}
    assert (await fetched(served, f"/system/media/{path}", bearer)).content == own.content
    agents = await media(served, f"{path}?user_id={world.a.user.id}", world.north.key)
    assert agents.content == own.content
    for query, key, status in (
        ("", world.north.key, 400),
        ("?user_id=x", world.north.key, 400),
        (f"?user_id={world.c.user.id}", world.north.key, 403),
        (f"?user_id={world.b.user.id}", world.north.key, 404),
        (f"?user_id={world.a.user.id}", world.south.key, 403),
        (f"?user_id={world.a.user.id}", world.b.user.key, 403),
    ):
        assert (await media(served, path + query, key)).status_code == status, query


async def test_without_a_key_or_the_right_nothing_is_sent(served: Served) -> None:
    world = served.world
    path = f"talk/{await link_of(served, world.a, 'record')}/"
    told = {None: (400, "required_parameter_missed"), "no such key": (401, "access_token_invalid")}
    for key, (status, mnemonic) in told.items():
        answer = await media(served, path, key)
        assert (answer.status_code, answer.json()) == (status, {"error": mnemonic})
    for unit in ("data_api", "call_stats"):
        rights = {name: actions for name, actions in RIGHTS.items() if name != unit}
        user_id = await world.users.create(NewUser(world.a.id, f"no-{unit}", PASSWORD_HASH, "N", rights=rights))
        await world.users.create_key(user_id, f"key without {unit}".ljust(40, "0"), "K")
        refused = await media(served, path, f"key without {unit}".ljust(40, "0"))
        called = await served.call("get.calls_report", f"key without {unit}".ljust(40, "0"), DAY)
        assert (refused.status_code == 403) is (called.mnemonic == "forbidden"), unit
    await world.users.set_columns(world.a.user.id, {"status": "blocked"})
    served.world.clock.advance(2)
    assert (await media(served, path, world.a.user.key)).status_code == 401


async def test_a_link_leads_to_its_file_only_where_all_of_it_fits(served: Served) -> None:
    world = served.world
    own, foreign = [await link_of(served, customer, "record") for customer in (world.a, world.b)]
    message = await link_of(served, world.a, "voicemail")
    call, link = own.split("/")
    for path in (
        f"talk/{foreign}",
        f"talk/{foreign.split('/')[0]}/{link}",
        f"talk/{call}/{foreign.split('/')[1]}",
        f"talk/{message}",
        f"wav/{message}",
        f"voice_mail/{own}",
        f"talk/{call}",
        f"talk/{call}/{link}/more",
        f"talk/{'9' * 30}/{link}",
        f"talk/-1/{link}",
        f"talk/{call}/{link[:-1]}",
        f"talk/{call}/{link.upper()}",
        f"other/{own}",
        "",
    ):
        answer = await media(served, path, world.a.user.key)
        assert (answer.status_code, answer.json()) == (404, {"error": "entity_not_found"}), path
    for method in ("POST", "DELETE"):
        address = f"/system/media/talk/{own}/?access_token={world.a.user.key}"
        assert (await fetched(served, address, method=method)).status_code == 405


async def test_a_file_that_is_not_there_is_not_found(served: Served, tmp_path: Path) -> None:
    a = served.world.a
    link = await link_of(served, a, "record")
    (await file_of(served.world, tmp_path / "media", "recording", a.ids["record"][0])).unlink()
    for kind in ("talk", "wav"):
        assert (await media(served, f"{kind}/{link}/", a.user.key)).status_code == 404
    assert sum(len(row["call_records"] or ()) for row in await report(served, a.user.key)) == 3
