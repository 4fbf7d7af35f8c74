"""The Data API as its OpenRPC document describes it: calls that hypothesis makes from it, other ones each time."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Final

from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.contract.rpc_requested import METHODS_CALLED, failures, requested

EXAMPLES: Final = 20
"""Of each method in a portion."""


def calls(store: str, portion: Portion) -> Outcome:
    number = Random(portion.seed).randrange(2**31)
    with database(store, portion.folder) as made, requested(made.url, portion.folder) as asked:
        found = [failure for method in METHODS_CALLED for failure in failures(asked, method, EXAMPLES, number)]
    return Outcome(EXAMPLES, found)


SLICES: Final = tuple(
    Slice(
        f"rpc/{store}",
        f"The Data API on {name} answers every call that hypothesis makes from its OpenRPC document as it says",
        1_000,
        "calls of each method",
        partial(calls, store),
    )
    for store, name in STORES.items()
)
