"""The disk beneath SQLite: a VFS that hands on to SQLite's own, and tells the disk of writes and syncs before."""

from __future__ import annotations

import _sqlite3
import ctypes
import errno
from typing import Any, Final

from tests.durability.disk import OK, Disk

IOERR_WRITE: Final = 10 | 3 << 8
IOERR_FSYNC: Final = 10 | 4 << 8
IOERR_TRUNCATE: Final = 10 | 6 << 8
FULL: Final = 13

METHODS: Final = (
    *("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock"),
    *("xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap"),
    *("xFetch", "xUnfetch"),
)
CALLS: Final = (
    *("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness"),
    *("xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall"),
    "xNextSystemCall",
)


class FileMethods(ctypes.Structure):
    """``sqlite3_io_methods``."""

    _fields_ = (("iVersion", ctypes.c_int), *((name, ctypes.c_void_p) for name in METHODS))


class Vfs(ctypes.Structure):
    """``sqlite3_vfs``."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("iVersion", "szOsFile", "mxPathname")),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        *((name, ctypes.c_void_p) for name in CALLS),
    )


POINTER: Final = ctypes.c_void_p
OPEN: Final = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, POINTER, ctypes.c_int, POINTER)
DELETE: Final = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, ctypes.c_int)
WRITE: Final = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, ctypes.c_int, ctypes.c_int64)
TRUNCATE: Final = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int64)
SYNC: Final = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int)


def beneath_sqlite(disk: Disk) -> None:
    """Registers the VFS as the one that is used unless another is named."""
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    own = library.sqlite3_vfs_find(None).contents
    ours = _Sqlite(disk, own)
    _kept.append(ours)
    assert library.sqlite3_vfs_register(ctypes.byref(ours.vfs), 1) == OK


_kept: Final[list[object]] = []
"""What SQLite points to must not go."""


class _Sqlite:
    """SQLite's own VFS with some of its functions replaced; files are its own too."""

    def __init__(self, disk: Disk, own: Vfs) -> None:
        self._disk = disk
        self._own = own
        self._paths: dict[int, str] = {}
        self._methods: dict[int, tuple[FileMethods, FileMethods]] = {}
        self._callbacks = (
            OPEN(self._open),
            DELETE(self._delete),
            WRITE(self._write),
            TRUNCATE(self._truncate),
            SYNC(self._sync),
        )
        self.vfs = Vfs.from_buffer_copy(own)
        self.vfs.zName = b"remembering"
        self.vfs.xOpen, self.vfs.xDelete = map(_address, self._callbacks[:2])

    def _open(self, vfs: int, name: int | None, file: int, flags: int, answered: int) -> int:
        code: int = OPEN(self._own.xOpen)(ctypes.addressof(self._own), name, file, flags, answered)
        path = ctypes.string_at(name).decode() if name else ""
        methods = ctypes.c_void_p.from_address(file)
        if code == OK and methods.value and self._disk.concerns(path):
            self._paths[file] = path
            methods.value = ctypes.addressof(self._replaced(methods.value)[1])
        return code

    def _replaced(self, address: int) -> tuple[FileMethods, FileMethods]:
        """The methods of a kind of file, as they are and ours."""
        if address not in self._methods:
            own = FileMethods.from_address(address)
            ours = FileMethods.from_buffer_copy(own)
            ours.xWrite, ours.xTruncate, ours.xSync = map(_address, self._callbacks[2:])
            self._methods[address] = self._methods[ctypes.addressof(ours)] = (own, ours)
        return self._methods[address]

    def _of(self, file: int) -> FileMethods:
        address = ctypes.c_void_p.from_address(file).value
        assert address is not None
        return self._methods[address][0]

    def _delete(self, vfs: int, name: int, sync: int) -> int:
        path = ctypes.string_at(name).decode()
        if self._disk.concerns(path):
            self._disk.remember("truncate", path, 0)
        code: int = DELETE(self._own.xDelete)(ctypes.addressof(self._own), name, sync)
        return code

    def _write(self, file: int, content: int, size: int, offset: int) -> int:
        if wrong := self._disk.fault():
            return FULL if wrong == errno.ENOSPC else IOERR_WRITE
        self._disk.remember("write", self._paths[file], offset, ctypes.string_at(content, size))
        code: int = WRITE(self._of(file).xWrite)(file, content, size, offset)
        return code

    def _truncate(self, file: int, size: int) -> int:
        if self._disk.fault():
            return IOERR_TRUNCATE
        self._disk.remember("truncate", self._paths[file], size)
        code: int = TRUNCATE(self._of(file).xTruncate)(file, size)
        return code

    def _sync(self, file: int, flags: int) -> int:
        if self._disk.fault(of_sync=True):
            return IOERR_FSYNC
        return self._disk.sync(self._paths[file], lambda: SYNC(self._of(file).xSync)(file, flags))


def _address(callback: Any) -> int | None:
    return ctypes.cast(callback, ctypes.c_void_p).value
