"""Business things, and what the Data API shows of them. A face knows its methods, and nothing of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Column, ColumnElement, FromClause, Table

from centrex.catalogue.errors import CatalogueError
from centrex.catalogue.fields import Field, wire_order, writable
from centrex.catalogue.operations import ANY_USER, Answer, Operation, Permission
from centrex.catalogue.params import Param, written_param
from centrex.catalogue.tenancy import AGENT_AND_CUSTOMER, Level, Tenancy
from centrex.catalogue.types import NUMBER

if TYPE_CHECKING:
    from centrex.catalogue_rest import RestFace

ACTIONS: Final[Mapping[str, str]] = {
    "get": "select",
    "getobj": "select",
    "create": "insert",
    "update": "update",
    "delete": "delete",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of a face: ``get`` and ``getobj`` read, ``create``, ``update`` and ``delete`` change.

    ``params`` replaces the parameters that follow from the face; ``permission`` the right that follows from it.
    ``changes_access`` is that of the operation.
    """

    name: str
    doc: str
    ours: bool = False
    components: tuple[str, ...] = ()
    params: tuple[Param, ...] | None = None
    permission: Permission | None = None
    changes_access: bool = False


@dataclass(frozen=True, eq=False)
class DataFace:
    """What the Data API shows of a resource: the vendor's table, row by row.

    ``permission`` is the unit of the right, or ``ANY_USER``; ``only`` a condition that every row meets;
    ``paged`` is false for the few methods without filter, sort, fields, limit and offset; ``params`` are those that
    its ``get`` takes besides, and that its expressions name through ``argument``. Rows that have the fields of
    ``grouped`` in common are added up into one; its other fields are sums and the like, or such as only a filter names.
    """

    noun: str
    permission: str
    verbs: tuple[Verb, ...]
    shows: tuple[Field, ...]
    access: frozenset[Level] = AGENT_AND_CUSTOMER
    only: ColumnElement[bool] | None = None
    paged: bool = True
    params: tuple[Param, ...] = ()
    grouped: tuple[str, ...] = ()
    summary: bool = field(default=False, init=False)
    fields: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {show.name: show for show in wire_order(self.shows)})
        if len(self.fields) != len(self.shows):
            raise CatalogueError(f"{self.noun}: a field name stands twice")

    def operations(self) -> tuple[Operation, ...]:
        return tuple(self._operation(verb) for verb in self.verbs)

    def _operation(self, verb: Verb) -> Operation:
        permission = verb.permission
        if permission is None and self.permission != ANY_USER:
            permission = Permission(self.permission, ACTIONS[verb.name])
        return Operation(
            name=f"{verb.name}.{self.noun}",
            verb=verb.name,
            access=self.access,
            permission=permission,
            doc=verb.doc,
            face=self,
            components=verb.components,
            params=self._params(verb),
            ours=verb.ours,
            answer=Answer.ID if verb.name == "create" else Answer.EMPTY,
            changes_access=verb.changes_access,
        )

    def _params(self, verb: Verb) -> tuple[Param, ...]:
        if verb.params is not None:
            return verb.params
        if verb.name in {"get", "getobj"}:
            return self.params
        id_param = Param("id", NUMBER, f"id of the entry in get.{self.noun}", required=True)
        if verb.name == "delete":
            return (id_param,)
        written = tuple(
            written_param(show, creating=verb.name == "create") for show in self.fields.values() if writable(show)
        )
        return written if verb.name == "create" else (id_param, *written)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A column that the server fills with ``prefix`` and the next number of the customer's ``series``."""

    column: Column[Any]
    prefix: str
    series: str


@dataclass(frozen=True, eq=False, slots=True)
class Resource:
    """A business thing: its table, whose rows are whose, and what each dialect shows of it.

    ``source`` is what reads select from when the faces show columns of other tables too. ``faces`` and
    ``operations`` are those of the Data API, ``rest`` the faces of the RingMe API.
    """

    name: str
    table: Table
    tenancy: Tenancy
    faces: tuple[DataFace, ...]
    source: FromClause | None = None
    numbered: Numbered | None = None
    operations: tuple[Operation, ...] = ()
    rest: tuple[RestFace, ...] = ()
