"""Both stores show instants by the clock of the account's zone, as Python's zone files have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from centrex.catalogue import Level
from centrex.query.rows import parse_query
from centrex.query.values import instant
from centrex.resources.virtual_number import VIRTUAL_NUMBER, VIRTUAL_NUMBERS, virtual_number
from centrex.scope import Scope
from centrex.store.steps import Change, Insert, NextId
from centrex.store.zones import offsets
from tests.world import World

ZONES: Final = (
    *("UTC", "Europe/Moscow", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo"),
    *("Asia/Kathmandu", "Asia/Tehran", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll"),
)
FIRST, LAST = 0, 1_735_689_600
"""1970 to 2024: what zones will do is told differently by different editions of their files."""
INSTANTS: Final = 500


def moments() -> list[int]:
    """Instants at random, and the seconds around every change of a clock."""
    turns = {start for zone in ZONES for start, _ in offsets(zone) if FIRST < start < LAST}
    at_random = Random(2025).sample(range(FIRST, LAST), INSTANTS)
    return sorted({*at_random, *(turn + second for turn in turns for second in (-1, 0, 1))})


def numbers_at(instants: list[int]) -> Change[None]:
    for place, moment in enumerate(instants):
        identifier = (yield NextId(virtual_number))[0][0]
        fixed = {"status": "active", "category": "usual", "type": "va"}
        yield Insert(virtual_number, {"id": identifier, "number": f"9{place}", "activated_at": moment, **fixed})


def shown(moment: int, zone: str) -> str:
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


async def test_instants_are_shown_by_the_clock_of_the_account(world: World) -> None:
    instants = moments()
    await world.store.change(numbers_at(instants), _scope(world, "UTC"))
    query = parse_query(
        VIRTUAL_NUMBERS, {"fields": ["activation_date", "virtual_phone_number"], "limit": 10_000}, "UTC"
    )
    for zone in ZONES:
        page = await world.store.page(VIRTUAL_NUMBER, query, _scope(world, zone))
        rows = {row["virtual_phone_number"]: row["activation_date"] for row in json.loads(page.data)}
        wrong = [
            (moment, rows[f"9{place}"], shown(moment, zone))
            for place, moment in enumerate(instants)
            if rows[f"9{place}"] != shown(moment, zone)
        ]
        assert wrong == [], zone


def _scope(world: World, zone: str) -> Scope:
    return Scope(Level.CUSTOMER, world.d.id, world.d.user.id, zone)


def times_that_come_once() -> Iterator[tuple[str, int]]:
    for moment in moments():
        for zone in ZONES:
            if not datetime.fromtimestamp(moment, ZoneInfo(zone)).fold:
                yield zone, moment


def test_what_is_shown_is_read_back_as_the_same_instant() -> None:
    wrong = [pair for pair in times_that_come_once() if instant("", shown(pair[1], pair[0]), pair[0]) != pair[1]]
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_the_offsets_of_a_zone_hold_to_the_year_2100(zone: str) -> None:
    table = dict(offsets(zone))
    starts = sorted(table)
    for moment in Random(zone).sample(range(-2_208_988_800, 4_102_444_800), INSTANTS):
        offset = datetime.fromtimestamp(moment, ZoneInfo(zone)).utcoffset()
        assert offset is not None
        assert table[max(start for start in starts if start <= moment)] == offset.total_seconds()
