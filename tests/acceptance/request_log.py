"""The log of requests to the API: filled over HTTP or by hand, and read."""

from __future__ import annotations

from typing import Any

import httpx

from centrex.engine.requests import (
    ApiRequest,
    RequestRecorder,
    Wanted,
    list_requests,
)
from centrex.resources.api_request import api_request
from centrex.server.app import Application, Parts
from centrex.store import Store
from tests.served import Served
from tests.world import World

ADDRESS = "127.0.0.9"


EVERYTHING = f"SELECT * FROM {api_request.name}"


class Client:
    """Calls the Data API over HTTP, and looks into the log afterwards."""

    def __init__(self, served: Served) -> None:
        self.world = served.world
        self._application = served.application

    async def call(self, method: str, key: str | None, request_id: str = "r-1", **params: object) -> dict[str, Any]:
        given = params if key is None else {"access_token": key, **params}
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": given}
        transport = httpx.ASGITransport(self._application, client=(ADDRESS, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            answer = await http.post("/v2.0", json=request, headers={"X-Request-Id": request_id})
        parsed: dict[str, Any] = answer.json()
        return parsed

    async def logged(self, wanted: Wanted | None = None) -> list[ApiRequest]:
        """What is in the log once all is written."""
        await self._application.upkeep.tell()
        return (await list_requests(self.world.store, wanted or Wanted()))[1]


def record(recorder: RequestRecorder, world: World, request_id: str = "r", result: str = "ok") -> None:
    """A request of a's user."""
    a = world.a
    recorder.record(a.id, a.user.id, "get.employees", result, int(result == "ok"), ADDRESS, 0.0123456, request_id)


async def serving_requests(world: World, days: int = 7) -> Application:
    async def opened() -> Store:
        return world.store

    application = Application(opened, "", Parts(clock=world.clock, request_days=days))
    await application.start()
    return application
