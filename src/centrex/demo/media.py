"""The sounds and faxes of the demo world: a few are made, and every recording and fax has a copy of its own.

Nothing is made durable: a world that is cut short is laid out anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final, Generic

from centrex.media import audio, fax, tones
from centrex.store.media_files import FactsT, Received, new_key

CLIPS: Final = 20
MESSAGES: Final = 6
LENGTHS: Final = (4, 5, 6)
"""Seconds of a clip: at most 48 kB each, and twice that in stereo."""

DIRECTORIES: Final = 16

WORDS: Final = ("order", "ticket", "delivery", "invoice", "refund", "address", "hello", "monday", "twelve", "thanks")
LETTERS: Final = (
    ("Order 4711", "2 tables, 8 chairs", "Please deliver on Monday.", "Kind regards"),
    ("Invoice 2048", "Carriage and packing", "Payable within 14 days", "Total 1 234.50"),
    ("Change of address", "From the 1st we are at", "12 Harbour Street"),
)
_FORMATS: Final = (fax.Format.TIFF, fax.Format.PDF)


@dataclass(frozen=True, slots=True)
class File(Generic[FactsT]):
    """What can be copied into the store."""

    content: bytes
    sha256: str
    facts: FactsT


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound; ``seconds`` is how long the talk was, or the message."""

    file: File[audio.Audio]
    seconds: int


@dataclass(frozen=True, slots=True)
class Media:
    """Everything that is copied."""

    clips: tuple[Clip, ...]
    messages: tuple[Clip, ...]
    faxes: tuple[File[fax.Fax], ...]


def make_media(seed: int) -> Media:
    """The sounds and faxes of a seed, always the same."""
    chance = Random(f"media {seed}")
    clips = [_clip(chance, stereo=number >= MESSAGES and number % 2 == 1) for number in range(CLIPS + MESSAGES)]
    return Media(tuple(clips[MESSAGES:]), tuple(clips[:MESSAGES]), tuple(_faxes()))


def _clip(chance: Random, *, stereo: bool) -> Clip:
    """Half of the talks are recorded in stereo, one side in each channel; a message has one side."""
    seconds = chance.choice(LENGTHS)
    words, seed = chance.sample(WORDS, 3), chance.randrange(1000)
    content = tones.clip(words, seconds, seed=seed, stereo=stereo, is_telephone=True)
    kind = audio.Format.WAV
    facts = audio.Audio(kind, audio.CONTENT_TYPES[kind], float(seconds), channels=1 + stereo, rate=tones.RATE)
    return Clip(_file(content, facts), seconds)


def _faxes() -> Iterator[File[fax.Fax]]:
    with TemporaryDirectory(prefix="centrex-demo-media-") as folder:
        for number, lines in enumerate(LETTERS):
            kind = _FORMATS[number % len(_FORMATS)]
            path = Path(folder, f"fax.{kind}")
            pages = [lines, *([("Page 2",)] if number else [])]
            fax.write(path, kind, pages)
            yield _file(path.read_bytes(), fax.Fax(kind, fax.CONTENT_TYPES[kind], len(pages)))


def _file(content: bytes, facts: FactsT) -> File[FactsT]:
    return File(content, hashlib.sha256(content).hexdigest(), facts)


class Copies:
    """Puts copies below the directory of the media store; their names follow from ``chance``."""

    def __init__(self, root: Path, chance: Random) -> None:
        self._root = root
        self._chance = chance

    def of(self, file: File[FactsT]) -> Received[FactsT]:
        """A new copy, as if it had just been received."""
        key = new_key(file.facts.format, self._random)
        path = f"{self._root}/{key}"  # pathlib takes longer than the disk here
        try:
            self._write(path, file.content)
        except FileNotFoundError:
            Path(path).parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            self._write(path, file.content)
        return Received(key, len(file.content), file.sha256, file.facts)

    def _random(self, count: int) -> bytes:
        """Random but for the first two bytes: they name directories, and few of those are made sooner than many."""
        return bytes(2 * [self._chance.randrange(DIRECTORIES)]) + self._chance.randbytes(count - 2)

    def _write(self, path: str, content: bytes) -> None:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        try:
            os.write(file, content)
        finally:
            os.close(file)
