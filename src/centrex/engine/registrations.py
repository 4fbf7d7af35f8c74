"""Writes into a customer's log when his phones registered, and when their registrations ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from centrex.engine.call_report import Address, Moment
from centrex.engine.channels import number_in
from centrex.engine.leg_rows import EARLIEST, LATEST
from centrex.engine.parties import short_number
from centrex.errors import InvalidParameterValue, PartyUnknown
from centrex.resources.extension import extension
from centrex.resources.registration import registration
from centrex.store.steps import Change, Find, InsertMany, NextIds, Own

Key = tuple[int, int, str]
"""Extension, second and status: what makes a line of the log the same."""


class RegistrationReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A phone's registration that began (``on``) or ended (``off``).

    ``extension`` is a number, ``PREFIX*NUM``, or a SIP URI that holds one; ``customer`` as in a call.
    """

    extension: Address
    status: Literal["on", "off"]
    at: Moment
    customer: int | Annotated[str, msgspec.Meta(min_length=1, max_length=32)] | None = None


def log_registrations(reports: Sequence[RegistrationReport]) -> Change[list[int]]:
    """The ids of the new lines; what is there already is not written again, and nothing where no log is kept.

    Raises PartyUnknown and InvalidParameterValue, whose params name the ``index`` of the report.
    """
    identifier, prefix, is_kept = (yield Own(("id", "prefix", "reg_status_log")))[0]
    own_prefix = prefix if prefix is not None else str(identifier)
    shorts = [_short(report.extension, own_prefix) for report in reports]
    columns = ("number", "id", "extension_group_id")
    rows = yield Find(extension, columns, {"number": sorted({short for short in shorts if short})})
    numbers = {number: (identifier, group_id) for number, identifier, group_id in rows}
    found: dict[Key, dict[str, object]] = {}
    for index, (report, short) in enumerate(zip(reports, shorts, strict=True)):
        if short not in numbers:
            raise PartyUnknown("extension", report.extension, {"index": index})
        extension_id, group_id = numbers[short]
        key = (extension_id, _second(report, index), report.status)
        found[key] = _row(key, short, group_id)
    return (yield from _written(found)) if is_kept else []


def _short(address: str, prefix: str) -> str:
    return short_number(address, prefix) or short_number(number_in(address) or "", prefix)


def _second(report: RegistrationReport, index: int) -> int:
    at = int(report.at.timestamp())
    if not EARLIEST <= at < LATEST:
        raise InvalidParameterValue("at", report.at.isoformat(), {"index": index})
    return at


def _row(key: Key, short: str, group_id: int | None) -> dict[str, object]:
    extension_id, at, status = key
    return {
        "at": at,
        "status": status,
        "extension_id": extension_id,
        "extension_group_id": group_id,
        "number": short,
    }


def _written(found: dict[Key, dict[str, object]]) -> Change[list[int]]:
    times = {"extension_id": sorted({key[0] for key in found}), "at": sorted({key[1] for key in found})}
    known = {tuple(row) for row in (yield Find(registration, ("extension_id", "at", "status"), times))} if found else ()
    new = [row for key, row in found.items() if key not in known]
    if not new:
        return []
    ids: list[int] = msgspec.json.decode((yield NextIds(registration, len(new)))[0][0])
    yield InsertMany(registration, [{"id": identifier, **row} for identifier, row in zip(ids, new, strict=True)])
    return ids
