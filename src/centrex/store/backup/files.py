"""Files and folders that are whole or not there: made under a temporary name, synced, and then given their own."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from centrex.i18n import Refusal
from centrex.store.backup.manifest import PIECE


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to be filled, which is ``target`` once the block has ended; nothing is there when it fails.

    Raises Refusal when something is there already.
    """
    target = target.absolute()
    if os.path.lexists(target):
        raise Refusal("{folder} is there already: name another folder.", folder=target)
    if not target.parent.is_dir():
        raise Refusal("The folder {folder} is not there: make it first.", folder=target.parent)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    temporary.mkdir(mode=0o700)
    try:
        yield temporary
        for folder in (*(path for path in temporary.rglob("*") if path.is_dir()), temporary):
            sync(folder)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync(target.parent)


def new_file(path: Path) -> None:
    """An empty file that is nobody's but its owner's."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copied(source: Path, target: Path, mode: int = 0o600) -> tuple[int, str]:
    """Copies a file durably; its size and its SHA-256. Raises FileNotFoundError, and leaves no half of a copy."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading:
        part = target.with_name(f"{target.name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as writing:
            while piece := reading.read(PIECE):
                writing.write(piece)
                digest.update(piece)
                size += len(piece)
            writing.flush()
            os.fsync(writing.fileno())
    part.rename(target)
    return size, digest.hexdigest()


def made(root: Path, folder: Path, mode: int) -> None:
    """Makes the folder, and those between it and ``root``, which is there."""
    for each in (*reversed(folder.relative_to(root).parents), folder.relative_to(root)):
        (root / each).mkdir(mode=mode, exist_ok=True)


def sync(path: Path) -> None:
    """Makes a file, or the names in a folder, durable."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
