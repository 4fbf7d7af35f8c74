"""An application on a real store, called the way that a server would call it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from centrex.dialects.dataapi.service import Exchange
from centrex.server.app import Application, Parts
from centrex.spool import Long
from centrex.store import Store
from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from tests.calls import lay_files
from tests.clock import ManualClock
from tests.world import World, make_world

LOOPBACK = "127.0.0.1"


@dataclass
class Answer:
    """A JSON-RPC answer."""

    raw: bytes

    @property
    def json(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.raw)
        return parsed

    @property
    def data(self) -> Any:
        """The data of a success; fails with the answer in its message otherwise."""
        parsed = self.json
        assert "result" in parsed, parsed
        return parsed["result"]["data"]

    @property
    def total(self) -> int:
        total: int = self.json["result"]["metadata"]["total_items"]
        return total

    @property
    def error(self) -> dict[str, Any]:
        """The error object; fails with the answer in its message when there is none."""
        parsed = self.json
        assert "error" in parsed, parsed
        error: dict[str, Any] = parsed["error"]
        return error

    @property
    def mnemonic(self) -> str:
        """The mnemonic of the error, or ``ok``."""
        parsed = self.json
        return parsed["error"]["data"]["mnemonic"] if "error" in parsed else "ok"


class Served:
    """Calls the Data API of a world in process."""

    def __init__(self, application: Application, world: World) -> None:
        self.application = application
        self.world = world
        self._ids = count(1)

    async def post(self, body: bytes, address: str = LOOPBACK) -> Answer:
        """Sends bytes as they are."""
        exchange = Exchange(address, f"request-{next(self._ids)}")
        return Answer(whole(await self.application.data_api.answer(body, exchange)))

    async def call(
        self, method: str, key: str | None, params: dict[str, Any] | None = None, address: str = LOOPBACK
    ) -> Answer:
        """Calls a method with an access token."""
        token = {} if key is None else {"access_token": key}
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**token, **(params or {})}}
        return await self.post(json.dumps(request).encode(), address)


def whole(answer: bytes | Long) -> bytes:
    """An answer in one piece, as a client has it."""
    return answer if isinstance(answer, bytes) else answer.whole()


@pytest.fixture
def media(world: World, tmp_path: Path) -> MediaStore:
    """The files of the world, in a directory of the test's own."""
    return files_of(world, tmp_path / "media")


def files_of(world: World, root: Path) -> MediaStore:
    """The files of the world, in a new directory."""
    for customer in world.customers:
        lay_files(root, customer.canary, customer.ids)
    return MediaStore(root)


@pytest.fixture
async def served(world: World, media: MediaStore) -> AsyncIterator[Served]:
    """The world, served; points are told to the store when a test asks for it."""
    async with serving(world, media) as served:
        yield served


@asynccontextmanager
async def served_world(url: str, folder: Path) -> AsyncIterator[Served]:
    """The world, laid out in an empty database and served from there."""
    world = await make_world(await open_store(url), ManualClock())
    async with serving(world, files_of(world, folder / "media")) as served:
        yield served


@asynccontextmanager
async def serving(world: World, media: MediaStore) -> AsyncIterator[Served]:
    """The world with these files, served until the block is left, and its store closed then."""

    async def opened() -> Store:
        return world.store

    tokens = (f"session-{number}".ljust(72, "0") for number in count(1))
    parts = Parts(clock=world.clock, new_token=lambda: next(tokens), media=media)
    application = Application(opened, "", parts)
    await application.start()
    try:
        yield Served(application, world)
    finally:
        await application.stop()
