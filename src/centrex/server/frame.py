"""What every API does around its answer: whence a request comes, what its id is, and what is kept of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from centrex.clock import Clock
from centrex.engine.requests import RequestRecorder
from centrex.resources.api_request import OK
from centrex.server.address import Addresses
from centrex.server.http import Scope
from centrex.server.metrics import Metrics
from centrex.server.request_ids import RequestIds
from centrex.server.request_log import RequestLog


@dataclass(frozen=True, slots=True)
class Frame:
    """Shared by the endpoints of a server; without ``log`` or ``requests`` nothing goes there."""

    clock: Clock
    addresses: Addresses
    request_ids: RequestIds
    metrics: Metrics
    log: RequestLog | None = None
    requests: RequestRecorder | None = None

    def address(self, scope: Scope) -> str:
        """The caller's own, through proxies of ours."""
        client = scope.get("client")
        return self.addresses.of(client[0] if client else "", scope["headers"])

    def request_id(self, scope: Scope) -> str:
        """That of the request, or a new one."""
        return self.request_ids.of(scope["headers"])

    def record(
        self,
        scope: Scope,
        began: float,
        *,
        status: int,
        address: str,
        request_id: str,
        operation: str,
        outcome: str,
        caller: tuple[int, int] | None,
        acting: tuple[int | None, int | None] = (None, None),
        points: int = 0,
    ) -> None:
        """Keeps that a request which ``began`` then is answered now.

        ``caller`` is the account that it is laid to and the holder of the token, for the account's own log;
        ``acting`` the account and the user of the server's log. Both are told operation and outcome by name.
        """
        seconds = self.clock.elapsed() - began
        self.metrics.observe(operation, outcome, seconds)
        if caller is not None and self.requests is not None:
            account_id, user_id = caller
            self.requests.record(account_id, user_id, operation, outcome, points, address, seconds, request_id)
        if self.log is None:
            return
        self.log.write(
            at=self.clock.now(),
            request_id=request_id,
            address=address,
            verb=scope["method"],
            path=scope["path"],
            status=status,
            milliseconds=seconds * 1000,
            method=operation,
            error="" if outcome == OK else outcome,
            account_id=acting[0],
            user_id=acting[1],
        )
