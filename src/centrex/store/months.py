"""The partitions of PostgreSQL: one for each month of the tables that are kept by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

MONTHLY: Final = ("call", "call_leg")


def partitions(first: int, last: int) -> Iterator[str]:
    """What makes the months from that of ``first`` to that of ``last``; what is there already stays as it is."""
    begin = _month(datetime.fromtimestamp(first, UTC))
    while begin.timestamp() <= last:
        end = _month(begin, later=1)
        for table in MONTHLY:
            bounds = f"FROM ({int(begin.timestamp())}) TO ({int(end.timestamp())})"
            yield f"CREATE TABLE IF NOT EXISTS {table}_{begin:%Y_%m} PARTITION OF {table} FOR VALUES {bounds}"
        begin = end


def _month(moment: datetime, later: int = 0) -> datetime:
    """The first second of its month, or of one after it."""
    years, month = divmod(moment.month - 1 + later, 12)
    return datetime(moment.year + years, month + 1, 1, tzinfo=UTC)
