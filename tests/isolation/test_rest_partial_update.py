"""A change over the RingMe API sets what is sent and leaves the rest, at every level of user."""

from __future__ import annotations

from typing import Final

import pytest

from tests.isolation.probing import Tally
from tests.isolation.rest_partial import CHANGES, Changer
from tests.isolation.rest_probing import RestProber
from tests.isolation.rest_runs import rest_laid_out
from tests.isolation.rest_worlds import opened, prepared
from tests.isolation.worlds import Copy

PARTS: Final = ("canaryA", "canaryA_groupa")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_a_change_sets_what_is_sent_and_leaves_the_rest(database_url: str, copy: Copy) -> None:
    cast, rows = await rest_laid_out(database_url)
    prober = RestProber(cast, rows, Tally())
    taken: set[tuple[str, str]] = set()
    async with opened(cast, await prepared(cast, copy, *PARTS)) as pairs:
        for pair in pairs:
            changer = Changer(prober, pair)
            for operation in CHANGES:
                assert await changer.failures(operation) == []
            taken |= changer.taken
    every = {(operation.name, param.name) for operation in CHANGES for param in operation.params if param.name != "id"}
    assert every - taken == set()
