"""Audio as engines record it: what it is, whether it is whole, and how it becomes mp3 or wav.

The codecs are libsndfile's (soundfile), which is imported only where it is used: it takes a while.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from centrex.errors import MediaRefused, StorageFailed
from centrex.media.whole import mp3_is_whole, ogg_is_whole, wav_is_whole

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from soundfile import SoundFile

    Samples = NDArray[numpy.float32]

LONGEST: Final = 24 * 3600.0
"""Seconds of the longest recording, unless another limit is given."""

RATES: Final = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
"""Samples a second that an mp3 can have; what has another rate could not be converted."""

BLOCK: Final = 65536
"""Frames that are converted at once, so that memory does not grow with the length."""


class Format(StrEnum):
    """The formats that are kept; ``opus`` and ``ogg``, which is Vorbis, are both in Ogg containers."""

    WAV = "wav"
    MP3 = "mp3"
    OGG = "ogg"
    OPUS = "opus"


CONTENT_TYPES: Final[Mapping[Format, str]] = {
    Format.WAV: "audio/wav",
    Format.MP3: "audio/mpeg",
    Format.OGG: "audio/ogg",
    Format.OPUS: "audio/ogg; codecs=opus",
}

_WHOLE: Final = {
    Format.WAV: wav_is_whole,
    Format.MP3: mp3_is_whole,
    Format.OGG: ogg_is_whole,
    Format.OPUS: ogg_is_whole,
}

_WRITTEN: Final[Mapping[Format, Mapping[str, Any]]] = {
    Format.WAV: {"format": "WAV", "subtype": "PCM_16"},
    # A constant rate, of half the highest: 32 kbit/s at 8 kHz.
    Format.MP3: {
        "format": "MP3",
        "subtype": "MPEG_LAYER_III",
        "bitrate_mode": "CONSTANT",
        "compression_level": 0.5,
    },
}


@dataclass(frozen=True, slots=True)
class Audio:
    """``duration`` is in seconds, ``rate`` in samples a second and channel."""

    format: Format
    content_type: str
    duration: float
    channels: int
    rate: int


def probe(path: Path, longest: float = LONGEST) -> Audio:
    """What the file is, by its content alone.

    Raises MediaRefused: empty, not_audio, cut, damaged, unsupported (more than two channels, a rate that is not
    one of RATES) or too_long (more than ``longest`` seconds). Raises OSError when it cannot be read.
    """
    if not path.stat().st_size:
        raise MediaRefused("empty")
    with opened(path) as file:
        kind = _format(file.format, file.subtype)
        audio = Audio(kind, CONTENT_TYPES[kind], file.frames / file.samplerate, file.channels, file.samplerate)
        _refuse_unsuitable(audio, longest)
        if not _WHOLE[kind](path):
            raise MediaRefused("cut")
        if not len(_read(file)):
            raise MediaRefused("damaged")
    return audio


def _refuse_unsuitable(audio: Audio, longest: float) -> None:
    if audio.duration > longest:
        raise MediaRefused("too_long")
    if audio.channels > 2 or audio.rate not in RATES:
        raise MediaRefused("unsupported")


def _format(container: str, codec: str) -> Format:
    """The format in libsndfile's words; WAVEX is a wav with a longer header."""
    if container == "OGG":
        return {"VORBIS": Format.OGG, "OPUS": Format.OPUS}.get(codec) or _refused()
    return {"WAV": Format.WAV, "WAVEX": Format.WAV, "MP3": Format.MP3}.get(container) or _refused()


def _refused() -> Format:
    raise MediaRefused("not_audio")


def convert(path: Path, target: Format, out: Path) -> None:
    """Writes the audio of ``path`` as mp3, or wav of 16 bits, with its own rate and channels.

    Takes about 4 ms for a second of a call. Raises MediaRefused, and StorageFailed when ``out`` cannot be written,
    of which there is then a part.
    """
    from soundfile import LibsndfileError

    with opened(path) as source:
        try:
            with _writing(out, target, source.samplerate, source.channels) as file:
                for block in blocks(source):
                    file.write(block)
        except LibsndfileError as error:
            raise StorageFailed from error


def blocks(source: SoundFile) -> Iterator[Samples]:
    """All frames, none louder than a sample can be: a decoder may overshoot, and a float may be no number."""
    import numpy

    while len(block := _read(source)):
        yield numpy.clip(numpy.nan_to_num(block, copy=False), -1.0, 1.0, out=block)


def _read(source: SoundFile) -> Samples:
    """The next frames. Raises MediaRefused."""
    from soundfile import LibsndfileError

    try:
        samples: Samples = source.read(BLOCK, dtype="float32", always_2d=True)
    except LibsndfileError as error:
        raise MediaRefused("damaged") from error
    return samples


@contextmanager
def opened(path: Path) -> Iterator[SoundFile]:
    """The file, open for reading. Raises MediaRefused, and OSError when it cannot be read.

    The codecs' library does not tell a file that it could not open from one that is no sound.
    """
    from soundfile import LibsndfileError, SoundFile

    with path.open("rb", buffering=0) as file:
        try:
            sound = SoundFile(file.fileno(), closefd=False)
        except LibsndfileError as error:
            raise MediaRefused("not_audio") from error
        with sound:
            yield sound


def _writing(path: Path, target: Format, rate: int, channels: int) -> SoundFile:
    from soundfile import SoundFile

    return SoundFile(path, "w", samplerate=rate, channels=channels, **_WRITTEN[target])
