"""The statuses that an employee can be in, and the history of who was in which."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, or_

from centrex.catalogue import (
    ANY_USER,
    BOOLEAN,
    NUMBER,
    STRING,
    DataFace,
    Param,
    Resource,
    Show,
    Verb,
    argument,
    one_of,
    some_of,
)
from centrex.resources.base import json_column, of_customer, tenant_key, tenant_table, text

STATUSES: Final = (
    "available",
    "break",
    "do_not_disturb",
    "not_at_workplace",
    "not_at_work",
    "auto_out_call",
    "unknown",
)
DIRECTIONS: Final = some_of("in", "out")
PROTOCOLS: Final = some_of("PSTN", "SIP", "SIP_TRUNK", "FMC")
STILL: Final = 2**53
"""The end of what has not ended."""

employee_status = tenant_table(
    "employee_status",
    Column("name", text(), nullable=False),
    Column("mnemonic", text(32)),
    Column("description", text(1000)),
    Column("color", text(9), nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("in_external_allowed_call_directions", json_column(), nullable=False),
    Column("in_internal_allowed_call_directions", json_column(), nullable=False),
    Column("out_external_allowed_call_directions", json_column(), nullable=False),
    Column("out_internal_allowed_call_directions", json_column(), nullable=False),
    Column("allowed_phone_protocols", json_column(), nullable=False),
    Column("is_select_allowed", Boolean, nullable=False),
    Column("is_worktime", Boolean, nullable=False),
    Column("is_auto_out_calls_ready", Boolean, nullable=False),
    Index(None, "customer_id", "mnemonic", unique=True),
)
"""A status that an employee can be in; a standard one has a mnemonic. A deleted one stays for the history."""

employee_status_change = tenant_table(
    "employee_status_change",
    Column("employee_id", BigInteger, nullable=False),
    Column("employee_name", text(800)),
    Column("status_id", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    tenant_key("status_id", "employee_status"),
    Index(None, "customer_id", "employee_id", "since"),
    Index(None, "customer_id", "status_id"),
)
"""One row a stay in a status, from ``since`` to ``until`` (STILL while it lasts), in seconds since 1970.

The history outlives the employee: no foreign key leads to him, and his last name is kept when he is deleted.
"""

c = employee_status.c
IS_DELETED: Final = Param("is_deleted", BOOLEAN, "Return the deleted ones too", default=False)

EMPLOYEE_STATUSES = DataFace(
    "statuses",
    permission=ANY_USER,
    verbs=(Verb("get", "List the statuses of employees"),),
    params=(IS_DELETED,),
    only=or_(argument("is_deleted", BOOLEAN), ~c.is_deleted),
    shows=(
        Show("id", c.id, NUMBER, "Status id", filter=True),
        Show("name", c.name, STRING, "Status name", filter=True, sort=True),
        Show("mnemonic", c.mnemonic, one_of(*STATUSES), "Which standard status it is", filter=True),
        Show("description", c.description, STRING, "Free description", sort=True),
        Show("color", c.color, STRING, "Colour, #RRGGBB"),
        Show("is_deleted", c.is_deleted, BOOLEAN, "It is deleted", sort=True),
        Show(
            "in_external_allowed_call_directions",
            c.in_external_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for incoming external calls",
        ),
        Show(
            "in_internal_allowed_call_directions",
            c.in_internal_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for incoming internal calls",
        ),
        Show(
            "out_external_allowed_call_directions",
            c.out_external_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for outgoing external calls",
        ),
        Show(
            "out_internal_allowed_call_directions",
            c.out_internal_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for outgoing internal calls",
        ),
        Show("allowed_phone_protocols", c.allowed_phone_protocols, PROTOCOLS, "Kinds of phones that ring in it"),
        Show("is_select_allowed", c.is_select_allowed, BOOLEAN, "May be chosen by hand", sort=True),
        Show("is_worktime", c.is_worktime, BOOLEAN, "Counts as working time", sort=True),
        Show(
            "is_auto_out_calls_ready",
            c.is_auto_out_calls_ready,
            BOOLEAN,
            "Ready for automatic outgoing calls",
            sort=True,
        ),
    ),
)

EMPLOYEE_STATUS = Resource("employee_status", employee_status, of_customer(employee_status), faces=(EMPLOYEE_STATUSES,))
