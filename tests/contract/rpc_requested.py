"""Calls that hypothesis makes from the OpenRPC document; what is answered is what the document says of the method."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from centrex.catalogue import Level
from centrex.dialects.dataapi.methods import METHODS as PROVIDED
from tests.contract import described
from tests.contract.described import METHODS, SCHEMAS
from tests.contract.rpc_values import of_schema
from tests.property.well_formed import fault
from tests.served import Answer, Served, served_world

METHODS_CALLED: Final = tuple(name for name in PROVIDED if name not in {"login.user", "logout.user"})
PERIOD: Final = {"date_from": "2025-06-01 00:00:00", "date_till": "2025-07-01 00:00:00"}
DEPTH: Final = 3
"""Filters are trees without end."""
CALLER: Final = frozenset({"access_token", "user_id"})


class NotAsDescribed(Exception):
    """An answer that the document does not have."""


@dataclass
class Requested:
    """A world served apart from any test's event loop, which hypothesis cannot do with; ``passed`` by method."""

    run: asyncio.Runner
    served: Served
    passed: Counter[str] = field(default_factory=Counter)

    def answer(self, method: str, params: dict[str, Any]) -> Answer:
        self.served.world.clock.advance(60)
        answer = self.run.run(self.served.call(method, _key(self.served, method), params))
        self.passed[method] += answer.mnemonic == "ok"
        return answer


@contextmanager
def requested(url: str, folder: Path) -> Iterator[Requested]:
    """Over a new world in an empty database."""
    with asyncio.Runner() as run:
        world = served_world(url, folder)
        yield Requested(run, run.run(world.__aenter__()))
        run.run(world.__aexit__(None, None, None))


def failures(asked: Requested, method: str, examples: int, number: int | None) -> list[str]:
    """What came of so many calls that follow from the number, the smallest one if any; always the same with None."""

    @settings(
        max_examples=examples,
        derandomize=number is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(_params(method))
    def calls(params: dict[str, Any]) -> None:
        answer = asked.answer(method, params)
        wrong = fault(answer.raw, "1") or _difference(method, answer)
        if wrong:
            raise NotAsDescribed(f"{method} {params}: {wrong}: {answer.raw[:1000]!r}")

    try:
        (calls if number is None else seed(number)(calls))()
    except NotAsDescribed as found:
        return [str(found)]
    return []


def _key(served: Served, method: str) -> str:
    world = served.world
    return (world.north if PROVIDED[method].access == {Level.AGENT} else world.a.user).key


def _difference(method: str, answer: Answer) -> str | None:
    if answer.mnemonic != "ok":
        return None if answer.mnemonic in described.errors_of(method) else "an error that the method does not name"
    schema = METHODS[method]["result"]["schema"]
    return next((error.message for error in described.validator(schema).iter_errors(answer.json["result"])), None)


def _params(method: str) -> st.SearchStrategy[dict[str, Any]]:
    """Parameters of the described types; names of fields are mostly those of the method, and so is the period."""
    told = {name: param for name, param in described.params_of(method).items() if name not in CALLER}
    made = {name: _param(method, name, param) for name, param in told.items()}
    needed = {name: made[name] for name, param in told.items() if param["required"]}
    needed |= {name: st.just(moment) | made[name] for name, moment in PERIOD.items() if name in made}
    return st.fixed_dictionaries(needed, optional={name: made[name] for name in told.keys() - needed.keys()})


def _param(method: str, name: str, param: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    fields = {"fields": list(SCHEMAS.get(method, {}).get("properties", {}))}
    fields |= {
        name: param[mark] for name, mark in (("filter", "x-filterable"), ("sort", "x-sortable")) if mark in param
    }
    return of_schema(param["schema"], fields.get(name, []), DEPTH)
