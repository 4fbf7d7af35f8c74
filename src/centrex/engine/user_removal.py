"""What goes with a user: his rights, keys, sessions, tokens and consents. What he did stays in the audit."""

from __future__ import annotations

from centrex.resources.credential import api_key, session
from centrex.resources.user import user, user_permission
from centrex.store.steps import Change, Delete, Find


def remove_users_of(**part: int) -> Change[None]:
    """Deletes the users of an ``extension_group_id`` or an ``extension_id``."""
    rows = yield Find(user, ("id",), part)
    yield from remove_users([int(row[0]) for row in rows])


def remove_users(user_ids: list[int]) -> Change[None]:
    """Deletes users. Their applications with the tokens of these, their own tokens and consents go with them."""
    if not user_ids:
        return
    theirs = {"user_id": user_ids}
    for table in (user_permission, api_key, session):
        yield Delete(table, theirs)
    yield Delete(user, {"id": user_ids})
