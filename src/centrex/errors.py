"""Every error that an operation can end with, once and flat.

It knows no dialect: each dialect has one table from these classes to its codes or statuses.

    CentrexError
    ├── AccessError         who is calling, and whether they may
    ├── ParameterError      what was sent
    └── StateError          what the stored data allows
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

PAGES: Final = "/errors/"
"""Below which path of the server each error is explained to people, by its mnemonic."""


def explained_at(server_url: str, mnemonic: str) -> str:
    """The address of the page that explains an error."""
    return f"{server_url}{PAGES}{mnemonic}"


class CentrexError(Exception):
    """An error that is the caller's to read.

    ``field`` is the dotted name of the parameter, ``value`` what the caller sent there, ``params`` what the
    message template names. None of them ever holds a secret.
    """

    mnemonic: ClassVar[str]

    def __init__(
        self,
        field: str | None = None,
        value: object = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(self.mnemonic, field)
        self.field = field
        self.value = value
        self.params = params or {}


class AccessError(CentrexError):
    """The caller is not known, or may not do this."""


class ParameterError(CentrexError):
    """A parameter is missing, unknown, of the wrong type or out of range."""


class StateError(CentrexError):
    """The request is well formed, but the stored data does not allow it."""


class AccessTokenInvalid(AccessError):
    mnemonic = "access_token_invalid"


class AccessTokenExpired(AccessError):
    mnemonic = "access_token_expired"


class AccessTokenBlocked(AccessError):
    mnemonic = "access_token_blocked"


class AuthError(AccessError):
    mnemonic = "auth_error"


class AccountInactive(AccessError):
    mnemonic = "account_inactive"


class IpNotWhitelisted(AccessError):
    mnemonic = "ip_not_whitelisted"


class LimitExceeded(AccessError):
    mnemonic = "limit_exceeded"


class Forbidden(AccessError):
    mnemonic = "forbidden"


class MethodComponentDisabled(AccessError):
    mnemonic = "method_component_disabled"


class UserBlocked(AccessError):
    """The user or his account is blocked."""

    mnemonic = "user_blocked"


class ReadOnlyUser(AccessError):
    mnemonic = "user_access_type_deny"


class ReadOnlyApplication(AccessError):
    """The access level of the application does not allow the change."""

    mnemonic = "app_access_type_deny"


class HourlyLimitExceeded(AccessError):
    mnemonic = "rate_limit_exceeded"


class StatsRunning(AccessError):
    """Another request for totals of the same client is not yet answered."""

    mnemonic = "stats_running"


class RealmDenied(AccessError):
    """The realm is above the user's own."""

    mnemonic = "access_denied"


class PartNotFound(AccessError):
    """The client, group or extension in the path is not there for the user; ``field`` says which."""

    mnemonic = "entity_not_found"


class TooManyAttempts(AccessError):
    """Ten failed sign-ins in a row; ``retry_after`` is in seconds."""

    mnemonic = "too_many_attempts"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class LinkInvalid(AccessError):
    """A signed link that was not made here, or was changed."""

    mnemonic = "link_invalid"


class LinkExpired(AccessError):
    """A signed link of which the time is over."""

    mnemonic = "link_expired"


class MethodNotFound(ParameterError):
    mnemonic = "method_not_found"


class RequiredParameterMissed(ParameterError):
    mnemonic = "required_parameter_missed"


class DataTypeError(ParameterError):
    mnemonic = "data_type_error"


class InvalidParameterValue(ParameterError):
    mnemonic = "invalid_parameter_value"


class UnexpectedParameters(ParameterError):
    mnemonic = "unexpected_parameters"


class InvalidParametersCombination(ParameterError):
    mnemonic = "invalid_parameters_combination"


class ParameterComponentDisabled(ParameterError):
    mnemonic = "parameter_component_disabled"


class DateIntervalLimitReached(ParameterError):
    """The period is longer than three months."""

    mnemonic = "date_interval_limit_reached"


class FilterProhibited(ParameterError):
    mnemonic = "filter_prohibited"


class SortProhibited(ParameterError):
    mnemonic = "sort_prohibited"


class MediaTooLarge(ParameterError):
    """The file is larger than ``limit`` bytes."""

    mnemonic = "media_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(params={"limit": limit})


class MediaRefused(ParameterError):
    """The file is not what it should be: ``reason`` is not_audio, not_fax, damaged, cut, empty, too_long or
    unsupported."""

    mnemonic = "media_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(params={"reason": reason})
        self.reason = reason


class MediaMissing(StateError):
    """The media store has no file of this key."""

    mnemonic = "media_missing"


class EntityNotFound(StateError):
    mnemonic = "entity_not_found"


class DuplicateEntity(StateError):
    mnemonic = "duplicate_entity"


class DependencyError(StateError):
    mnemonic = "dependency_error"


class AlreadyInUse(StateError):
    mnemonic = "already_in_use"


class SystemEntity(StateError):
    """A system entity cannot be deleted; the vendor tells it apart from a missing right by the code alone."""

    mnemonic = "forbidden"


class InvalidState(StateError):
    mnemonic = "invalid_state"


class InvalidDateTime(StateError):
    mnemonic = "invalid_date_time"


class TariffRestrictions(StateError):
    mnemonic = "tariff_restrictions"


class VirtualPhoneNumberNotFound(StateError):
    mnemonic = "virtual_phone_number_not_found"


class DataLimitExceeded(StateError):
    mnemonic = "data_limit_exceeded"


class PartyUnknown(StateError):
    """A reported call names a number that should be one of the customer's and is none."""

    mnemonic = "party_unknown"


class CallDiffers(StateError):
    """What is reported anew contradicts what was reported before; ``value`` lists what differs."""

    mnemonic = "call_differs"


class ServerBusy(CentrexError):
    """The statement took longer than the time limit, or the store cannot answer now."""

    mnemonic = "internal_error"


class Overloaded(ServerBusy):
    """Too many wait already: refused before anything was done, to be sent again in ``RETRY_SECONDS``."""

    RETRY_SECONDS: ClassVar[int] = 1


class StorageFull(CentrexError):
    """There is no room left for media."""

    mnemonic = "storage_full"


class StorageFailed(CentrexError):
    """The media store cannot be read or written; the cause says why."""

    mnemonic = "storage_failed"
