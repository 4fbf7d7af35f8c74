"""The steps of a change, and their SQL. A step names a table, never a customer: the store adds the caller's.

A change is a generator that yields steps, is sent the rows of each and returns its result. It runs unchanged
on both stores, inside one transaction. A list in the key of a step means any of its values.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ClauseElement,
    ColumnElement,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    null,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.sql.compiler import SQLCompiler

from centrex.catalogue import SCOPE_ACCOUNT, SCOPE_GROUP, SCOPE_PART, CatalogueError, Level
from centrex.resources.customer import customer
from centrex.resources.ledger import audit, call_counter, change_counter
from centrex.scope import Scope
from centrex.store.dialect_sql import DialectSql

ROWS: Final = "rows"
"""The parameter that holds all rows of a step."""

Values = Mapping[str, object]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Insert:
    """Adds a row."""

    table: Table
    values: Values


@dataclass(frozen=True, slots=True)
class InsertMany:
    """Adds rows, at least one, that all name the same columns; their values are numbers, texts, booleans or null."""

    table: Table
    rows: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Update:
    """Changes the rows whose columns equal ``key``; answers their first key column."""

    table: Table
    key: Values
    values: Values


@dataclass(frozen=True, slots=True)
class Add:
    """Adds ``amount`` to a column of the row with ``key``; answers the new value, or nothing without such a row."""

    table: Table
    key: Values
    column: str
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Delete:
    """Removes the rows whose columns equal ``key``."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class DeleteBefore:
    """Removes at most ``limit`` rows whose ``column`` is less than ``before``, the least first; answers it of each."""

    table: Table
    column: str
    before: int
    limit: int


@dataclass(frozen=True, slots=True)
class Find:
    """Answers ``columns`` of the rows whose columns equal ``key``."""

    table: Table
    columns: tuple[str, ...]
    key: Values


@dataclass(frozen=True, slots=True)
class FindBetween:
    """Answers ``columns`` of the rows that equal ``key`` and whose ``column`` is from ``first`` to ``last``."""

    table: Table
    columns: tuple[str, ...]
    key: Values
    column: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Count:
    """Answers how many rows have columns that equal ``key``."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class FindIds:
    """Answers which of ``ids`` the table holds."""

    table: Table
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Own:
    """Answers ``columns`` of the caller's own account."""

    columns: tuple[str, ...]
    table: Table = field(default=customer, init=False)


@dataclass(frozen=True, slots=True)
class NextId:
    """Answers a new id of the table, never given before."""

    table: Table


@dataclass(frozen=True, slots=True)
class NextIds:
    """Answers a JSON array of ``count`` new ids of the table, at least one, in ascending order."""

    table: Table
    count: int


@dataclass(frozen=True, slots=True)
class SkipIds:
    """Gives out no id of the table up to ``last`` any more."""

    table: Table
    last: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Takes the rows with ``key`` that belong to no customer; answers the first key column of each.

    They become the caller's; the server itself names the customer in ``values``.
    """

    table: Table
    key: Values
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """Lets go of the rows with ``key``: they belong to no customer any more."""

    table: Table
    key: Values


@dataclass(frozen=True, slots=True)
class Enter:
    """Goes on in the account of one of the agent's customers, or of any for the server; answers nothing without one."""

    customer_id: int
    table: Table = field(default=customer, init=False)

    @property
    def key(self) -> Values:
        return {"id": self.customer_id}


Step = (
    Insert
    | InsertMany
    | Update
    | Add
    | Delete
    | DeleteBefore
    | Find
    | FindBetween
    | Count
    | FindIds
    | Own
    | NextId
    | NextIds
    | SkipIds
    | Claim
    | Release
    | Enter
)
Result = TypeVar("Result")
Change = Generator[Step, Rows, Result]
Owners = tuple[tuple[str, BindParameter[Any]], ...]
"""Columns with what the store binds to them from the Scope."""

Statements = Generator[tuple[Step, str, tuple[object, ...]], Rows, Result]


class NotUnique(Exception):
    """A row that is to be unique on the server is there already, perhaps another account's.

    It is raised at the step that met it. Who catches it can only end the change with an error of his own.
    """


def bound(change: Change[Result], scope: Scope, steps: StepCompiler) -> Statements[Result]:
    """The steps of the change with their texts and parameters; is sent the rows of each, and returns its result.

    An agent stays in the account that he has entered; the server goes from one into another.
    """
    outside = scope if scope.level is Level.SERVER else None
    try:
        step = next(change)
        while True:
            try:
                rows = yield step, *steps.bind(step, (outside or scope) if isinstance(step, Enter) else scope)
            except NotUnique as refusal:
                step = change.throw(refusal)
                continue
            if isinstance(step, Enter) and rows:
                scope = (outside or scope).inside(step.customer_id)
            step = change.send(rows)
    except StopIteration as end:
        result: Result = end.value
        return result


class StepCompiler:
    """Writes steps as SQL for one database; a text is compiled once per table and set of columns."""

    def __init__(self, sql: DialectSql) -> None:
        self.sql = sql
        self.written = lru_cache(maxsize=1024)(self._written)

    def bind(self, step: Step, scope: Scope) -> tuple[str, tuple[object, ...]]:
        """The text of the step and its parameters, the caller's customer among them.

        Of several rows that the database wants one by one there are as many tuples of parameters.
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
            if ROWS not in names:
                return text, _each_bound(step, names, given)
            given[ROWS] = msgspec.json.encode(step.rows).decode()
        return text, tuple([given[name] for name in names])

    def _written(self, form: Form, owners: Owners) -> tuple[str, tuple[str, ...]]:
        if form.kind is NextId:
            return self.sql.next_id(form.table.name)
        if form.kind is NextIds:
            return self.sql.next_ids(form.table.name)
        if form.kind is SkipIds:
            return self.sql.skip_ids(form.table.name)
        statement = _WRITERS[form.kind](form, owners, self.sql)
        compiled = cast("SQLCompiler", statement.compile(dialect=self.sql.dialect))
        return str(compiled), tuple(compiled.positiontup or ())


@dataclass(frozen=True, slots=True)
class Form:
    """What decides the text of a step; ``lists`` are the columns of the key that take any of a list."""

    kind: type[Step]
    table: Table
    key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


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
    columns = [name.removeprefix("v_") for name in names]
    return tuple([tuple(map({**owners, **row}.__getitem__, columns)) for row in step.rows])


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


def _insert(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    values = {name: _new(form.table, name) for name in form.columns}
    return insert(form.table).values({**values, **dict(owners)})


def _insert_many(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    bound_names, bound_values = [name for name, _ in owners], [value for _, value in owners]
    names = [name for name in form.columns if name not in bound_names]
    given = sql.given_rows([form.table.c[name] for name in names], ROWS)
    if given is None:
        return _insert(form, owners, sql)
    return insert(form.table).from_select([*names, *bound_names], given.add_columns(*bound_values))


def _update(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    values = {name: _new(form.table, name) for name in form.columns}
    values.update((name, value) for name, value in owners if name in values)
    first = form.table.c[form.key[0]]
    return update(form.table).where(_where(form, owners, sql)).values(values).returning(first)


def _add(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    column = form.table.c[form.columns[0]]
    changed = update(form.table).where(_where(form, owners, sql))
    return changed.values({column: column + bindparam("amount", type_=column.type)}).returning(column)


def _delete(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    return delete(form.table).where(_where(form, owners, sql))


def _delete_before(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    """Rows that another process is removing are left to it."""
    column, keys = form.table.c[form.columns[0]], list(form.table.primary_key)
    found = select(*keys).where(_where(form, owners, sql), column < bindparam("before", type_=column.type))
    cut = found.order_by(column).limit(bindparam("limit", type_=BigInteger)).offset(literal_column("0"))
    return delete(form.table).where(tuple_(*keys).in_(cut.with_for_update(skip_locked=True))).returning(column)


def _find(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    return select(*(form.table.c[name] for name in form.columns)).where(_where(form, owners, sql))


def _find_between(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    column, *shown = (form.table.c[name] for name in form.columns)
    first, last = (bindparam(name, type_=column.type) for name in ("first", "last"))
    return select(*shown).where(_where(form, owners, sql), column >= first, column <= last)


def _count(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    return select(func.count()).select_from(form.table).where(_where(form, owners, sql))


def _find_ids(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    identifier = form.table.c.id
    return select(identifier).where(_where(form, owners, sql), sql.is_in(identifier, "ids", BigInteger()))


def _claim(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    columns = form.table.c
    free = and_(_where(form, (), sql), columns.customer_id.is_(None))
    taker = SCOPE_ACCOUNT if owners else _new(form.table, "customer_id")
    return update(form.table).where(free).values({"customer_id": taker}).returning(columns[form.key[0]])


def _release(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    return update(form.table).where(_where(form, owners, sql)).values({"customer_id": null()})


def _enter(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    return select(form.table.c.id).where(_where(form, owners, sql))


_WRITERS: Final[Mapping[type[Step], Callable[[Form, Owners, DialectSql], ClauseElement]]] = {
    Insert: _insert,
    InsertMany: _insert_many,
    Update: _update,
    Add: _add,
    Delete: _delete,
    DeleteBefore: _delete_before,
    Find: _find,
    FindBetween: _find_between,
    Count: _count,
    FindIds: _find_ids,
    Own: _find,
    Claim: _claim,
    Release: _release,
    Enter: _enter,
}


def _new(table: Table, name: str) -> ColumnElement[Any]:
    return bindparam(f"v_{name}", type_=table.c[name].type)


def _where(form: Form, owners: Owners, sql: DialectSql) -> ColumnElement[bool]:
    """The rows of the key, the caller's alone."""
    columns = form.table.c
    keys = [
        sql.is_in(columns[name], f"k_{name}", columns[name].type)
        if name in form.lists
        else columns[name] == bindparam(f"k_{name}", type_=columns[name].type)
        for name in form.key
    ]
    return and_(true(), *(columns[name] == value for name, value in owners), *keys)
