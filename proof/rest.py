"""REST as its OpenAPI documents describe it: requests that schemathesis makes from them, other ones each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from proof.databases import STORES, database
from proof.slices import Outcome, Portion, Slice
from tests.contract.ingest_requested import whole_run as run_of_ingest
from tests.contract.requested import Plan, Run
from tests.contract.ringme.requested import whole_run as run_of_ringme

CASES: Final = 20
"""Of each operation in a portion."""

Requests = Callable[[str, Path, Plan], Run]


def requests(made_from: Requests, store: str, portion: Portion) -> Outcome:
    with database(store, portion.folder) as made:
        run = made_from(made.url, portion.folder / "media", Plan(CASES, Random(portion.seed).randrange(2**31)))
    return Outcome(CASES, run.findings)


SLICES: Final = tuple(
    Slice(
        f"rest/{name}-{store}",
        f"{title} on {called} conforms to its OpenAPI document, in every request that schemathesis makes of it",
        1_000,
        "cases of each operation",
        partial(requests, made_from, store),
    )
    for name, title, made_from in (("ringme", "The RingMe API", run_of_ringme), ("ingest", "Ingest", run_of_ingest))
    for store, called in STORES.items()
)
