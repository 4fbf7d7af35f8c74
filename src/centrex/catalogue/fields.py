"""The fields of a face: columns, arrays and objects, and how they are set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, FromClause, Table

from centrex.catalogue.tenancy import Tenancy
from centrex.catalogue.types import OBJECT, OBJECTS, STRINGS, Type


@dataclass(frozen=True, slots=True)
class Write:
    """How a field is set by create and update. ``unique`` is within the customer, without regard to case."""

    column: Column[Any]
    required: bool = False
    unique: Column[Any] | None = None
    max_length: int = 255


@dataclass(frozen=True, slots=True)
class Link:
    """How an array of members is set: ``table`` joins ``owner`` (the row's id) to ``member`` (an id of ``target``)."""

    table: Table
    owner: str
    member: str
    target: Table


@dataclass(frozen=True, eq=False, slots=True)
class Show:
    """One scalar field (or array of strings kept as JSON) of a face: a column or an expression over the row.

    ``never_null`` says what no column can: the rows of the face are those where it is not null.
    """

    name: str
    value: ColumnElement[Any]
    type: Type
    doc: str
    filter: bool = False
    sort: bool = False
    default: bool = True
    write: Write | None = None
    ours: bool = False
    never_null: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Nested:
    """An array of objects: the rows of ``source`` that ``on`` ties to the row, in the order of ``order_by``.

    With a ``tenancy`` of their own only those rows of it come that the caller may see. Its keys stand in the order of
    the wire unless ``in_wire_order`` says that they stand as they are listed.
    """

    name: str
    source: FromClause
    on: ColumnElement[bool]
    shows: tuple[Show, ...]
    order_by: tuple[ColumnElement[Any], ...]
    doc: str
    filter: bool = False
    default: bool = True
    write: Link | None = None
    type: Type = OBJECTS
    sort: bool = False
    tenancy: Tenancy | None = None
    in_wire_order: bool = True

    def __post_init__(self) -> None:
        if self.in_wire_order:
            object.__setattr__(self, "shows", wire_order(self.shows))


@dataclass(frozen=True, eq=False, slots=True)
class Values:
    """An array of strings: ``value`` of the rows of ``source`` that ``on`` ties to the row."""

    name: str
    source: FromClause
    on: ColumnElement[bool]
    value: ColumnElement[Any]
    order_by: tuple[ColumnElement[Any], ...]
    doc: str
    filter: bool = False
    default: bool = True
    type: Type = STRINGS
    sort: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Totals:
    """An object of numbers: the sum of ``value`` for each ``key`` among the rows of ``source`` tied to the row."""

    name: str
    source: FromClause
    on: ColumnElement[bool]
    key: ColumnElement[Any]
    value: ColumnElement[Any]
    doc: str
    filter: bool = False
    default: bool = True
    type: Type = OBJECT
    sort: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Embedded:
    """An object made of ``shows``, or ``{}`` where ``present`` is false."""

    name: str
    shows: tuple[Show | Empty, ...]
    present: ColumnElement[bool]
    doc: str
    filter: bool = False
    default: bool = True
    type: Type = OBJECT
    sort: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "shows", wire_order(self.shows))


@dataclass(frozen=True, slots=True)
class Documented:
    """What the vendor documents inside of a thing that this server does not keep."""

    name: str
    type: Type
    doc: str
    shows: tuple[Documented, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Empty:
    """An array or object of things that this server does not keep: always the documented empty value."""

    name: str
    type: Type
    doc: str
    shows: tuple[Documented, ...] = ()
    filter: bool = False
    default: bool = True
    ours: bool = False
    sort: bool = False


Field = Show | Nested | Values | Totals | Embedded | Empty


Named = TypeVar("Named", bound=Field)


def wire_order(shows: tuple[Named, ...]) -> tuple[Named, ...]:
    """The order of keys on the wire: the vendor's objects are PostgreSQL jsonb, shorter keys first, then by bytes."""
    return tuple(sorted(shows, key=lambda show: (len(show.name), show.name)))


def writable(show: Field) -> bool:
    return isinstance(show, Show | Nested) and show.write is not None
