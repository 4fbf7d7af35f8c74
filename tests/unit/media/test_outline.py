"""The outline of a sound says where it is loud, in each of its channels, whatever its length."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from centrex.errors import MediaRefused
from centrex.media.audio import BLOCK, Format, convert
from centrex.media.outline import POINTS, outline
from tests.unit.media.sounds import cut, sound

RATE = 8000


def loud(path: Path, seconds: float, first: slice, second: slice) -> Path:
    """Stereo that is loud in one part of each channel, and silent elsewhere."""
    samples = numpy.zeros((round(seconds * RATE), 2))
    samples[first, 0], samples[second, 1] = 0.5, -0.25
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    return path


def test_each_channel_is_loud_where_it_was_spoken_in(tmp_path: Path) -> None:
    frames = 20 * RATE
    assert frames > 2 * BLOCK
    found = outline(loud(tmp_path / "a.wav", 20, slice(0, frames // 2), slice(frames // 2, frames)))
    left, right = found.channels
    assert (found.seconds, len(left), len(right)) == (20, POINTS, POINTS)
    half = POINTS // 2
    assert (left[:half], left[half:]) == ([0.5] * half, [0.0] * half)
    assert (right[:half], right[half:]) == ([0.0] * half, [0.25] * half)


def test_a_sound_shorter_than_the_outline_is_drawn_all_the_same(tmp_path: Path) -> None:
    found = outline(loud(tmp_path / "a.wav", 0.01, slice(0, 80), slice(0, 0)))
    assert [len(each) for each in found.channels] == [POINTS, POINTS]
    assert sum(each > 0 for each in found.channels[0]) == 80


def test_an_mp3_has_the_outline_of_the_wav_that_it_was_made_of(tmp_path: Path) -> None:
    wav = sound(tmp_path / "a.wav", seconds=3)
    convert(wav, Format.MP3, tmp_path / "a.mp3")
    found = outline(tmp_path / "a.mp3")
    assert found.seconds == pytest.approx(3, abs=0.2)
    assert min(found.channels[0][20:-40]) > 0.1


def test_what_is_no_sound_has_no_outline(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused):
        outline(cut(sound(tmp_path / "a.wav"), 0.0001))
