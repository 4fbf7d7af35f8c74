"""The RingMe API's status, mnemonic and text for every error, and the shape in which it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec

from centrex import errors
from centrex.errors import CentrexError


class Told(NamedTuple):
    """An error as it is told: the HTTP status, the mnemonic where there is one, and a text."""

    code: int
    status: str | None
    message: str


INTERNAL: Final = Told(500, None, "Internal server error")
NOT_FOUND: Final = Told(404, None, "Not found")
NOT_PROVIDED: Final = Told(404, "not_provided", "The vendor documents this resource, this server does not provide it")
METHOD_NOT_ALLOWED: Final = Told(405, None, "Method not allowed")
UNAUTHORIZED: Final = Told(401, None, "Unauthorized")
INVALID: Final = "validation_error"

TABLE: Final[Mapping[type[CentrexError], Told]] = {
    errors.AccessTokenInvalid: UNAUTHORIZED,
    errors.UserBlocked: Told(403, "user_blocked", "The user or the client is blocked"),
    errors.HourlyLimitExceeded: Told(429, "rate_limit_exceeded", "Too many requests in this hour"),
    errors.StatsRunning: Told(429, None, "Stats request already exists, concurrent request not allowed"),
    errors.TooManyAttempts: Told(429, None, "Too many failed attempts, try again later"),
    errors.LinkInvalid: Told(404, None, "Not found"),
    errors.LinkExpired: Told(410, None, "The address is no longer valid"),
    errors.MediaMissing: Told(404, None, "Not found"),
    errors.StorageFailed: Told(503, None, "The media store cannot be reached, try again later"),
    errors.ReadOnlyApplication: Told(403, "app_access_type_deny", "The application may not do this"),
    errors.ReadOnlyUser: Told(403, "user_access_type_deny", "The user may only read"),
    errors.RealmDenied: Told(403, "access_denied", "Access denied"),
    errors.RequiredParameterMissed: Told(400, INVALID, "{field} is missing"),
    errors.DataTypeError: Told(400, INVALID, "{field} is of the wrong type"),
    errors.InvalidParameterValue: Told(400, INVALID, "{field} has a wrong value"),
    errors.InvalidParametersCombination: Told(400, INVALID, "{field} does not go with the rest"),
    errors.DataLimitExceeded: Told(409, None, "{field}: there are as many as there may be"),
    errors.InvalidState: Told(409, None, "{field} does not allow this now"),
    errors.DuplicateEntity: Told(409, None, "{field} is taken"),
    errors.AlreadyInUse: Told(409, None, "{field} is taken"),
    errors.DependencyError: Told(409, None, "Other objects depend on it"),
    errors.Forbidden: Told(409, None, "{field} cannot be changed by the user himself"),
    errors.ServerBusy: Told(503, None, "The server is busy, try again later"),
    errors.Overloaded: Told(503, None, "The server is busy, try again later"),
}
MISSING: Final[Mapping[str, Told]] = {
    "client": Told(404, "client_not_found", "Client not found"),
    "extension_group": Told(404, "extension_group_not_found", "Extension group not found"),
    "extension": Told(404, "extension_not_found", "Extension not found"),
    "message_extension": Told(404, "extension_not_found", "Extension not found"),
    "user": Told(404, "user_not_found", "User not found"),
    "record": Told(404, None, "Record not found"),
}
"""What is told of an object that is not there, or is somebody else's, by what it is; of others plainly NOT_FOUND."""


def told(error: CentrexError) -> Told:
    """The error as it is told; no text ever holds what was sent."""
    if isinstance(error, errors.PartNotFound | errors.EntityNotFound):
        return missing(error.field or "")
    known = TABLE.get(type(error), INTERNAL)
    return known._replace(message=known.message.format(field=error.field or "The request"))


def missing(what: str) -> Told:
    """What is told of a missing ``user``, ``extension_group_id`` or the like."""
    kind = what.removesuffix("_id").partition("/")[0]
    return MISSING.get(kind, NOT_FOUND)


def body(error: Told) -> bytes:
    """``{"message"}``, with ``status`` where there is a mnemonic."""
    shape = {"message": error.message} if error.status is None else {"message": error.message, "status": error.status}
    return msgspec.json.encode(shape)
