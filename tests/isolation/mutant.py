"""A way in which the program could be wrong: a text of it, and what stands there instead."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import centrex

PROGRAM: Final = Path(centrex.__file__).parent


@dataclass(frozen=True)
class Mutant:
    """``old`` stands once in ``file``, below the package; ``breaks`` says what is wrong with ``new``."""

    breaks: str
    file: str
    old: str
    new: str


EVERY: Final = int(os.environ.get("CENTREX_MUTANTS", "3"))
"""Every so many of a list is tried; 1 tries them all."""


def tried(mutants: tuple[Mutant, ...]) -> tuple[Mutant, ...]:
    """Those of the list that this run tries, always the same."""
    return mutants[::EVERY]


def misfits(mutants: tuple[Mutant, ...]) -> list[str]:
    """Those of the whole list whose text the program has not, or has more than once."""
    source = {mutant.file: (PROGRAM / mutant.file).read_text() for mutant in mutants}
    return [mutant.breaks for mutant in mutants if source[mutant.file].count(mutant.old) != 1]
