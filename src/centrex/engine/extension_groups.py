"""Internal numbers groups: what becomes of numbers and users when one is deleted."""

from __future__ import annotations

from centrex.engine.user_removal import remove_users_of
from centrex.engine.work import Work, existing
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.store.steps import Change, Delete, Update


def remove(work: Work) -> Change[int]:
    """Deletes a group: its numbers stay without one, its users are deleted."""
    identifier = yield from existing(work)
    yield from remove_users_of(extension_group_id=identifier)
    yield Update(extension, {"extension_group_id": identifier}, {"extension_group_id": None})
    yield Delete(extension_group, {"id": identifier})
    return identifier
