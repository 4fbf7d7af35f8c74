"""Restore drills: backups of a server that writes, put back elsewhere and held against what was acknowledged."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Final

from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.durability.drill import Place, drilled
from tests.durability.ground import lay_ground

DRILLS: Final = 3
GOAL: Final = 300


def drills(store: str, portion: Portion) -> Outcome:
    wrong: list[str] = []
    with database(store, portion.folder) as made:
        ground = lay_ground(made.url, portion.folder / "laid")
        for number in range(DRILLS):
            folder = portion.folder / str(number)
            folder.mkdir()
            place = Place(*ground.copied(folder, made.server))
            empty = made.server.create_database() if made.server else f"sqlite:///{folder / 'other.db'}"
            named = hashlib.sha256(f"{portion.seed} {number}".encode()).hexdigest()[:8]
            wrong += drilled(place, Place(empty, folder / "other"), folder / "backup", ground, f"w{named}")
            if made.server:
                made.server.drop_database(place.url)
                made.server.drop_database(empty)
    return Outcome(DRILLS, wrong)


SLICES: Final = tuple(
    Slice(
        name=f"backups/{store}",
        claim=f"Backups while writing, put back elsewhere on {title}, lose no acknowledged write and nothing by halves",
        goal=GOAL,
        unit="drills",
        portion=partial(drills, store),
    )
    for store, title in STORES.items()
)
