"""The files of the worlds that are probed: each sounds or looks like every other, and ends with its owner's text."""

from __future__ import annotations

import hashlib
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from centrex.media.audio import Format, convert
from centrex.media.fax import Format as FaxFormat
from centrex.media.fax import write
from centrex.media.tones import clip
from centrex.resources.fax import fax
from centrex.resources.ingest_key import signing_key
from centrex.resources.recording import recording
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Find, Insert, Update
from tests.databases import fetch

NAMED: Final = {recording: "file_name", fax: "caller"}
"""The tables whose rows have files, and the text of the row that its file ends with."""

KEY: Final = b"the same in both worlds of a pair"[:32]


@cache
def sound() -> bytes:
    """A short mp3, which is sent as it is."""
    with tempfile.TemporaryDirectory() as folder:
        wav, mp3 = Path(folder, "sound.wav"), Path(folder, "sound.mp3")
        wav.write_bytes(clip("1", 0.2))
        convert(wav, Format.MP3, mp3)
        return mp3.read_bytes()


@cache
def page() -> bytes:
    """A fax of one page."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "fax.pdf")
        write(pdf, FaxFormat.PDF, [["A page"]])
        return pdf.read_bytes()


async def part_files(store: Store) -> None:
    """Gives each row a file of its own, also where two have the same ids, and the server its key to sign with."""
    await store.change(_key(), SERVER)
    for table in NAMED:
        for customer_id, identifier in await store.find(Find(table, ("customer_id", "id"), {}), SERVER):
            await store.change(_own_file(table, customer_id, identifier), SERVER)


def _key() -> Change[None]:
    yield Insert(signing_key, {"name": "links", "secret": KEY})


def _own_file(table: Table, customer_id: int, identifier: int) -> Change[None]:
    kind = {"format": "mp3"} if table is recording else {}
    media = own_key(table.name, customer_id, identifier)
    yield Update(table, {"customer_id": customer_id, "id": identifier}, {"media": media, **kind})


def own_key(table: str, customer_id: int, identifier: object) -> str:
    """Where the file of a row is."""
    digits = hashlib.sha256(f"{table} {customer_id} {identifier}".encode()).hexdigest()[:32]
    return f"{digits[:2]}/{digits[2:4]}/{digits}.{'pdf' if table == fax.name else 'mp3'}"


async def lay_sounds(url: str, root: Path) -> None:
    """Writes the files that the rows of a database name; the text stands where it is no part of what they hold."""
    for table, column in NAMED.items():
        for media, text in await fetch(url, f'SELECT media, {column} FROM "{table.name}"'):
            file = root / media
            file.parent.mkdir(parents=True, exist_ok=True)
            ends = f"{text} ".encode().ljust(125)
            file.write_bytes(page() + b"%" + ends if table is fax else sound() + b"TAG" + ends)


async def lost(url: str, root: Path) -> list[str]:
    """The files that rows name and that are not there."""
    rows = [row for table in NAMED for row in await fetch(url, f'SELECT media FROM "{table.name}"')]
    return [media for (media,) in rows if not (root / media).is_file()]
