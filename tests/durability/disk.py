"""A disk of this process that remembers what reached it in which order, and fails when it is told to.

It lies beneath the SQLite that the standard library uses (``vfs``), and beneath the
functions of ``os`` that media are written with. What it remembers it appends to a file, one marshalled tuple each:

``("write", path, offset, bytes)``, ``("truncate", path, size)``, ``("syncing", path, number)`` and ``("synced",
path, number)``, and of names ``("make", path)``, ``("mkdir", path)``, ``("rename", path, path)``, ``("remove",
path)``. A sync of a directory is about its names, and any sync about what was told before it began.
"""

from __future__ import annotations

import errno
import marshal
import os
import threading
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Final

OK: Final = 0

FAULTS: Final = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}
"""How every write fails while the file of faults says so; while it says ``unsynced`` every sync fails alone."""


class Disk:
    """``log`` is the file that remembers, ``fault`` one that says what is wrong with the disk, if anything.

    Only what lies below ``root`` is remembered or fails. A sync takes ``seconds``, so that whoever answers before it
    is over is seen to.
    """

    def __init__(self, root: Path, log: Path, fault: Path, seconds: float) -> None:
        self._root = f"{root}/"
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._write = os.write
        self._fault = os.open(fault, os.O_RDONLY | os.O_CREAT)  # at once: there may be no descriptor later
        self._seconds = seconds
        self._syncs = count()
        self._lock = threading.Lock()

    def concerns(self, path: str) -> bool:
        return path.startswith(self._root) and not path.endswith("-shm")

    def remember(self, *told: str | int | bytes) -> None:
        with self._lock:
            self._write(self._log, marshal.dumps(told))

    def fault(self, of_sync: bool = False) -> int:
        """The error number of what is wrong now, or 0."""
        said = os.pread(self._fault, 32, 0).decode()
        if not said:
            return 0
        if said == "unsynced":
            return errno.EIO if of_sync else 0
        return FAULTS[said]

    def sync(self, path: str, sync: Callable[[], int | None]) -> int:
        """Does the sync and answers its code."""
        number = next(self._syncs)
        self.remember("syncing", path, number)
        code = sync() or OK
        time.sleep(self._seconds)
        self.remember("synced", path, number)
        return code


def beneath_os(disk: Disk) -> None:
    """Replaces what media are written with."""
    paths: dict[int, str] = {}
    own = {name: getattr(os, name) for name in ("open", "close", "write", "fsync", "rename", "mkdir", "unlink")}

    def failing(of_sync: bool = False) -> None:
        if wrong := disk.fault(of_sync):
            raise OSError(wrong, os.strerror(wrong))

    def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
        name = str(path)
        makes = flags & os.O_CREAT and disk.concerns(name)
        if makes:
            failing()
        file: int = own["open"](path, flags, *more, **named)
        if makes:
            disk.remember("make", name)
        if disk.concerns(f"{name}/"):
            paths[file] = name
        return file

    def closed(file: int) -> None:
        paths.pop(file, None)
        own["close"](file)

    def written(file: int, content: Any) -> int:
        if file in paths:
            failing()
            disk.remember("write", paths[file], os.lseek(file, 0, os.SEEK_CUR), bytes(content))
        size: int = own["write"](file, content)
        return size

    def synced(file: int) -> None:
        if file not in paths:
            own["fsync"](file)
            return
        failing(of_sync=True)
        disk.sync(paths[file], lambda: own["fsync"](file))

    def about_names(name: str, told: str) -> Callable[..., None]:
        def done(path: Any, *more: Any, **named: Any) -> None:
            concerned = disk.concerns(str(path))
            if concerned:
                failing()
            own[name](path, *more, **named)
            if concerned:
                disk.remember(told, str(path), *map(str, more if told == "rename" else ()))

        return done

    names = {"rename": "rename", "mkdir": "mkdir", "unlink": "remove"}
    vars(os).update({name: about_names(name, told) for name, told in names.items()})
    vars(os).update({"open": opened, "close": closed, "write": written, "fsync": synced})
