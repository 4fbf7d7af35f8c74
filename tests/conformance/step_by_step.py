"""Changes that are made of given steps."""

from __future__ import annotations

from collections.abc import Iterable

from centrex.store.steps import Change, Rows, Step


def each_of(steps: Iterable[Step]) -> Change[list[Rows]]:
    """The rows that each step answers."""
    waiting = iter(steps)
    step = next(waiting, None)
    if step is None:
        return []
    rows = yield step
    return [rows, *(yield from each_of(waiting))]
