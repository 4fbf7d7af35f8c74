"""What the Data API shows of employees."""

from __future__ import annotations

from sqlalchemy import BigInteger, ScalarSelect, Table, Text, cast, false, null, select

from centrex.catalogue import (
    BOOLEAN,
    NUMBER,
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
)
from centrex.resources.base import of_customer
from centrex.resources.employee import CALL_TYPES, employee, employee_group, employee_group_member, employee_phone
from centrex.resources.employee_params import CREATED, UPDATED
from centrex.resources.employee_position import employee_position
from centrex.resources.employee_status import DIRECTIONS, STATUSES, employee_status

c, phone, group, member = employee.c, employee_phone.c, employee_group.c, employee_group_member.c
coach = employee.alias("coach")

GROUPS = Nested(
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
)
PHONES = Nested(
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
)
COACH = Embedded(
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
        Show("coach_always_enabled", c.coach_always_enabled, BOOLEAN, "All incoming calls are mirrored"),
    ),
)
EXTENSION = Embedded(
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
)


def _named(table: Table, name: str, reference: str) -> ScalarSelect[str]:
    """A column of the row of the customer that a column of the employee names."""
    return (
        select(table.c[name]).where(table.c.customer_id == c.customer_id, table.c.id == c[reference]).scalar_subquery()
    )


OPERATOR = Embedded(
    "operator",
    present=c.operator_display_name.is_not(None),
    doc="Chat operator settings",
    shows=(
        Show("operator_display_name", c.operator_display_name, STRING, "Name shown in chats"),
        Show("operator_login", c.login, STRING, "Workplace login"),
        Show("operator_position_id", c.operator_position_id, NUMBER, "Position in the signature"),
        Show(
            "operator_position_name",
            _named(employee_position, "name", "operator_position_id"),
            STRING,
            "Position title",
        ),
        Show(
            "operator_offline_message_enabled",
            c.operator_offline_message_enabled,
            BOOLEAN,
            "May handle offline messages",
        ),
        Show("operator_invite_to_chat_enabled", c.operator_invite_to_chat_enabled, BOOLEAN, "May invite visitors"),
        Show("operator_chat_enabled", c.operator_chat_enabled, BOOLEAN, "May chat with visitors"),
        Show("operator_chats_available", false(), BOOLEAN, "Is available for chats now: no chats are kept here"),
        Empty(
            "operator_sites",
            OBJECTS,
            "Sites of the operator; none are kept here",
            shows=(
                Documented("site_id", NUMBER, "Site id"),
                Documented("site_domain_name", STRING, "Domain without scheme"),
            ),
        ),
    ),
)

EMPLOYEES = DataFace(
    "employees",
    permission="employees",
    verbs=(
        Verb("get", "List employees"),
        Verb("create", "Create an employee", params=CREATED),
        Verb("update", "Change an employee", params=UPDATED),
        Verb("delete", "Delete an employee"),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Employee id", filter=True),
        Show("login", c.login, STRING, "Login", filter=True, sort=True),
        Show("first_name", c.first_name, STRING, "First name", filter=True, sort=True),
        Show("last_name", c.last_name, STRING, "Last name", filter=True, sort=True),
        Show("patronymic", c.patronymic, STRING, "Middle name", sort=True),
        Show("full_name", c.full_name, STRING, "Last, first and middle name", filter=True, sort=True),
        Show(
            "status",
            _named(employee_status, "mnemonic", "status_id"),
            one_of(*STATUSES),
            "Standard status; deprecated in favour of status_id",
            filter=True,
        ),
        Show("status_id", c.status_id, NUMBER, "Status id", filter=True),
        Show("calls_available", c.calls_available, BOOLEAN, "Takes calls; deprecated", filter=True, sort=True),
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
        Show("schedule_id", cast(null(), BigInteger), NUMBER, "Work schedule id; none is kept here", filter=True),
        Show("schedule_name", cast(null(), Text), STRING, "Work schedule name; none is kept here", filter=True),
        COACH,
        GROUPS,
        PHONES,
        EXTENSION,
        OPERATOR,
    ),
)

EMPLOYEE = Resource("employee", employee, of_customer(employee), faces=(EMPLOYEES,))
