"""The vocabulary in which resources are written: what there is and what each dialect shows of it. Nothing else.

Entries are frozen values made of SQLAlchemy tables and expressions. They hold no behaviour, know no HTTP, and
are checked as they are made, so that a wrong catalogue cannot be imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    FromClause,
    Table,
    Text,
    bindparam,
    true,
)

if TYPE_CHECKING:
    from centrex.catalogue_rest import RestFace

ANY_USER: Final = "any_user"
"""Stands where the vendor names no right: every user who may use the dialect may call it."""

SCOPE_ACCOUNT: Final = bindparam("scope_account", type_=BigInteger)
SCOPE_USER: Final = bindparam("scope_user", type_=BigInteger)
SCOPE_PART: Final = bindparam("scope_part", type_=BigInteger)
SCOPE_GROUP: Final = bindparam("scope_group", type_=BigInteger)
"""The caller's account, his user, the part of the account that he sees, and the extension group whose user he is, 0
where he is none's; bound by the store from the Scope.
"""

NOW: Final = bindparam("now", type_=BigInteger)
"""When the read was asked for, in seconds since 1970."""

BASE_URL: Final = bindparam("base_url", type_=Text)
"""Scheme and host under which the server is asked, for the addresses that an answer holds."""


class CatalogueError(Exception):
    """The catalogue contradicts itself; the program cannot start."""


class Level(StrEnum):
    """How far a user's sight goes; ``SERVER`` is the operator at the command line and the look-up of callers."""

    SERVER = "server"
    AGENT = "agent"
    CUSTOMER = "customer"
    EXTENSION_GROUP = "extension_group"
    EXTENSION = "extension"


OF_CALLERS: Final = frozenset(Level) - {Level.SERVER}
"""The levels that a user can have."""


class Kind(StrEnum):
    """The vendor's names of JSON types."""

    NUMBER = "number"
    STRING = "string"
    BOOLEAN = "boolean"
    DATETIME = "iso8601"
    ENUM = "enum"
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a field. ``values`` are those of an enum, none of one that is open; ``items`` what an array holds.

    A number is whole unless ``fraction`` says otherwise. ``aliases`` are (other name, value): what a filter may say
    instead of a value.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    items: Kind | None = None
    fraction: bool = False
    aliases: tuple[tuple[str, str], ...] = ()


NUMBER: Final = Type(Kind.NUMBER)
MONEY: Final = Type(Kind.NUMBER, fraction=True)
NUMBERS: Final = Type(Kind.ARRAY, items=Kind.NUMBER)
STRING: Final = Type(Kind.STRING)
BOOLEAN: Final = Type(Kind.BOOLEAN)
DATETIME: Final = Type(Kind.DATETIME)
STRINGS: Final = Type(Kind.ARRAY, items=Kind.STRING)
OBJECTS: Final = Type(Kind.ARRAY, items=Kind.OBJECT)
OBJECT: Final = Type(Kind.OBJECT)


def one_of(*values: str, aliases: Mapping[str, str] | None = None) -> Type:
    """The type of a string that is one of ``values``."""
    return Type(Kind.ENUM, values, aliases=tuple((aliases or {}).items()))


def some_of(*values: str) -> Type:
    """The type of an array of strings, each one of ``values``."""
    return Type(Kind.ARRAY, values, Kind.STRING)


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


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a method besides the paging ones, or a member of one.

    ``minimum`` and ``maximum`` bound a number, ``min_length`` and ``max_length`` a text, ``max_items`` an array;
    a text matches the whole of ``pattern``. A ``secret`` is hashed before it is stored, and never told in an error.
    One that is ``shown_once`` its handler makes into what is kept; the answer to the change shows it, as nothing else
    does. ``fields`` are the members of an object, or of each object in an array. ``component`` is what the account
    needs to send it. ``default`` is what create takes when it is absent; ``must`` refuses null in an update;
    ``needed_with`` is a parameter that cannot be sent without this one.
    """

    name: str
    type: Type
    doc: str
    required: bool = False
    must: bool = False
    default: object = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int = 0
    max_length: int = 255
    pattern: str | None = None
    max_items: int = 10_000
    needed_with: str | None = None
    fields: tuple[Param, ...] = ()
    component: str | None = None
    secret: bool = False
    shown_once: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """The right ``unit:action`` that a user needs; the actions are select, insert, update and delete."""

    unit: str
    action: str


AGENT_AND_CUSTOMER: Final = frozenset({Level.AGENT, Level.CUSTOMER})
AGENT_ONLY: Final = frozenset({Level.AGENT})
CUSTOMER_ONLY: Final = frozenset({Level.CUSTOMER})


class Answer(Enum):
    """What a change answers as its data."""

    ID = "id"
    EMPTY = "empty"
    SUCCESS = "success"


@dataclass(frozen=True, eq=False, slots=True)
class Operation:
    """One method of a dialect: who may call it, with which right and components, on which face.

    Of the parameters ``alternatives`` exactly one is sent; ``changes_access`` says that the method changes who may
    come in.
    """

    name: str
    verb: str
    access: frozenset[Level]
    permission: Permission | None
    doc: str
    face: Face | None = None
    components: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    ours: bool = False
    acts_for: bool = True
    answer: Answer = Answer.EMPTY
    alternatives: tuple[str, ...] = ()
    changes_access: bool = False

    @property
    def takes_user_id(self) -> bool:
        """Whether an agent names the user in whose name he acts."""
        return self.acts_for and self.access == AGENT_AND_CUSTOMER


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


class Face(Protocol):
    """What any dialect shows of a resource, as far as reading it needs to know."""

    @property
    def noun(self) -> str: ...

    @property
    def shows(self) -> tuple[Field, ...]: ...

    @property
    def fields(self) -> Mapping[str, Field]: ...

    @property
    def only(self) -> ColumnElement[bool] | None: ...

    @property
    def params(self) -> tuple[Param, ...]: ...

    @property
    def paged(self) -> bool: ...

    @property
    def summary(self) -> bool: ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True, eq=False)
class DataFace:
    """What the Data API shows of a resource: the vendor's table, row by row.

    ``permission`` is the unit of the right, or ``ANY_USER``; ``only`` a condition that every row meets;
    ``paged`` is false for the few methods without filter, sort, fields, limit and offset; ``params`` are those that
    its ``get`` takes besides, and that its expressions name through ``argument``.
    """

    noun: str
    permission: str
    verbs: tuple[Verb, ...]
    shows: tuple[Field, ...]
    access: frozenset[Level] = AGENT_AND_CUSTOMER
    only: ColumnElement[bool] | None = None
    paged: bool = True
    params: tuple[Param, ...] = ()
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


def writable(show: Field) -> bool:
    return isinstance(show, Show | Nested) and show.write is not None


def written_param(show: Field, *, creating: bool) -> Param:
    """The parameter that sets a field; an array of members is set by their ids."""
    if isinstance(show, Nested):
        return Param(show.name, NUMBERS, f"ids: {show.doc}")
    if not isinstance(show, Show) or show.write is None:
        raise CatalogueError(f"{show.name} cannot be written")
    write = show.write
    return Param(
        show.name,
        show.type,
        show.doc,
        required=creating and write.required,
        must=write.required,
        min_length=1 if write.required else 0,
        max_length=write.max_length,
    )


def argument(name: str, kind: Type) -> BindParameter[Any]:
    """What the caller sent in a parameter of the face, in an expression of one of its fields."""
    return bindparam(f"p_{name}", type_=Boolean() if kind.kind is Kind.BOOLEAN else BigInteger())


@dataclass(frozen=True, eq=False, slots=True)
class Tenancy:
    """Which column must equal the caller's account, by the level of the Scope.

    A missing one refuses the level, unless the rows are ``everyone``'s: reference tables that belong to nobody.
    ``extension_group`` and ``extension`` must equal the caller's part of his account, and ``customer`` the account.
    Rows of ``history`` keep the group that was theirs then: a group's user sees those of his group alone, also below
    an extension that is in it now.
    """

    customer: ColumnElement[Any] | None = None
    agent: ColumnElement[Any] | None = None
    everyone: bool = False
    extension_group: ColumnElement[Any] | None = None
    extension: ColumnElement[Any] | None = None
    history: bool = False

    def column(self, level: Level) -> ColumnElement[Any] | None:
        """Whose account the row is, as callers of the level see it."""
        return self.agent if level is Level.AGENT else self.customer

    def condition(self, level: Level) -> ColumnElement[bool] | None:
        """Which rows a caller of the level sees; None refuses him."""
        if level is Level.SERVER:
            return true()
        column = self.column(level)
        if column is None:
            return true() if self.everyone else None
        own = column == SCOPE_ACCOUNT
        if level in {Level.AGENT, Level.CUSTOMER}:
            return own
        part = self.extension_group if level is Level.EXTENSION_GROUP else self.extension
        if part is None:
            return None
        if self.history and level is Level.EXTENSION:
            return own & (part == SCOPE_PART) & ((SCOPE_GROUP == 0) | (self.extension_group == SCOPE_GROUP))
        return own & (part == SCOPE_PART)


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
