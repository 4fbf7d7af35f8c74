"""Generated filter trees against the oracle, for every list method, as everybody who may call it, on both stores.

CENTREX_TREES is the number of trees per store, CENTREX_SEED another row of them. A tree that fails is printed
with its seed; it comes again alone with ``Random(seed)``.
"""

from __future__ import annotations

import json
import os
from random import Random
from typing import Any, Final

import pytest

from centrex.resources import OPERATIONS
from tests.property import oracle
from tests.property.actors import LISTS, Actor, actors, face_of
from tests.property.many_rows import enlarge
from tests.property.oracle import Row
from tests.property.own_parameters import own_parameters
from tests.property.trees import Maker
from tests.served import Answer, Served

TREES: Final = int(os.environ.get("CENTREX_TREES", "5000"))
SEED: Final = os.environ.get("CENTREX_SEED", "0")
SHOWN_FAILURES: Final = 3


@pytest.fixture
async def many(served: Served) -> Served:
    """The world with many rows, served."""
    await enlarge(served.world)
    return served


async def all_rows(served: Served, method: str, actor: Actor, own: dict[str, Any]) -> list[Row]:
    """Every row that the actor sees with these parameters of the method's own, with every field."""
    params = {**actor.params, **own, "limit": 10_000, "fields": list(face_of(OPERATIONS[method]).fields)}
    rows: list[Row] = (await served.call(method, actor.key, params)).data
    return rows


@pytest.mark.parametrize("method", LISTS)
async def test_a_filter_answers_what_the_oracle_does(many: Served, method: str) -> None:
    operation = OPERATIONS[method]
    face = face_of(operation)
    everybody = list(actors(many.world, operation))
    seen: dict[str, list[Row]] = {}
    failures: list[str] = []
    for index in range(-(-TREES // len(LISTS))):
        seed = f"{SEED} {method} {index}"
        random = Random(seed)
        actor = random.choice(everybody)
        own = own_parameters(face, random)
        asked = f"{actor.name} {own}"
        rows = seen[asked] = seen.get(asked) or await all_rows(many, method, actor, own)
        request = Maker(random, face, rows, actor.zone).request()
        answer = await many.call(method, actor.key, {**actor.params, **own, **request.params})
        wrong = difference(answer, *oracle.expected(rows, face, request.tree, request.params))
        if wrong:
            failures.append(f"seed {seed!r} as {actor.name}\n  {json.dumps({**own, **request.params})}\n  {wrong}")
        assert len(failures) < SHOWN_FAILURES, "\n".join(failures)
    assert not failures, "\n".join(failures)


def difference(answer: Answer, total: int, rows: list[Row]) -> str | None:
    """What is wrong with the answer, if anything: ids and order, total, values, keys and their order."""
    if answer.mnemonic != "ok":
        return f"refused: {answer.error}"
    if answer.total != total:
        return f"total is {answer.total}, not {total}"
    if json.dumps(answer.data) != json.dumps(rows):
        return next(
            f"row {place} is {found}, not {due}" for place, found, due in _pairs(answer.data, rows) if found != due
        )
    return None


def _pairs(found: list[Any], due: list[Row]) -> list[tuple[int, str, str]]:
    length = max(len(found), len(due))
    texts = [[json.dumps(row) for row in rows] + ["absent"] * (length - len(rows)) for rows in (found, due)]
    return list(zip(range(length), *texts, strict=True))
