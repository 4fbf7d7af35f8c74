"""What there is to say about every error, in each language; ``texts.toml`` beside it has the words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).with_name("texts.toml")


class Explanation(NamedTuple):
    """Sentences, with code between backticks."""

    meaning: str
    when: str
    mend: str


@lru_cache(maxsize=1)
def explanations() -> Mapping[str, Mapping[str, Explanation]]:
    """By mnemonic, in alphabetical order, and by language."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    return {
        mnemonic: {code: Explanation(**sentences) for code, sentences in read[mnemonic].items()}
        for mnemonic in sorted(read)
    }
