"""What a disk may hold when the power goes: all that was synced, and of the rest any part, torn and in any order.

A file's content is durable once the file was synced, a name once its directory was. Whether anything that was not
synced has come is chance, for each 512 bytes by themselves. SQLite sees to the names of its own files.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.durability.found import Found, contradictions, found
from tests.durability.recording import Event, Recording

SECTOR: Final = 512
DATABASE: Final = ("centrex.db", "centrex.db-wal")


@dataclass
class File:
    """What is on the disk for sure, and the writes and truncations that may be."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    syncing: dict[int, int] = field(default_factory=dict)

    def synced(self, number: int) -> None:
        """What was pending when the sync began is durable now."""
        count = self.syncing.pop(number)
        for offset, content in self.pending[:count]:
            _apply(self.durable, offset, content)
        del self.pending[:count]
        self.syncing = {other: max(0, begun - count) for other, begun in self.syncing.items()}

    def after_cut(self, chance: random.Random, kept: float) -> bytes:
        """The content that is left; ``kept`` is how likely each pending write is."""
        if not self.pending:
            return bytes(self.durable)
        image = bytearray(self.durable)
        for offset, content in self.pending:
            if chance.random() < kept:
                for place, part in _torn(offset, content, chance):
                    _apply(image, place, part)
        return bytes(image)


Naming = dict[str, File | None]
"""What a change of names makes of them, all at once; None is that a name goes."""


@dataclass
class Disk:
    """The disk in the course of a recording. A directory is a name whose file is never read."""

    named: dict[str, File]
    durable: dict[str, File] = field(default_factory=dict)
    pending: list[Naming] = field(default_factory=list)
    syncing: dict[int, list[Naming]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        kind, path, *more = event
        if kind in {"make", "mkdir"}:
            self._name({path: self.named.get(path) or File()})
        elif kind == "rename":
            self._name({path: None, more[0]: self.named[path]})
        elif kind == "remove":
            self._name({path: None})
        elif kind == "write":
            self._file(path).pending.append((more[0], more[1]))
        elif kind == "truncate":
            self._file(path).pending.append((more[0], None))
        elif kind == "syncing":
            self._file(path).syncing[more[0]] = len(self._file(path).pending)
            self.syncing[more[0]] = [each for each in self.pending if _is_in(each, path)]
        else:
            self._file(path).synced(more[0])
            for each in self.syncing.pop(more[0]):
                self._settle(each)

    def after_cut(self, chance: random.Random) -> Callable[[str], bytes | None]:
        """What is left: answers the content of a file by its name, None when it has gone or cannot be reached."""
        kept = chance.choice((0.0, 1.0, chance.random()))
        left = dict(self.durable)
        for each in self.pending:
            if chance.random() < kept:
                _rename(left, each)

        def content(path: str) -> bytes | None:
            directory = path
            while (directory := _parent(directory)) in self.named:
                if directory not in left:
                    return None
            return left[path].after_cut(chance, kept) if path in left else None

        return content

    def _name(self, naming: Naming) -> None:
        _rename(self.named, naming)
        self.pending.append(naming)

    def _file(self, path: str) -> File:
        """The file of the name; one that nobody made is SQLite's, or a directory that was always there."""
        if path not in self.named:
            self.named[path] = self.durable[path] = File()
        return self.named[path]

    def _settle(self, naming: Naming) -> None:
        if any(each is naming for each in self.pending):
            self.pending = [each for each in self.pending if each is not naming]
            _rename(self.durable, naming)


def power_cuts(recording: Recording, cuts: int, seed: str) -> Iterator[list[str]]:
    """What is wrong after each of the cuts, at moments of chance in the course of the recording."""
    chance = random.Random(seed)
    files = {path: File(bytearray(content)) for path, content in recording.files.items()}
    disk = Disk(dict(files), dict(files))
    first = 0
    with _in_memory() as folder:
        for end in sorted(chance.randrange(1, len(recording.events)) for _ in range(cuts)):
            for event in recording.events[first:end]:
                disk.take(event)
            first = end
            there = _left(disk.after_cut(chance), recording, folder)
            wrong = contradictions(recording.ledger, there, recording.before, recording.moments[end - 1])
            yield [f"cut after event {end}: {each}" for each in wrong]


def _left(content: Callable[[str], bytes | None], recording: Recording, folder: Path) -> Found:
    """What the database and the media hold that the cut has left."""
    (folder / f"{DATABASE[0]}-shm").unlink(missing_ok=True)
    for name in DATABASE:
        (folder / name).write_bytes(content(f"{recording.root}/{name}") or b"")
    of_media = f"{recording.root}/media"
    return found(f"sqlite:///{folder / DATABASE[0]}", lambda key: content(f"{of_media}/{key}"), recording.ground)


@contextmanager
def _in_memory() -> Iterator[Path]:
    """A folder that costs no disk, where there is such a thing."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="centrex-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def without_media_syncs(recording: Recording, suffix: str) -> Recording:
    """The recording as if no file with the suffix below the media had been synced; directories have none."""
    media = recording.root / "media"

    def is_kept(event: Event) -> bool:
        path = Path(event[1])
        return event[0] not in {"syncing", "synced"} or path.suffix != suffix or not path.is_relative_to(media)

    both = zip(recording.events, recording.moments, strict=True)
    kept = [(event, moment) for event, moment in both if is_kept(event)]
    return replace(recording, events=[each[0] for each in kept], moments=[each[1] for each in kept])


def _parent(path: str) -> str:
    """Of a path without ``..``; many thousands are asked for."""
    return path.rpartition("/")[0]


def _is_in(naming: Naming, directory: str) -> bool:
    return any(_parent(path) == directory for path in naming)


def _rename(names: dict[str, File], naming: Naming) -> None:
    for path, file in naming.items():
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _apply(image: bytearray, offset: int, content: bytes | None) -> None:
    """Writes the content, or without it cuts the file off."""
    if content is None:
        del image[offset:]
        return
    if len(image) < offset:
        image.extend(bytes(offset - len(image)))
    image[offset : offset + len(content)] = content


def _torn(offset: int, content: bytes | None, chance: random.Random) -> Iterator[tuple[int, bytes | None]]:
    """The write as a whole, or some of its sectors."""
    if content is None or chance.random() < 0.5:
        yield offset, content
        return
    for sector in range(offset // SECTOR, (offset + len(content) - 1) // SECTOR + 1):
        if chance.random() < 0.5:
            start = max(offset, sector * SECTOR)
            yield start, content[start - offset : (sector + 1) * SECTOR - offset]
