"""A server that dies while a file comes: no row without its file, and nothing that was told to be kept is lost."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from centrex.media.tones import clip
from tests.acceptance.http import connected
from tests.databases import fetch
from tests.pbx import OWN, report
from tests.programs import SECONDS, serving, wait_until

SOUND: Final = clip("301", 30.0)
KEY: Final = {"Authorization": f"Bearer {OWN}"}


def files(folder: Path) -> list[bytes]:
    """The content of the files that are whole."""
    return [path.read_bytes() for path in folder.glob("??/??/*")]


def recordings(url: str) -> list[tuple[Any, ...]]:
    return asyncio.run(fetch(url, "SELECT engine_id, part FROM recording"))


def test_a_server_that_is_killed_during_an_upload_keeps_what_it_acknowledged_alone(
    pbx_url: str, tmp_path: Path
) -> None:
    media = tmp_path / "kept"
    options = ("--media", str(media))
    with serving(pbx_url, *options) as server:
        base = f"{server.url}/ingest/v1"
        httpx.post(f"{base}/calls", json=report("c1"), headers=KEY, timeout=SECONDS).raise_for_status()
        httpx.put(f"{base}/media/c1/0", content=SOUND, headers=KEY, timeout=SECONDS).raise_for_status()
        host = urlsplit(server.url).netloc
        head = f"PUT /ingest/v1/media/c1/1 HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {OWN}\r\n"
        with connected(server.url) as connection:
            connection.sendall(f"{head}Content-Length: {len(SOUND)}\r\n\r\n".encode() + SOUND[:300_000])
            wait_until(lambda: any(media.glob(".incoming/*")))
            server.stop(signal.SIGKILL)
    assert (files(media), recordings(pbx_url)) == ([SOUND], [("c1", 0)])
    with serving(pbx_url, *options) as server:
        again = httpx.put(f"{server.url}/ingest/v1/media/c1/1", content=SOUND, headers=KEY, timeout=SECONDS)
        assert again.json()["status"] == "created"
    assert (files(media), recordings(pbx_url)) == ([SOUND, SOUND], [("c1", 0), ("c1", 1)])
