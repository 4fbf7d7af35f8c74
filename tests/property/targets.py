"""What the parameters of a method name: the table to whose rows an id points, worked out from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Column, Table

from centrex.catalogue import Embedded, Face, Field, Kind, Nested, Operation, Param, Resource, Show
from centrex.resources import RESOURCES, operations_of

Path = tuple[Param, ...]
"""A parameter, then the member in it."""

_RESOURCES: Final = {operation.name: resource for resource in RESOURCES for operation in operations_of(resource)}


def paths(operation: Operation) -> Iterator[Path]:
    """Every parameter of the method, and every member of one."""
    for param in operation.params:
        yield from _below((param,))


def _below(path: Path) -> Iterator[Path]:
    yield path
    for member in path[-1].fields:
        yield from _below((*path, member))


def resource_of(operation: Operation) -> Resource:
    """The resource whose method it is."""
    return _RESOURCES[operation.name]


def face_of(operation: Operation) -> Face:
    """What shows the effect of the method: its own face, or the first one of its resource."""
    return operation.face or resource_of(operation).faces[0]


def is_id(param: Param) -> bool:
    """Whether it names things by their ids."""
    if param.type.items is Kind.NUMBER or param.name.endswith("_ids"):
        return True
    return param.type.kind is Kind.NUMBER and (param.name == "id" or param.name.endswith("_id"))


def names_entry(operation: Operation, param: Param) -> bool:
    """Whether it is the id of the entry itself."""
    return param.name in {"id", f"{resource_of(operation).table.name}_id"}


def field_at(operation: Operation, path: Path) -> Field | None:
    """The field that shows what the parameter sets, if one does."""
    shows: dict[str, Field] = dict(face_of(operation).fields)
    found: Field | None = None
    for param in path:
        found = shows.get(param.name)
        inner = found.shows if isinstance(found, Nested | Embedded) else ()
        shows = {show.name: show for show in inner if isinstance(show, Show)}
    return found


def column_at(operation: Operation, path: Path) -> Column[object] | None:
    """The column that shows what the parameter sets, if one does; of an array of ids that of the ids."""
    show = field_at(operation, path)
    if isinstance(show, Nested):
        keys = [inner.value for inner in show.shows if isinstance(inner.value, Column) and inner.value.name == "id"]
        return keys[0] if keys else None
    return show.value if isinstance(show, Show) and isinstance(show.value, Column) else None


def target(operation: Operation, path: Path) -> Table | None:
    """The table of the things that an id names; None for things that this server does not keep."""
    table, name = resource_of(operation).table, path[-1].name
    if names_entry(operation, path[-1]):
        return table
    column = column_at(operation, path)
    if column is None:
        return table if name in operation.alternatives else None
    if column.name == "id":
        return _table(column)
    return next((_table(key.column) for key in column.foreign_keys), None)


def _table(column: Column[object]) -> Table:
    assert isinstance(column.table, Table)
    return column.table
