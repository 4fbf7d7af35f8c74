"""The audio of simulated calls follows from words, length and seed, and can be told apart by ear."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
import soundfile

from centrex.media.audio import Format, probe
from centrex.media.tones import RATE, clip


def sides(content: bytes) -> numpy.ndarray:
    """The samples, a column a side."""
    samples, rate = soundfile.read(io.BytesIO(content), dtype="int16", always_2d=True)
    assert rate == RATE
    return numpy.asarray(samples)


def test_a_clip_is_audio_of_the_length_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for seconds, stereo in ((0.3, False), (12, True), (61.5, False)):
        path.write_bytes(clip(["4951234567", "hello"], seconds, stereo=stereo))
        audio = probe(path)
        assert (audio.format, audio.duration, audio.channels) == (Format.WAV, seconds, 1 + stereo)


def test_the_same_words_and_seed_make_the_same_bytes() -> None:
    assert clip(["101"], 3, stereo=True, seed=5) == clip(["101"], 3, stereo=True, seed=5)


def test_other_words_or_another_seed_make_another_clip() -> None:
    clips = {clip([word], 3, seed=seed) for word in ("101", "102", "hello") for seed in (1, 2)}
    assert len(clips) == 6


def test_both_sides_speak_and_never_at_once() -> None:
    left, right = sides(clip(["12", "34", "56"], 12, stereo=True)).T
    assert left.any()
    assert right.any()
    assert not (left.astype(bool) & right.astype(bool)).any()


def test_a_key_sounds_with_its_two_tones() -> None:
    """In the spectrum of the first tone, at the pitch that the seed has chosen."""
    samples = sides(clip(["5"], 1))[:, 0]
    tone = samples[: numpy.flatnonzero(samples[:600] == 0)[1]].astype(float)
    power = numpy.abs(numpy.fft.rfft(tone, 8000))
    low, high = (start + int(power[start:end].argmax()) for start, end in ((400, 900), (900, 1600)))
    assert high / low == pytest.approx(1336 / 770, rel=0.05)


@pytest.mark.parametrize("words", [[], [""], ["Привет, мир"], ["  "]])
def test_words_that_are_on_no_key_are_silence(words: list[str]) -> None:
    samples = sides(clip(words, 2))
    assert len(samples) == 2 * RATE
    assert not samples.any()


@pytest.mark.parametrize("stereo", [False, True])
def test_a_telephone_clip_is_the_same_sound_at_half_the_size(tmp_path: Path, stereo: bool) -> None:
    line, studio = (clip(["101"], 5, stereo=stereo, is_telephone=each) for each in (True, False))
    assert len(line) < len(studio) / 2 + 100
    heard, sent = (sides(content).astype(int) for content in (line, studio))
    assert heard.shape == sent.shape
    assert (abs(heard - sent) <= abs(sent) // 16 + 8).all()
    path = tmp_path / "a"
    path.write_bytes(line)
    assert (probe(path).format, probe(path).duration) == (Format.WAV, 5)
