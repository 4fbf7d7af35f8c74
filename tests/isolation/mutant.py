"""A way in which the program could be wrong: a text of it, and what stands there instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """``old`` stands once in ``file``, below the package; ``breaks`` says what is wrong with ``new``."""

    breaks: str
    file: str
    old: str
    new: str
