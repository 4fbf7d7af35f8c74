"""Audio of simulated calls: what was said, keyed as on a telephone, so that a person hears which clip it is.

A word is dialled letter by letter on the keypad of ITU-T E.161 with the tone pairs of ITU-T Q.23. The same words,
length and seed make the same bytes.
"""

from __future__ import annotations

import io
import math
import random
import struct
import wave
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle, islice
from typing import Final

RATE: Final = 8000
_LOUDNESS: Final = 9000
_ROWS: Final = {
    key: hertz for row, hertz in zip(("123", "456", "789", "*0#"), (697, 770, 852, 941), strict=True) for key in row
}
_COLUMNS: Final = {
    key: hertz for column, hertz in zip(("147*", "2580", "369#"), (1209, 1336, 1477), strict=True) for key in column
}
_KEYPAD: Final = {
    letter: digit
    for digit, letters in zip("23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True)
    for letter in letters
}


def clip(
    words: Sequence[str], seconds: float, *, stereo: bool = False, seed: int = 0, is_telephone: bool = False
) -> bytes:
    """A wav of 16 bits at 8 kHz, ``seconds`` long: the words again and again, with a rest between them.

    In stereo the caller is left and the callee right, and they take turns. The seed sets the pitch and the pace.
    ``is_telephone`` makes it one of half the size, as it is on the line: 8 bits by the µ-law of ITU-T G.711.
    """
    chance = random.Random(seed)
    pitches = (chance.choice((0.75, 0.8, 0.85, 0.9)), chance.choice((0.95, 1.0, 1.05, 1.1)))
    pace = chance.choice((0.06, 0.07, 0.08, 0.09))
    frames = round(seconds * RATE)
    written = _telephone_wav if is_telephone else _wav
    if not stereo:
        return written(_spoken(words, frames, pitches[0], pace, (True,)), 1)
    both = array("h", bytes(4 * frames))
    both[0::2] = _spoken(words, frames, pitches[0], pace, (True, False))
    both[1::2] = _spoken(words, frames, pitches[1], pace, (False, True))
    return written(both, 2)


def _spoken(words: Sequence[str], frames: int, pitch: float, pace: float, turns: Sequence[bool]) -> array[int]:
    """One side: it speaks in its turns, and is silent for as long in the other's."""
    said = [_word(word, pitch, pace) for word in words if word] or [_silence(pace)]
    rest = _silence(3 * pace)
    once = array("h")
    for word, speaks in islice(zip(cycle(said), cycle(turns)), len(said) * len(turns)):
        once += (word if speaks else array("h", bytes(2 * len(word)))) + rest
    return (once * (frames // len(once) + 1))[:frames]


def _word(word: str, pitch: float, pace: float) -> array[int]:
    """The word, key by key; a sign that is on no key is a short rest."""
    sound = array("h")
    for sign in word.lower():
        key = _KEYPAD.get(sign, sign)
        sound += (_tone(key, pitch, pace) if key in _ROWS else _silence(pace)) + _silence(pace / 2)
    return sound


@lru_cache(maxsize=512)
def _tone(key: str, pitch: float, pace: float) -> array[int]:
    """The two tones of a key, swelling and fading so that they do not click; never changed by who reads it."""
    count = round(pace * RATE)
    low, high = (2 * math.pi * pitch * hertz / RATE for hertz in (_ROWS[key], _COLUMNS[key]))
    return array(
        "h",
        (
            int(_LOUDNESS * math.sin(math.pi * at / count) * (math.sin(low * at) + math.sin(high * at)))
            for at in range(count)
        ),
    )


def _silence(seconds: float) -> array[int]:
    return array("h", bytes(2 * round(seconds * RATE)))


def _wav(samples: array[int], channels: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _telephone_wav(samples: array[int], channels: int) -> bytes:
    """The module ``wave`` writes no µ-law."""
    content = bytes(map(_mu_law().__getitem__, samples))
    form = struct.pack("<4sIHHIIHHH", b"fmt ", 18, 7, channels, RATE, RATE * channels, channels, 8, 0)
    fact = struct.pack("<4sII", b"fact", 4, len(content) // channels)
    parts = form + fact + struct.pack("<4sI", b"data", len(content)) + content + bytes(len(content) % 2)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(parts), b"WAVE") + parts


@lru_cache
def _mu_law() -> bytes:
    """The code of each sample of 16 bits; those of negative ones are at their index from the end."""
    return bytes(_code(sample if sample < 0x8000 else sample - 0x10000) for sample in range(0x10000))


def _code(sample: int) -> int:
    """Sign, exponent and the four bits after the leading one, all inverted."""
    level = min(abs(sample), 32635) + 132
    exponent = level.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | level >> exponent + 3 & 0x0F) & 0xFF
