"""Event handlers of an extension: how many there may be, and how all of them go."""

from __future__ import annotations

from centrex.engine.changes import create
from centrex.engine.work import Work
from centrex.errors import DataLimitExceeded
from centrex.resources.event_handler import MAX_EVENTS, event_handler
from centrex.store.steps import Change, Count, Delete


def add(work: Work) -> Change[int]:
    """Adds an event handler; raises DataLimitExceeded when the extension has as many as it may."""
    if (yield Count(event_handler, {}))[0][0] >= MAX_EVENTS:
        raise DataLimitExceeded("event")
    return (yield from create(work))


def remove_all(work: Work) -> Change[int]:
    """Deletes all event handlers of the extension; answers its id."""
    yield Delete(event_handler, {})
    return work.scope.part_id
