"""How loud a sound is along its length, so that a picture of it needs no sound: the outline of its wave.

The codecs are libsndfile's (soundfile), as in ``audio``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from centrex.media.audio import blocks, opened

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Loudest = NDArray[numpy.float32]

POINTS: Final = 600


class Outline(msgspec.Struct, frozen=True):
    """``seconds`` is the length; a channel has POINTS numbers from 0 to 1, each the loudest of its part of it."""

    seconds: float
    channels: list[list[float]]


def outline(path: Path) -> Outline:
    """The outline of the file, read block by block. Raises MediaRefused."""
    import numpy

    with opened(path) as source:
        loudest = numpy.zeros((POINTS, source.channels), dtype=numpy.float32)
        frames, at = max(1, source.frames), 0
        for block in blocks(source):
            _raise(loudest, abs(block), at, frames)
            at += len(block)
        return Outline(round(frames / source.samplerate, 3), [_rounded(each) for each in loudest.T])


def _raise(loudest: Loudest, block: Loudest, at: int, frames: int) -> None:
    """Takes in a block that begins at the frame ``at``."""
    import numpy

    points = numpy.minimum((at + numpy.arange(len(block))) * POINTS // frames, POINTS - 1)
    met, begins = numpy.unique(points, return_index=True)
    loudest[met] = numpy.maximum(loudest[met], numpy.maximum.reduceat(block, begins, axis=0))


def _rounded(channel: Loudest) -> list[float]:
    return [round(float(each), 3) for each in channel]
