"""`centrex` on a disk that remembers and fails: ``python -m tests.durability.disk_server serve …``.

The environment says where the disk is: DISK_ROOT, DISK_LOG, DISK_FAULT, DISK_SECONDS. DISK_WEAKNESS makes the writer
worse than it is, which is to be found out: ``EARLY`` answers before the disk has the change, anything else is what its
connection has for ``synchronous``.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

from centrex.cli import main
from centrex.store import sqlite_connection, sqlite_writer
from tests.durability.disk import Disk, beneath_os
from tests.durability.vfs import beneath_sqlite

WEAKNESS: Final = "DISK_WEAKNESS"
EARLY: Final = "EARLY"


def on_disk() -> None:
    root, log, fault = (Path(os.environ[f"DISK_{name}"]) for name in ("ROOT", "LOG", "FAULT"))
    disk = Disk(root, log, fault, float(os.environ["DISK_SECONDS"]))
    beneath_sqlite(disk)
    beneath_os(disk)
    weakness = os.environ.get(WEAKNESS)
    if weakness == EARLY:
        answer_early()
    elif weakness is not None:
        weaken(weakness)


def answer_early() -> None:
    own = sqlite_writer.Writer._attempt

    def attempt(writer: sqlite_writer.Writer, task: Any) -> None:
        own(writer, task)
        task.settle()

    vars(sqlite_writer)["Writer"]._attempt = attempt


def weaken(synchronous: str) -> None:
    own = sqlite_connection.open_writer

    def opened(path: Path) -> sqlite3.Connection:
        raw = own(path)
        raw.execute(f"PRAGMA synchronous={synchronous}")
        return raw

    vars(sqlite_writer)["open_writer"] = opened


if __name__ == "__main__":
    on_disk()
    main()
