"""The SQL of steps: which rows a step reads or changes, always the owners' alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

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

from centrex.catalogue import SCOPE_ACCOUNT
from centrex.store.dialect_sql import DialectSql
from centrex.store.steps import (
    Add,
    Claim,
    Count,
    Delete,
    DeleteBefore,
    Enter,
    Find,
    FindBetween,
    FindIds,
    Insert,
    InsertMany,
    Own,
    Release,
    Step,
    Update,
)

Owners = tuple[tuple[str, BindParameter[Any]], ...]
"""Columns with what the store binds to them from the Scope."""


@dataclass(frozen=True, slots=True)
class Form:
    """What decides the text of a step; ``lists`` are the columns of the key that take any of a list."""

    kind: type[Step]
    table: Table
    key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def statement(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    """The statement of a step on what is the ``owners``'; steps that give ids out have none."""
    return _WRITERS[form.kind](form, owners, sql)


def _insert(form: Form, owners: Owners, sql: DialectSql) -> ClauseElement:
    values = {name: _new(form.table, name) for name in form.columns}
    return insert(form.table).values({**values, **dict(owners)})


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
    InsertMany: _insert,
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
