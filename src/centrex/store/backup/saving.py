"""Makes a backup, and puts one back. Blocks: not for use on an event loop."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from centrex import __version__
from centrex.clock import Clock
from centrex.i18n import Refusal
from centrex.resources.ingest_key import MEDIA_OWNER, signing_key
from centrex.scope import SERVER
from centrex.store import schema
from centrex.store.backup import postgres, sqlite
from centrex.store.backup.facts import Facts
from centrex.store.backup.files import new_folder, sync
from centrex.store.backup.manifest import (
    DATABASES,
    POSTGRES,
    SQLITE,
    SUMS,
    Manifest,
    check_sums,
    digest_of,
    read_manifest,
    write_manifest,
)
from centrex.store.backup.media import MEDIA, folder_of, lines, of_media, place_of, put_back, saved, source_of
from centrex.store.opening import open_store
from centrex.store.steps import Change, Delete
from centrex.store.urls import sqlite_path

PRIVATE: Final = 0o600


def save(url: str, media: str, target: Path, clock: Clock) -> Manifest:
    """Saves the database and its media into the new folder ``target``; a server may be at work on both.

    ``media`` is the setting. Raises Refusal, and the errors of the database and of the disk; then there is no folder.
    """
    product, place = _product(url), place_of(media, url)
    with new_folder(target) as folder:
        database = folder / DATABASES[product]
        (folder / MEDIA).mkdir(mode=0o700)
        facts, files, missing = saved(
            lambda: _taken(url, database), lambda facts: source_of(place, url, len(facts.keys)), folder / MEDIA
        )
        named = [(f"{MEDIA}/{key}", digest) for key, (_, digest) in sorted(files.items())]
        sums = lines([(database.name, digest_of(database)), *named])
        (folder / SUMS).write_bytes(sums)
        manifest = Manifest(
            version=__version__,
            made_at=datetime.fromtimestamp(clock.now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            product=product,
            revision=facts.revision,
            counts=facts.counts,
            media=place,
            files=len(files),
            bytes=sum(size for size, _ in files.values()),
            missing=sorted(missing),
            sums=hashlib.sha256(sums).hexdigest(),
        )
        write_manifest(folder, manifest)
        for name in (SUMS, "manifest.json", database.name):
            (folder / name).chmod(PRIVATE)
            sync(folder / name)
    return manifest


def restore(source: Path, url: str, media: str, *, replace: bool) -> Manifest:
    """Puts a backup back: its files first, then its database as a whole, with the tables of this program.

    Everything is checked before anything is touched. Raises Refusal, and the errors of the database and of the disk;
    then the database is what it was.
    """
    manifest = read_manifest(source)
    if manifest.product != _product(url):
        raise Refusal("The backup is of {product}: name a database of {product}.", product=manifest.product)
    sums = check_sums(source, manifest)
    folder = folder_of(place_of(media, url), url, manifest.files)
    if folder is None and manifest.files:
        raise Refusal("The backup has {files} files: say with --media into which folder.", files=manifest.files)
    back = _Back(source, manifest, of_media(sums), folder)
    path = sqlite_path(url)
    if path is None:
        asyncio.run(_to_postgres(back, url, replace=replace))
    else:
        _to_sqlite(back, path, replace=replace)
    return manifest


class _Back:
    """What is put back besides the database, and whether that is what was saved."""

    def __init__(self, source: Path, manifest: Manifest, files: Mapping[str, str], folder: Path | None) -> None:
        self.database = source / DATABASES[manifest.product]
        self._source = source
        self._manifest = manifest
        self._files = files
        self._folder = folder

    def finish(self, facts: Facts, url: str) -> None:
        """Before anybody may use the database: compares it, puts the files there, and brings the tables up to date."""
        if (facts.revision, facts.counts) != (self._manifest.revision, self._manifest.counts):
            raise Refusal("The database of the backup {folder} is not what was saved.", folder=self._source)
        if self._folder is not None:
            put_back(self._source, self._files, self._folder)
        if facts.revision != schema.HEAD:
            schema.upgrade(url)
        asyncio.run(_made_another(url))


def _to_sqlite(back: _Back, path: Path, *, replace: bool) -> None:
    sqlite.checked(back.database)
    with sqlite.restoring(back.database, path, replace=replace) as url:
        temporary = sqlite_path(url)
        assert temporary is not None
        back.finish(sqlite.checked(temporary), url)


async def _to_postgres(back: _Back, url: str, *, replace: bool) -> None:
    async with postgres.restoring(back.database, url, replace=replace) as facts:
        await asyncio.to_thread(back.finish, facts, url)


async def _made_another(url: str) -> None:
    """Ends its claim to the files of the database that was saved, which may be at work still."""
    store = await open_store(url)
    try:
        await store.change(_without_mark(), SERVER)
    finally:
        await store.close()


def _without_mark() -> Change[None]:
    yield Delete(signing_key, {"name": MEDIA_OWNER})


def _product(url: str) -> str:
    return SQLITE if sqlite_path(url) is not None else POSTGRES


def _taken(url: str, to: Path) -> Facts:
    """One moment of the database, in the place of an earlier one."""
    path = sqlite_path(url)
    return asyncio.run(postgres.save(url, to)) if path is None else sqlite.save(path, to)
