"""What is kept when processes are killed, power goes and disks fail; what becomes of histories, reports and schemas."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from centrex.store.schema import upgrade
from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.durability.cuts import power_cuts
from tests.durability.delivery import delivered
from tests.durability.faults import FAULTS, fault_rounds
from tests.durability.ground import Ground, lay_ground
from tests.durability.histories import histories
from tests.durability.kills import kill_rounds
from tests.durability.postgres_kills import postgres_kill_rounds
from tests.durability.recording import recorded
from tests.durability.upgrades import EARLIER, travelled
from tests.postgres import running_postgres

ROUNDS: Final = 20
FEW_ROUNDS: Final = 4
CUTS: Final = 1_500
CHANGES: Final = 600
"""Acknowledged while a disk is recorded."""
CALLS: Final = 1_000
DEEDS: Final = 1_000
"""In a round, at least."""
SERVED: Final[tuple[tuple[str, str, int, Sequence[str]], ...]] = (
    ("sqlite", "on SQLite", 100_000, ()),
    ("postgres", "on PostgreSQL with two processes", 100_000, ("--workers", "2")),
)
"""A store, what prose says of it, how many cases there are to be, and the server's options."""


def named(portion: Portion) -> str:
    """The portion's chance, as a word: writers name what they make by it."""
    return hashlib.sha256(portion.seed.encode()).hexdigest()[:8]


@contextmanager
def copied(store: str, folder: Path) -> Iterator[tuple[Ground, str, Path]]:
    """A customer in a new database, the address of a copy and its media."""
    (folder / "copy").mkdir()
    with database(store, folder) as made:
        ground = lay_ground(made.url, folder / "laid")
        yield ground, *ground.copied(folder / "copy", made.server)


def kills(store: str, portion: Portion) -> Outcome:
    with copied(store, portion.folder) as (ground, url, media):
        return Outcome(ROUNDS, kill_rounds(url, media, ground, ROUNDS, named(portion)))


def kills_of_postgres(portion: Portion) -> Outcome:
    with running_postgres() as server:
        url = server.create_database()
        upgrade(url)
        ground = lay_ground(url, portion.folder / "media")
        found = postgres_kill_rounds(server, url, ground.media, ground, FEW_ROUNDS, named(portion))
    return Outcome(FEW_ROUNDS, found)


def cuts(portion: Portion) -> Outcome:
    with database("sqlite", portion.folder) as made:
        ground = lay_ground(made.url, portion.folder / "laid")
        recording = recorded(ground, portion.folder, CHANGES, named(portion))
    return Outcome(CUTS, [each for wrong in power_cuts(recording, CUTS, named(portion)) for each in wrong])


def faults(portion: Portion) -> Outcome:
    names = random.Random(named(portion)).choices(list(FAULTS), k=10)
    with database("sqlite", portion.folder) as made:
        ground = lay_ground(made.url, portion.folder / "laid")
        return Outcome(len(names), fault_rounds(ground, portion.folder, names, named(portion)))


def upgrades(store: str, portion: Portion) -> Outcome:
    revision = EARLIER[portion.number % len(EARLIER)]
    with copied(store, portion.folder) as (_, url, __):
        return Outcome(1, travelled(url, [revision]))


def read_and_written(store: str, options: Sequence[str], portion: Portion) -> Outcome:
    with copied(store, portion.folder) as (ground, url, media):
        return Outcome(*histories(url, media, ground, FEW_ROUNDS, named(portion), *options, deeds=DEEDS))


def deliveries(store: str, options: Sequence[str], portion: Portion) -> Outcome:
    with copied(store, portion.folder) as (ground, url, media):
        return Outcome(CALLS, delivered(url, media, ground, CALLS, FEW_ROUNDS, named(portion), *options))


SLICES: Final = (
    *(
        Slice(
            f"kills/{store}",
            f"A server that is killed (kill -9) with writers at work loses no acknowledged write, on {title}",
            goal,
            "rounds",
            partial(kills, store),
        )
        for (store, title), goal in zip(STORES.items(), (700, 300), strict=True)
    ),
    Slice(
        "kills/postgres-itself",
        "A PostgreSQL that is killed (kill -9) and recovers has lost no acknowledged write, and the server goes on",
        100,
        "rounds",
        kills_of_postgres,
    ),
    Slice(
        "cuts/sqlite",
        "A power cut that keeps a torn and reordered part of what was not synced loses no acknowledged write, and "
        "damages no file",
        100_000,
        "cuts",
        cuts,
    ),
    Slice(
        "faults/sqlite",
        "While the disk is full, broken, read-only or does not sync, and while nothing more can be opened, requests "
        "are refused in the words of their dialect, nothing is lost, and afterwards everything works",
        200,
        "faults",
        faults,
    ),
    *(
        Slice(
            f"histories/{store}",
            f"Of a name that many read and write while the server is killed no read goes back behind another, {on}",
            goal,
            "reads and writes",
            partial(read_and_written, store, options),
        )
        for store, on, goal, options in SERVED
    ),
    *(
        Slice(
            f"delivery/{store}",
            "A report that is sent again until it is answered, through lost answers and kills, is stored exactly "
            f"once, {on}",
            goal // 2,
            "calls",
            partial(deliveries, store, options),
        )
        for store, on, goal, options in SERVED
    ),
    *(
        Slice(
            f"upgrades/{store}",
            f"Rows outlive the way from each released schema to the newest and back, on {title}",
            len(EARLIER),
            "schemas",
            partial(upgrades, store),
        )
        for store, title in STORES.items()
    ),
)
