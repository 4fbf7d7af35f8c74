"""Answers one request of the RingMe API: what, who, may he, do it, tell. It knows no SQL and no HTTP server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import structlog

from centrex import errors
from centrex.access import realms
from centrex.access.bearers import Bearer, Bearers
from centrex.access.hourly import HourlyLimit
from centrex.access.realms import Realms
from centrex.catalogue import STRING, Kind, Param
from centrex.catalogue_rest import STATUS_OF, Action, RestFace, RestOperation
from centrex.dialects.ringme import errors as told
from centrex.dialects.ringme import routes, wire
from centrex.dialects.ringme.door import Door
from centrex.dialects.ringme.exchange import Asked, Body, Exchange
from centrex.dialects.ringme.files import Files
from centrex.dialects.ringme.filters import enveloped, face_of, query_for, query_of_one
from centrex.dialects.ringme.intervals import END, START, interval
from centrex.dialects.ringme.plain import PLAIN
from centrex.engine.core import Engine, Origin
from centrex.engine.sessions import Sessions
from centrex.errors import CentrexError
from centrex.scope import Scope
from centrex.spool import Long, Spool
from centrex.waiting import afresh

_log = structlog.get_logger()


OF_FILES: Final = frozenset({Action.FILE, Action.DOWNLOAD, Action.STORAGE_URL, Action.STATS, Action.ARCHIVE})
PERIOD_MEMBERS: Final = (Param(START, STRING, "Begin, UTC"), Param(END, STRING, "End, UTC, itself too"))


class RingMeApi:
    """The RingMe API over one engine; ``look_anew`` is called when who may come in has changed."""

    def __init__(
        self,
        engine: Engine,
        bearers: Bearers,
        places: Realms,
        hourly: HourlyLimit,
        look_anew: Callable[[], None],
        files: Files,
        sessions: Sessions,
    ) -> None:
        self._files = files
        self._counting: set[int] = set()
        self._engine = engine
        self._door = Door(bearers, sessions, hourly)
        self._realms = places
        self._look_anew = look_anew

    async def answer(self, asked: Asked, exchange: Exchange) -> tuple[int, Body]:
        """The status and the body, or a file to be sent; the exchange learns operation, caller and outcome."""
        afresh()
        try:
            return await self._answered(asked, exchange)
        except routes.NoRoute as nothing:
            return self._failed(exchange, told.NOT_PROVIDED if nothing.documented else told.NOT_FOUND)
        except routes.OtherMethods as other:
            exchange.allowed = other.allowed
            return self._failed(exchange, told.METHOD_NOT_ALLOWED)
        except CentrexError as error:
            return self.failed(exchange, error)
        except Exception:
            _log.exception("internal error", request_id=exchange.request_id, method=exchange.operation)
            return self._failed(exchange, told.INTERNAL)
        finally:
            self._door.left(exchange)

    async def _answered(self, asked: Asked, exchange: Exchange) -> tuple[int, Body]:
        plain = PLAIN.get(asked.path.strip("/"))
        if plain is not None:
            if asked.method != "GET":
                raise routes.OtherMethods(("GET",))
            exchange.operation = plain.name
            bearer = await self._door.admitted(asked, exchange)
            return 200, await plain.answer(self._engine, bearer.caller)
        found = routes.match(asked.method, asked.path)
        operation = found.operation
        exchange.operation = operation.name
        bearer = await self._door.admitted(asked, exchange, operation)
        realms.authorize(operation, bearer.caller, all_access=bearer.all_access)
        scope = await self._realms.scope(bearer.caller, operation.realm, found.reference)
        if operation.action is Action.LIST:
            return 200, await self._list(asked, operation, bearer, scope)
        await self._require(bearer, scope, operation)
        if operation.action in OF_FILES:
            return await self._of_files(asked, found, bearer, scope)
        return await self._one_or_change(asked, found, bearer, scope, exchange)

    async def _of_files(self, asked: Asked, found: routes.Match, bearer: Bearer, scope: Scope) -> tuple[int, Body]:
        """One file, an address of one, an archive, or their totals."""
        operation, caller = found.operation, bearer.caller
        face = face_of(operation)
        if operation.action is Action.STATS:
            return 200, await self._stats(asked, operation, bearer, scope)
        if operation.action is Action.ARCHIVE:
            sent = wire.members(asked.body, PERIOD_MEMBERS)
            asked_for = {name: str(value) for name, value in sent.items() if value is not None}
            period = interval(asked_for, face.span)
            return 201, await self._files.archive(operation, caller, scope, period, asked.base_url)
        name = realms.name_of(found.id, upper=face.upper)
        if name is None:
            raise errors.EntityNotFound(operation.noun)
        if operation.action is Action.STORAGE_URL:
            return 200, await self._files.storage_url(operation, caller, scope, name, asked.base_url)
        return 200, await self._files.file(operation, scope, name)

    async def _stats(self, asked: Asked, operation: RestOperation, bearer: Bearer, scope: Scope) -> bytes:
        """One at a time for each client."""
        client = bearer.caller.account.id
        query = query_for(operation, wire.several(asked.query), bearer.caller.prefix)
        if client in self._counting:
            raise errors.StatsRunning
        self._counting.add(client)
        try:
            return (await self._engine.rows(operation, query, scope)).data
        finally:
            self._counting.discard(client)

    async def _list(self, asked: Asked, operation: RestOperation, bearer: Bearer, scope: Scope) -> bytes | Long:
        """One statement; only where it finds nothing, or cannot, another asks whether the group itself is there.

        Rows with a time outlive their group, and so it is asked for before them.
        """
        if face_of(operation).period is not None:
            await self._require(bearer, scope, operation)
        try:
            parameters = wire.several(asked.query)
            query = query_for(operation, parameters, bearer.caller.prefix, asked.base_url)
            data = (await self._engine.listing(operation, query, scope)).data
        except errors.ParameterError:
            await self._require(bearer, scope, operation)
            raise
        if isinstance(data, Spool):
            return Long(b"", data, b"")  # none that is in an envelope is as long
        if data == b"[]":
            await self._require(bearer, scope, operation)
        return enveloped(face_of(operation), parameters, data)

    async def _require(self, bearer: Bearer, scope: Scope, operation: RestOperation) -> None:
        if not await self._realms.exists(bearer.caller, scope):
            raise errors.PartNotFound(operation.realm)

    async def _one_or_change(
        self, asked: Asked, found: routes.Match, bearer: Bearer, scope: Scope, exchange: Exchange
    ) -> tuple[int, bytes]:
        operation = found.operation
        identifier = _named(face_of(operation), found.id) if operation.has_id else None
        if operation.has_id and identifier is None:
            raise errors.EntityNotFound(operation.noun)
        if operation.action is Action.ONE:
            return 200, await self._one(operation, scope, identifier, asked.base_url)
        deletes = operation.action in {Action.REMOVE, Action.REMOVE_ALL}
        origin = Origin(exchange.address, exchange.request_id, bearer.caller.account.components)
        shown: dict[str, object] = {}
        try:
            arguments = _of_interval(asked, operation) if deletes else wire.members(asked.body, operation.params)
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

    async def _one(
        self, operation: RestOperation, scope: Scope, identifier: int | str | None, base_url: str = ""
    ) -> bytes:
        if operation.single or identifier is None:
            found = await self._engine.single(operation, scope)
        else:
            query = query_of_one(face_of(operation), identifier, base_url)
            rows = (await self._engine.rows(operation, query, scope)).data
            found = rows[1:-1]
        if not found:
            raise errors.EntityNotFound(operation.noun)
        return found

    def failed(self, exchange: Exchange, error: CentrexError) -> tuple[int, bytes]:
        """What is told of the error, also when a file cannot be sent after all."""
        if isinstance(error, errors.TooManyAttempts):
            exchange.retry_after = error.retry_after
        elif isinstance(error, errors.Overloaded):
            exchange.retry_after = error.RETRY_SECONDS
            self._door.give_back(exchange)
        return self._failed(exchange, told.told(error))

    def _failed(self, exchange: Exchange, error: told.Told) -> tuple[int, bytes]:
        exchange.outcome = error.status or f"http_{error.code}"
        return error.code, told.body(error)


def _of_interval(asked: Asked, operation: RestOperation) -> dict[str, object]:
    """What a deletion is told besides the id in its path."""
    face = face_of(operation)
    if operation.action is Action.REMOVE or face.period is None:
        return {}
    start, end = interval(wire.query(asked.query), face.span)
    return {"start": start, "end": end}


def _named(face: RestFace, text: str) -> int | str | None:
    """What the path names an object by; None when none can be called so."""
    if face.fields[face.key].type.kind is Kind.NUMBER:
        return realms.identifier(text)
    return realms.name_of(text, upper=face.upper)
