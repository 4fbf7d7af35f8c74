"""Requests of an engine that come at the same time share a transaction: each has an answer and an audit of its own."""

from __future__ import annotations

import asyncio
from typing import Any

from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.resources.call import call_key
from centrex.resources.call_leg import call_leg
from centrex.resources.ledger import audit, call_counter
from tests.pbx import OPERATORS, OWN, Pbx, leg, report

MANY = 12


async def at_once(pbx: Pbx, *bodies: Any, key: str = OWN) -> list[tuple[int, Any]]:
    """The status of each request and what it was told, a call or a refusal."""
    answers = await asyncio.gather(*(pbx.post("calls", body, key) for body in bodies))
    return [(each.status_code, each.json().get("calls", each.json())) for each in answers]


async def audited(pbx: Pbx) -> list[int]:
    """The calls that the audit names."""
    rows = await pbx.rows(audit, "object_id", "operation")
    return [object_id for object_id, operation in rows if operation == "ingest.calls"]


async def test_each_request_has_its_own_calls_and_its_own_row_of_audit(any_pbx: Pbx) -> None:
    bodies = [[report(f"a{number}"), report(f"b{number}")] for number in range(MANY)]
    answers = await at_once(any_pbx, *bodies)
    assert [status for status, _ in answers] == [200] * MANY
    told = [[(each["call_id"], each["status"]) for each in calls] for _, calls in answers]
    assert told == [[(f"a{number}", "created"), (f"b{number}", "created")] for number in range(MANY)]
    assert await audited(any_pbx) == sorted(calls[0]["id"] for _, calls in answers)
    assert len(await any_pbx.rows(call_leg, "id")) == 2 * MANY


async def test_they_move_the_counter_together(any_pbx: Pbx) -> None:
    await at_once(any_pbx, *(report(f"c{number}") for number in range(MANY)))
    ((account, changes),) = await any_pbx.rows(call_counter, "customer_id", "changes")
    assert account == any_pbx.customer_id
    assert 0 < changes < MANY


async def test_one_that_is_refused_harms_no_other(any_pbx: Pbx) -> None:
    wrong = {3: report("c3", leg("1", called="399")), 8: report("c8", leg("1", answered="2026-03-02T12:29:00Z"))}
    answers = await at_once(any_pbx, *(wrong.get(number, report(f"c{number}")) for number in range(MANY)))
    assert [number for number, (status, _) in enumerate(answers) if status != 200] == sorted(wrong)
    told = [answers[number][1] for number in sorted(wrong)]
    assert [(each["error"], each["call_id"]) for each in told] == [
        ("party_unknown", "c3"),
        ("invalid_parameters_combination", "c8"),
    ]
    kept = {f"c{number}" for number in range(MANY) if number not in wrong}
    assert set(await any_pbx.rows(call_key, "engine_id")) == kept
    assert len(await audited(any_pbx)) == len(kept)


async def test_of_two_that_tell_of_one_call_the_second_finds_what_the_first_wrote(any_pbx: Pbx) -> None:
    late = report("c1", leg("2", called="302"))
    answers = await at_once(any_pbx, report("c0"), report("c1"), late, report("c1"), report("c2"))
    made = [calls[0] for _, calls in answers]
    assert [each["status"] for each in made] == ["created", "created", "updated", "unchanged", "created"]
    assert len({each["id"] for each in made[1:4]}) == 1
    assert len(await any_pbx.rows(call_leg, "id")) == 4


async def test_of_two_that_contradict_each_other_the_second_is_refused(pbx: Pbx) -> None:
    answers = await at_once(pbx, report("c1"), report("c1", leg("1", called="302")), report("c2"))
    assert [status for status, _ in answers] == [200, 409, 200]


async def test_the_operator_s_requests_stay_in_the_accounts_that_they_name(any_pbx: Pbx) -> None:
    operator = Operator(any_pbx.store, any_pbx.clock)
    other = await Accounts(operator).create(NewAccount("Magpie", prefix="007"))
    outside = leg("1", called="79160000000", dialled=None)
    bodies = [report(f"c{number}", customer="000") for number in range(MANY)]
    answers = await at_once(any_pbx, *bodies, report("o1", outside, customer=other), key=OPERATORS)
    assert [status for status, _ in answers] == [200] * MANY + [422]
    rows = await any_pbx.rows(call_key, "customer_id", "engine_id")
    assert rows == sorted((any_pbx.customer_id, f"c{number}") for number in range(MANY))
