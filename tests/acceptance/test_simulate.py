"""`centrex simulate` against the demo: what it reports can be seen, heard and read as that of any engine."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest
import soundfile
from PIL import Image
from pypdf import PdfReader

from tests.acceptance.http import post
from tests.demo import Demo
from tests.programs import answer, run

OUTSIDE: Final = "79161234567"
INSIDE: Final = "000*201"


def simulated(demo: Demo, what: str, *arguments: str) -> dict[str, Any]:
    """What the program says of what it reported."""
    said: dict[str, Any] = answer("simulate", what, "--url", demo.url, *arguments)
    return said


def ends(caller: str = OUTSIDE, called: str = INSIDE) -> tuple[str, ...]:
    return ("--from", caller, "--to", called)


def seen(demo: Demo, url: str, application: str = "client", **query: str) -> httpx.Response:
    """What the RingMe API shows an application there."""
    secrets = demo.said["ringme"][application]
    client = {"client_id": secrets["app_id"], "client_secret": secrets["app_secret"]}
    form = {"grant_type": "client_credentials", **client}
    token = httpx.post(f"{demo.url}/oauth/token", data=form).json()["access_token"]
    found = httpx.get(url, params=query, headers={"Authorization": f"Bearer {token}"})
    assert found.status_code == 200, found.text
    return found


def today() -> dict[str, str]:
    """From a minute ago, so that midnight does not matter, to a minute from now."""
    now, minute = datetime.now(UTC), timedelta(minutes=1)
    return {
        "start_datetime": f"{now - 30 * minute:%Y-%m-%d %H:%M:%S}",
        "end_datetime": f"{now + minute:%Y-%m-%d %H:%M:%S}",
    }


def test_a_recorded_call_is_listed_to_its_group_and_can_be_heard(demo: Demo) -> None:
    said = simulated(demo, "call", *ends(), "--record", "--talk", "7s", "--ring", "3s")
    assert list(said) == ["call_id", "id", "uuid", "url", "record_uuid", "record_url"]
    again = simulated(demo, "call", *ends(), "--record")
    records = f"{demo.url}/api/ver1.0/extension_group/@me/record/"
    listed = {row["record_uuid"]: row for row in seen(demo, records, "extension_group", **today()).json()}
    assert {said["record_uuid"], again["record_uuid"]} <= listed.keys()
    row = listed[said["record_uuid"]]
    assert (row["call_uuid"], row["duration"], row["result"]) == (said["uuid"], 7, "answered")
    assert (row["from_username"], row["to_username"]) == (OUTSIDE, INSIDE)
    sound = soundfile.info(io.BytesIO(seen(demo, said["record_url"]).content))
    assert (sound.format, round(sound.duration), sound.channels) == ("MP3", 7, 2)


def test_the_same_call_is_in_both_dialects(demo: Demo) -> None:
    said = simulated(demo, "call", *ends(), "--talk", "1m", "--ring", "4")
    call = seen(demo, said["url"]).json()
    assert (call["call_uuid"], call["bridged_duration"], call["result"]) == (said["uuid"], 60, "bridged")
    now = datetime.now(UTC)
    period: dict[str, Any] = {
        "date_from": f"{now - timedelta(days=1):%Y-%m-%d %H:%M:%S}",
        "date_till": f"{now + timedelta(days=1):%Y-%m-%d %H:%M:%S}",
    }
    wanted = {"field": "id", "operator": "=", "value": said["id"]}
    found = post(demo.url, "get.calls_report", demo.customer["key"], **period, filter=wanted)["result"]["data"]
    assert [(row["contact_phone_number"], row["talk_duration"], row["wait_duration"]) for row in found] == [
        (OUTSIDE, 60, 4)
    ]


@pytest.mark.parametrize(
    ("caller", "called", "how", "flow", "result"),
    [(OUTSIDE, INSIDE, "--busy", "in", "busy"), ("201", OUTSIDE, "--no-answer", "out", "not answered")],
)
def test_a_call_may_be_in_vain(demo: Demo, caller: str, called: str, how: str, flow: str, result: str) -> None:
    call = seen(demo, simulated(demo, "call", *ends(caller, called), how)["url"]).json()
    assert (call["flow"], call["result"]) == (flow, result)


def test_a_voice_message_can_be_heard(demo: Demo) -> None:
    said = simulated(demo, "voicemail", *ends(), "--length", "3s")
    sound = soundfile.info(io.BytesIO(seen(demo, said["voicemail_url"]).content))
    assert round(sound.duration) == 3


def test_a_fax_can_be_read(demo: Demo) -> None:
    tiff = simulated(demo, "fax", *ends(), "--pages", "2")
    with Image.open(io.BytesIO(seen(demo, tiff["url"]).content)) as picture:
        assert (picture.format, getattr(picture, "n_frames", 1)) == ("TIFF", 2)
    pdf = simulated(demo, "fax", *ends(), "--format", "pdf")
    assert len(PdfReader(io.BytesIO(seen(demo, pdf["url"]).content)).pages) == 1


def test_an_operators_key_names_the_customer(demo: Demo) -> None:
    key = answer("ingest-key", "add", "all", "--db", demo.database)["key"]
    said = simulated(demo, "voicemail", *ends(called="201"), "--key", key, "--customer", "12")
    assert seen(demo, said["url"]).json()["call_uuid"] == said["uuid"]
    fax = simulated(demo, "fax", *ends(called="201"), "--key", key, "--customer", "12")
    assert seen(demo, fax["url"]).content


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("call", *ends(called="000*999")), 1, "000*999 is no number of the customer."),
        (("call", *ends(), "--key", "wrong"), 1, "The server does not know this ingest key: name another --key."),
        (("call", *ends(), "--busy", "--record"), 2, "Only a call that somebody answers can be recorded."),
        (
            ("call", *ends(), "--talk", "soon"),
            2,
            "soon is no length of time: write it like 12s or 2m, 600 seconds at most.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    demo: Demo, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    finished = run("simulate", arguments[0], "--url", demo.url, *arguments[1:])
    assert (finished.returncode, finished.stdout, finished.stderr) == (code, "", f"{sentence}\n")


def test_where_no_server_is_it_says_so_in_the_persons_language() -> None:
    nowhere = run("simulate", "call", "--url", "http://127.0.0.1:9", *ends(), CENTREX_LANG="ru")
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    assert nowhere.stderr == (
        "По адресу http://127.0.0.1:9 Centrex не отвечает: запустите `centrex demo` или укажите другой --url.\n"
    )
