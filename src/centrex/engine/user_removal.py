"""What goes with a user: his rights, keys, sessions, tokens and consents. What he did stays in the audit."""

from __future__ import annotations

from centrex.resources.application import application, consent, oauth_token
from centrex.resources.credential import api_key, session
from centrex.resources.user import user, user_permission
from centrex.store.steps import Change, Delete, Find, Update


def remove_users_of(**part: int) -> Change[None]:
    """Deletes the users of an ``extension_group_id`` or an ``extension_id``."""
    rows = yield Find(user, ("id",), part)
    yield from remove_users([int(row[0]) for row in rows])


def remove_users(user_ids: list[int]) -> Change[None]:
    """Deletes users. Applications that they registered stay without an owner, and open nothing any more."""
    if not user_ids:
        return
    theirs = {"user_id": user_ids}
    for table in (user_permission, api_key, session, oauth_token, consent):
        yield Delete(table, theirs)
    yield Update(application, theirs, {"user_id": None})
    yield Delete(user, {"id": user_ids})
