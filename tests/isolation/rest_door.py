"""An independent account of what a caller of the RingMe API is answered, from its rules, and of what he sees."""

from __future__ import annotations

from typing import Final

from centrex.catalogue import Level
from centrex.catalogue_rest import RestOperation
from tests.isolation.rest_cast import SECRET, SHARED, THEN, Holder, Part, RestCast

Outcome = tuple[int, str | None]
"""A status of HTTP, and the mnemonic in the body."""

UNKNOWN: Final[Outcome] = (401, None)
HEIGHT: Final = {"extension": 1, "extension_group": 2, "client": 3}
"""Realms, the higher over the lower."""
HEIGHT_OF: Final = {Level.EXTENSION: 1, Level.EXTENSION_GROUP: 2, Level.CUSTOMER: 3}
PASSED: Final = {"GET": 200, "POST": 201, "PUT": 200, "DELETE": 204}
NAMED: Final = ("client", "extension_group", "extension", "user")
"""What has a mnemonic of its own when it is missing."""


def admitted(holder: Holder | None) -> Outcome | None:
    """How the holder of a token (None is nobody's) is refused before anything else; None lets him in."""
    if holder is None:
        return UNKNOWN
    return None if holder.status == "active" else (403, "user_blocked")


def entered(holder: Holder | None, operation: RestOperation) -> Outcome | None:
    """How he is refused before ids are looked at."""
    refused = admitted(holder)
    if refused or holder is None:
        return refused
    reads = operation.method == "GET"
    if not reads and not holder.all_access and not operation.call_api:
        return 403, "app_access_type_deny"
    if not reads and not holder.writes:
        return 403, "user_access_type_deny"
    if HEIGHT_OF.get(holder.level, 0) < HEIGHT[operation.realm]:
        return 403, "access_denied"
    return None


def missing(what: str) -> Outcome:
    """How something is answered that is not there or is another's: ``extension_id``, ``user/client`` or the like."""
    kind = what.removesuffix("_id").removeprefix("message_").partition("/")[0]
    return 404, f"{kind}_not_found" if kind in NAMED else None


def sees(part: Part, canary: str, cast: RestCast) -> bool:
    """Whether a canary may stand in what the users of a part are shown."""
    account = part.canary.partition("_")[0]
    if canary.endswith(SECRET):
        return False
    if canary == account + SHARED:
        return True
    if canary.startswith(account + THEN) and part.level is not Level.CUSTOMER:
        group, number = canary.removeprefix(account + THEN).removeprefix("_").split("_")
        own = part.canary.rpartition("_")[2]
        return own == (group if part.level is Level.EXTENSION_GROUP else number)
    if part.level is Level.CUSTOMER:
        return canary == account or canary.startswith(f"{account}_")
    return canary in {part.canary, *(inner.canary for inner in numbers_in(part, cast))}


def numbers_in(part: Part, cast: RestCast) -> list[Part]:
    """The extensions that the users of a part reach."""
    return [
        number
        for number in cast.parts
        if number.level is Level.EXTENSION and number.account_id == part.account_id and _holds(part, number)
    ]


def groups_in(part: Part, cast: RestCast) -> list[Part]:
    """The groups that the users of a part reach."""
    return [
        group
        for group in cast.parts
        if group.level is Level.EXTENSION_GROUP
        and group.account_id == part.account_id
        and (part.level is Level.CUSTOMER or group == part)
    ]


def _holds(part: Part, number: Part) -> bool:
    if part.level is Level.EXTENSION_GROUP:
        return number.group_id == part.id
    return part.level is Level.CUSTOMER or number == part
