"""Virtual numbers: public telephone numbers that a customer has connected."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, literal_column

from centrex.catalogue import (
    AGENT_AND_CUSTOMER,
    BOOLEAN,
    DATETIME,
    NUMBER,
    OBJECTS,
    STRING,
    STRINGS,
    Answer,
    DataFace,
    Documented,
    Empty,
    Operation,
    Param,
    Permission,
    Resource,
    Show,
    Verb,
    one_of,
)
from centrex.resources.base import of_customer, tenant_key, tenant_table, text
from centrex.resources.number_category import CATEGORIES

PHONE_NUMBER = r"[0-9]{3,15}"
"""E.164 without the plus."""

virtual_number = tenant_table(
    "virtual_number",
    Column("number", text(15), nullable=False, unique=True),
    Column("redirection_phone_number", text(64)),
    Column("activated_at", BigInteger),
    Column("status", text(16), nullable=False),
    Column("category", text(16), nullable=False),
    Column("type", text(24), nullable=False),
    Column("comment", text(1000)),
    Column("name", text()),
    Column("extension_id", BigInteger),
    Column("message_extension_id", BigInteger),
    Column("allow_message", Boolean, nullable=False, server_default=literal_column("false")),
    tenant_key("extension_id", "extension"),
    tenant_key("message_extension_id", "extension"),
    Index(None, "customer_id", "number"),
    Index(None, "customer_id", "extension_id"),
    Index(None, "customer_id", "message_extension_id"),
)
"""``number`` is E.164 without the plus and belongs to one customer of the server at a time.

Calls go to the extension ``extension_id``, texts to ``message_extension_id``.
"""

c = virtual_number.c
_BLOCKS = (
    Documented("site_block_id", NUMBER, "Number block id"),
    Documented("site_block_name", STRING, "Number block name"),
    Documented("is_tracking", BOOLEAN, "Whether the block tracks calls; in the vendor's example alone"),
)

VIRTUAL_NUMBERS = DataFace(
    "virtual_numbers",
    permission="number_management",
    verbs=(Verb("get", "List connected virtual numbers"),),
    shows=(
        Show("id", c.id, NUMBER, "Virtual number id", filter=True),
        Show(
            "child_customer_id",
            c.customer_id,
            NUMBER,
            "Customer of the number",
            filter=True,
            sort=True,
        ),
        Show("virtual_phone_number", c.number, STRING, "Virtual number", filter=True),
        Show(
            "redirection_phone_number",
            c.redirection_phone_number,
            STRING,
            "Linked number that calls go to",
            filter=True,
        ),
        Show(
            "activation_date",
            c.activated_at,
            DATETIME,
            "When the number was activated",
            filter=True,
        ),
        Show(
            "status",
            c.status,
            one_of(
                "active",
                "waiting",
                "cleaning",
                "prereserved",
                "reserved",
                "manual_lock",
                "limit_lock",
            ),
            "State of the number",
            filter=True,
            sort=True,
        ),
        Show(
            "category",
            c.category,
            one_of(*CATEGORIES),
            "Price category",
            filter=True,
            sort=True,
        ),
        Show(
            "type",
            c.type,
            one_of("va", "call_tracking", "dynamic_call_tracking"),
            "What the number serves",
            filter=True,
            sort=True,
        ),
        Show("comment", c.comment, STRING, "Free comment", filter=True, sort=True),
        Show("name", c.name, STRING, "Display name", filter=True, sort=True),
        Empty(
            "campaigns",
            OBJECTS,
            "Advertising campaigns; none are kept here",
            filter=True,
            shows=(
                Documented("campaign_id", NUMBER, "Advertising campaign id"),
                Documented("campaign_name", STRING, "Advertising campaign name"),
                Documented("site_id", NUMBER, "Site id"),
                Documented("site_domain_name", STRING, "Domain without scheme"),
                Documented("site_blocks", OBJECTS, "Number blocks using the number", _BLOCKS),
            ),
        ),
        Empty(
            "scenarios",
            OBJECTS,
            "Scenarios of the number; none are kept here",
            filter=True,
            shows=(
                Documented("scenario_id", NUMBER, "Scenario id"),
                Documented("scenario_name", STRING, "Scenario name"),
                Documented("call_processing_rule_id", NUMBER, "Call processing rule id"),
                Documented("is_active", BOOLEAN, "Whether the rule is on"),
            ),
        ),
        Empty(
            "site_blocks",
            OBJECTS,
            "Number blocks of the campaigns: a client in wide use asks for them here",
            shows=_BLOCKS,
            default=False,
            ours=True,
        ),
    ),
)

_WHICH = (
    Param("virtual_phone_number", STRING, "Virtual number", pattern=PHONE_NUMBER),
    Param(
        "number_capacity_ids",
        STRINGS,
        "Virtual number ids, as strings; instead of virtual_phone_number",
        pattern="[0-9]{1,18}",
    ),
)

ENABLE = Operation(
    name="enable.virtual_numbers",
    verb="enable",
    access=AGENT_AND_CUSTOMER,
    permission=Permission("number_management", "insert"),
    doc="Connect numbers of the pool",
    params=(
        *_WHICH,
        Param(
            "number_capacity_component",
            one_of("va", "call_tracking"),
            "Component that the numbers are for; with number_capacity_ids it is needed",
            needed_with="number_capacity_ids",
        ),
    ),
    answer=Answer.SUCCESS,
    alternatives=("virtual_phone_number", "number_capacity_ids"),
)
DISABLE = Operation(
    name="disable.virtual_numbers",
    verb="disable",
    access=AGENT_AND_CUSTOMER,
    permission=Permission("number_management", "delete"),
    doc="Disconnect numbers: they go back to the pool",
    params=_WHICH,
    answer=Answer.SUCCESS,
    alternatives=("virtual_phone_number", "number_capacity_ids"),
)

VIRTUAL_NUMBER = Resource(
    "virtual_number",
    virtual_number,
    of_customer(virtual_number),
    faces=(VIRTUAL_NUMBERS,),
    operations=(ENABLE, DISABLE),
)
