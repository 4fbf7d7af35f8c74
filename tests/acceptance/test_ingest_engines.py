"""What real engines post, as they post it: Asterisk, FreeSWITCH, Kamailio; with their keys."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from centrex.engine.accounts import Accounts
from centrex.engine.ingest_keys import IngestKeyring
from centrex.engine.operator import Operator
from centrex.media.tones import clip
from centrex.resources.call import call
from centrex.resources.call_leg import call_leg
from centrex.resources.registration import registration
from tests.clock import NOON
from tests.pbx import BASE, DID, OPERATORS, OWN, Pbx, report
from tests.unit.ingest.payloads import (
    MASTER_CSV,
    PHONE_302,
    START,
    bridged,
    cdr,
    dialog,
    flow,
    posted,
    rang,
    seconds,
    unanswered,
)

MOSCOW = "Europe/Moscow"
SUMMARY = ("started_at", "caller", "called", "extension_number", "outcome", "talk_duration")


async def taken(pbx: Pbx, path: str, body: Any, **query: str) -> list[Any]:
    """The calls that are there after the operator's engine posted the body."""
    answer = await pbx.post(path, body, OPERATORS, **query)
    assert answer.status_code == 200, answer.text
    return await pbx.rows(call, *SUMMARY)


async def test_asterisk_posts_rows_as_json(pbx: Pbx) -> None:
    rows = [unanswered("NO ANSWER", dstchannel="PJSIP/000*302-00000022", sequence=70), cdr()]
    assert await taken(pbx, "asterisk", rows, timezone=MOSCOW) == [
        (START, "79161234567", DID, "301", "caller_hung_up", 60)
    ]
    legs = await pbx.rows(call_leg, "engine_id", "extension_number", "result")
    assert legs == [("1772443800.40-70", "302", "not answered"), ("1772443800.40-71", "301", "answered")]


async def test_asterisk_posts_lines_of_its_csv_in_the_time_of_its_clock(pbx: Pbx) -> None:
    made = await taken(pbx, "asterisk", f"{MASTER_CSV}\n".encode(), timezone=MOSCOW)
    assert made == [(START, "79161234567", DID, "301", "callee_hung_up", 60)]


@pytest.mark.parametrize("encoded", ["json", "percent", "base64"])
async def test_freeswitch_posts_a_channel_in_each_of_its_ways(pbx: Pbx, encoded: str) -> None:
    document = json.dumps(bridged()).encode()
    body = {
        "json": document,
        "percent": b"cdr=" + quote(document).encode(),
        "base64": b"cdr=" + base64.b64encode(document),
    }[encoded]
    assert await taken(pbx, "freeswitch", body) == [(START, "79161234567", DID, "301", "caller_hung_up", 60)]


async def test_freeswitch_rings_a_group_and_its_channels_come_one_by_one(pbx: Pbx) -> None:
    lost = {"hangup_cause": "LOSE_RACE", **seconds("end", START + 5)}
    answered = {**seconds("answer", START + 5), "sip_hangup_disposition": "send_bye", "bridge_uuid": "x"}
    for channel in (rang(lost, PHONE_302), bridged(), rang(answered), bridged()):
        answer = await pbx.post("freeswitch", channel)
        assert answer.status_code == 200, answer.text
    assert answer.json()["calls"][0]["status"] == "unchanged"
    legs = await pbx.rows(call_leg, "extension_number", "outcome", "is_talked")
    assert [row[:2] for row in legs] == [("301", "caller_hung_up"), ("302", "answered_elsewhere")]
    assert await pbx.rows(call, "extension_number") == ["301"]


async def test_a_channel_that_tells_nothing_is_taken_and_writes_nothing(pbx: Pbx) -> None:
    loopback = flow({"uuid": "l", "chan_name": "loopback/301-a", "destination_number": "301"})
    answer = await pbx.post("freeswitch", posted({}, loopback))
    assert (answer.status_code, answer.json()) == (200, {"calls": []})


async def test_kamailio_posts_a_dialog(pbx: Pbx) -> None:
    made = await taken(pbx, "kamailio", dialog(accountcode="000"))
    assert made == [(START, "79161234567", DID, "301", "caller_hung_up", 60)]


@pytest.mark.parametrize(
    ("path", "body", "index", "field"),
    [
        ("asterisk", [cdr(), cdr(disposition="MAYBE")], 1, "disposition"),
        ("asterisk", cdr(start="yesterday"), None, "start"),
        ("asterisk", f"{MASTER_CSV}\n\n1,2,3\n".encode(), 2, "body"),
        ("asterisk", b"\xff\xfe", None, "body"),
        ("freeswitch", b"cdr=%7B", None, "body"),
        ("freeswitch", [], None, "body"),
        ("kamailio", [dialog(), dialog(), dialog(sip_code="100")], 2, "sip_code"),
        ("registrations", [{"extension": "301", "status": "gone", "at": "2026-03-02T12:30:00Z"}], 0, "status"),
    ],
)
async def test_what_an_engine_would_not_say_is_refused_with_its_place(
    pbx: Pbx, path: str, body: Any, index: int | None, field: str
) -> None:
    answer = await pbx.post(path, body)
    told = answer.json()
    assert (answer.status_code, told["error"]) == (400, "report_invalid")
    assert (told.get("index"), told["field"]) == (index, field)
    assert await pbx.rows(call, "id") == []


async def test_a_number_that_is_not_there_is_refused_with_the_row_that_names_it(pbx: Pbx) -> None:
    unknown = cdr(dstchannel="PJSIP/000*399-00000022", uniqueid="2", linkedid="2")
    for body, index in (([cdr(), unknown], 1), (unknown, 0)):
        answer = await pbx.post("asterisk", body)
        told = answer.json()
        assert (answer.status_code, told["error"], told["value"]) == (422, "party_unknown", "000*399")
        assert (told["index"], told["call_id"], told["leg_id"]) == (index, "2", "2-71")


async def test_a_time_zone_that_is_none_is_refused(pbx: Pbx) -> None:
    answer = await pbx.post("asterisk", cdr(), timezone="../../etc/passwd")
    assert (answer.status_code, answer.json()["field"]) == (400, "timezone")


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


async def authorized(pbx: Pbx, authorization: str | None) -> httpx.Response:
    headers = {} if authorization is None else {b"Authorization": authorization.encode("latin-1")}
    async with pbx.client() as client:
        return await client.post(f"{BASE}calls", json=report("c1"), headers=headers)


@pytest.mark.parametrize("authorization", [f"Bearer {OWN}", f"bearer  {OWN}", basic("pbx", OWN), basic("", OWN)])
async def test_a_key_comes_as_a_bearer_s_or_as_a_password(pbx: Pbx, authorization: str) -> None:
    assert (await authorized(pbx, authorization)).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        f"Bearer {OWN}x",
        OWN,
        f"Digest {OWN}",
        "Basic !",
        "Basic /w==",
        basic(OWN, ""),
        basic(OWN, "pbx"),
        "Bearer \u00ff",
    ],
)
async def test_nobody_reports_without_a_key(pbx: Pbx, authorization: str | None) -> None:
    answer = await authorized(pbx, authorization)
    assert (answer.status_code, answer.json()["error"]) == (401, "access_token_invalid")
    assert answer.headers.get_list("www-authenticate") == ['Basic realm="ingest"', "Bearer"]


async def test_a_key_that_was_revoked_is_refused_within_a_second(any_pbx: Pbx) -> None:
    operator = Operator(any_pbx.store, any_pbx.clock)
    assert (await authorized(any_pbx, f"Bearer {OWN}")).status_code == 200
    await IngestKeyring(operator).revoke(2)
    any_pbx.clock.advance(1)
    answer = await authorized(any_pbx, f"Bearer {OWN}")
    assert (answer.status_code, answer.json()["error"]) == (401, "access_token_blocked")
    assert (await authorized(any_pbx, f"Bearer {OPERATORS}")).json()["error"] == "required_parameter_missed"


async def test_an_account_that_is_not_active_reports_nothing_and_nobody_for_it(pbx: Pbx) -> None:
    await Accounts(Operator(pbx.store, pbx.clock)).set_status(pbx.customer_id, "manual_lock")
    pbx.clock.advance(1)
    own = await pbx.post("calls", report("c1"))
    operators = await pbx.post("calls", report("c1", customer="000"), OPERATORS)
    assert {(each.status_code, each.json()["error"]) for each in (own, operators)} == {(403, "account_inactive")}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "calls", 405),
        ("PUT", "calls", 405),
        ("POST", "media/c1/0", 405),
        ("POST", "", 404),
        ("POST", "calls/", 200),
        ("POST", "calls/1", 404),
        ("PUT", "media", 404),
        ("PUT", "media/c1", 404),
        ("PUT", "media//0", 404),
        ("PUT", "media/c1/-1", 404),
        ("PUT", "media/c1/x", 404),
        ("PUT", "fax/", 404),
        ("POST", "nothing", 404),
    ],
)
async def test_what_is_not_there_is_not_found(pbx: Pbx, method: str, path: str, status: int) -> None:
    async with pbx.client() as client:
        answer = await client.request(method, BASE + path, content=b"[]", headers={"Authorization": f"Bearer {OWN}"})
    assert answer.status_code == status
    assert ("allow" in answer.headers) == (status == 405)


async def test_registrations_are_logged_once_with_the_group_of_then(any_pbx: Pbx) -> None:
    first, second = any_pbx.groups
    came = {"extension": "301", "status": "on", "at": "2025-06-15T15:00:00Z"}
    went = {"extension": "sip:000*301@sip.example.com", "status": "off", "at": "2025-06-15T15:30:00+00:00"}
    assert (await any_pbx.post("registrations", came)).json() == {"registrations": 1}
    await any_pbx.move("301", second)
    assert (await any_pbx.post("registrations", [came, went, went])).json() == {"registrations": 1}
    number, hour = any_pbx.numbers["301"], int(NOON) // 3600 * 3600
    rows = await any_pbx.rows(registration, "at", "status", "extension_id", "extension_group_id", "number")
    assert rows == [(hour, "on", number, first, "301"), (hour + 1800, "off", number, second, "301")]


async def test_no_registration_is_logged_where_the_log_is_off(pbx: Pbx) -> None:
    await pbx.set(reg_status_log=False)
    came = {"extension": "301", "status": "on", "at": "2025-06-15T15:00:00Z", "customer": "000"}
    assert (await pbx.post("registrations", came, OPERATORS)).json() == {"registrations": 0}
    assert await pbx.rows(registration, "id") == []


@pytest.mark.parametrize(
    ("members", "error"),
    [({"extension": "399"}, "party_unknown"), ({"at": "1990-01-01T00:00:00Z"}, "invalid_parameter_value")],
)
async def test_a_registration_that_cannot_be_refuses_all(pbx: Pbx, members: dict[str, str], error: str) -> None:
    came = {"extension": "301", "status": "on", "at": "2025-06-15T15:00:00Z"}
    answer = await pbx.post("registrations", [came, {**came, **members}])
    told = answer.json()
    assert (answer.status_code, told["error"], told["index"]) == (422, error, 1)
    assert await pbx.rows(registration, "id") == []


async def test_requests_are_counted_by_what_was_posted(pbx: Pbx) -> None:
    await pbx.post("calls", report("c1"))
    await pbx.post("nothing", b"")
    text = pbx.application.metrics.text().decode()
    assert 'centrex_requests_total{method="ingest.calls",outcome="ok"} 1.0' in text
    assert 'centrex_requests_total{method="unknown",outcome="not_found"} 1.0' in text


def sent_in(page: str) -> list[str]:
    """What the commands of a page post, and where they put files."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    return re.findall(r"(?<=-d ')[^']+|/ingest/v1/[^ \"]+\?[^\"]+", text)


async def test_what_the_pages_show_is_taken(pbx: Pbx) -> None:
    shown = sent_in("ingest.md")
    assert shown == sent_in("ingest.ru.md")
    call_body, talk, _, page, came = shown
    assert (await pbx.post("calls", call_body.encode(), OPERATORS)).status_code == 200
    assert (await pbx.post("registrations", came.encode(), OPERATORS)).json() == {"registrations": 1}
    for path, content, field in ((talk, clip("1", 0.5), "part"), (page, b"%PDF", "reason")):
        address, _, query = path.removeprefix("/ingest/v1/").partition("?")
        answer = await pbx.put(address, content, OPERATORS, **dict(pair.split("=") for pair in query.split("&")))
        assert field in answer.json(), "a fax is refused for its content alone"
