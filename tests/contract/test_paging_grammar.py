"""The grammar of the paging parameters that the OpenRPC document tells, against what the server takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract import described
from tests.served import Served

GROUPS = "get.virtual_number_groups"
BY_ID = {"field": "id", "operator": "=", "value": 1}
TRIED: dict[str, list[Any]] = {
    "limit": [None, 0, 10_000, 10_001, -1, 1.5, 7.0, "5", True],
    "offset": [None, 0, 100_000, 100_001, [], -1],
    "fields": [None, [], ["id", "id", "employees"], ["employees.id"], ["nothing"], "id", [5]],
    "sort": [
        None,
        [],
        [{"field": "name"}, {"field": "id", "order": "desc"}],
        [{"field": "name", "order": None}],
        [{"field": "name", "order": "DESC"}],
        [{"field": "employees"}],
        [{"order": "asc"}],
        [{"field": "name", "by": 1}],
        {"field": "name"},
    ],
    "filter": [
        None,
        {},
        BY_ID,
        {"field": "name", "operator": "="},
        {"filters": []},
        {"filters": None, "condition": None},
        {"filters": [BY_ID, {"filters": [BY_ID]}], "condition": "or"},
        {**BY_ID, "filters": None, "condition": None},
        {"filters": [BY_ID], "condition": "and", "field": None, "operator": None, "value": None},
        {"field": "id", "operator": "=", "filters": []},
        {"filters": [BY_ID], "condition": "OR"},
        {"filters": [BY_ID], "field": "id"},
        {"filters": [5]},
        {"filters": BY_ID},
        {"field": "id", "operator": "~", "value": 1},
        {"field": "id", "value": 1},
        {"operator": "=", "value": 1},
        {"field": 5, "operator": "=", "value": 1},
        {**BY_ID, "values": [1]},
        [BY_ID],
    ],
}


@pytest.mark.parametrize("name", TRIED)
async def test_a_paging_parameter_is_taken_exactly_when_the_grammar_allows_it(served: Served, name: str) -> None:
    grammar = described.validator(described.params_of(GROUPS)[name]["schema"])
    verdicts = []
    for value in TRIED[name]:
        answer = await served.call(GROUPS, served.world.a.user.key, {name: value})
        verdicts.append(answer.mnemonic == "ok")
        assert verdicts[-1] == grammar.is_valid(value), (value, answer.json)
    assert set(verdicts) == {True, False}
