"""A partial update changes only what was sent: every method, every field, every role, on both stores."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Final

from centrex.dialects.dataapi.methods import METHODS
from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.isolation.probing import Tally
from tests.isolation.rest_partial import CHANGES, Changer
from tests.isolation.rest_probing import RestProber
from tests.isolation.rest_runs import rest_laid_out
from tests.isolation.rest_worlds import opened, prepared
from tests.isolation.runs import copies_of
from tests.isolation.test_partial_update import (
    CREATES,
    UPDATES,
    cases,
    test_a_create_sets_what_is_sent_and_leaves_the_rest,
    test_an_update_sets_what_is_sent_and_leaves_the_rest,
)
from tests.isolation.worlds import Copy
from tests.served import Served, served_world

PARTS: Final = ("canaryA", "canaryA_groupa", "canaryA_numbera")
"""An account, a group of it and a number: whose users change what they may."""
VALUES: Final = 4
"""Of each member."""
EACH: Final = 3
"""Methods of a portion, each in the name of one role."""

Check = Callable[[Served, str, str], Awaitable[None]]
ALL: Final[tuple[tuple[Check, str, str], ...]] = (
    *((test_an_update_sets_what_is_sent_and_leaves_the_rest, *case) for case in cases(UPDATES)),
    *((test_a_create_sets_what_is_sent_and_leaves_the_rest, *case) for case in cases(CREATES)),
)


def updates(store: str, portion: Portion) -> Outcome:
    """One method after the other, each in a world of its own."""
    done, failures = 0, []
    for check, method, role in ALL[portion.number * EACH :][:EACH]:
        folder = portion.folder / f"{method} {role}"
        folder.mkdir()
        with database(store, folder) as made:
            try:
                asyncio.run(_checked(check, made.url, folder, method, role))
            except AssertionError:
                failures.append(f"{method} by {role}: {traceback.format_exc()}")
        done += len(METHODS[method].params)
    return Outcome(done, failures)


async def _checked(check: Check, url: str, folder: Path, method: str, role: str) -> None:
    async with served_world(url, folder) as served:
        await check(served, method, role)


def changes(store: str, portion: Portion) -> Outcome:
    """All changes of the RingMe API, by everybody of one part."""
    if portion.number >= len(PARTS):
        return Outcome(0)
    folder = portion.folder / "copies"
    folder.mkdir()
    with database(store, portion.folder) as made:
        return asyncio.run(_changed(made.url, copies_of(made.url, folder, made.server), PARTS[portion.number]))


async def _changed(url: str, copy: Copy, part: str) -> Outcome:
    cast, rows = await rest_laid_out(url)
    async with opened(cast, await prepared(cast, copy, part)) as (pair,):
        changer = Changer(RestProber(cast, rows, Tally()), pair, VALUES)
        found = [failure for operation in CHANGES for failure in await changer.failures(operation)]
    return Outcome(changer.tried, found)


SLICES: Final = tuple(
    made
    for store, name in STORES.items()
    for made in (
        Slice(
            f"partial/{store}",
            f"A create or update of the Data API on {name} sets what was sent and nothing else, whatever the field and "
            "the role",
            sum(len(METHODS[method].params) for _, method, _ in ALL),
            "fields × roles",
            partial(updates, store),
        ),
        Slice(
            f"partial/ringme-{store}",
            f"A change of the RingMe API on {name} sets what was sent and nothing else, whatever the member and level",
            500,
            "members × users × values",
            partial(changes, store),
        ),
    )
)
