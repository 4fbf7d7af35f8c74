"""``POST /oauth/token``: which grant is asked for, and how it is answered, as this vendor's clients expect it.

Unlike RFC 6749 it answers 401 where a code, a refresh token or a password is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from centrex.dialects.ringme.token_request import Malformed, TokenRequest, parameters
from centrex.engine.applications import RegisteredApplication
from centrex.engine.oauth import Granted, GrantRefused, Grants
from centrex.engine.own_deeds import Place
from centrex.errors import Overloaded, ServerBusy, TooManyAttempts

SCOPE: Final = "all"
Header = tuple[bytes, bytes]
HEADERS: Final[tuple[Header, ...]] = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"pragma", b"no-cache"),
)
CHALLENGE: Final[Header] = (b"www-authenticate", b'Basic realm="oauth"')

STATUS: Final[Mapping[str, int]] = {"invalid_client": 401, "invalid_grant": 401}
"""The statuses of errors; 400 for all others."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "invalid_client": "There is no application with this id and secret",
    "invalid_grant": "What was shown is wrong, used up or expired",
    "unauthorized_client": "This grant is not open to the type of the application",
    "unsupported_grant_type": "There is no such grant",
    "invalid_scope": "The only scope is all",
}


class TokenAnswer(NamedTuple):
    """An HTTP answer. ``outcome`` is ``ok`` or the error, for logs."""

    status: int
    headers: list[Header]
    body: bytes
    outcome: str


class TokenEndpoint:
    """Answers requests for tokens."""

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    async def answer(self, request: TokenRequest, place: Place) -> TokenAnswer:
        """The tokens, or what is wrong; never raises what a client can cause."""
        try:
            granted = await self._granted(parameters(request), place)
        except Malformed as malformed:
            return refusal("invalid_request", str(malformed))
        except GrantRefused as refused:
            return refusal(refused.error)
        except TooManyAttempts as resting:
            retry = (b"retry-after", b"%d" % resting.retry_after)
            return _answer(429, _error("too_many_attempts", "Too many wrong attempts"), "too_many_attempts", retry)
        except ServerBusy as busy:
            later = [(b"retry-after", b"%d" % busy.RETRY_SECONDS)] if isinstance(busy, Overloaded) else []
            return _answer(503, _error("temporarily_unavailable", "Try again"), "temporarily_unavailable", *later)
        return _answer(200, _told(granted), "ok")

    async def _granted(self, sent: Mapping[str, str], place: Place) -> Granted:
        """Parameters first, then the application, then what it shows."""
        grant = _required(sent, "grant_type")
        if grant not in _GRANTS:
            raise GrantRefused("unsupported_grant_type")
        if sent.get("scope", SCOPE) != SCOPE:
            raise GrantRefused("invalid_scope")
        if "client_id" not in sent or "client_secret" not in sent:
            raise GrantRefused("invalid_client")
        app = await self._grants.client(sent["client_id"], sent["client_secret"], grant, place.address)
        return await _GRANTS[grant](self._grants, app, sent, place)


def refusal(error: str, description: str | None = None, status: int | None = None) -> TokenAnswer:
    """The answer with an error of RFC 6749."""
    status = status or STATUS.get(error, 400)
    body = _error(error, description or DESCRIPTIONS[error])
    return _answer(status, body, error, *([CHALLENGE] if status == 401 else []))


Grant = Callable[[Grants, RegisteredApplication, Mapping[str, str], Place], Coroutine[Any, Any, Granted]]


async def _of_creator(grants: Grants, app: RegisteredApplication, _: Mapping[str, str], place: Place) -> Granted:
    return await grants.of_creator(app, place)


async def _of_password(grants: Grants, app: RegisteredApplication, sent: Mapping[str, str], place: Place) -> Granted:
    return await grants.of_password(app, _required(sent, "username"), _required(sent, "password"), place)


async def _of_code(grants: Grants, app: RegisteredApplication, sent: Mapping[str, str], place: Place) -> Granted:
    code, redirect_uri = _required(sent, "code"), _required(sent, "redirect_uri")
    return await grants.of_code(app, code, redirect_uri, sent.get("code_verifier"), place)


async def _of_refresh(grants: Grants, app: RegisteredApplication, sent: Mapping[str, str], place: Place) -> Granted:
    return await grants.of_refresh(app, _required(sent, "refresh_token"), sent.get("redirect_uri"), place)


_GRANTS: Final[Mapping[str, Grant]] = {
    "client_credentials": _of_creator,
    "password": _of_password,
    "authorization_code": _of_code,
    "refresh_token": _of_refresh,
}


def _required(sent: Mapping[str, str], name: str) -> str:
    if name not in sent:
        raise Malformed(f"The parameter {name} is missing.")
    return sent[name]


def _told(granted: Granted) -> Mapping[str, object]:
    facts: dict[str, object] = {
        "access_token": granted.access_token,
        "token_type": "Bearer",
        "expires_in": granted.expires_in,
        "scope": SCOPE,
    }
    if granted.refresh_token is not None:
        facts["refresh_token"] = granted.refresh_token
    return facts


def _error(error: str, description: str) -> Mapping[str, object]:
    return {"error": error, "error_description": description}


def _answer(status: int, body: Mapping[str, object], outcome: str, *more: Header) -> TokenAnswer:
    return TokenAnswer(status, [*HEADERS, *more], msgspec.json.encode(body), outcome)
