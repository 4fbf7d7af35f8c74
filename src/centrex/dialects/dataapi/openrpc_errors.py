"""Which errors a call of a method can end with, for the description of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from centrex import errors
from centrex.catalogue import Kind, Operation, Param, Show
from centrex.dialects.dataapi.login import LOGIN
from centrex.errors import CentrexError
from centrex.query.parameters import PERIOD

Kinds = Iterator[type[CentrexError]]

REFUSALS: Final[Mapping[str, tuple[type[CentrexError], ...]]] = {
    "create.customers": (errors.DuplicateEntity, errors.EntityNotFound),
    "update.customers": (errors.DuplicateEntity, errors.EntityNotFound),
    "update.customer_status": (errors.EntityNotFound, errors.InvalidState),
    "update.customer_tariff_plans": (errors.EntityNotFound,),
    "enable.virtual_numbers": (errors.TariffRestrictions, errors.VirtualPhoneNumberNotFound),
    "disable.virtual_numbers": (errors.DependencyError, errors.VirtualPhoneNumberNotFound),
    "create.employees": (
        errors.AlreadyInUse,
        errors.DataLimitExceeded,
        errors.DuplicateEntity,
        errors.EntityNotFound,
        errors.InvalidParametersCombination,
    ),
    "update.employees": (
        errors.AlreadyInUse,
        errors.DataLimitExceeded,
        errors.DuplicateEntity,
        errors.EntityNotFound,
        errors.InvalidParametersCombination,
    ),
    "delete.employees": (errors.DependencyError, errors.EntityNotFound),
    "create.group_employees": (
        errors.AlreadyInUse,
        errors.DataLimitExceeded,
        errors.DuplicateEntity,
        errors.EntityNotFound,
    ),
    "update.group_employees": (
        errors.AlreadyInUse,
        errors.DataLimitExceeded,
        errors.DuplicateEntity,
        errors.EntityNotFound,
    ),
    "delete.group_employees": (errors.EntityNotFound,),
    "update.group_employees_numbers": (errors.EntityNotFound,),
    "delete.employee_positions": (errors.DependencyError, errors.EntityNotFound),
}
"""What the stored rows can refuse to the methods that do more than their verb says."""


def possible(operation: Operation) -> tuple[type[CentrexError], ...]:
    """Every error that a call of the method can end with, each once."""
    found = (*_of_the_caller(operation), *_of_parameters(operation), *_of_rows(operation), errors.ServerBusy)
    return tuple(dict.fromkeys(found))


def _of_the_caller(operation: Operation) -> Kinds:
    if operation is LOGIN:
        yield from (errors.AuthError, errors.TooManyAttempts)
    else:
        yield from (errors.AccessTokenExpired, errors.AccessTokenBlocked, errors.AccessTokenInvalid)
    yield from (errors.AccountInactive, errors.IpNotWhitelisted, errors.LimitExceeded, errors.Forbidden)
    yield errors.MethodComponentDisabled


def _of_parameters(operation: Operation) -> Kinds:
    yield from (errors.UnexpectedParameters, errors.RequiredParameterMissed, errors.DataTypeError)
    if operation.verb == "get" and operation.face and operation.face.paged:
        yield from (errors.InvalidParameterValue, errors.InvalidParametersCombination)
        yield from (errors.FilterProhibited, errors.SortProhibited)
    if operation.params:
        yield errors.InvalidParameterValue
    if operation.alternatives:
        yield errors.InvalidParametersCombination
    if {param.name for param in operation.params} >= PERIOD:
        yield from (errors.InvalidParametersCombination, errors.DateIntervalLimitReached)
    if any(param.component for param in operation.params):
        yield errors.ParameterComponentDisabled
    if any(map(_holds_array, operation.params)):
        yield errors.DataLimitExceeded


def _holds_array(param: Param) -> bool:
    return param.type.kind is Kind.ARRAY or any(map(_holds_array, param.fields))


def _of_rows(operation: Operation) -> Kinds:
    yield from REFUSALS.get(operation.name, ())
    if operation.name in REFUSALS or operation.face is None or operation.verb not in {"create", "update", "delete"}:
        return
    if operation.verb in {"update", "delete"} or any(map(_holds_array, operation.params)):
        yield errors.EntityNotFound
    written = [show for show in operation.face.shows if isinstance(show, Show) and show.write]
    if operation.verb != "delete" and any(show.write and show.write.unique is not None for show in written):
        yield errors.DuplicateEntity
