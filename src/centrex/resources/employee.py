"""Employees, their phones and their statuses."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Index,
    Integer,
    Text,
    cast,
    null,
    select,
)

from centrex.catalogue import (
    BOOLEAN,
    NUMBER,
    OBJECT,
    OBJECTS,
    STRING,
    DataFace,
    Documented,
    Embedded,
    Empty,
    Nested,
    Resource,
    Show,
    Verb,
    one_of,
    some_of,
)
from centrex.resources.base import (
    json_column,
    link_table,
    of_customer,
    tenant_key,
    tenant_table,
    text,
)

STATUSES = (
    "available",
    "break",
    "do_not_disturb",
    "not_at_workplace",
    "not_at_work",
    "auto_out_call",
    "unknown",
)
DIRECTIONS = some_of("in", "out")
CALL_TYPES = some_of("internal", "external")

employee_status = tenant_table(
    "employee_status",
    Column("name", text(), nullable=False),
    Column("mnemonic", text(32)),
)
"""A status that an employee can be in; standard ones have a mnemonic."""

employee = tenant_table(
    "employee",
    Column("login", text()),
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
    tenant_key("status_id", "employee_status"),
    tenant_key("coach_id", "employee"),
    Index(None, "customer_id", "full_name"),
    Index(None, "customer_id", "coach_id"),
    Index(None, "customer_id", "status_id"),
)

employee_phone = tenant_table(
    "employee_phone",
    Column("employee_id", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("phone_number", text(64), nullable=False),
    Column("channels_count", Integer, nullable=False),
    Column("dial_time", Integer, nullable=False),
    Column("status", text(8), nullable=False),
    tenant_key("employee_id", "employee"),
    Index(None, "customer_id", "employee_id", "position"),
)

employee_group = tenant_table(
    "employee_group",
    Column("name", text(), nullable=False),
    Column("name_folded", text(510), nullable=False),
    Column("group_phone_number", text(5)),
    Column("queue_enabled", Boolean, nullable=False),
    Column("channels_count", Integer, nullable=False),
    Index(None, "customer_id", "name_folded", unique=True),
)

employee_group_member = link_table("employee_group_member", "employee_group", "group_id", "employee", "employee_id")

employee_group_phone = tenant_table(
    "employee_group_phone",
    Column("group_id", BigInteger, nullable=False),
    Column("phone_id", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    Column("available", Boolean, nullable=False),
    tenant_key("group_id", "employee_group"),
    tenant_key("phone_id", "employee_phone"),
    Index(None, "customer_id", "group_id", "position"),
    Index(None, "customer_id", "phone_id"),
)
"""A phone of a member as the group dials it: in which order, and whether it takes the group's calls."""

c, phone, group, member = employee.c, employee_phone.c, employee_group.c, employee_group_member.c
coach = employee.alias("coach")
NO_NUMBER = cast(null(), BigInteger)
NO_TEXT = cast(null(), Text)

EMPLOYEES = DataFace(
    "employees",
    permission="employees",
    verbs=(Verb("get", "List employees"),),
    shows=(
        Show("id", c.id, NUMBER, "Employee id", filter=True),
        Show("login", c.login, STRING, "Login", filter=True, sort=True),
        Show("first_name", c.first_name, STRING, "First name", filter=True, sort=True),
        Show("last_name", c.last_name, STRING, "Last name", filter=True, sort=True),
        Show("patronymic", c.patronymic, STRING, "Middle name", sort=True),
        Show("full_name", c.full_name, STRING, "Last, first and middle name", filter=True, sort=True),
        Show(
            "status",
            select(employee_status.c.mnemonic)
            .where(
                employee_status.c.customer_id == c.customer_id,
                employee_status.c.id == c.status_id,
            )
            .scalar_subquery(),
            one_of(*STATUSES),
            "Standard status; deprecated in favour of status_id",
            filter=True,
        ),
        Show("status_id", c.status_id, NUMBER, "Status id", filter=True),
        Show(
            "calls_available",
            c.calls_available,
            BOOLEAN,
            "Takes calls; deprecated",
            filter=True,
            sort=True,
        ),
        Show(
            "allowed_in_call_types",
            c.allowed_in_call_types,
            CALL_TYPES,
            "Kinds of incoming calls allowed; deprecated",
            filter=True,
        ),
        Show(
            "in_external_allowed_call_directions",
            c.in_external_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for incoming external calls",
            filter=True,
        ),
        Show(
            "in_internal_allowed_call_directions",
            c.in_internal_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for incoming internal calls",
            filter=True,
        ),
        Show(
            "allowed_out_call_types",
            c.allowed_out_call_types,
            CALL_TYPES,
            "Kinds of outgoing calls allowed; deprecated",
            filter=True,
        ),
        Show(
            "out_external_allowed_call_directions",
            c.out_external_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for outgoing external calls",
            filter=True,
        ),
        Show(
            "out_internal_allowed_call_directions",
            c.out_internal_allowed_call_directions,
            DIRECTIONS,
            "Directions allowed for outgoing internal calls",
            filter=True,
        ),
        Show("email", c.email, STRING, "E-mail address", filter=True),
        Show(
            "call_recording",
            c.call_recording,
            one_of("all", "in", "out", "off"),
            "Which calls are recorded",
            filter=True,
        ),
        Show("schedule_id", NO_NUMBER, NUMBER, "Work schedule id", filter=True),
        Show("schedule_name", NO_TEXT, STRING, "Work schedule name", filter=True),
        Embedded(
            "coach",
            present=c.coach_id.is_not(None),
            doc="Coach settings",
            filter=True,
            shows=(
                Show(
                    "coach_full_name",
                    select(coach.c.full_name)
                    .where(coach.c.customer_id == c.customer_id, coach.c.id == c.coach_id)
                    .scalar_subquery(),
                    STRING,
                    "Full name of the coach",
                ),
                Show("coach_id", c.coach_id, NUMBER, "Employee who is the coach"),
                Show(
                    "coach_always_enabled",
                    c.coach_always_enabled,
                    BOOLEAN,
                    "All incoming calls are mirrored",
                ),
            ),
        ),
        Nested(
            "groups",
            employee_group_member.join(employee_group),
            on=(member.customer_id == c.customer_id) & (member.employee_id == c.id),
            order_by=(member.group_id,),
            doc="Groups",
            filter=True,
            shows=(
                Show("group_id", group.id, NUMBER, "Group id"),
                Show("group_name", group.name, STRING, "Group name"),
            ),
        ),
        Nested(
            "phone_numbers",
            employee_phone,
            on=(phone.customer_id == c.customer_id) & (phone.employee_id == c.id),
            order_by=(phone.position, phone.id),
            doc="Phones in dialling order",
            filter=True,
            shows=(
                Show("phone_id", phone.id, NUMBER, "Phone number id"),
                Show("phone_number", phone.phone_number, STRING, "Phone number"),
                Show("channels_count", phone.channels_count, NUMBER, "Number of simultaneous calls"),
                Show("dial_time", phone.dial_time, NUMBER, "Seconds to ring"),
                Show("status", phone.status, one_of("active", "inactive"), "State of the phone"),
            ),
        ),
        Embedded(
            "extension",
            present=c.extension_phone_number.is_not(None),
            doc="Extension settings",
            filter=True,
            shows=(
                Show("extension_phone_number", c.extension_phone_number, STRING, "Extension number"),
                Show(
                    "extension_voice_mail_enabled",
                    c.extension_voice_mail_enabled,
                    BOOLEAN,
                    "Voicemail is offered when all phones are busy",
                ),
                Show(
                    "extension_queue_enabled",
                    c.extension_queue_enabled,
                    BOOLEAN,
                    "Callers queue until a phone is free",
                ),
            ),
        ),
        Empty(
            "operator",
            OBJECT,
            "Chat operator settings; none are kept here",
            shows=(
                Documented("operator_display_name", STRING, "Name shown in chats"),
                Documented("operator_login", STRING, "Workplace login"),
                Documented("operator_position_id", NUMBER, "Position in the signature"),
                Documented("operator_position_name", STRING, "Position title"),
                Documented("operator_offline_message_enabled", BOOLEAN, "May handle offline messages"),
                Documented("operator_invite_to_chat_enabled", BOOLEAN, "May invite visitors"),
                Documented("operator_chat_enabled", BOOLEAN, "May chat with visitors"),
                Documented("operator_chats_available", BOOLEAN, "Is available for chats now"),
                Documented(
                    "operator_sites",
                    OBJECTS,
                    "Sites of the operator",
                    shows=(
                        Documented("site_id", NUMBER, "Site id"),
                        Documented("site_domain_name", STRING, "Domain without scheme"),
                    ),
                ),
            ),
        ),
    ),
)

EMPLOYEE = Resource("employee", employee, of_customer(employee), faces=(EMPLOYEES,))
