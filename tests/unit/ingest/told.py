"""What bodies tell, as calls: the legs of a call that were posted side by side are put together."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from centrex.engine.call_report import CallReport
from centrex.ingest import reading
from centrex.ingest.reading import Placed
from centrex.ingest.rows import UTC_ZONE


def of_asterisk(body: bytes, zone: ZoneInfo = UTC_ZONE) -> list[CallReport]:
    return _by_call(reading.of_asterisk(body, zone))


def of_kamailio(body: bytes, zone: ZoneInfo = UTC_ZONE) -> list[CallReport]:
    return _by_call(reading.of_kamailio(body, zone))


def _by_call(placed: Iterable[Placed]) -> list[CallReport]:
    """In the order of their first legs; the customer is the first that any of them names."""
    calls: dict[str, list[CallReport]] = {}
    for each in placed:
        calls.setdefault(each.report.call_id, []).append(each.report)
    return [
        CallReport(
            call_id=call_id,
            legs=tuple(leg for part in parts for leg in part.legs),
            customer=next((part.customer for part in parts if part.customer is not None), None),
        )
        for call_id, parts in calls.items()
    ]
