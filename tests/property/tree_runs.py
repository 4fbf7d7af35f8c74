"""Runs of generated filter trees against the oracle. Each tree follows from its seed alone, as does who sends it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from random import Random
from typing import Any, Final

from centrex.resources import OPERATIONS
from tests.property import oracle
from tests.property.actors import Actor, actors, face_of
from tests.property.oracle import Row
from tests.property.own_parameters import own_parameters
from tests.property.trees import Maker
from tests.served import Answer, Served

SHOWN: Final = 4_000
"""Characters of a failure."""


async def failing_trees(many: Served, method: str, seeds: Iterable[str]) -> AsyncIterator[str]:
    """Sends a tree made from each seed to a list method, and tells of each answer that is not the oracle's."""
    operation = OPERATIONS[method]
    face = face_of(operation)
    everybody = list(actors(many.world, operation))
    seen: dict[str, list[Row]] = {}
    for seed in seeds:
        random = Random(seed)
        actor = random.choice(everybody)
        own = own_parameters(face, random)
        asked = f"{actor.name} {own}"
        rows = seen[asked] = seen.get(asked) or await _all_rows(many, method, actor, own)
        request = Maker(random, face, rows, actor.zone).request()
        answer = await many.call(method, actor.key, {**actor.params, **own, **request.params})
        wrong = _difference(answer, *oracle.expected(rows, face, request.tree, request.params))
        if wrong:
            sent = json.dumps({**own, **request.params})
            yield f"seed {seed!r} as {actor.name}\n  {sent}\n  {wrong}"[:SHOWN]


async def _all_rows(served: Served, method: str, actor: Actor, own: dict[str, Any]) -> list[Row]:
    """Every row that the actor sees with these parameters of the method's own, with every field."""
    params = {**actor.params, **own, "limit": 10_000, "fields": list(face_of(OPERATIONS[method]).fields)}
    rows: list[Row] = (await served.call(method, actor.key, params)).data
    return rows


def _difference(answer: Answer, total: int, rows: list[Row]) -> str | None:
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
