"""What PBX engines report of calls and registrations, written into the accounts: all of a request or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from centrex.access.ingest_keys import IngestKey
from centrex.clock import Clock
from centrex.engine.audit import Deed, all_recorded, calls_counted, recorded
from centrex.engine.call_report import CallReport
from centrex.engine.calls import Recorded, record_calls
from centrex.engine.gathering import Gathering
from centrex.engine.own_deeds import Place
from centrex.engine.registrations import RegistrationReport, log_registrations
from centrex.engine.reporting import Named, deed, gone_into, owners, written
from centrex.errors import AccountInactive, CentrexError, Forbidden, InvalidParameterValue, ParameterError, StateError
from centrex.query.values import text
from centrex.store import Store
from centrex.store.steps import Change
from centrex.waiting import Queue

REFUSED: Final = (ParameterError, StateError, AccountInactive, Forbidden)
"""What a report itself is to blame for; anything else would befall others too."""

ID_LENGTH: Final = 128
AT_ONCE: Final = 500
"""Reports that are worked on between two waits for the store."""

TOGETHER: Final = 200
"""Calls of different requests that are written in one transaction."""

NewUuid = Callable[[], str]
Call = tuple[int, str]
"""An account, and the PBX engine's id of one of its calls."""


@dataclass(frozen=True, slots=True)
class Request:
    """What came with one request, and what the audit keeps of it."""

    key: IngestKey
    reports: Sequence[CallReport]
    deed: Deed


class Ingest:
    """The reports to one store. Requests for the same account that come at the same time are written together."""

    def __init__(self, store: Store, clock: Clock, new_uuid: NewUuid = lambda: uuid4().hex) -> None:
        self._store = store
        self._clock = clock
        self._new_uuid = new_uuid
        bounds = Queue("reports", store.limits.waiting, store.limits.statement_seconds)
        self._gathering = Gathering(self._written, _together, bounds)

    @property
    def queues(self) -> Sequence[Queue]:
        """Where requests wait for their turn."""
        return (self._gathering.bounds,)

    async def calls(
        self, key: IngestKey, reports: Sequence[CallReport], place: Place, operation: str = "ingest.calls"
    ) -> list[Recorded]:
        """Writes the calls, all or none; what became of each, in the order in which they were first named.

        Raises what ``owners`` and ``record_calls`` raise; params name the report by its index, and its call.
        """
        request = Request(key, reports, deed(self._clock, place, operation, "call"))
        return await self._gathering.ask((key, frozenset(report.customer for report in reports)), request)

    async def _written(self, requests: Sequence[Request]) -> list[list[Recorded]]:
        """What became of the calls of each request; all have the same key."""
        return await written(self._store, lambda: _calls(requests, self._new_uuid), requests[0].key)

    async def sifted(
        self, key: IngestKey, reports: Sequence[CallReport], place: Place, operation: str
    ) -> tuple[list[Recorded], dict[int, CentrexError]]:
        """Writes what can be written, and answers why the others cannot, by their indexes."""
        if not reports:
            return [], {}
        try:
            return await self.calls(key, reports, place, operation), {}
        except REFUSED as refusal:
            index = refusal.params.get("index")
            if not isinstance(index, int):
                raise
            refused: dict[int, CentrexError] = {index: refusal}
        middle = (index + 1 + len(reports)) // 2
        done: list[Recorded] = []
        for first, end in ((0, index), (index + 1, middle), (middle, len(reports))):
            part, wrong = await self.sifted(key, reports[first:end], place, operation)
            done += part
            refused |= {first + at: refusal for at, refusal in wrong.items()}
        return done, refused

    async def registrations(self, key: IngestKey, reports: Sequence[RegistrationReport], place: Place) -> int:
        """Writes when phones came and went into the logs of the customers who keep one; answers how many are new.

        Raises what ``owners`` and ``log_registrations`` raise; params name the report by its index.
        """
        done = deed(self._clock, place, "ingest.registrations", "registration")
        return await written(self._store, lambda: _registrations(key, reports, done), key)


def _together(requests: Iterable[Request]) -> int:
    """How many of the first are written at once: few calls in all, and none that two of them tell of."""
    named: set[str] = set()
    count = 0
    for request in requests:
        calls = {report.call_id for report in request.reports}
        if count and (len(named) + len(calls) > TOGETHER or not named.isdisjoint(calls)):
            break
        named |= calls
        count += 1
    return count


def _calls(requests: Sequence[Request], new_uuid: NewUuid) -> Change[list[list[Recorded]]]:
    key = requests[0].key
    reports = [report for request in requests for report in request.reports]
    for index, report in enumerate(reports):
        _check_id(report.call_id, index)
    with _naming(reports):
        accounts = yield from owners(key, _named(reports))
    named = list(_of_each(requests, list(zip(accounts, (report.call_id for report in reports), strict=True))))
    found: dict[tuple[int, str], Recorded] = {}
    for account, indexes in _by_account(accounts):
        yield from gone_into(key, account)
        with _renumbered(indexes):
            made = yield from _calls_of_account([reports[index] for index in indexes], new_uuid)
        found |= {(account, each.call_id): each for each in made}
        firsts = [next((found[call].id for call in own if call[0] == account), None) for own in named]
        both = zip(requests, firsts, strict=True)
        yield from all_recorded([(request.deed, first) for request, first in both if first is not None])
    return [[found[call] for call in own] for own in named]


def _calls_of_account(reports: Sequence[CallReport], new_uuid: NewUuid) -> Change[list[Recorded]]:
    """Some at a time, so that a large request does not keep the others of this process waiting."""
    made: dict[str, Recorded] = {}
    for first in range(0, len(reports), AT_ONCE):
        with _renumbered(range(first, first + AT_ONCE)):
            part = yield from record_calls(reports[first : first + AT_ONCE], new_uuid)
        for each in part:
            if each.call_id not in made or made[each.call_id].status == "unchanged":
                made[each.call_id] = each
    return list(made.values())


def _of_each(requests: Sequence[Request], named: Sequence[Call]) -> Iterator[list[Call]]:
    """The calls of each request, in the order in which it names them first."""
    first = 0
    for request in requests:
        end = first + len(request.reports)
        yield list(dict.fromkeys(named[first:end]))
        first = end


def _registrations(key: IngestKey, reports: Sequence[RegistrationReport], done: Deed) -> Change[int]:
    accounts = yield from owners(key, [report.customer for report in reports])
    new = 0
    for account, indexes in _by_account(accounts):
        yield from gone_into(key, account)
        yield from calls_counted()
        with _renumbered(indexes):
            ids = yield from log_registrations([reports[index] for index in indexes])
        if ids:
            yield from recorded(done, ids[0], {})
        new += len(ids)
    return new


def _by_account(accounts: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """The indexes of the reports of each account; accounts in the order of their ids, so that no two requests wait for
    each other."""
    for account in sorted(set(accounts)):
        yield account, [index for index, owner in enumerate(accounts) if owner == account]


def _named(reports: Sequence[CallReport]) -> list[Named]:
    """The customers as named; a report that names none belongs to him whom another of the same call names first."""
    of_call: dict[str, Named] = {}
    for report in reports:
        if report.customer is not None:
            of_call.setdefault(report.call_id, report.customer)
    return [of_call.get(report.call_id) if report.customer is None else report.customer for report in reports]


def _check_id(call_id: str, index: int) -> None:
    try:
        fits = 0 < len(text("call_id", call_id)) <= ID_LENGTH
    except CentrexError:
        fits = False
    if not fits:
        raise InvalidParameterValue("call_id", call_id, {"index": index})


@contextmanager
def _naming(reports: Sequence[CallReport]) -> Iterator[None]:
    """Adds the id of the call to a refusal that has an index."""
    try:
        yield
    except CentrexError as refusal:
        index = refusal.params.get("index")
        if isinstance(index, int):
            refusal.params = {**refusal.params, "call_id": reports[index].call_id}
        raise


@contextmanager
def _renumbered(indexes: Sequence[int]) -> Iterator[None]:
    """The index among the reports of an account becomes that among all."""
    try:
        yield
    except CentrexError as refusal:
        index = refusal.params.get("index")
        if isinstance(index, int):
            refusal.params = {**refusal.params, "index": indexes[index]}
        raise
