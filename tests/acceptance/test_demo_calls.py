"""The three months of the demo world: how much there is of everything, when, and that it can be heard and read."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from centrex.demo.calendar import DAYS, Calendar
from centrex.demo.folder import FILE
from centrex.demo.history import PLANS, History, make_history
from centrex.demo.media import make_media
from centrex.demo.world import make_world
from centrex.engine.call_summary import people, summary
from centrex.media import audio, fax
from centrex.outcomes import Outcome
from centrex.store.media_opening import beside
from tests.clock import NOON

FIRST, RECEPTION = 12, 11
"""The customer of the printed keys, and the group of the printed application."""

WEEKS: Final = 28 * 86_400
_OF_CALL: Final = "customer_id = ? AND call_id = ?"


@pytest.fixture(scope="module")
def world(laid_demo: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(laid_demo / FILE)) as raw:
        raw.row_factory = sqlite3.Row
        yield raw


def one(world: sqlite3.Connection, query: str, *values: object) -> Any:
    return world.execute(query, values).fetchone()[0]


def test_there_is_as_much_of_everything_as_promised(world: sqlite3.Connection) -> None:
    assert one(world, "SELECT count(*) FROM call") == one(world, "SELECT count(*) FROM call_key") == 25_000
    kinds = dict(world.execute("SELECT kind, count(*) FROM recording GROUP BY 1").fetchall())
    assert kinds == {"record": 400, "voicemail": 60}
    assert one(world, "SELECT count(*) FROM fax") == 20
    of_customers = dict(world.execute("SELECT customer_id, count(*) FROM call GROUP BY 1").fetchall())
    assert of_customers == {FIRST + place: plan.calls for place, plan in enumerate(PLANS)}
    assert one(world, "SELECT count(DISTINCT digest) FROM recording") >= 20


def test_calls_end_in_every_way_and_go_both_ways(world: sqlite3.Connection) -> None:
    of_legs = {outcome for (outcome,) in world.execute("SELECT DISTINCT outcome FROM call_leg")}
    assert of_legs == set(Outcome)
    assert {way for (way,) in world.execute("SELECT DISTINCT direction FROM call")} == {"in", "out"}
    assert one(world, "SELECT count(*) FROM call WHERE is_transfer") > 100
    assert one(world, "SELECT count(*) FROM call WHERE caller_domain IS NOT NULL AND called_domain IS NOT NULL") > 100
    assert one(world, "SELECT count(*) FROM call WHERE caller_name IS NOT NULL") > 1000


@pytest.mark.parametrize("group", [None, RECEPTION])
def test_the_last_four_weeks_hold_some_of_each(world: sqlite3.Connection, group: int | None) -> None:
    recent = time.time() - WEEKS
    where = f"customer_id = {FIRST}" + (f" AND extension_group_id = {group}" if group else "")
    for kind in ("record", "voicemail"):
        query = f"SELECT count(*) FROM recording WHERE kind = '{kind}' AND started_at > ? AND {where}"
        assert one(world, query, recent), kind
    assert one(world, f"SELECT count(*) FROM fax WHERE received_at > ? AND {where}", recent)
    results = f"SELECT DISTINCT direction, result FROM call WHERE started_at > ? AND {where}"
    found = {tuple(row) for row in world.execute(results, (recent,))}
    assert found >= {(way, result) for way in ("in", "out") for result in ("bridged", "busy", "not answered")}
    assert one(world, f"SELECT count(*) FROM call WHERE is_lost AND started_at > ? AND {where}", recent)


def test_the_latest_is_of_just_now_and_nothing_is_yet_to_come(world: sqlite3.Connection) -> None:
    laid_at = one(world, "SELECT max(at) FROM audit")
    assert laid_at - 7200 < one(world, "SELECT max(ended_at) FROM call") < laid_at
    assert laid_at - 86_400 < one(world, "SELECT max(started_at) FROM recording") < laid_at
    assert laid_at - 86_400 < one(world, "SELECT max(received_at) FROM fax") < laid_at
    assert one(world, "SELECT max(at) FROM registration") < laid_at
    assert one(world, "SELECT min(started_at) FROM call") > laid_at - (DAYS + 1) * 86_400


def test_every_call_follows_from_its_legs(world: sqlite3.Connection) -> None:
    for call in world.execute("SELECT * FROM call WHERE id % 61 = 0").fetchall():
        own = (call["customer_id"], call["id"])
        legs = [dict(row) for row in world.execute(f"SELECT * FROM call_leg WHERE {_OF_CALL}", own)]
        expected = summary(legs)
        assert {name: call[name] for name in expected} == expected
        assert {leg["call_started_at"] for leg in legs} == {call["started_at"]}
        there = world.execute(f"SELECT * FROM call_employee WHERE {_OF_CALL}", own).fetchall()
        assert {row["employee_id"] for row in there} == people(legs).keys()


def test_numbers_groups_and_employees_are_those_of_the_world(world: sqlite3.Connection) -> None:
    for table in ("call_leg", "recording"):
        strange = f"""
            SELECT count(*) FROM {table} AS row JOIN extension ON extension.id = row.extension_id
            WHERE extension.customer_id <> row.customer_id OR extension.number <> row.extension_number
               OR extension.extension_group_id IS NOT row.extension_group_id
               OR extension.employee_id IS NOT row.employee_id"""
        assert one(world, strange) == 0
    assert one(world, "SELECT count(*) FROM call_leg WHERE employee_id IS NOT NULL") > 20_000


def test_every_file_is_there_once_and_is_what_its_row_says(world: sqlite3.Connection, laid_demo: Path) -> None:
    root = beside(laid_demo / FILE)
    rows = world.execute("SELECT media, digest, size, format, seconds AS extent FROM recording").fetchall()
    pages = world.execute("SELECT media, digest, size, format, pages AS extent FROM fax").fetchall()
    found = {path.relative_to(root).as_posix(): path.stat().st_size for path in root.rglob("*") if path.is_file()}
    assert {row["media"]: row["size"] for row in (*rows, *pages)} == found
    for row in _different(rows):
        sound = audio.probe(root / row["media"])
        assert (sound.format, sound.duration) == (row["format"], row["extent"])
    for row in _different(pages):
        paper = fax.probe(root / row["media"])
        assert (paper.format, paper.pages) == (row["format"], row["extent"])


def test_a_recording_is_as_long_as_its_talk(world: sqlite3.Connection) -> None:
    other = """SELECT count(*) FROM recording JOIN call_leg ON call_leg.id = leg_id WHERE seconds <> duration"""
    assert one(world, other) == 0


def test_all_but_the_times_follows_from_the_seed() -> None:
    first, again, later = (history(7, NOON), history(7, NOON), history(7, NOON + 100 * 86_400 + 30_000))
    assert first == again
    assert first.calls != later.calls
    assert [call.shape for call in first.calls] == [call.shape for call in later.calls]
    assert (first.shapes, first.sounds) == (later.shapes, later.sounds)
    senders = [[(each.caller, each.destination, each.file) for each in told.letters] for told in (first, later)]
    assert senders[0] == senders[1]
    assert history(8, NOON).shapes != first.shapes


def history(seed: int, now: float) -> History:
    world = make_world(seed)
    return make_history(seed, 0, world.customers[0], world.numbering.of_customer(0), make_media(seed), int(now))


MOSCOW: Final = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 2, 12, 30, tzinfo=MOSCOW),
        datetime(2026, 3, 1, 9, 5, tzinfo=MOSCOW),
        datetime(2026, 3, 3, 0, 10, tzinfo=MOSCOW),
        datetime(2026, 3, 3, 0, 10, tzinfo=UTC),
        datetime(2026, 3, 3, 23, 50, tzinfo=MOSCOW),
    ],
    ids=["noon", "Sunday", "night", "night in UTC", "evening"],
)
def test_whenever_it_is_something_has_happened_today_and_most_of_it_in_working_hours(now: datetime) -> None:
    calendar = Calendar(int(now.timestamp()), "Europe/Moscow")
    times = [datetime.fromtimestamp(calendar.at(place / 10_000), MOSCOW) for place in range(10_001)]
    assert max(times) <= now
    assert min(times) > now - timedelta(days=DAYS)
    for zone in (MOSCOW, UTC):
        today = now.astimezone(zone).date()
        assert sum(at.astimezone(zone).date() == today for at in times) >= 20
    assert sum(8 <= at.hour < 19 for at in times) > 9_900


def test_a_day_has_its_hours_in_summer_and_in_winter() -> None:
    zone = ZoneInfo("Europe/Berlin")
    calendar = Calendar(int(datetime(2026, 4, 20, 18, tzinfo=zone).timestamp()), "Europe/Berlin")
    times = [datetime.fromtimestamp(calendar.at(place / 5_000), zone) for place in range(5_001)]
    assert {at.utcoffset() for at in times} == {timedelta(hours=1), timedelta(hours=2)}
    assert all(8 <= at.hour < 19 for at in times)


def _different(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    return list({row["digest"]: row for row in rows}.values())
