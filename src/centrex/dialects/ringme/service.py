"""Answers one request of the RingMe API: what, who, may he, do it, tell. It knows no SQL and no HTTP server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
import structlog

from centrex import errors
from centrex.access import realms
from centrex.access.bearers import Bearer, Bearers
from centrex.access.hourly import HourlyLimit, Left
from centrex.access.realms import Realms
from centrex.catalogue_rest import STATUS_OF, Action, RestOperation
from centrex.dialects.ringme import errors as told
from centrex.dialects.ringme import routes, wire
from centrex.dialects.ringme.filters import query_for, query_of_one
from centrex.dialects.ringme.plain import PLAIN
from centrex.engine.core import Engine, Origin
from centrex.errors import CentrexError
from centrex.scope import Scope

BEARER: Final = "bearer "

_log = structlog.get_logger()


class Asked(msgspec.Struct, frozen=True):
    """A request: ``path`` begins after the base, ``query`` and ``body`` are bytes as they were sent."""

    method: str
    path: str
    query: bytes
    authorization: str
    body: bytes


@dataclass(slots=True)
class Exchange:
    """One request and what is known of it by the time that it is answered; the logs of requests read it."""

    address: str
    request_id: str
    operation: str = ""
    outcome: str = ""
    bearer: Bearer | None = None
    left: Left | None = None
    allowed: tuple[str, ...] = ()


class RingMeApi:
    """The RingMe API over one engine; ``look_anew`` is called when who may come in has changed."""

    def __init__(
        self,
        engine: Engine,
        bearers: Bearers,
        places: Realms,
        hourly: HourlyLimit,
        look_anew: Callable[[], None],
    ) -> None:
        self._engine = engine
        self._bearers = bearers
        self._realms = places
        self._hourly = hourly
        self._look_anew = look_anew

    async def answer(self, asked: Asked, exchange: Exchange) -> tuple[int, bytes]:
        """The status and the body of the answer; the exchange learns the operation, the caller and the outcome."""
        try:
            return await self._answered(asked, exchange)
        except routes.NoRoute as nothing:
            return self._failed(exchange, told.NOT_PROVIDED if nothing.documented else told.NOT_FOUND)
        except routes.OtherMethods as other:
            exchange.allowed = other.allowed
            return self._failed(exchange, told.METHOD_NOT_ALLOWED)
        except CentrexError as error:
            return self._failed(exchange, told.told(error))
        except Exception:
            _log.exception("internal error", request_id=exchange.request_id, method=exchange.operation)
            return self._failed(exchange, told.INTERNAL)
        finally:
            if exchange.bearer is not None:
                exchange.left = self._hourly.left(exchange.bearer.caller.account.id)

    async def _answered(self, asked: Asked, exchange: Exchange) -> tuple[int, bytes]:
        plain = PLAIN.get(asked.path.strip("/"))
        if plain is not None:
            if asked.method != "GET":
                raise routes.OtherMethods(("GET",))
            exchange.operation = plain.name
            bearer = await self._admitted(asked, exchange)
            return 200, await plain.answer(self._engine, bearer.caller)
        found = routes.match(asked.method, asked.path)
        operation = found.operation
        exchange.operation = operation.name
        bearer = await self._admitted(asked, exchange)
        realms.authorize(operation, bearer.caller, all_access=bearer.all_access)
        scope = await self._realms.scope(bearer.caller, operation.realm, found.reference)
        if operation.action is Action.LIST:
            return 200, await self._list(asked, operation, bearer, scope)
        await self._require(bearer, scope, operation)
        return await self._one_or_change(asked, found, bearer, scope, exchange)

    async def _admitted(self, asked: Asked, exchange: Exchange) -> Bearer:
        """Token, state of user and client, hourly limit."""
        scheme, token = asked.authorization[: len(BEARER)], asked.authorization[len(BEARER) :].strip()
        if scheme.lower() != BEARER or not token:
            raise errors.AccessTokenInvalid
        bearer = exchange.bearer = await self._bearers.of(token)
        realms.admit(bearer.caller)
        self._hourly.count(bearer.caller.account.id)
        return bearer

    async def _list(self, asked: Asked, operation: RestOperation, bearer: Bearer, scope: Scope) -> bytes:
        """One statement; only where it finds nothing, or cannot, another asks whether the group itself is there."""
        try:
            query = query_for(operation, wire.query(asked.query), bearer.caller.prefix)
            data = (await self._engine.rows(operation, query, scope)).data
        except errors.ParameterError:
            await self._require(bearer, scope, operation)
            raise
        if data == b"[]":
            await self._require(bearer, scope, operation)
        return data

    async def _require(self, bearer: Bearer, scope: Scope, operation: RestOperation) -> None:
        if not await self._realms.exists(bearer.caller, scope):
            raise errors.PartNotFound(operation.realm)

    async def _one_or_change(
        self, asked: Asked, found: routes.Match, bearer: Bearer, scope: Scope, exchange: Exchange
    ) -> tuple[int, bytes]:
        operation = found.operation
        identifier = realms.identifier(found.id) if operation.has_id else None
        if operation.has_id and identifier is None:
            raise errors.EntityNotFound(operation.noun)
        if operation.action is Action.ONE:
            return 200, await self._one(operation, scope, identifier)
        deletes = operation.action in {Action.REMOVE, Action.REMOVE_ALL}
        origin = Origin(exchange.address, exchange.request_id, bearer.caller.account.components)
        shown: dict[str, object] = {}
        try:
            arguments = {} if deletes else wire.members(asked.body, operation.params)
            if identifier is not None:
                arguments["id"] = identifier
            changed = await self._changed(operation, arguments, scope, origin, shown)
        except errors.ParameterError:
            if operation.action is Action.CHANGE:
                await self._one(operation, scope, identifier)  # that there is no such object is told first
            raise
        if operation.changes_access:
            self._look_anew()
        if deletes:
            return 204, b""
        return STATUS_OF[operation.method], wire.with_members(await self._one(operation, scope, changed), shown)

    async def _changed(
        self,
        operation: RestOperation,
        arguments: dict[str, object],
        scope: Scope,
        origin: Origin,
        shown: dict[str, object],
    ) -> int:
        """A missing object of the path is told by what it is, one that the body names by its member."""
        try:
            return await self._engine.change(operation, arguments, scope, origin, shown)
        except errors.EntityNotFound as missing:
            if missing.field == "id":
                raise errors.EntityNotFound(operation.noun) from missing
            raise

    async def _one(self, operation: RestOperation, scope: Scope, identifier: int | None) -> bytes:
        if operation.single or identifier is None:
            found = await self._engine.single(operation, scope)
        else:
            rows = (await self._engine.rows(operation, query_of_one(operation, identifier), scope)).data
            found = rows[1:-1]
        if not found:
            raise errors.EntityNotFound(operation.noun)
        return found

    def _failed(self, exchange: Exchange, error: told.Told) -> tuple[int, bytes]:
        exchange.outcome = error.status or f"http_{error.code}"
        return error.code, told.body(error)
