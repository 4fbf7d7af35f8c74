"""Employees, their phones and their groups: the tables. What a dialect shows of them stands beside them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Computed, Index, Integer

from centrex.catalogue import some_of
from centrex.resources.base import json_column, link_table, tenant_key, tenant_table, text

CALL_TYPES = some_of("internal", "external")

employee = tenant_table(
    "employee",
    Column("login", text()),
    Column("login_folded", text(510)),
    Column("last_name", text(), nullable=False),
    Column("first_name", text()),
    Column("patronymic", text()),
    Column(
        "full_name",
        text(800),
        Computed(
            "last_name || coalesce(' ' || nullif(first_name, ''), '') || coalesce(' ' || nullif(patronymic, ''), '')",
            persisted=True,
        ),
        nullable=False,
    ),
    Column("email", text()),
    Column("status_id", BigInteger),
    Column("calls_available", Boolean, nullable=False),
    Column("call_recording", text(8), nullable=False),
    Column("allowed_in_call_types", json_column(), nullable=False),
    Column("allowed_out_call_types", json_column(), nullable=False),
    Column("in_external_allowed_call_directions", json_column(), nullable=False),
    Column("in_internal_allowed_call_directions", json_column(), nullable=False),
    Column("out_external_allowed_call_directions", json_column(), nullable=False),
    Column("out_internal_allowed_call_directions", json_column(), nullable=False),
    Column("coach_id", BigInteger),
    Column("coach_always_enabled", Boolean, nullable=False),
    Column("extension_phone_number", text(5)),
    Column("extension_voice_mail_enabled", Boolean, nullable=False),
    Column("extension_queue_enabled", Boolean, nullable=False),
    Column("operator_display_name", text()),
    Column("operator_password_hash", text()),
    Column("operator_position_id", BigInteger),
    Column("operator_offline_message_enabled", Boolean),
    Column("operator_invite_to_chat_enabled", Boolean),
    Column("operator_chat_enabled", Boolean),
    tenant_key("status_id", "employee_status"),
    tenant_key("coach_id", "employee"),
    tenant_key("operator_position_id", "employee_position"),
    Index(None, "customer_id", "full_name"),
    Index(None, "customer_id", "coach_id"),
    Index(None, "customer_id", "status_id"),
    Index(None, "customer_id", "operator_position_id"),
    Index(None, "customer_id", "extension_phone_number", unique=True),
    Index(None, "customer_id", "login_folded", unique=True),
)
"""``login`` opens his workplace, also as a chat operator; one who is none has no ``operator_display_name``."""

employee_phone = tenant_table(
    "employee_phone",
    Column("employee_id", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("phone_number", text(64), nullable=False),
    Column("channels_count", Integer, nullable=False),
    Column("dial_time", Integer, nullable=False),
    Column("status", text(8), nullable=False),
    Column("extension_id", BigInteger),
    tenant_key("employee_id", "employee"),
    tenant_key("extension_id", "extension"),
    Index(None, "customer_id", "employee_id", "position"),
    Index(None, "customer_id", "extension_id"),
    Index(None, "customer_id", "phone_number"),
)
"""A number may be a phone of several employees, each with settings of his own; ``extension_id`` is the extension
whose prefix and number, digits only, it is.
"""

employee_group = tenant_table(
    "employee_group",
    Column("name", text(), nullable=False),
    Column("name_folded", text(510), nullable=False),
    Column("group_phone_number", text(5)),
    Column("queue_enabled", Boolean, nullable=False),
    Column("channels_count", Integer, nullable=False),
    Index(None, "customer_id", "name_folded", unique=True),
    Index(None, "customer_id", "group_phone_number", unique=True),
)
"""``group_phone_number`` shares its name space with the employees' ``extension_phone_number``."""

employee_group_member = link_table("employee_group_member", "employee_group", "group_id", "employee", "employee_id")

employee_group_phone = tenant_table(
    "employee_group_phone",
    Column("group_id", BigInteger, nullable=False),
    Column("phone_id", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("available", Boolean, nullable=False),
    tenant_key("group_id", "employee_group"),
    tenant_key("phone_id", "employee_phone"),
    Index(None, "customer_id", "group_id", "position"),
    Index(None, "customer_id", "phone_id"),
)
"""A phone of a member as the group dials it: in which order, and whether it takes the group's calls.

A phone that joins has its own id as its position: it stands behind all that joined before, and behind all that were
given places, which are counted from 0.
"""
