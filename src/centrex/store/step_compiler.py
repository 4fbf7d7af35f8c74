"""Binds the steps of a change to its caller: whose rows each is about, and what its parameters are."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import cast

import msgspec
from sqlalchemy import JSON, Table
from sqlalchemy.sql.compiler import SQLCompiler

from centrex.catalogue import SCOPE_ACCOUNT, SCOPE_GROUP, SCOPE_PART, CatalogueError, Level
from centrex.resources.customer import customer
from centrex.resources.ledger import audit, call_counter, change_counter
from centrex.scope import Scope
from centrex.store.counters import Counting, accounts_of, needed, owner_column
from centrex.store.dialect_sql import DialectSql
from centrex.store.step_sql import Form, Owners, statement
from centrex.store.steps import (
    Add,
    Change,
    DeleteBefore,
    Enter,
    Find,
    FindBetween,
    FindIds,
    Insert,
    InsertMany,
    NextId,
    NextIds,
    NotUnique,
    Own,
    Result,
    Rows,
    SkipIds,
    Step,
    Values,
)

Statements = Generator[tuple[Step, str, tuple[object, ...]], Rows, Result]


def bound(change: Change[Result], scope: Scope, steps: StepCompiler) -> Statements[Result]:
    """The steps of the change with their texts and parameters; is sent the rows of each, and returns its result.

    An agent stays in the account that he has entered; the server goes from one into another. A counter that the change
    has not moved itself is moved before the first step that it stands for.
    """
    outside = scope if scope.level is Level.SERVER else None
    counting = Counting()
    try:
        step = next(change)
        while True:
            counter = needed(step)
            if counter is not None:
                yield from _moved(counter, counting, step, scope, steps)
            try:
                rows = yield step, *steps.bind(step, (outside or scope) if isinstance(step, Enter) else scope)
            except NotUnique as refusal:
                step = change.throw(refusal)
                continue
            if isinstance(step, Enter) and rows:
                scope = (outside or scope).inside(step.customer_id)
            counting.note(step, rows, scope)
            step = change.send(rows)
    except StopIteration as end:
        result: Result = end.value
        return result


def _moved(
    counter: Table, counting: Counting, step: Step, scope: Scope, steps: StepCompiler
) -> Generator[tuple[Step, str, tuple[object, ...]], Rows, None]:
    """Moves the counter of each account whose rows the step changes, unless it has moved already."""
    accounts = accounts_of(step, scope)
    if accounts is None:
        look = Find(step.table, (owner_column(step.table),), getattr(step, "key", {}))
        accounts = sorted({row[0] for row in (yield look, *steps.bind(look, scope))})
    for account_id in accounts:
        if counting.stands(counter, account_id):
            yield from _counted(counter, account_id, scope, steps)
            counting.moved(counter, account_id)


def _counted(
    counter: Table, account_id: int, scope: Scope, steps: StepCompiler
) -> Generator[tuple[Step, str, tuple[object, ...]], Rows, None]:
    """Moves a counter of an account, and holds its row to the end of the transaction. An agent goes there for it."""
    if scope.level is Level.AGENT and account_id != scope.account_id:
        entering = Enter(account_id)
        if not (yield entering, *steps.bind(entering, scope)):
            return
        scope = scope.inside(account_id)
    owner: Values = {"customer_id": account_id} if scope.level is Level.SERVER else {}
    added = Add(counter, owner, "changes")
    if not (yield added, *steps.bind(added, scope)):
        first = Insert(counter, {**owner, "changes": 1})
        yield first, *steps.bind(first, scope)


class StepCompiler:
    """Writes steps as SQL for one database; a text is compiled once per table and set of columns."""

    def __init__(self, sql: DialectSql) -> None:
        self.sql = sql
        self.written = lru_cache(maxsize=1024)(self._written)

    def bind(self, step: Step, scope: Scope) -> tuple[str, tuple[object, ...]]:
        """The text of the step and its parameters, the caller's customer among them.

        Of several rows there are as many tuples of parameters, in the order in which the text names their columns.
        """
        form, values = _form(step)
        text, names = self.written(form, _owners(step, scope))
        given = {
            **values,
            "scope_account": scope.account_id,
            "scope_part": scope.part_id,
            "scope_group": scope.group_id,
        }
        if isinstance(step, InsertMany):
            return text, _each_bound(step, names, given)
        return text, tuple([given[name] for name in names])

    def _written(self, form: Form, owners: Owners) -> tuple[str, tuple[str, ...]]:
        if form.kind is NextId:
            return self.sql.next_id(form.table.name)
        if form.kind is NextIds:
            return self.sql.next_ids(form.table.name)
        if form.kind is SkipIds:
            return self.sql.skip_ids(form.table.name)
        written = statement(form, owners, self.sql)
        compiled = cast("SQLCompiler", written.compile(dialect=self.sql.dialect))
        return str(compiled), tuple(compiled.positiontup or ())


def _form(step: Step) -> tuple[Form, dict[str, object]]:
    """The form of a step, and its parameters: v_… are new values, k_… the key."""
    key: Values = getattr(step, "key", {})
    new: Values = getattr(step, "values", {})
    given = _named("v_", new) | _named("k_", key)
    columns = tuple(new)
    if isinstance(step, Find | Own):
        columns = step.columns
    elif isinstance(step, FindBetween):
        columns = (step.column, *step.columns)
        given |= {"first": step.first, "last": step.last}
    elif isinstance(step, Add):
        columns = (step.column,)
        given["amount"] = step.amount
    elif isinstance(step, InsertMany):
        columns = tuple(step.rows[0])
    elif isinstance(step, DeleteBefore):
        columns = (step.column,)
        given |= {"before": step.before, "limit": step.limit}
    elif isinstance(step, FindIds):
        given["ids"] = list(step.ids)
    elif isinstance(step, NextIds):
        given["count"] = step.count
    elif isinstance(step, SkipIds):
        given["last"] = step.last
    lists = tuple(name for name, value in key.items() if isinstance(value, list))
    return Form(type(step), step.table, tuple(key), columns, lists), given


def _each_bound(step: InsertMany, names: Sequence[str], owners: Values) -> tuple[tuple[object, ...], ...]:
    """The parameters of each row; its owners are the same for all."""
    picked = itemgetter(*(name.removeprefix("v_") for name in names))
    rows = [picked({**owners, **row}) for row in step.rows]
    return tuple([tuple(map(plain, row)) for row in rows] if _has_lists(step) else rows)


def _has_lists(step: InsertMany) -> bool:
    """Whether the rows have a column that is kept as JSON."""
    return not _of_json(step.table).isdisjoint(step.rows[0])


@cache
def _of_json(table: Table) -> frozenset[str]:
    """The names of the columns that are kept as JSON."""
    return frozenset(column.name for column in table.c if isinstance(column.type, JSON))


def plain(value: object) -> object:
    """Lists are bound as JSON."""
    return msgspec.json.encode(value).decode() if isinstance(value, list) else value


def _named(prefix: str, values: Values) -> dict[str, object]:
    return {prefix + name: value for name, value in values.items()}


def _owners(step: Step, scope: Scope) -> Owners:
    """The columns that are bound to the caller's account and to his part of it.

    The server alone changes the server's tables. Of the accounts a customer has his own alone. Of the history of a
    number a group's user has what it was when the number was in his group.
    """
    columns, level = step.table.c, scope.level
    if isinstance(step, Own) or (step.table is customer and level is Level.CUSTOMER):
        return (("id", SCOPE_ACCOUNT),)
    if level is Level.SERVER or isinstance(step, NextId | NextIds | SkipIds):
        return ()
    if level is Level.AGENT and "agent_id" in columns:
        return (("agent_id", SCOPE_ACCOUNT),)
    if "customer_id" not in columns:
        raise CatalogueError(f"{step.table.name} cannot be changed at level {level}")
    part = _part(step.table, level)
    bound_columns = [("customer_id", SCOPE_ACCOUNT), *([(part, SCOPE_PART)] if part is not None else [])]
    if scope.group_id and level is Level.EXTENSION and step.table.info.get("history"):
        bound_columns.append(("extension_group_id", SCOPE_GROUP))
    return tuple(bound_columns)


def _part(table: Table, level: Level) -> str | None:
    """The column that says to which part of the account a row belongs; the ledger is the account's."""
    if level in {Level.AGENT, Level.CUSTOMER} or table in {audit, change_counter, call_counter}:
        return None
    column = "id" if table.name == level else f"{level}_id"
    if column not in table.c:
        raise CatalogueError(f"{table.name} cannot be changed at level {level}")
    return column
