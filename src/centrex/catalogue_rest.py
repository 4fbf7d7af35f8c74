"""The vocabulary of REST faces: what a resource shows below which realm, and what may be done with it there.

An object of a collection stands at ``/{realm}/{realm_id}/{noun}/{id}``; a *single* one, such as the settings of an
extension, at ``/{realm}/{realm_id}/{noun}/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement

from centrex.catalogue import (
    NUMBER,
    Answer,
    CatalogueError,
    Embedded,
    Level,
    Nested,
    Operation,
    Param,
    Show,
    writable,
    written_param,
)


class Realm(StrEnum):
    """Below what a resource stands; the values are segments of the path."""

    CLIENT = "client"
    EXTENSION_GROUP = "extension_group"
    EXTENSION = "extension"


LEVEL_OF: Final[Mapping[Realm, Level]] = {
    Realm.CLIENT: Level.CUSTOMER,
    Realm.EXTENSION_GROUP: Level.EXTENSION_GROUP,
    Realm.EXTENSION: Level.EXTENSION,
}
"""The users whose own realm it is."""

REACHES: Final[Mapping[Level, frozenset[Realm]]] = {
    Level.CUSTOMER: frozenset(Realm),
    Level.EXTENSION_GROUP: frozenset({Realm.EXTENSION_GROUP, Realm.EXTENSION}),
    Level.EXTENSION: frozenset({Realm.EXTENSION}),
}
"""A user of a higher level may use the realms below his own."""


class Action(StrEnum):
    """What a request does; the values are the verbs of operations."""

    LIST = "list"
    ONE = "one"
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    REMOVE_ALL = "remove_all"
    FILE = "file"
    DOWNLOAD = "download"
    STORAGE_URL = "storage_url"
    STATS = "stats"
    ARCHIVE = "archive"


METHOD_OF: Final[Mapping[Action, str]] = {
    Action.LIST: "GET",
    Action.ONE: "GET",
    Action.ADD: "POST",
    Action.CHANGE: "PUT",
    Action.REMOVE: "DELETE",
    Action.REMOVE_ALL: "DELETE",
    Action.FILE: "GET",
    Action.DOWNLOAD: "GET",
    Action.STORAGE_URL: "GET",
    Action.STATS: "GET",
    Action.ARCHIVE: "POST",
}
OF_ONE: Final = frozenset({Action.ONE, Action.CHANGE, Action.REMOVE, Action.FILE, Action.DOWNLOAD, Action.STORAGE_URL})
"""What is done with one object of a collection."""

BELOW: Final[Mapping[Action, str]] = {Action.DOWNLOAD: "download", Action.STORAGE_URL: "storage_url"}
"""What stands in the path after the id of the object."""

STATUS_OF: Final[Mapping[str, int]] = {"GET": 200, "POST": 201, "PUT": 200, "DELETE": 204}


INTERVAL: Final = (
    Param("start", NUMBER, "Begin of the interval, in seconds since 1970", required=True),
    Param("end", NUMBER, "Its end, itself too", required=True),
)
"""What is told of an interval; the dialect has it as ``start_datetime`` and ``end_datetime``."""


@dataclass(frozen=True, slots=True)
class RestVerb:
    """An action below some realms.

    ``call_api`` lets an application of the lower access level do it, which may else only read. ``params`` replaces
    the members of the body that follow from the face. ``ours`` marks what the vendor does not document.
    """

    action: Action
    realms: tuple[Realm, ...]
    doc: str
    call_api: bool = False
    params: tuple[Param, ...] | None = None
    changes_access: bool = False
    ours: bool = False


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class RestOperation(Operation):
    """One request of the dialect: an action below one realm. ``single`` objects have no id of their own."""

    action: Action
    realm: Realm
    noun: str
    single: bool
    call_api: bool

    @property
    def method(self) -> str:
        return METHOD_OF[self.action]

    @property
    def has_id(self) -> bool:
        """Whether the id of an object stands in the path."""
        return not self.single and self.action in OF_ONE

    @property
    def below(self) -> str:
        """What stands in the path after it, if anything does."""
        return BELOW.get(self.action, "")

    @property
    def reads(self) -> bool:
        return self.method == "GET"


Shown = Show | Embedded | Nested


class Span(StrEnum):
    """How long an interval may be: to the end of the month after that of its begin, or two months."""

    NEXT_MONTH = "next_month"
    TWO_MONTHS = "two_months"


@dataclass(frozen=True, eq=False)
class RestFace:
    """What the RingMe API shows of a resource, in the order of the vendor's tables.

    ``noun`` is what stands in the path after the realm; ``filters`` are the fields that a list can be asked for by
    equality, ``our_filters`` those among them that the vendor does not have; ``only`` a condition that every row
    meets; ``sort`` the order of lists as (field, descending), besides the id. Lists with a ``period`` are asked for
    an interval of that field, no longer than ``span``, and ordered by it; those of ``any_time`` need no interval. An
    ``envelope`` is the name under which an answer with page, order and so on holds the rows, where they are no bare
    array. ``key`` is the field that names an object in paths, which are read in upper case if ``upper`` says so. A
    ``summary`` is one object of totals over the rows. Files are sent in the format ``served_as``, else as they are.
    """

    noun: str
    verbs: tuple[RestVerb, ...]
    shows: tuple[Shown, ...]
    single: bool = False
    only: ColumnElement[bool] | None = None
    filters: tuple[str, ...] = ()
    our_filters: tuple[str, ...] = ()
    period: str | None = None
    envelope: str | None = None
    span: Span | None = None
    any_time: bool = False
    summary: bool = False
    served_as: str | None = None
    key: str = "id"
    upper: bool = False
    sort: tuple[tuple[str, bool], ...] = ()
    params: tuple[Param, ...] = ()
    grouped: tuple[str, ...] = field(default=(), init=False)
    fields: Mapping[str, Shown] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {show.name: show for show in self.shows})
        if len(self.fields) != len(self.shows):
            raise CatalogueError(f"{self.noun}: a field name stands twice")
        if not set(self.filters) <= self.fields.keys():
            raise CatalogueError(f"{self.noun}: a filter is no field")
        if self.period is not None and self.period not in self.fields:
            raise CatalogueError(f"{self.noun}: its period is no field")
        if self.key not in self.fields and not self.single and any(verb.action in OF_ONE for verb in self.verbs):
            raise CatalogueError(f"{self.noun}: what names its objects is no field")

    @property
    def paged(self) -> bool:
        """The paging of this dialect is no part of a face."""
        return False

    def operations(self) -> Iterator[RestOperation]:
        for verb in self.verbs:
            for realm in verb.realms:
                yield self._operation(verb, realm)

    def _operation(self, verb: RestVerb, realm: Realm) -> RestOperation:
        return RestOperation(
            name=f"{verb.action}.{realm}.{self.noun.replace('/', '.')}",
            verb=verb.action,
            access=frozenset(level for level, realms in REACHES.items() if realm in realms),
            permission=None,
            doc=verb.doc,
            face=self,
            params=self._params(verb),
            ours=verb.ours,
            acts_for=False,
            answer=Answer.ID,
            changes_access=verb.changes_access,
            action=verb.action,
            realm=realm,
            noun=self.noun,
            single=self.single,
            call_api=verb.call_api,
        )

    def _params(self, verb: RestVerb) -> tuple[Param, ...]:
        """The members of the body; the id of the path stands beside them as ``id``."""
        if verb.params is not None:
            return verb.params
        if verb.action in {Action.ADD, Action.CHANGE}:
            creating = verb.action is Action.ADD
            members = tuple(written_param(show, creating=creating) for show in self.shows if writable(show))
        else:
            members = ()
        if verb.action in {Action.CHANGE, Action.REMOVE} and not self.single:
            kind = self.fields[self.key].type
            return (Param("id", kind, "Id of the object in the path", required=True), *members)
        if self.period is not None and verb.action in {Action.REMOVE_ALL, Action.ARCHIVE}:
            return INTERVAL
        return members
