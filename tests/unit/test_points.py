"""Points in the memory of one process: windows by the clock of the account, held, charged or given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from centrex.access.caller import Account, Caller
from centrex.access.points import Points
from centrex.catalogue import Level
from centrex.errors import LimitExceeded
from tests.clock import ManualClock

BERLIN = ZoneInfo("Europe/Berlin")
ACCOUNT = Account(
    id=7,
    agent_id=None,
    active=True,
    zone="Europe/Berlin",
    day_limit=10,
    minute_limit=4,
    components=frozenset(),
    networks=(),
)


def at(local: str) -> float:
    """Seconds since 1970 of a wall-clock time in Berlin."""
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN).timestamp()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at("2025-06-15 12:00:10"))


@pytest.fixture
def points(clock: ManualClock) -> Points:
    return Points(clock)


def left(points: Points, account: Account = ACCOUNT) -> tuple[int | None, int | None]:
    """What is left of the day and of the minute."""
    report = points.report(account)
    return report.get("day_remaining"), report.get("minute_remaining")


def spend(points: Points, times: int, account: Account = ACCOUNT) -> None:
    for _ in range(times):
        with points.charged(account):
            pass


def heard(points: Points, *windows: tuple[str, int, int]) -> None:
    """Tells what the store knew of the account."""
    points.heard(Caller(1, Level.CUSTOMER, True, True, 0, "1", frozenset(), ACCOUNT, windows))


def test_a_point_is_held_while_the_call_is_under_way_and_charged_when_it_succeeds(points: Points) -> None:
    with points.charged(ACCOUNT):
        assert left(points) == (9, 3)
    assert left(points) == (9, 3)


def test_a_call_that_fails_costs_nothing(points: Points) -> None:
    with pytest.raises(ValueError, match="failed"), points.charged(ACCOUNT):
        raise ValueError("failed")
    assert left(points) == (10, 4)


@pytest.mark.parametrize(("day", "minute", "name"), [(10, 4, "minute"), (2, 4, "day"), (0, 0, "day")])
def test_a_call_beyond_a_limit_is_refused_before_it_begins(points: Points, day: int, minute: int, name: str) -> None:
    account = replace(ACCOUNT, day_limit=day, minute_limit=minute)
    spend(points, min(day, minute), account)
    with pytest.raises(LimitExceeded) as refused:
        points.hold(account)
    assert refused.value.params == {"limit_type": name, "limit_max_value": min(day, minute)}
    assert left(points, account) == (day - min(day, minute), minute - min(day, minute))


def test_calls_under_way_count_against_the_limit(points: Points) -> None:
    for _ in range(4):
        points.hold(ACCOUNT)
    with pytest.raises(LimitExceeded):
        points.hold(ACCOUNT)
    points.settle(ACCOUNT, charged=False)
    points.hold(ACCOUNT)


def test_windows_end_with_the_minute_and_with_the_day_of_the_account(points: Points, clock: ManualClock) -> None:
    report = points.report(ACCOUNT)
    assert (report["minute_reset"], report["day_reset"]) == (50, 11 * 3600 + 59 * 60 + 50)
    spend(points, 4)
    clock.advance(49.5)
    assert left(points) == (6, 0)
    clock.advance(0.5)
    assert left(points) == (6, 4)
    clock.advance(12 * 3600)
    assert left(points) == (10, 4)


@pytest.mark.parametrize(
    ("now", "seconds"),
    [("2025-03-30 00:00:00", 23 * 3600), ("2025-10-26 00:00:00", 25 * 3600), ("2025-06-15 23:59:59", 1)],
)
def test_a_day_is_as_long_as_its_clock_makes_it(now: str, seconds: int) -> None:
    assert Points(ManualClock(at(now))).report(ACCOUNT)["day_reset"] == seconds


def test_a_clock_that_goes_back_opens_its_windows_anew(points: Points, clock: ManualClock) -> None:
    spend(points, 4)
    clock.advance(-3600)
    assert left(points) == (6, 4)


def test_what_is_under_way_is_charged_to_the_window_in_which_it_ends(points: Points, clock: ManualClock) -> None:
    points.hold(ACCOUNT)
    clock.advance(60)
    assert left(points) == (9, 3)
    points.settle(ACCOUNT, charged=True)
    assert left(points) == (9, 3)


def test_accounts_are_counted_apart(points: Points) -> None:
    spend(points, 4)
    assert left(points, replace(ACCOUNT, id=8)) == (10, 4)


def test_an_account_without_limits_reports_nothing_and_is_never_refused(points: Points) -> None:
    account = replace(ACCOUNT, day_limit=None, minute_limit=None)
    spend(points, 20, account)
    assert points.report(account) == {}


def test_a_limit_that_was_lowered_never_leaves_less_than_nothing(points: Points) -> None:
    spend(points, 4)
    assert left(points, replace(ACCOUNT, day_limit=2, minute_limit=1)) == (0, 0)


def test_what_other_processes_charged_counts_in_the_same_window_alone(points: Points, clock: ManualClock) -> None:
    minute = int(clock.now()) - 10
    midnight = int(at("2025-06-15 00:00:00"))
    spend(points, 1)
    heard(points, ("minute", minute, 2), ("day", midnight, 3))
    assert left(points) == (6, 1)
    heard(points, ("minute", minute - 60, 99), ("day", midnight - 86_400, 99))
    heard(points, ("minute", minute, 1))
    assert left(points) == (6, 1)
