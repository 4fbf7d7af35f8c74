"""Points per minute and per day: windows aligned to the clock of the account, charged on success only.

Each process counts in memory and adds up with the others through the store once a second; between processes a
second's overrun is possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from centrex.access.caller import Account, Caller
from centrex.clock import Clock
from centrex.errors import LimitExceeded
from centrex.resources.ledger import change_counter, points_used
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Add, Change, Find, Insert, Update

Limits = dict[str, int]
"""The six numbers of ``metadata.limits``; empty where nothing is limited."""


@dataclass(slots=True)
class Window:
    """``shared`` is what all processes had charged, ``own`` what is not yet told, ``held`` under way."""

    start: int = 0
    end: int = 0
    shared: int = 0
    own: int = 0
    held: int = 0

    @property
    def used(self) -> int:
        return self.shared + self.own + self.held

    def open(self, start: int, end: int) -> None:
        """Begins anew; what is under way is charged to the new window."""
        self.start, self.end, self.shared, self.own = start, end, 0, 0


@dataclass(slots=True)
class Usage:
    """The two windows of an account."""

    day: Window = field(default_factory=Window)
    minute: Window = field(default_factory=Window)


class Points:
    """The points of all accounts that this process serves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._usage: dict[int, Usage] = {}
        self._untold: set[int] = set()
        self._telling: int | None = None

    def hold(self, account: Account, weight: int = 1) -> None:
        """Sets points aside for a call; raises LimitExceeded when there are not enough."""
        usage = self._current(account, int(self._clock.now()))
        for name, window, limit in _windows(account, usage):
            if limit is not None and window.used + weight > limit:
                raise LimitExceeded(params={"limit_type": name, "limit_max_value": limit})
        usage.day.held += weight
        usage.minute.held += weight

    def settle(self, account: Account, *, charged: bool, weight: int = 1) -> None:
        """Charges what was held, or gives it back."""
        usage = self._usage[account.id]
        for window in (usage.day, usage.minute):
            window.held -= weight
            window.own += weight if charged else 0
        if charged:
            self._untold.add(account.id)

    def charged(self, account: Account, weight: int = 1) -> Charge:
        """Holds points for what is done inside ``with``, and charges them when it succeeds; says how many."""
        return Charge(self, account, weight)

    def report(self, account: Account) -> Limits:
        """What is left, and for how many seconds."""
        now = int(self._clock.now())
        limits: Limits = {}
        for name, window, limit in _windows(account, self._current(account, now)):
            if limit is not None:
                told = _TOLD[name]
                limits[told.limit] = limit
                limits[told.remaining] = max(0, limit - window.used)
                limits[told.reset] = window.end - now
        return limits

    def heard(self, caller: Caller) -> None:
        """What the store knew of the account when the caller was looked up."""
        if self._telling == caller.account.id:
            return  # the sums may already hold what is about to be taken off ``own``
        usage = self._current(caller.account, int(self._clock.now()))
        for name, start, points in caller.points:
            window = usage.day if name == "day" else usage.minute
            if window.start == start:
                window.shared = max(window.shared, points)

    async def tell(self, store: Store) -> None:
        """Adds what this process has charged to the store's sums, and hears those of all processes.

        Raises ServerBusy when the store cannot answer; nothing is lost, it is told the next time.
        """
        untold, self._untold = self._untold, set()  # what is charged meanwhile is told the next time
        while untold:
            self._telling = account_id = untold.pop()
            try:
                await self._tell(store, account_id)
            except BaseException:
                self._untold |= {account_id, *untold}
                raise
            finally:
                self._telling = None

    async def _tell(self, store: Store, account_id: int) -> None:
        usage = self._usage[account_id]
        told = [
            (name, window, window.start, window.own) for name, window in (("day", usage.day), ("minute", usage.minute))
        ]
        sums = await store.change(added(account_id, [(name, start, own) for name, _, start, own in told]), SERVER)
        for (_, window, start, own), total in zip(told, sums, strict=True):
            if window.start == start:
                window.shared = max(total, window.shared + own)  # where a later window stands, none of it is summed up
                window.own -= own

    def _current(self, account: Account, now: int) -> Usage:
        usage = self._usage.get(account.id)
        if usage is None:
            usage = self._usage[account.id] = Usage()
        if now >= usage.minute.end or now < usage.minute.start:
            start = now - now % 60
            usage.minute.open(start, start + 60)
            if now >= usage.day.end or now < usage.day.start:
                usage.day.open(*day_of(now, account.zone))
        return usage


@dataclass(slots=True)
class Charge:
    """Points held inside ``with``: charged at its end, or given back when an error ends it."""

    points: Points
    account: Account
    weight: int

    def __enter__(self) -> int:
        self.points.hold(self.account, self.weight)
        return self.weight

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.points.settle(self.account, charged=kind is None, weight=self.weight)


class _Told(NamedTuple):
    """The names of a window's three numbers."""

    limit: str
    remaining: str
    reset: str


_TOLD: Final = {name: _Told(f"{name}_limit", f"{name}_remaining", f"{name}_reset") for name in ("day", "minute")}


def _windows(account: Account, usage: Usage) -> tuple[tuple[str, Window, int | None], ...]:
    return ("day", usage.day, account.day_limit), ("minute", usage.minute, account.minute_limit)


def day_of(now: int, zone: str) -> tuple[int, int]:
    """The begin of the day and of the next one, in the time zone of the account."""
    local = datetime.fromtimestamp(now, ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    return int(midnight.timestamp()), int((midnight + timedelta(days=1)).timestamp())


def added(account_id: int, told: Sequence[tuple[str, int, int]]) -> Change[list[int]]:
    """Adds points to windows, or begins them; answers the points of all processes in each.

    The row lock of the change counter puts the processes in order; it counts no change. A window that
    has ended while it was not told is left out, for another process may have begun the next.
    """
    yield Add(change_counter, {"customer_id": account_id}, "changes", 0)
    sums = []
    for name, start, points in told:
        key = {"customer_id": account_id, "window": name}
        rows = yield Find(points_used, ("start", "points"), key)
        begun, known = rows[0] if rows else (start, 0)
        total = points + (int(known) if begun == start else 0)
        if begun <= start:
            values = {"start": start, "points": total}
            yield Update(points_used, key, values) if rows else Insert(points_used, key | values)
        sums.append(total)
    return sums
