"""The change counters of accounts: which of them stands for a table, and that none is forgotten when it changes.

While the counters of the tables that an answer was made of stand, the answer is what the database would say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, select

from centrex.catalogue import Level
from centrex.resources import ledger
from centrex.resources.api_request import api_request
from centrex.resources.application import application, consent, oauth_token, web_session
from centrex.resources.call import call_employee, call_key
from centrex.resources.credential import api_key, session, whitelist_entry
from centrex.resources.customer import customer
from centrex.resources.ingest_key import ingest_key
from centrex.resources.ledger import call_counter, change_counter
from centrex.resources.pool_number import pool_number
from centrex.scope import Scope
from centrex.store.steps import (
    Add,
    Count,
    Enter,
    Find,
    FindBetween,
    FindIds,
    Insert,
    InsertMany,
    NextId,
    NextIds,
    Own,
    Rows,
    SkipIds,
    Step,
)

Stamp = tuple[int | None, int | None]
"""How far the counter of an account's changes has moved, and that of its calls; null before the first."""

UNCOUNTED: Final = frozenset(
    {
        *(ledger.audit, ledger.ordinal, ledger.points_used, change_counter, call_counter),
        *(api_request, pool_number, ingest_key),
        *(api_key, session, whitelist_entry, application, consent, oauth_token, web_session),
    }
)
"""Tables that name customers and change without a counter: what is read of them is always read anew."""

CALLS: Final = frozenset({call_key, call_employee})
"""Tables of calls besides those whose rows are history."""

_CHANGING_NOTHING: Final = frozenset({Find, FindBetween, FindIds, Count, Own, Enter, NextId, NextIds, SkipIds})


def counter_of(table: Table) -> Table | None:
    """The counter that moves whenever the account's rows of the table change; None for tables without one."""
    if table in UNCOUNTED or not (table is customer or "customer_id" in table.c):
        return None
    return call_counter if table in CALLS or table.info.get("history") else change_counter


def counters_of(tables: Iterable[Table]) -> frozenset[Table]:
    """The counters that stand for all of them; none where one of them has none."""
    found = [counter_of(table) for table in tables]
    counters = frozenset(counter for counter in found if counter is not None)
    return frozenset() if None in found else counters


def stamp(account: ColumnElement[Any]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Both counters of an account, in the order of a Stamp."""
    changes, calls = (
        select(counter.c.changes).where(counter.c.customer_id == account).scalar_subquery()
        for counter in (change_counter, call_counter)
    )
    return changes, calls


def owner_column(table: Table) -> str:
    """The column that says whose a row is."""
    return "id" if table is customer else "customer_id"


class Counting:
    """The counters that one change has moved so far, and those that it must."""

    def __init__(self) -> None:
        self._moved: set[tuple[Table, int]] = set()

    def stands(self, counter: Table, account_id: int) -> bool:
        """Whether it has not moved yet."""
        return (counter, account_id) not in self._moved

    def moved(self, counter: Table, account_id: int) -> None:
        self._moved.add((counter, account_id))

    def note(self, step: Step, rows: Rows, scope: Scope) -> None:
        """Learns of a step that was done, which may have been the move of a counter."""
        if step.table not in _COUNTERS:
            return
        if isinstance(step, Insert) or (isinstance(step, Add) and step.amount > 0 and rows):
            for account_id in accounts_of(step, scope) or ():
                self.moved(step.table, account_id)


_COUNTERS: Final = frozenset({change_counter, call_counter})


def needed(step: Step) -> Table | None:
    """The counter that is to move before the step is done."""
    return None if type(step) in _CHANGING_NOTHING else counter_of(step.table)


def accounts_of(step: Step, scope: Scope) -> Collection[int] | None:
    """Whose rows a writing step changes, in ascending order; None where only the rows themselves can tell.

    They are the caller's own, but for the server's rows and those that an agent sees of his customers.
    """
    table = step.table
    if table is customer and isinstance(step, Insert | InsertMany):
        return ()  # nobody has asked a new account for anything yet
    if scope.level is Level.SERVER or (scope.level is Level.AGENT and "agent_id" in table.c):
        return _named(step, owner_column(table))
    return (scope.account_id,)


def _named(step: Step, column: str) -> Collection[int] | None:
    """The accounts in that column of the step's rows, values or key."""
    if isinstance(step, InsertMany):
        given = [row.get(column) for row in step.rows]
    else:
        value = {**getattr(step, "values", {}), **getattr(step, "key", {})}.get(column)
        given = value if isinstance(value, list) else [value]
    accounts = {each for each in given if isinstance(each, int)}
    return sorted(accounts) if len(accounts) == len(set(given)) else None
