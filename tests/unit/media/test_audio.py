"""Audio is known by its content, refused when it is not whole, and converted with its rate and channels."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
import soundfile

from centrex.errors import MediaRefused, StorageFailed
from centrex.media.audio import Format, convert, probe
from tests.unit.media.sounds import FORMATS, cut, sound

TYPES = {
    "wav": "audio/wav",
    "ulaw.wav": "audio/wav",
    "gsm.wav": "audio/wav",
    "float.wav": "audio/wav",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg; codecs=opus",
}


def refused(path: Path, longest: float = 3600) -> str:
    """Why the file is refused."""
    with pytest.raises(MediaRefused) as refusal:
        probe(path, longest)
    return refusal.value.reason


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_is_known_by_its_content(tmp_path: Path, name: str, channels: int) -> None:
    path = sound(tmp_path / f"a.{name}", channels=channels) if name != "gsm.wav" else sound(tmp_path / "a.gsm.wav")
    audio = probe(path.rename(tmp_path / "no-ending"))
    assert (audio.format, audio.content_type) == (name.rpartition(".")[2], TYPES[name])
    assert (audio.rate, audio.channels) == (8000, 1 if name == "gsm.wav" else channels)
    assert audio.duration == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.75, 0.999])
def test_a_recording_that_was_cut_is_refused(tmp_path: Path, name: str, share: float) -> None:
    assert refused(cut(sound(tmp_path / f"a.{name}"), share)) in {"cut", "not_audio"}


@pytest.mark.parametrize(
    "content",
    [
        b"<html>" * 100,
        bytes(5000),
        b"RIFF\xff\xff\x00\x00WAVEfmt ",
        b"OggS" * 50,
        b"ID3" + bytes(2000),
        b"\xff\xfb" * 400,
    ],
)
def test_what_is_no_audio_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    assert refused(path) in {"not_audio", "cut"}


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.touch()
    assert refused(path) == "empty"


def test_another_format_of_audio_is_refused(tmp_path: Path) -> None:
    assert refused(sound(tmp_path / "a.wav", format="FLAC", subtype="PCM_16")) == "not_audio"
    assert refused(sound(tmp_path / "b.wav", format="AU", subtype="ULAW")) == "not_audio"


def test_a_recording_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.wav")
    assert refused(path, longest=1.9) == "too_long"
    assert probe(path, longest=2.0).duration == 2.0


def test_what_could_not_become_an_mp3_is_refused(tmp_path: Path) -> None:
    assert refused(sound(tmp_path / "a.wav", channels=3)) == "unsupported"
    assert refused(sound(tmp_path / "b.wav", rate=9000)) == "unsupported"


def test_an_unfinished_header_of_a_wav_is_refused(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.wav")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    assert refused(path) == "cut"


def test_a_wav_without_sound_is_refused(tmp_path: Path) -> None:
    content = sound(tmp_path / "a.wav").read_bytes()
    (tmp_path / "b.wav").write_bytes(content[: content.index(b"data")] + b"data" + bytes(4))
    assert refused(tmp_path / "b.wav") == "cut"


def test_chunks_before_the_sound_of_a_wav_are_passed_over(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.wav")
    content = path.read_bytes()
    at = content.index(b"data")
    path.write_bytes(content[:at] + b"LIST\x03\x00\x00\x00abc\x00" + content[at:])
    assert probe(path).duration == 2.0
    assert refused(cut(path, 0.9)) == "cut"


def test_tags_around_an_mp3_do_not_count_as_sound(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.mp3")
    frames = path.read_bytes()
    before = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)
    ape = b"APETAGEX" + (2000).to_bytes(4, "little") + (32).to_bytes(4, "little") + bytes(16)
    headed = ape[:-9] + b"\x80" + ape[-8:]
    for content in (
        before + frames,
        frames + ape,
        frames + headed + headed,
        frames + b"TAG" + bytes(125),
        frames + bytes(300),
    ):
        path.write_bytes(content)
        assert probe(path).duration == pytest.approx(2.0, abs=0.05)
    path.write_bytes(frames + b"TAG" + bytes(100))
    assert refused(path) == "cut"


def test_an_mp3_that_lacks_whole_frames_is_refused(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.mp3", bitrate_mode="CONSTANT", compression_level=0.5, **FORMATS["mp3"])
    length = 72 * 32_000 // 8000
    content = path.read_bytes()
    assert len(content) % length == 0
    path.write_bytes(content[:-length])
    assert refused(path) == "cut"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("target", [Format.MP3, Format.WAV])
def test_any_recording_becomes_mp3_and_wav(tmp_path: Path, name: str, target: Format) -> None:
    path, out = sound(tmp_path / f"a.{name}"), tmp_path / "out"
    convert(path, target, out)
    audio = probe(out)
    assert (audio.format, audio.channels, audio.rate) == (target, 1, 8000)
    assert audio.duration == pytest.approx(probe(path).duration, abs=0.001)


@pytest.mark.parametrize("rate", [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000])
def test_every_rate_that_is_taken_becomes_an_mp3(tmp_path: Path, rate: int) -> None:
    convert(sound(tmp_path / "a.wav", seconds=0.5, rate=rate, channels=2), Format.MP3, tmp_path / "out")
    audio = probe(tmp_path / "out")
    assert (audio.rate, audio.channels, round(audio.duration, 3)) == (rate, 2, 0.5)


def test_sides_stay_apart_and_what_is_too_loud_or_no_number_is_clipped(tmp_path: Path) -> None:
    left = numpy.array([0.0, 0.5, 4.0, -4.0, numpy.nan, numpy.inf], dtype="float32")
    soundfile.write(tmp_path / "a.wav", numpy.stack([left, numpy.zeros(6)], 1), 8000, subtype="FLOAT")
    convert(tmp_path / "a.wav", Format.WAV, tmp_path / "out")
    samples, _ = soundfile.read(tmp_path / "out", dtype="int16")
    assert samples[:, 0].tolist() == pytest.approx([0, 16384, 32767, -32767, 0, 32767], abs=1)
    assert not samples[:, 1].any()


@pytest.mark.parametrize("target", [Format.MP3, Format.WAV])
def test_a_full_disk_is_told(tmp_path: Path, target: Format) -> None:
    with pytest.raises(StorageFailed):
        convert(sound(tmp_path / "a.wav"), target, Path("/dev/full"))


def test_what_is_no_audio_is_not_converted(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused):
        convert(Path(__file__), Format.MP3, tmp_path / "out")
    assert not (tmp_path / "out").exists()
