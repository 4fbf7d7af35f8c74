"""External numbers: to which extensions their calls and texts go."""

from __future__ import annotations

from typing import Final

from centrex.engine.changes import update
from centrex.engine.members import require
from centrex.engine.work import Work
from centrex.resources.extension import extension
from centrex.store.steps import Change

LEADS: Final = ("extension_id", "message_extension_id")


def change(work: Work) -> Change[int]:
    """Changes what was sent; an extension that the client does not have refuses all of it."""
    for name in LEADS:
        if work.arguments.get(name) is not None:
            yield from require(extension, name, [work.integer(name)])
    return (yield from update(work))
