"""How the ways in answer: statuses and the body of an error; and how a request carries its key."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Final

import msgspec

from centrex import errors
from centrex.errors import CentrexError
from centrex.ingest.reading import MOST, TooMany
from centrex.ingest.refusals import ReportRefused

MESSAGES: Final[Mapping[type[CentrexError], tuple[int, str]]] = {
    errors.AccessTokenInvalid: (401, "The key is missing or wrong"),
    errors.AccessTokenBlocked: (401, "The key is blocked"),
    errors.AccountInactive: (403, "The account of the customer is not active"),
    errors.Forbidden: (403, "The key belongs to another customer"),
    errors.RequiredParameterMissed: (422, "It must be told whose it is: name the customer"),
    errors.EntityNotFound: (404, "There is no such thing"),
    errors.DataTypeError: (400, "A value is of the wrong type"),
    errors.InvalidParameterValue: (422, "A value cannot be"),
    errors.InvalidParametersCombination: (422, "Values contradict each other"),
    errors.PartyUnknown: (422, "The customer has no such number"),
    errors.CallDiffers: (409, "It contradicts what was reported before"),
    errors.MediaTooLarge: (413, "The file is too large"),
    errors.MediaRefused: (415, "The file is not what it should be"),
    errors.ServerBusy: (503, "The server is busy: try again"),
    errors.Overloaded: (503, "The server is busy: try again"),
    errors.StorageFailed: (503, "Files cannot be kept now: try again"),
    errors.StorageFull: (507, "There is no room left for files"),
}
"""What each error is over HTTP. The texts are for logs; programs read the mnemonic."""

CONTRADICTIONS: Final[Mapping[str | None, str]] = {
    "started": "The times run backwards: a leg starts, is answered, ends",
    "outcome": "A leg that ended has an outcome, one that goes on has none",
    "answered": "A leg that was answered has the time of it",
}


REQUESTS: Final[Mapping[str, tuple[int, str]]] = {
    "not_found": (404, "There is no such path"),
    "method_not_allowed": (405, "It is asked for with another method"),
    "body_too_slow": (408, "The body did not come in time"),
    "body_too_large": (413, "The body is too large"),
    "too_many": (413, f"More than {MOST} elements"),
    "report_invalid": (400, "A report cannot be read"),
    "invalid_parameter_value": (400, "A parameter of the query cannot be"),
    "required_parameter_missed": (400, "A parameter of the query is missing"),
    "internal_error": (500, "Internal error"),
    "media_not_configured": (503, "This server keeps no files: set CENTREX_MEDIA"),
}
"""What is told of a request before anything in it is done, by its mnemonic."""


class RequestRefused(Exception):
    """A request that no report is to blame for: its path, its method, its size."""

    def __init__(self, error: str, message: str | None = None, field: str | None = None) -> None:
        """``error`` is one of ``REQUESTS``, whose text ``message`` says more closely."""
        self.status, text = REQUESTS[error]
        self.error = error
        self.message = message or text
        self.field = field
        super().__init__(self.message)

    def body(self) -> bytes:
        return _body({"error": self.error, "message": self.message, "field": self.field})


Refused = CentrexError | ReportRefused | TooMany | RequestRefused


def refusal(error: Refused) -> tuple[int, str, bytes]:
    """The status, the mnemonic and the body of an error."""
    if isinstance(error, RequestRefused):
        return error.status, error.error, error.body()
    if isinstance(error, TooMany):
        return refusal(RequestRefused("too_many"))
    if isinstance(error, ReportRefused):
        return REQUESTS["report_invalid"][0], "report_invalid", _body(_of_report(error))
    status, message = _said(error)
    return status, error.mnemonic, _body(_of_error(error, message))


def _said(error: CentrexError) -> tuple[int, str]:
    status, message = MESSAGES[type(error)]
    if isinstance(error, errors.InvalidParametersCombination):
        message = CONTRADICTIONS.get(error.field, message)
    if isinstance(error, errors.EntityNotFound) and error.field == "customer":
        return 422, "There is no such customer"
    if isinstance(error, errors.EntityNotFound):
        message = {
            "call_id": "There is no such call, or not yet",
            "leg_id": "The call has no such leg that is a number's",
        }.get(error.field or "", message)
    return status, message


def _of_report(error: ReportRefused) -> dict[str, object]:
    index = None if error.place is None else error.place - 1
    return {
        "error": "report_invalid",
        "message": f"{error.field}: {error.reason}",
        "index": index,
        "field": error.field,
    }


def _of_error(error: CentrexError, message: str) -> dict[str, object]:
    told = {name: error.params.get(name) for name in ("index", "call_id", "leg_id", "fields", "reason", "limit")}
    return {"error": error.mnemonic, "message": message, **told, "field": error.field, "value": error.value}


def _body(members: Mapping[str, object]) -> bytes:
    """What is known of an error."""
    return msgspec.json.encode({name: value for name, value in members.items() if value is not None})


def key_in(authorization: str) -> str:
    """The key of a request: a bearer's, or the password of HTTP Basic. Raises AccessTokenInvalid."""
    scheme, _, sent = authorization.partition(" ")
    sent = sent.strip()
    if scheme.casefold() == "basic":
        try:
            sent = base64.b64decode(sent, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError) as error:
            raise errors.AccessTokenInvalid from error
    elif scheme.casefold() != "bearer":
        raise errors.AccessTokenInvalid
    if not sent:
        raise errors.AccessTokenInvalid
    return sent
