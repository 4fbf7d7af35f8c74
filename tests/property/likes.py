r"""LIKE as the contract has it, made and matched without the product: `%`, `_`, and a backslash that escapes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random


def like(pattern: str, text: str) -> bool:
    """Whether the whole text fits the pattern."""
    ends = {0}
    for sign, char in _signs(pattern):
        if sign == "%":
            ends = set(range(min(ends), len(text) + 1)) if ends else ends
        else:
            ends = {end + 1 for end in ends if end < len(text) and (sign == "_" or text[end] == char)}
    return len(text) in ends


def _signs(pattern: str) -> Iterator[tuple[str, str]]:
    """A wildcard, or "=" with the character that must stand there."""
    characters = iter(pattern)
    for char in characters:
        if char == "\\":
            yield "=", next(characters)
        else:
            yield (char, "") if char in "%_" else ("=", char)


def random_pattern(random: Random, text: str) -> str:
    """A pattern that fits the text, or would but for a little."""
    start, end = sorted(random.choices(range(len(text) + 1), k=2)) if random.random() < 0.6 else (0, len(text))
    piece = "".join(_random_sign(random, char) for char in text[start:end])
    if random.random() < 0.15:
        piece += random.choice(("x", "%", "_", "__", "%%", "\\%", "\\_", "\\\\", "\\x"))
    before, after = ("%" if random.random() < 0.85 else "" for _ in range(2))
    return before * (start > 0) + piece + after * (end < len(text))


def _random_sign(random: Random, char: str) -> str:
    chance = random.random()
    if chance < 0.08:
        return "_"
    if chance < 0.12:
        return "%"
    if char == "\\":
        return "\\\\"
    if char in "%_":
        return random.choice((char, f"\\{char}"))
    return f"\\{char}" if chance < 0.16 else char


def random_case(random: Random, text: str) -> str:
    """The text with the case of some of its letters turned, as long as that can be undone."""
    return "".join(_turned(char) if random.random() < 0.4 else char for char in text)


def _turned(char: str) -> str:
    other = char.upper() if char.islower() else char.lower()
    return other if len(other) == 1 and other.lower() == char.lower() else char
