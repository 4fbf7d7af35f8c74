"""Who sends a request of the RingMe API: by a token, or by login and password where they are taken; and how often."""

from __future__ import annotations

from base64 import b64decode
from typing import Final

from centrex import errors
from centrex.access import realms
from centrex.access.bearers import Bearer, Bearers
from centrex.access.hourly import HourlyLimit
from centrex.catalogue_rest import Action, RestOperation
from centrex.dialects.ringme.exchange import Asked, Exchange
from centrex.engine.sessions import Sessions
from centrex.resources.application import CALL_API

BEARER: Final = "bearer "
BASIC: Final = "basic "
OPEN_TO_BASIC: Final = frozenset({Action.FILE, Action.DOWNLOAD})
"""Of recordings alone the file can be had with login and password."""


class Door:
    """Lets users in, and counts their requests."""

    def __init__(self, bearers: Bearers, sessions: Sessions, hourly: HourlyLimit) -> None:
        self._bearers = bearers
        self._sessions = sessions
        self._hourly = hourly

    async def admitted(self, asked: Asked, exchange: Exchange, operation: RestOperation | None = None) -> Bearer:
        """Token, or login and password where they are taken; state of user and client, hourly limit."""
        scheme, blank, credentials = asked.authorization.partition(" ")
        scheme, token = (scheme + blank).lower(), credentials.strip()
        with_password = operation is not None and operation.noun == "record" and operation.action in OPEN_TO_BASIC
        if scheme == BASIC and with_password:
            bearer = exchange.bearer = await self._by_password(token, exchange.address)
        elif scheme == BEARER and token:
            bearer = exchange.bearer = await self._bearers.of(token)
        else:
            raise errors.AccessTokenInvalid
        realms.admit(bearer.caller)
        exchange.hour = self._hourly.count(bearer.caller.account.id)
        return bearer

    async def _by_password(self, credentials: str, address: str) -> Bearer:
        """RFC 7617, in UTF-8."""
        try:
            login, colon, password = b64decode(credentials, validate=True).decode().partition(":")
        except ValueError as error:
            raise errors.AccessTokenInvalid from error
        if not colon:
            raise errors.AccessTokenInvalid
        try:
            caller = await self._sessions.authenticate(login, password, address)
        except errors.AuthError as error:
            raise errors.AccessTokenInvalid from error
        return Bearer(caller, 0, CALL_API, 0)

    def left(self, exchange: Exchange) -> None:
        """Tells the exchange what is left of the hour."""
        if exchange.bearer is not None:
            exchange.left = self._hourly.left(exchange.bearer.caller.account.id)

    def give_back(self, exchange: Exchange) -> None:
        """What was refused before anything was done is none of the client's requests."""
        if exchange.bearer is not None and exchange.hour is not None:
            self._hourly.give_back(exchange.bearer.caller.account.id, exchange.hour)
            exchange.hour = None
