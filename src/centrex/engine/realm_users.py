"""Users of a client, of his extension groups and of his extensions: how one is made, changed and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from sqlalchemy import Table

from centrex.catalogue import Level
from centrex.engine.members import require
from centrex.engine.time_zones import check_time_zone
from centrex.engine.user_removal import remove_users
from centrex.engine.work import Work
from centrex.errors import DuplicateEntity, EntityNotFound, Forbidden
from centrex.resources.application import oauth_token, web_session
from centrex.resources.credential import session
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.user import user
from centrex.store.steps import Change, Delete, Find, Insert, NextId, NotUnique, Own, Update

COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "login": "login",
    "password": "password_hash",
    "email": "email",
    "access": "access",
    "status": "status",
    "comment": "description",
    "extra_params": "extra_params",
    "timezone": "timezone",
}
"""The column of each member; where the password was sent stands its hash."""


class _Kind(NamedTuple):
    """The users of one level: which member says what they belong to, and what that is; null is the client."""

    level: Level
    member: str
    target: Table | None


_KINDS: Final[Mapping[str, _Kind]] = {
    "client": _Kind(Level.CUSTOMER, "client_id", None),
    "extension_group": _Kind(Level.EXTENSION_GROUP, "extension_group_id", extension_group),
    "extension": _Kind(Level.EXTENSION, "extension_id", extension),
}
"""By the last part of the operation's name."""


def add(work: Work) -> Change[int]:
    """Makes a user, active and with full access unless something else is sent; answers his id."""
    kind = _kind(work)
    check_time_zone("timezone", work.arguments.get("timezone"))
    belongs = yield from _belongs(work, kind)
    defaults = {param.name: param.default for param in work.operation.params if param.default is not None}
    identifier = int((yield NextId(user))[0][0])
    agent_id = (yield Own(("agent_id",)))[0][0]
    fixed = {"id": identifier, "agent_id": agent_id, "level": kind.level, "created_at": work.at}
    columns = {COLUMNS[name]: value for name, value in defaults.items()} | _columns(work) | belongs
    yield from _unless_taken(work, Insert(user, {**columns, **fixed}))
    return identifier


def change(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else. One who is blocked, or was, begins anew without tokens.

    Raises Forbidden where the one who asks would block himself.
    """
    kind = _kind(work)
    identifier, status = yield from _existing(work, kind)
    check_time_zone("timezone", work.arguments.get("timezone"))
    columns = _columns(work) | (yield from _belongs(work, kind))
    if identifier == work.scope.user_id and columns.get("status", status) != status:
        raise Forbidden("status", columns["status"])
    if columns:
        yield from _unless_taken(work, Update(user, {"id": identifier}, columns))
    if columns.get("status", status) != status:
        yield from _end_tokens(identifier, blocked=columns["status"] == "blocked")
    return identifier


def remove(work: Work) -> Change[int]:
    """Deletes a user with all that opens the door to him; raises Forbidden for the one who asks."""
    identifier, _ = yield from _existing(work, _kind(work))
    if identifier == work.scope.user_id:
        raise Forbidden("id", identifier)
    yield from remove_users([identifier])
    return identifier


def _kind(work: Work) -> _Kind:
    return _KINDS[work.operation.name.rpartition(".")[2]]


def _existing(work: Work, kind: _Kind) -> Change[tuple[int, str]]:
    """The id in the path and the user's state; one of another level answers as none."""
    identifier = work.integer("id")
    found = yield Find(user, ("status",), {"id": identifier, "level": kind.level})
    if not found:
        raise EntityNotFound("id", identifier)
    return identifier, str(found[0][0])


def _belongs(work: Work, kind: _Kind) -> Change[dict[str, object]]:
    """The column that says what he belongs to, when it was sent; what the client does not have is refused."""
    if kind.member not in work.arguments:
        return {}
    target = work.integer(kind.member)
    if kind.target is not None:
        yield from require(kind.target, kind.member, [target])
        return {kind.member: target}
    if target != work.scope.account_id:
        raise EntityNotFound(kind.member, target)
    return {}


def _columns(work: Work) -> dict[str, object]:
    """What was sent of the user himself; nothing is mailed to him. An empty address is none."""
    sent = {COLUMNS[name]: value for name, value in work.arguments.items() if name in COLUMNS}
    return {**sent, "email": sent["email"] or None} if "email" in sent else sent


def _unless_taken(work: Work, step: Insert | Update) -> Change[None]:
    """Logins are unique on the server: who has it, and where, is not told."""
    try:
        yield step
    except NotUnique as taken:
        raise DuplicateEntity("login", work.arguments.get("login")) from taken


def _end_tokens(user_id: int, *, blocked: bool) -> Change[None]:
    """While he is blocked an access token still tells that he is; when he is let in again no old one is left."""
    theirs: dict[str, object] = {"user_id": user_id}
    yield Delete(session, theirs)
    yield Delete(web_session, theirs)
    yield Delete(oauth_token, {**theirs, "kind": ["code", "refresh"]} if blocked else theirs)
