"""A restore drill: a backup while writers are at work, put back elsewhere, and held against what was acknowledged."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.durability.found import contradictions, found
from tests.durability.ground import Ground
from tests.durability.ledger import Ledger
from tests.durability.writers import writing
from tests.postgres import installed_programs, wheel_programs
from tests.programs import SECONDS, run, serving

BEFORE, AFTER = 0, 1
"""Moments: whether the backup has begun."""

WRITTEN: Final = 40
PATH: Final = os.pathsep.join([os.environ["PATH"], str(installed_programs() or wheel_programs())])
"""With pg_dump and pg_restore."""


@dataclass(frozen=True)
class Place:
    """A database and its media."""

    url: str
    media: Path

    @property
    def options(self) -> list[str]:
        return ["--db", self.url, "--media", str(self.media)]


def drilled(place: Place, other: Place, folder: Path, ground: Ground, seed: str) -> list[str]:
    """Saves the place into the folder while six writers are at work on it, puts it into the other one, which is empty,
    and answers what is there otherwise than it was acknowledged before the backup began."""
    moment = BEFORE
    ledger, before = Ledger(lambda: moment), found(place.url, place.media, ground)
    served = serving(place.url, "--media", str(place.media))
    with served as server, writing(server.url, ground, ledger, seed) as writers:
        assert ledger.wait(WRITTEN, SECONDS)
        moment = AFTER
        wrong = failed("backup", str(folder), *place.options)
        assert ledger.wait(ledger.count + WRITTEN // 4, SECONDS)
    wrong += [f"the server refused: {each}" for each in writers.refusals]
    wrong += failed("restore", str(folder), *other.options)
    return wrong or contradictions(ledger, found(other.url, other.media, ground), before, BEFORE)


def failed(*arguments: str) -> list[str]:
    """What the program complains of."""
    finished = run(*arguments, PATH=PATH)
    return [] if finished.returncode == 0 else [f"{arguments[0]} failed: {finished.stderr}"]
