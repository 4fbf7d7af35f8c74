"""What the process of a mutant is given: databases that the program as it is made, and what to know of them."""

from __future__ import annotations

import asyncio
import pickle
import shutil
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final, Protocol

from tests.isolation.probing import LeakFoundError

LEAK: Final = 3
"""The exit code of a process whose ``centrex`` was found out."""
FILE: Final = "prepared.pickle"


class Movable(Protocol):
    """What the probes need to know, the addresses of databases among it."""

    def moved(self, folder: Path) -> Movable:
        """The same of copies of the databases in another folder."""


def keep(prepared: Movable, folder: Path) -> None:
    """Leaves it beside its databases."""
    (folder / FILE).write_bytes(pickle.dumps(prepared))


def copied(databases: Path, folder: Path) -> None:
    """Copies the databases, and what to know of them, into another folder."""
    for file in databases.glob("*.db"):
        shutil.copyfile(file, folder / file.name)
    known: Movable = pickle.loads((databases / FILE).read_bytes())
    keep(known.moved(folder), folder)


def moved_url(url: str, folder: Path) -> str:
    """The address of a database's copy in the folder."""
    return f"sqlite:///{folder / Path(url).name}"


def run(probe: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
    """Probes with what the folder holds that is the only argument; leaves with the code ``LEAK`` at the first leak."""
    try:
        asyncio.run(probe(pickle.loads(Path(sys.argv[1], FILE).read_bytes())))
    except LeakFoundError as leak:
        print(leak)
        sys.exit(LEAK)
