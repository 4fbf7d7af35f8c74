"""Which lists the console has, in which order, and what their columns are. One line for each that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from centrex.access.caller import Caller
from centrex.access.gate import may
from centrex.catalogue import Face, Level, Operation, Permission, Resource
from centrex.catalogue_rest import LEVEL_OF, Action, RestFace, RestOperation
from centrex.resources import OPERATIONS, REST_OPERATIONS
from centrex.resources.api_request import API_REQUEST, OWN_REQUESTS
from centrex.resources.audit_entry import AUDIT, AUDIT_ENTRY
from centrex.resources.call_tally import CALL_TALLY, TALLY
from centrex.resources.customer_overview import CUSTOMER_OVERVIEW, OVERVIEW_OF_CUSTOMERS
from centrex.resources.own_key import KEY, KEYS, NETWORKS, WHITELIST
from centrex.web.console.limits import with_limits
from centrex.web.visit import Visit


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """Rows that no dialect shows, for users of some levels, and with a right if it says so; by the days of a field.

    ``asks`` is what an API tells nearest to it: who may not ask that, may not look either. ``told`` makes of a row
    what is shown of it, at a moment.
    """

    resource: Resource
    face: Face
    period: str | None = None
    permission: Permission | None = None
    levels: frozenset[Level] = frozenset({Level.CUSTOMER})
    asks: Operation | None = None
    told: Callable[[dict[str, Any], float], dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Page:
    """A page that is no list, for users of some levels."""

    levels: frozenset[Level]


Source = Operation | Look | Page
"""What a list is read with, or what stands in its place."""


class Column(NamedTuple):
    """A field of the face, and what stands above it; a name of a number can be shown without its domain."""

    field: str
    heading: str
    without_domain: bool = False


class Heading(NamedTuple):
    """What some sections have in common."""

    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """A list: what reads it, one for each level of users, its columns, and where its search looks.

    Rows that have a file are of the ``noun`` under which the file is asked for; those with ``sound`` can be heard. A
    ``key`` names the rows that have no id.
    """

    path: str
    title: str
    under: Heading
    reads: tuple[Source, ...]
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    noun: str | None = None
    sound: bool = False
    key: str | None = None

    def source(self, caller: Caller, address: str) -> Source | None:
        """What the caller reads the list with from that address; None when he may not."""
        return next((source for source in self.reads if _is_for(source, caller, address)), None)

    def file_operation(self, caller: Caller) -> RestOperation | None:
        """What he asks for a file of the list with."""
        of_files = (each for each in REST_OPERATIONS if each.action is Action.FILE and each.noun == self.noun)
        return next((operation for operation in of_files if LEVEL_OF[operation.realm] is caller.level), None)


def _is_for(source: Source, caller: Caller, address: str) -> bool:
    """The whitelist of an account is of the Data API: it counts for what is read by its methods."""
    if isinstance(source, RestOperation):
        return LEVEL_OF[source.realm] is caller.level
    if isinstance(source, Look):
        right = source.permission
        if source.asks and not _is_for(source.asks, caller, address):
            return False
        return caller.level in source.levels and (right is None or caller.may(right.unit, right.action))
    if isinstance(source, Page):
        return caller.level in source.levels
    return may(source, caller) and caller.account.allows(address)


def face_of(source: Source) -> Face:
    """What is shown of its rows."""
    assert not isinstance(source, Page)
    assert source.face is not None
    return source.face


def period_of(source: Source) -> str | None:
    """The field by whose days the list is asked for, if it is."""
    if isinstance(source, Look):
        return source.period
    face = face_of(source)
    return face.period if isinstance(face, RestFace) else None


def _lists(*nouns: str) -> tuple[Operation, ...]:
    return tuple(each for each in REST_OPERATIONS if each.action is Action.LIST and each.noun in nouns)


CALLS: Final = Heading("Calls")
NUMBERS: Final = Heading("Numbers")
PEOPLE: Final = Heading("People")
CUSTOMERS: Final = Heading("Customers")
ACCOUNT: Final = Heading("Account")

GROUPS: Final = "groups"
NUMBER_GROUPS: Final = "number-groups"
_PARTIES: Final = (
    Column("flow", "Direction"),
    Column("from_username", "From"),
    Column("to_username", "To"),
    Column("extension_name", "Internal number", without_domain=True),
)
_FOUND: Final = ("from_username", "to_username", "extension_name")

_OF_USERS: Final = (
    Column("name", "Name"),
    Column("login", "Login"),
    Column("email", "E-mail"),
    Column("access", "Access"),
    Column("status", "Status"),
)
_NAMED: Final = ("name", "login", "email")
_ACCOUNT_ACCESS: Final = Permission("account_access", "select")

_CUSTOMERS: Final = Look(
    CUSTOMER_OVERVIEW,
    OVERVIEW_OF_CUSTOMERS,
    levels=frozenset({Level.AGENT}),
    asks=OPERATIONS["get.customers"],
    told=with_limits,
)
TALLIED: Final = Look(CALL_TALLY, TALLY, "at", levels=frozenset(LEVEL_OF.values()))
OVERVIEW: Final = Section("overview", "Overview", CALLS, (TALLIED,), ())

KEYS_SECTION: Final = Section("keys", "Keys", ACCOUNT, (Look(KEY, KEYS, None, _ACCOUNT_ACCESS),), (
    Column("name", "Name"), Column("login", "Login"), Column("kind", "Kind"), Column("status", "Status"),
    Column("created_at", "Made"), Column("expires_at", "Ends"),
), ("name", "login"))  # fmt: skip
WHITELIST_SECTION: Final = Section(
    "whitelist", "Whitelist", ACCOUNT, (Look(WHITELIST, NETWORKS, None, _ACCOUNT_ACCESS),), (
        Column("network", "Network"),
    ), ("network",), key="network",
)  # fmt: skip
_WITH_APPLICATIONS: Final = Page(frozenset(LEVEL_OF.values()))
APPLICATIONS: Final = Section("applications", "Your applications", ACCOUNT, (_WITH_APPLICATIONS,), ())
CONSENTS: Final = Section("consents", "What you have allowed", ACCOUNT, (_WITH_APPLICATIONS,), ())

SECTIONS: Final = (
    Section("customers", "Customers", CUSTOMERS, (_CUSTOMERS,), (
        Column("id", "Id"), Column("name", "Name"), Column("status", "Status"), Column("tariff_plan_name", "Tariff"),
        Column("users", "Users"), Column("day_points", "Points today"), Column("numbers", "Virtual numbers"),
    ), ("name",)),
    OVERVIEW,
    Section("calls", "Calls", CALLS, _lists("call_history"), (
        Column("init_time_gmt", "Time"), *_PARTIES, Column("result", "Result"), Column("duration", "Seconds"),
    ), _FOUND),
    Section("recordings", "Recordings", CALLS, _lists("record"), (
        Column("init_time_gmt", "Time"), *_PARTIES, Column("duration", "Seconds"),
    ), _FOUND, "record", sound=True),
    Section("voicemail", "Voice messages", CALLS, _lists("voicemail"), (
        Column("init_time_gmt", "Time"), *_PARTIES, Column("duration", "Seconds"),
    ), _FOUND, "voicemail", sound=True),
    Section("faxes", "Faxes", CALLS, _lists("fax", "fax/incoming"), (
        Column("datetime", "Time"), Column("caller_id", "From"), Column("destination", "To"),
        Column("pages", "Pages"), Column("file_size", "Bytes"),
    ), ("caller_id", "destination"), "fax"),
    Section(GROUPS, "Groups of internal numbers", NUMBERS, _lists("extension_group"), (
        Column("id", "Id"), Column("name", "Name"),
    ), ("name",)),
    Section("extensions", "Internal numbers", NUMBERS, _lists("extension"), (
        Column("name", "Number"), Column("label", "Label"), Column("type", "Type"), Column("status", "Status"),
        Column("extension_group_id", "Group"),
    ), ("name", "label")),
    Section("registrations", "Registrations of phones", NUMBERS, _lists("reg_status_log"), (
        Column("date_gmt", "Time"), Column("short_ext_name", "Internal number"), Column("status", "Status"),
    ), ("short_ext_name",)),
    Section("numbers", "Virtual numbers", NUMBERS, (OPERATIONS["get.virtual_numbers"],), (
        Column("virtual_phone_number", "Number"), Column("name", "Name"), Column("type", "Type"),
        Column("status", "Status"), Column("comment", "Comment"),
    ), ("virtual_phone_number", "name", "comment")),
    Section("free-numbers", "Numbers to connect", NUMBERS, (OPERATIONS["get.available_virtual_numbers"],), (
        Column("phone_number", "Number"), Column("category", "Category"), Column("location_name", "Region"),
        Column("onetime_payment", "Price of connecting"), Column("monthly_charge", "Price a month"),
    ), ("phone_number",), key="phone_number"),
    Section(NUMBER_GROUPS, "Groups of virtual numbers", NUMBERS, (OPERATIONS["get.virtual_number_groups"],), (
        Column("number", "Group number"), Column("name", "Name"), Column("virtual_phones", "Virtual numbers"),
        Column("employees", "Employees"), Column("employee_groups", "Employee groups"),
    ), ("name", "number")),
    Section("employees", "Employees", PEOPLE, (OPERATIONS["get.employees"],), (
        Column("full_name", "Name"), Column("extension", "Short number"), Column("status", "Status"),
        Column("phone_numbers", "Phone numbers"), Column("groups", "Groups"),
    ), ("full_name",)),
    Section("employee-groups", "Employee groups", PEOPLE, (OPERATIONS["get.group_employees"],), (
        Column("name", "Name"), Column("group_phone_number", "Short number"), Column("members", "Members"),
    ), ("name",)),
    Section("users", "Users", ACCOUNT, _lists("user/client"), _OF_USERS, _NAMED),
    Section("group-users", "Users of groups", ACCOUNT, _lists("user/extension_group"), (
        *_OF_USERS, Column("extension_group_id", "Group"),
    ), _NAMED),
    Section("number-users", "Users of numbers", ACCOUNT, _lists("user/extension"), (
        *_OF_USERS, Column("extension_id", "Id of the number"),
    ), _NAMED),
    KEYS_SECTION,
    WHITELIST_SECTION,
    APPLICATIONS,
    CONSENTS,
    Section("requests", "Requests to the API", ACCOUNT, (Look(API_REQUEST, OWN_REQUESTS, "at", _ACCOUNT_ACCESS),), (
        Column("at", "Time"), Column("login", "Login"), Column("method", "Method"), Column("result", "Result"),
        Column("points", "Points"), Column("address", "Address"), Column("milliseconds", "Milliseconds"),
    ), ("login", "method", "result", "address")),
    Section("audit", "Audit", ACCOUNT, (Look(AUDIT_ENTRY, AUDIT, "at", _ACCOUNT_ACCESS),), (
        Column("at", "Time"), Column("login", "Login"), Column("operation", "Operation"),
        Column("object_kind", "Object"), Column("object_id", "Id"), Column("address", "Address"),
    ), ("login", "operation", "object_kind", "address")),
)  # fmt: skip
BY_PATH: Final = {section.path: section for section in SECTIONS}


def sections_of(caller: Caller, address: str) -> Iterator[Section]:
    """What the caller may look at, in its order."""
    return (section for section in SECTIONS if section.source(caller, address) is not None)


def home_of(caller: Caller) -> str:
    """Below what all pages of the account stand."""
    return f"/console/{caller.account.id}/"


def menu_of(visit: Visit, caller: Caller) -> list[tuple[str, list[Section]]]:
    """The same below their headings."""
    grouped = groupby(sections_of(caller, visit.place.address), lambda section: section.under.title)
    return [(title, list(sections)) for title, sections in grouped]
