"""Answers one JSON-RPC request of the Data API: who, may he, do it, tell. It knows no SQL and no HTTP server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec
import structlog

from centrex import errors
from centrex.access.caller import Account
from centrex.access.directory import Principal
from centrex.access.gate import Gate, Visitor
from centrex.access.points import Limits, Points
from centrex.catalogue import Answer, Operation
from centrex.dialects.dataapi import openrpc, wire
from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.errors import (
    INTERNAL_ERROR,
    envelope_error,
    error_object,
)
from centrex.dialects.dataapi.login import LOGIN, LOGOUT
from centrex.dialects.dataapi.methods import DISCOVER, METHODS
from centrex.engine.arguments import checked_arguments
from centrex.engine.core import Engine, Origin
from centrex.engine.sessions import Sessions
from centrex.errors import CentrexError, explained_at
from centrex.spool import Long, Spool
from centrex.waiting import afresh

NOT_PROVIDED: Final = "The vendor documents this method, this server does not provide it; see rpc.discover"


_log = structlog.get_logger()


@dataclass(slots=True)
class Exchange:
    """One request and what is known of it by the time that it is answered; the logs of requests read it.

    ``status`` is another than 200 when the client is to come again after ``retry_after`` seconds. ``server_url`` tells
    the address under which the client knows the server. It is asked only after an error, to link the page about it.
    """

    address: str
    request_id: str
    method: str = ""
    mnemonic: str = ""
    visitor: Visitor | None = None
    account: Account | None = None
    points: int = 0
    status: int = 200
    retry_after: int | None = None
    server_url: Callable[[], str] | None = None

    def explained(self, mnemonic: str) -> str | None:
        """The address of the page about an error."""
        return None if self.server_url is None else explained_at(self.server_url(), mnemonic)


class DataApi:
    """The Data API over one engine."""

    def __init__(self, engine: Engine, gate: Gate, points: Points, sessions: Sessions) -> None:
        self._engine = engine
        self._gate = gate
        self._points = points
        self._sessions = sessions

    async def answer(self, body: bytes, exchange: Exchange) -> bytes | Long:
        """The bytes of the answer, or a long one; the exchange learns the method, the caller and the error."""
        afresh()
        try:
            call = wire.read(body)
        except wire.Unreadable as unreadable:
            return self._unreadable(unreadable, exchange)
        exchange.method = call.method
        try:
            return await self._answered(call, exchange)
        except CentrexError as error:
            return self._failure(call, exchange, error)
        except Exception:
            _log.exception("internal error", request_id=exchange.request_id, method=call.method)
            exchange.mnemonic = INTERNAL_ERROR[2]
            helper = exchange.explained(exchange.mnemonic)
            return wire.failure(call.identifier, envelope_error(INTERNAL_ERROR, helper=helper))

    async def _answered(self, call: wire.Call, exchange: Exchange) -> bytes | Long:
        if call.method == DISCOVER:
            return wire.result(call.identifier, openrpc.document())
        operation = METHODS.get(call.method)
        if operation is None:
            raise errors.MethodNotFound
        arguments = _arguments(call.params)
        if operation is LOGIN:
            data = await self._login(arguments, exchange)
            return wire.success(call.identifier, data, self._metadata(exchange))
        try:
            visitor = await self._gate.identify(operation, arguments)
        except CentrexError:
            exchange.visitor = self._gate.holder(arguments)
            raise
        exchange.visitor, exchange.account = visitor, visitor.account
        self._gate.admit(visitor.account, exchange.address)
        with self._points.charged(visitor.account) as points:
            self._gate.authorize(operation, visitor)
            token = arguments.pop("access_token")
            if operation.takes_user_id or ("user_id" in arguments and arguments["user_id"] is None):
                arguments.pop("user_id", None)
            total, found = await self._run(operation, arguments, visitor, exchange, str(token))
        exchange.points = points
        metadata = self._metadata(exchange, total)
        if isinstance(found, Spool):
            return wire.long_success(call.identifier, found, metadata)
        return wire.success(call.identifier, found, metadata)

    async def _run(
        self,
        operation: Operation,
        arguments: dict[str, object],
        visitor: Visitor,
        exchange: Exchange,
        token: str,
    ) -> tuple[int | None, bytes | Spool]:
        """The number of matching rows (of a get method alone) and the data, as JSON."""
        scope = self._gate.scope(visitor)
        if operation.verb == "get":
            return await self._engine.list_rows(operation, arguments, scope)
        if operation.verb == "getobj":
            return None, await self._engine.one_object(operation, arguments, scope)
        address, request_id = exchange.address, exchange.request_id
        if operation is LOGOUT:
            checked_arguments(LOGOUT.params, arguments, creating=True)
            await self._sessions.close(visitor.principal, token, address, request_id)
            return None, b"{}"
        origin = Origin(address, request_id, visitor.account.components)
        identifier = await self._engine.change(operation, arguments, scope, origin)
        if operation.changes_access:
            self._gate.look_anew()
        return None, _changed(operation.answer, identifier)

    async def _login(self, arguments: dict[str, object], exchange: Exchange) -> bytes:
        """Login and password first, then the whitelist of that account, then the right to the API."""
        sent = checked_arguments(LOGIN.params, arguments, creating=True)
        address, request_id = exchange.address, exchange.request_id
        login, password = str(sent["login"]), str(sent["password"])
        caller = await self._sessions.authenticate(login, password, address)
        visitor = Visitor(Principal(caller, is_session=True), caller)
        exchange.visitor, exchange.account = visitor, caller.account
        self._gate.admit(caller.account, address)
        with self._points.charged(caller.account) as points:
            if caller.level not in LOGIN.access:
                raise errors.Forbidden
            self._gate.authorize(LOGIN, visitor)
            opened = await self._sessions.open(caller, address, request_id)
        exchange.points = points
        return msgspec.json.encode(
            {
                "access_token": opened.token,
                "expire_at": opened.expires_at,
                "app_id": caller.account.id,
            }
        )

    def _metadata(self, exchange: Exchange, total: int | None = None) -> bytes:
        limits = msgspec.json.encode(self._limits(exchange) or {})
        counted = b"" if total is None else b'"total_items":%d,' % total
        return b"".join((b"{", counted, b'"version":null,"limits":', limits, b"}"))

    def _limits(self, exchange: Exchange) -> Limits | None:
        """What is left to the account, once it is known."""
        return self._points.report(exchange.account) if exchange.account else None

    def _failure(self, call: wire.Call, exchange: Exchange, error: CentrexError) -> bytes:
        exchange.mnemonic = error.mnemonic
        if isinstance(error, errors.TooManyAttempts):
            exchange.status, exchange.retry_after = 429, error.retry_after
        elif isinstance(error, errors.Overloaded):
            exchange.status, exchange.retry_after = 503, error.RETRY_SECONDS
        helper = exchange.explained(error.mnemonic)
        if isinstance(error, errors.MethodNotFound) and call.method in DOCUMENTED_METHODS:
            helper = NOT_PROVIDED if helper is None else f"{NOT_PROVIDED} and {helper}"
        return wire.failure(call.identifier, error_object(error, self._limits(exchange), helper))

    def _unreadable(self, unreadable: wire.Unreadable, exchange: Exchange) -> bytes:
        exchange.mnemonic = unreadable.kind[2]
        helper = exchange.explained(exchange.mnemonic)
        error = envelope_error(unreadable.kind, unreadable.field, unreadable.value, helper)
        return wire.failure(unreadable.identifier, error)


def _changed(answer: Answer, identifier: int) -> bytes:
    """The data that a change answers."""
    if answer is Answer.ID:
        return b'{"id":%d}' % identifier
    return b'{"success":true}' if answer is Answer.SUCCESS else b"{}"


def _arguments(params: object) -> dict[str, object]:
    """The named parameters; a list or a scalar is refused, and never told: it may be a token or hold one."""
    if params is None or params is msgspec.UNSET:
        raise errors.RequiredParameterMissed("params")
    if type(params) is not dict:
        raise errors.DataTypeError("params")
    return params
