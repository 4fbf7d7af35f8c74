"""A process that may open nothing more: what it cannot read it does not blame on who sent it."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from centrex.media import audio, fax
from centrex.media.tones import clip


@contextmanager
def no_more_than(spare: int) -> Iterator[None]:
    """This process can open so many files more."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    least = os.open("/", os.O_RDONLY)
    os.close(least)
    resource.setrlimit(resource.RLIMIT_NOFILE, (least + spare, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def outcome(probe: Callable[[Path], object], path: Path) -> object:
    """What the file is, or the error number of the system."""
    try:
        return probe(path)
    except OSError as error:
        return error.errno


def test_a_sound_that_cannot_be_opened_is_not_refused_as_no_sound(tmp_path: Path) -> None:
    sound = tmp_path / "sound"
    sound.write_bytes(clip("301", 0.1))
    found = audio.probe(sound)
    for spare in range(4):
        with no_more_than(spare):
            assert outcome(audio.probe, sound) in {found, errno.EMFILE}


@pytest.mark.parametrize("kind", fax.Format)
def test_a_fax_that_cannot_be_opened_is_not_refused_as_damaged(tmp_path: Path, kind: fax.Format) -> None:
    path = tmp_path / "fax"
    fax.write(path, kind, [["One"], ["Two"]])
    found = fax.Fax(kind, fax.CONTENT_TYPES[kind], 2)
    for spare in range(4):
        with no_more_than(spare):
            assert outcome(fax.probe, path) in {found, errno.EMFILE}
