"""The Data API's code and text for every error, and the shape in which it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

import msgspec

from centrex import errors
from centrex.access.points import Limits
from centrex.errors import CentrexError

TABLE: Final[Mapping[type[CentrexError], tuple[int, str]]] = {
    errors.AccessTokenInvalid: (-32001, "Access token is invalid"),
    errors.AccessTokenExpired: (-32001, "Access token has been expired"),
    errors.AccessTokenBlocked: (-32001, "Access token has been blocked"),
    errors.AuthError: (-32001, "Login or password is wrong"),
    errors.TooManyAttempts: (-32001, "Too many failed attempts, try again later"),
    errors.AccountInactive: (
        -32009,
        "Your account has been disabled, contact the support service",
    ),
    errors.IpNotWhitelisted: (-32003, "Your IP {ip} is not whitelisted"),
    errors.LimitExceeded: (
        -32029,
        "Limit per {limit_type} has been exceeded. Value of current limit per {limit_type} is {limit_max_value}",
    ),
    errors.Forbidden: (-32003, "Permission denied"),
    errors.MethodComponentDisabled: (
        -32008,
        "You need at least one of the following components to access this method: {components}",
    ),
    errors.MethodNotFound: (-32601, "The method does not exist / is not available"),
    errors.UnexpectedParameters: (-32602, "Unexpected method parameter(s)"),
    errors.RequiredParameterMissed: (-32602, "The required parameter has been missed"),
    errors.DataTypeError: (-32602, "Data supplied is of wrong type"),
    errors.InvalidParameterValue: (-32602, "Invalid parameter value"),
    errors.InvalidParametersCombination: (
        -32602,
        "The combination of parameters is not permitted",
    ),
    errors.ParameterComponentDisabled: (
        -32008,
        "You need at least one of the following components to access this parameter: {components}",
    ),
    errors.DateIntervalLimitReached: (-32602, "Max value of requested date interval is 3 months"),
    errors.FilterProhibited: (-32602, "Filter by parameter is prohibited"),
    errors.SortProhibited: (-32602, "Sort by parameter is prohibited"),
    errors.EntityNotFound: (-32602, "Entity not found"),
    errors.DuplicateEntity: (-32602, "Duplicate entity"),
    errors.DependencyError: (-32602, "You have interdependent entities"),
    errors.AlreadyInUse: (-32602, "This value is already used by another entity"),
    errors.SystemEntity: (-32602, "Permission denied"),
    errors.InvalidState: (-32602, "An attempt was made to use a status that is not correct in this state"),
    errors.InvalidDateTime: (-32602, "Invalid date time"),
    errors.TariffRestrictions: (
        -32602,
        (
            "Action is not allowed for your tariff plan. You need to contact the support service "
            "or change your tariff plan settings in your account"
        ),
    ),
    errors.VirtualPhoneNumberNotFound: (-32007, "Virtual phone number {virtual_phone_number} was not found."),
    errors.DataLimitExceeded: (-32602, "A new data limit has been exceeded"),
    errors.ServerBusy: (-32603, "Internal error, contact the support service"),
    errors.Overloaded: (-32603, "Internal error, contact the support service"),
}

EnvelopeError = tuple[int, str, str]
"""Code, text and mnemonic of what no call can end with."""

PARSE_ERROR: Final = (-32700, "Invalid JSON was received by the server.", "parse_error")
INVALID_REQUEST: Final = (
    -32600,
    "Invalid Request The JSON sent is not a valid Request object",
    "invalid_request",
)
BATCH: Final = (-32099, "Batch operations not supported", "batch_operations_not_supported")
NOTIFICATION: Final = (-32099, "Notifications not supported", "notifications_not_supported")
ENVELOPE: Final[tuple[EnvelopeError, ...]] = (PARSE_ERROR, INVALID_REQUEST, BATCH, NOTIFICATION)
INTERNAL_ERROR: Final = (*TABLE[errors.ServerBusy], errors.ServerBusy.mnemonic)

UNREPORTED: Final = frozenset(
    {
        errors.AccessTokenInvalid,
        errors.AccessTokenExpired,
        errors.AccessTokenBlocked,
        errors.AuthError,
        errors.IpNotWhitelisted,
        errors.MethodNotFound,
    }
)
"""Errors that never tell limits."""

OURS: Final = frozenset({errors.TooManyAttempts})
"""Errors that the vendor does not have."""

_SECRET: Final = re.compile("token|password|secret", re.IGNORECASE)
_SECRET_IN_TEXT: Final = re.compile(r"""(?:token|password|secret)\w{0,40}+[\\"']{0,80}+\s{0,40}+[:=]""", re.IGNORECASE)
"""A member that is a secret in a text of JSON, however often it is quoted, or of a form."""


def error_object(error: CentrexError, limits: Limits | None, helper: str | None = None) -> bytes:
    """The ``error`` member of an answer; ``limits`` are told when the account is known, ``helper`` is for people."""
    code, text = TABLE[type(error)]
    told = None if type(error) in UNREPORTED else limits
    return _encoded(
        code,
        text.format_map(error.params) if error.params else text,
        error.mnemonic,
        field=error.field,
        value=_told(error.field, error.value),
        params=error.params,
        helper=helper,
        limits=told,
    )


def envelope_error(
    kind: EnvelopeError, field: str | None = None, value: object = None, helper: str | None = None
) -> bytes:
    """The ``error`` member for a request that never became a call."""
    code, text, mnemonic = kind
    return _encoded(code, text, mnemonic, field=field, value=_told(field, value), helper=helper)


def _told(field: str | None, value: object) -> str | None:
    """What the caller sent, null where it is a secret or holds one at any depth."""
    return None if _SECRET.search(field or "") or _holds_secret(value) else sent(value)


def _holds_secret(value: object) -> bool:
    if isinstance(value, str):
        return _SECRET_IN_TEXT.search(value) is not None
    if isinstance(value, dict):
        return any(_SECRET.search(name) or _holds_secret(member) for name, member in value.items())
    return isinstance(value, list) and any(map(_holds_secret, value))


def sent(value: object) -> str | None:
    """What the caller sent: a string as it is, anything else as compact JSON, null when absent."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _encoded(
    code: int,
    message: str,
    mnemonic: str,
    *,
    field: str | None = None,
    value: str | None = None,
    params: Mapping[str, object] | None = None,
    helper: str | None = None,
    limits: Limits | None = None,
) -> bytes:
    data: dict[str, object] = {
        "mnemonic": mnemonic,
        "field": field,
        "value": value,
        "params": params or {},
        "extended_helper": helper,
    }
    if limits is not None:
        data["metadata"] = {"limits": limits}
    return msgspec.json.encode({"code": code, "message": message, "data": data})
