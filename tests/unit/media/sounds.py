"""Real files of every format, for the tests of media."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy
import soundfile

FORMATS: Final[dict[str, dict[str, Any]]] = {
    "wav": {"format": "WAV", "subtype": "PCM_16"},
    "ulaw.wav": {"format": "WAV", "subtype": "ULAW"},
    "gsm.wav": {"format": "WAV", "subtype": "GSM610"},
    "float.wav": {"format": "WAV", "subtype": "FLOAT"},
    "mp3": {"format": "MP3", "subtype": "MPEG_LAYER_III"},
    "ogg": {"format": "OGG", "subtype": "VORBIS"},
    "opus": {"format": "OGG", "subtype": "OPUS"},
}


def sound(path: Path, *, seconds: float = 2.0, rate: int = 8000, channels: int = 1, **how: Any) -> Path:
    """Writes noise in the format of the file's ending, unless ``how`` says another."""
    samples = numpy.random.default_rng(7).uniform(-0.5, 0.5, (round(seconds * rate), channels))
    soundfile.write(path, samples, rate, **(how or FORMATS[path.name.partition(".")[2]]))
    return path


def cut(path: Path, share: float) -> Path:
    """The beginning of the file, as another."""
    content = path.read_bytes()
    short = path.with_name(f"cut-{path.name}")
    short.write_bytes(content[: int(len(content) * share)])
    return short
