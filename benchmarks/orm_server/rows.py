"""The groups that are asked for: the filter and the sort as SQLAlchemy expressions, the page with its members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from benchmarks.orm_server.access import Refused
from benchmarks.orm_server.models import VirtualNumberGroup
from benchmarks.orm_server.schemas import Comparison, Group, Params

_FIELDS: dict[str, InstrumentedAttribute[Any]] = {
    "id": VirtualNumberGroup.id,
    "name": VirtualNumberGroup.name,
    "number": VirtualNumberGroup.number,
}
_OPERATORS: dict[str, Callable[[InstrumentedAttribute[Any], Any], ColumnElement[bool]]] = {
    "=": lambda column, value: column == value,
    "!=": lambda column, value: column != value,
    "<": lambda column, value: column < value,
    ">": lambda column, value: column > value,
    "<=": lambda column, value: column <= value,
    ">=": lambda column, value: column >= value,
    "in": lambda column, value: column.in_(value),
    "not_in": lambda column, value: column.not_in(value),
    "like": lambda column, value: column.like(value),
    "ilike": lambda column, value: column.ilike(value),
}
_MEMBERS = (
    selectinload(VirtualNumberGroup.employees),
    selectinload(VirtualNumberGroup.virtual_phones),
    selectinload(VirtualNumberGroup.employee_groups),
)


async def page(session: AsyncSession, customer_id: int, asked: Params) -> tuple[int, Sequence[VirtualNumberGroup]]:
    """The number of matching groups of the customer, and the page of them with their members."""
    conditions = [VirtualNumberGroup.customer_id == customer_id]
    if asked.filter is not None:
        conditions.append(_condition(asked.filter))
    total = await session.scalar(select(func.count()).select_from(VirtualNumberGroup).where(*conditions))
    columns = [(_FIELDS[sort.field], sort.order) for sort in asked.sort]
    order = [column.desc() if direction == "desc" else column.asc() for column, direction in columns]
    rows = await session.scalars(
        select(VirtualNumberGroup)
        .where(*conditions)
        .order_by(*order, VirtualNumberGroup.id)
        .limit(asked.limit)
        .offset(asked.offset)
        .options(*_MEMBERS)
    )
    return total or 0, rows.all()


def _condition(tree: Comparison | Group) -> ColumnElement[bool]:
    if isinstance(tree, Group):
        children = map(_condition, tree.filters)
        return or_(false(), *children) if tree.condition == "or" else and_(true(), *children)
    if isinstance(tree.value, list) != (tree.operator in {"in", "not_in"}):
        raise Refused(-32602, "Data supplied is of wrong type", "data_type_error", "filter.value")
    return _OPERATORS[tree.operator](_FIELDS[tree.field], tree.value)
