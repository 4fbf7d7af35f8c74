"""Ten failures in a row, then a minute's rest, per login and address."""

from __future__ import annotations

import pytest

from centrex.access.throttle import FAILURES, KEPT, REST_SECONDS, Throttle
from centrex.errors import TooManyAttempts
from tests.clock import ManualClock

HERE = "192.0.2.1"


def failed(throttle: Throttle, times: int, login: str = "ann", address: str = HERE) -> None:
    """So many failures, each after a check that lets it pass."""
    for _ in range(times):
        throttle.check(login, address)
        throttle.failed(login, address)


def rests(throttle: Throttle, login: str = "ann", address: str = HERE) -> int:
    """For how many seconds the login must rest."""
    try:
        throttle.check(login, address)
    except TooManyAttempts as refusal:
        return refusal.retry_after
    return 0


def test_the_eleventh_attempt_is_refused_for_a_minute() -> None:
    clock = ManualClock()
    throttle = Throttle(clock)
    failed(throttle, FAILURES)
    assert rests(throttle) == REST_SECONDS
    clock.advance(REST_SECONDS - 0.5)
    assert rests(throttle) == 1
    clock.advance(0.5)
    assert rests(throttle) == 0


def test_after_the_rest_there_are_ten_attempts_again() -> None:
    clock = ManualClock()
    throttle = Throttle(clock)
    failed(throttle, FAILURES)
    clock.advance(REST_SECONDS)
    failed(throttle, FAILURES)
    assert rests(throttle) == REST_SECONDS


def test_failures_do_not_age_before_the_tenth() -> None:
    clock = ManualClock()
    throttle = Throttle(clock)
    failed(throttle, FAILURES - 1)
    clock.advance(10 * REST_SECONDS)
    failed(throttle, 1)
    assert rests(throttle) == REST_SECONDS


def test_a_success_forgets_the_failures() -> None:
    throttle = Throttle(ManualClock())
    failed(throttle, FAILURES - 1)
    throttle.succeeded("ann", HERE)
    failed(throttle, FAILURES - 1)
    assert rests(throttle) == 0
    throttle.succeeded("nobody", HERE)


@pytest.mark.parametrize(("login", "address"), [("bob", HERE), ("Ann", HERE), ("ann", "192.0.2.2")])
def test_other_logins_and_addresses_go_on(login: str, address: str) -> None:
    throttle = Throttle(ManualClock())
    failed(throttle, FAILURES)
    assert rests(throttle, login, address) == 0
    assert rests(throttle) == REST_SECONDS


def test_the_logins_remembered_are_bounded_and_the_oldest_go_first() -> None:
    throttle = Throttle(ManualClock())
    failed(throttle, FAILURES, "first")
    failed(throttle, FAILURES, "second")
    for number in range(KEPT - 1):
        failed(throttle, 1, f"guess {number}")
    assert (rests(throttle, "first"), rests(throttle, "second")) == (0, REST_SECONDS)
