"""A PBX engine of a customer of its own, 000, that reports over HTTP to an application in process.

His numbers are 301 and 302 in the first group, 303 in the second, 304 in none; 74951112233 leads to 301.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from sqlalchemy import Table

from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.ingest_keys import IngestKeyring
from centrex.engine.operator import Operator
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER
from centrex.server.app import Application, Parts
from centrex.store import Store
from centrex.store.media import MediaStore
from centrex.store.media_files import OWNER
from centrex.store.opening import open_store
from centrex.store.steps import Change, Enter, Find, Insert, NextId, Update
from tests.clock import NOON, ManualClock
from tests.contract.ingest_described import assert_described

PREFIX: Final = "000"
CLIENT: Final = "79161234567"
DID: Final = "74951112233"
OPERATORS: Final = "key-of-the-operator".ljust(40, "0")
OWN: Final = "key-of-customer-000".ljust(40, "0")
BASE: Final = "http://pbx.test/ingest/v1/"
LIMIT: Final = 2 * 1024 * 1024


def leg(leg_id: str = "1", **members: Any) -> dict[str, Any]:
    """An incoming call that 301 took after five seconds, for a minute; members that are None are left out."""
    told = {
        "leg_id": leg_id,
        "caller": CLIENT,
        "called": "301",
        "dialled": DID,
        "started": "2026-03-02T12:30:00Z",
        "answered": "2026-03-02T12:30:05Z",
        "ended": "2026-03-02T12:31:05Z",
        "outcome": "caller_hung_up",
        **members,
    }
    return {name: value for name, value in told.items() if value is not None}


def report(call_id: str, *legs: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"call_id": call_id, "legs": list(legs or (leg(),)), **members}


@dataclass
class Pbx:
    """``numbers`` and ``groups`` are ids; the clock stands until a test moves it."""

    application: Application
    store: Store
    clock: ManualClock
    folder: Path
    customer_id: int
    numbers: dict[str, int]
    groups: list[int]

    async def send(self, method: str, path: str, content: Any, key: str | None, **query: str | int) -> httpx.Response:
        """The answer, which is as described."""
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        async with self.client() as client:
            answer = await client.request(method, BASE + path, content=content, headers=headers, params=query or None)
        assert_described(answer)
        return answer

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self.application, client=("127.0.0.1", 4000)))

    async def post(self, path: str, body: Any, key: str = OWN, **query: str | int) -> httpx.Response:
        """The answer to a body, which is sent as JSON unless it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.send("POST", path, content, key, **query)

    async def report(self, *reports: dict[str, Any], key: str = OWN) -> list[dict[str, Any]]:
        """What became of the calls; fails with the answer unless all were taken."""
        answer = await self.post("calls", list(reports), key)
        assert answer.status_code == 200, answer.text
        calls: list[dict[str, Any]] = answer.json()["calls"]
        return calls

    async def put(self, path: str, content: bytes, key: str = OWN, **query: str | int) -> httpx.Response:
        return await self.send("PUT", path, content, key, **query)

    async def rows(self, table: Table, *columns: str) -> list[Any]:
        """The columns of all rows, in the order of the first; of one column its values."""
        found = sorted(await self.store.find(Find(table, columns, {}), SERVER))
        return [row[0] for row in found] if len(columns) == 1 else found

    async def move(self, number: str, group_id: int | None) -> None:
        """Puts a number into another group."""
        step = Update(extension, {"id": self.numbers[number]}, {"extension_group_id": group_id})
        await self.store.change(_single(step), SERVER)

    async def set(self, **columns: object) -> None:
        """Changes the account, as the operator does at the command line."""
        await Accounts(Operator(self.store, self.clock)).set_columns(self.customer_id, columns)

    @property
    def files(self) -> list[Path]:
        """Every file in the media store, also those that are not whole."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and path.name != OWNER)


Laid = tuple[Path, dict[str, Any]]
"""A database file with the customer, and his ids."""


@pytest.fixture(scope="session")
def laid_pbx(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """To be copied."""
    copy = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("pbx") / "centrex.db")
    return copy, asyncio.run(_laid(f"sqlite:///{copy}"))


async def _laid(url: str) -> dict[str, Any]:
    store = await open_store(url)
    try:
        return await lay(store)
    finally:
        await store.close()


@pytest.fixture
def pbx_url(laid_pbx: Laid, tmp_path: Path) -> str:
    """The address of a SQLite database of the test's own with the customer."""
    return f"sqlite:///{shutil.copyfile(laid_pbx[0], tmp_path / 'centrex.db')}"


@pytest.fixture
async def pbx(laid_pbx: Laid, pbx_url: str, tmp_path: Path) -> AsyncIterator[Pbx]:
    """On SQLite, for what the store has no part in."""
    async with at_work(await open_store(pbx_url), tmp_path / "media", laid_pbx[1]) as working:
        yield working


@pytest.fixture
async def any_pbx(store: Store, tmp_path: Path) -> AsyncIterator[Pbx]:
    """On both stores."""
    async with at_work(store, tmp_path / "media", await lay(store)) as working:
        yield working


@asynccontextmanager
async def at_work(store: Store, folder: Path, ids: dict[str, Any]) -> AsyncIterator[Pbx]:
    clock = ManualClock()

    async def opened() -> Store:
        return store

    application = Application(opened, "", Parts(clock=clock, media=MediaStore(folder), media_limit=LIMIT))
    await application.start()
    yield Pbx(application, store, clock, folder, **ids)
    await application.stop()


async def lay(store: Store) -> dict[str, Any]:
    """The customer with his numbers, his key and the operator's; answers the ids."""
    operator = Operator(store, ManualClock())
    customer_id = await Accounts(operator).create(NewAccount("Bluebird", prefix=PREFIX))
    groups, numbers = await store.change(_numbers(customer_id), SERVER)
    keyring = IngestKeyring(operator)
    await keyring.create(OPERATORS, "carrier")
    await keyring.create(OWN, "own", customer_id)
    return {"customer_id": customer_id, "groups": groups, "numbers": numbers}


def _numbers(customer_id: int) -> Change[tuple[list[int], dict[str, int]]]:
    groups: list[int] = []
    numbers: dict[str, int] = {}
    yield Enter(customer_id)
    for name in ("Front", "Back"):
        groups.append(int((yield NextId(extension_group))[0][0]))
        yield Insert(extension_group, {"id": groups[-1], "name": name, "extra_params": None})
    for number, group_id in (("301", groups[0]), ("302", groups[0]), ("303", groups[1]), ("304", None)):
        numbers[number] = int((yield NextId(extension))[0][0])
        values = {"number": number, "type": "phone", "status": "active", "ani_rfc3325": False, "created_at": int(NOON)}
        yield Insert(extension, {"id": numbers[number], "extension_group_id": group_id, **values})
    line = int((yield NextId(virtual_number))[0][0])
    kept = {"number": DID, "status": "active", "category": "usual", "type": "va", "extension_id": numbers["301"]}
    yield Insert(virtual_number, {"id": line, **kept})
    return groups, numbers


def _single(step: Update) -> Change[None]:
    yield step
