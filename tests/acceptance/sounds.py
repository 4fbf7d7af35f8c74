"""What a file is that came over HTTP, and where the files of the world are."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import httpx

from centrex.media.audio import Audio, probe
from centrex.resources import metadata
from centrex.scope import SERVER
from centrex.store.steps import Change, Find, Update
from tests.served import LOOPBACK, Served
from tests.world import World


def heard(content: bytes, folder: Path) -> Audio:
    """What an audio file is, judged by its bytes; raises MediaRefused when it is none."""
    file = folder / "answered"
    file.write_bytes(content)
    return probe(file)


async def fetched(
    served: Served, address: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> httpx.Response:
    """The answer to a request without any token."""
    transport = httpx.ASGITransport(app=served.application, client=(LOOPBACK, 4000))
    parts = urlsplit(address)
    async with httpx.AsyncClient(transport=transport, base_url="http://ring.test") as client:
        return await client.request(method, f"{parts.path}?{parts.query}", headers=headers)


async def file_of(world: World, root: Path, table: str, identifier: int) -> Path:
    """The file of a row."""
    found = await world.store.find(Find(metadata.tables[table], ("media",), {"id": identifier}), SERVER)
    return root / str(found[0][0])


def with_values(table: str, identifier: int, **values: object) -> Change[None]:
    """Writes into a row past the program."""
    yield Update(metadata.tables[table], {"id": identifier}, values)
