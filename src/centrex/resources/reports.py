"""What the reports of a period have in common: their parameters, and what this server has nothing to say of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, ColumnElement, Table, Text, cast, literal_column, null
from sqlalchemy.types import TypeEngine

from centrex.catalogue import (
    BOOLEAN,
    DATETIME,
    MONEY,
    NUMBER,
    OBJECTS,
    STRING,
    Documented,
    Empty,
    Kind,
    Param,
    Show,
    Type,
    argument,
    one_of,
    some_of,
)

PERIOD: Final = (
    Param("date_from", DATETIME, "Start of the period, in the account's time zone", required=True),
    Param("date_till", DATETIME, "End of the period, itself too", required=True),
)
ONGOING: Final = Param("include_ongoing_calls", BOOLEAN, "List calls that still go on as well")

_KINDS: Final[Mapping[Kind, TypeEngine[Any]]] = {
    Kind.NUMBER: BigInteger(),
    Kind.DATETIME: BigInteger(),
    Kind.BOOLEAN: Boolean(),
}


def started_in_period(table: Table) -> ColumnElement[bool]:
    """The rows that began in the asked period."""
    begin, end = (argument(param.name, param.type) for param in PERIOD)
    return (table.c.started_at >= begin) & (table.c.started_at <= end)


def unkept(name: str, kind: Type, doc: str, *, filter: bool = True, sort: bool = False, default: bool = False) -> Show:
    """A field of the vendor's that is always null here."""
    value: ColumnElement[Any] = cast(null(), _KINDS.get(kind.kind, Text()))
    return Show(name, value, kind, doc, filter=filter, sort=sort, default=default)


def constant(literal: str, kind: Type) -> ColumnElement[Any]:
    """A literal of ours that every row shows; both stores can sort by it."""
    return cast(literal_column(literal), _KINDS.get(kind.kind, Text()))


def _texts(filter: bool, *names: str) -> tuple[Show, ...]:
    return tuple(unkept(name, STRING, f"{name.replace('_', ' ')} of the visit", filter=filter) for name in names)


COMMUNICATION: Final[tuple[Show | Empty, ...]] = (
    unkept(
        "communication_number", NUMBER, "Which communication of the person it is; calls of a PBX have none", sort=True
    ),
    unkept("communication_page_url", STRING, "Page that the visitor was on", filter=False),
    *_texts(False, "ua_client_id", "ym_client_id", "ymclid"),
    unkept("sale_date", DATETIME, "When something was sold", sort=True),
    unkept("sale_cost", MONEY, "For how much", sort=True),
    *_texts(
        True, "search_query", "search_engine", "referrer_domain", "referrer", "entrance_page", "gclid", "yclid", "ef_id"
    ),
    unkept(
        "channel",
        one_of(
            "display",
            "paid",
            "affiliate",
            "messenger",
            "social",
            "email",
            "organic",
            "internal",
            "recommendation",
            "cashed",
            "referral",
            "direct",
        ),
        "Channel of the traffic",
    ),
    Empty(
        "tags",
        OBJECTS,
        "Tags; none are kept here",
        (
            Documented("tag_name", STRING, "Tag name"),
            Documented("tag_id", NUMBER, "Tag id"),
            Documented("tag_change_time", DATETIME, "When it was set"),
            Documented("tag_type", one_of("auto", "manual"), "Set by hand or by rule"),
            Documented("tag_user_id", NUMBER, "User who set it"),
            Documented("tag_user_login", STRING, "His login"),
            Documented("tag_employee_id", NUMBER, "Employee who set it"),
            Documented("tag_employee_full_name", STRING, "His name"),
        ),
        filter=True,
        default=False,
    ),
    unkept("visitor_type", one_of("New", "Returned", "Empty"), "New or returning visitor", sort=True),
    unkept("visits_count", NUMBER, "How many visits there were"),
    unkept("visitor_first_campaign_id", NUMBER, "First advertising campaign of the visitor"),
    unkept("visitor_first_campaign_name", STRING, "Its name"),
    *_texts(True, "visitor_city", "visitor_region", "visitor_country"),
    unkept("visitor_device", one_of("desktop", "mobile", "tablet", "other"), "Kind of the visitor's device", sort=True),
    Empty(
        "visitor_custom_properties",
        OBJECTS,
        "Properties of the visitor; none are kept here",
        (Documented("property_name", STRING, "Name"), Documented("property_value", STRING, "Value")),
        filter=True,
        default=False,
    ),
    unkept("site_domain_name", STRING, "Domain without scheme"),
    unkept("campaign_name", STRING, "Name of the advertising campaign"),
    Empty(
        "segments",
        OBJECTS,
        "Segments of the visitor; none are kept here",
        (Documented("segment_id", NUMBER, "Segment id"), Documented("segment_name", STRING, "Segment name")),
        filter=True,
        default=False,
    ),
    *_texts(
        True,
        *(f"utm_{mark}" for mark in ("source", "medium", "term", "content", "campaign")),
        *(f"openstat_{mark}" for mark in ("ad", "campaign", "service", "source")),
        *(f"eq_utm_{mark}" for mark in ("source", "medium", "term", "content", "campaign", "referrer", "expid")),
    ),
    Empty(
        "attributes",
        some_of("first", "through", "primary", "secondary", "lost", "target", "off-target", "quality", "rest"),
        "Attributes of the communication; none are kept here",
        filter=True,
        default=False,
    ),
    unkept("source_id", NUMBER, "Source of the traffic", sort=True),
    unkept("source_name", STRING, "Its name", sort=True),
    unkept("source_new", STRING, "Group of sources", sort=True),
    unkept("channel_new", STRING, "Channel by the new model", sort=True),
    unkept("channel_code", STRING, "Its mnemonic", sort=True),
)
"""What the vendor tells of the visit behind a communication; where two reports differ, the face says so itself."""
