"""Generated filter trees against the oracle, for every list method, as everybody who may call it, on both stores.

CENTREX_TREES is the number of trees per store, CENTREX_SEED another row of them. A tree that fails is printed
with its seed; it comes again alone with ``Random(seed)``.
"""

from __future__ import annotations

import os
from typing import Final

import pytest

from tests.property.actors import LISTS
from tests.property.many_rows import enlarge
from tests.property.tree_runs import failing_trees
from tests.served import Served

TREES: Final = int(os.environ.get("CENTREX_TREES", "5000"))
SEED: Final = os.environ.get("CENTREX_SEED", "0")
SHOWN_FAILURES: Final = 3


@pytest.fixture
async def many(served: Served) -> Served:
    """The world with many rows, served."""
    await enlarge(served.world)
    return served


@pytest.mark.parametrize("method", LISTS)
async def test_a_filter_answers_what_the_oracle_does(many: Served, method: str) -> None:
    seeds = (f"{SEED} {method} {index}" for index in range(-(-TREES // len(LISTS))))
    failures: list[str] = []
    async for failure in failing_trees(many, method, seeds):
        failures.append(failure)
        assert len(failures) < SHOWN_FAILURES, "\n".join(failures)
    assert not failures, "\n".join(failures)
