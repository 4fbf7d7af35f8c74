"""What the RingMe API shows of a call and of a part of one alike. Times are UTC."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, Text, case, cast, func, null

from centrex.catalogue import DATETIME, NUMBER, STRING, Show, Type, one_of
from centrex.outcomes import DISPOSITIONS
from centrex.resources.customer import customer
from centrex.resources.extension import PREFIX, TYPES

NONE: ColumnElement[Any] = cast(null(), Text)
CAUSE = "NORMAL_CLEARING"


def without(name: str, doc: str, kind: Type = STRING) -> Show:
    """A field that is always null here."""
    return Show(name, cast(null(), BigInteger) if kind is NUMBER else NONE, kind, doc)


APPLICATION = one_of("callcenter", "callback", "intercept")


def outcome(table: Table, results: tuple[str, ...]) -> tuple[Show, ...]:
    """How it ended."""
    c = table.c
    return (
        Show("result", c.result, one_of(*results), "Outcome", never_null=True),
        Show("hangup_cause", func.coalesce(c.cause, CAUSE), STRING, "The engine's word for the end"),
        Show("hangup_disposition", c.disposition, one_of(*DISPOSITIONS), "Who ended it"),
    )


def times(table: Table, duration: ColumnElement[Any], started: ColumnElement[Any] | None = None) -> tuple[Show, ...]:
    """When it was, and how long; ``started`` is its beginning where another table keeps it too."""
    c = table.c
    return (
        Show("duration", duration, NUMBER, "Seconds", never_null=True),
        Show("init_time_gmt", c.started_at if started is None else started, DATETIME, "When it began, UTC"),
        Show("start_time_gmt", c.answered_at, DATETIME, "When it was answered, UTC"),
        Show("hangup_time_gmt", c.ended_at, DATETIME, "When it ended, UTC", never_null=True),
    )


def owner(table: Table) -> tuple[Show, ...]:
    """Whose it is, as it was then."""
    c = table.c
    return (
        Show("extension_id", c.extension_id, NUMBER, "Number whose part it is", never_null=True),
        Show(
            "extension_name",
            PREFIX + "*" + c.extension_number + "@" + func.coalesce(customer.c.domain, ""),
            STRING,
            "Its full name, PREFIX*NUM@domain",
            never_null=True,
        ),
        Show("extension_type", c.extension_type, one_of(*TYPES), "Kind of number", never_null=True),
        Show("extension_group_owner_id", c.extension_group_id, NUMBER, "Group that the number was in then"),
        Show("client_owner_id", c.customer_id, NUMBER, "Client"),
    )


def ends(table: Table) -> tuple[Show, ...]:
    """Who called whom."""
    c = table.c
    return (
        Show("from_username", c.caller, STRING, "Caller"),
        Show("from_domain", c.caller_domain, STRING, "His domain"),
        Show("from_screen_name", c.caller_name, STRING, "His name as displayed"),
        Show("to_username", c.called, STRING, "Called"),
        Show("to_domain", c.called_domain, STRING, "Domain of the called"),
    )


def lines(table: Table) -> tuple[Show, ...]:
    """Over which external number."""
    return (
        Show("did_number", line_used(table, "in"), STRING, "External number that was called"),
        without("did_domain", "Its domain"),
        without("ext_number_reg", "Registration of the number outside"),
    )


def line_used(table: Table, direction: str) -> ColumnElement[Any]:
    """The external number of the calls of one direction."""
    return case((table.c.direction == direction, func.nullif(table.c.virtual_number, "")), else_=NONE)
