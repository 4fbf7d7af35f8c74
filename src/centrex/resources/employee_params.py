"""The parameters with which employees are created and changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from centrex.catalogue import BOOLEAN, NUMBER, NUMBERS, OBJECT, OBJECTS, STRING, Param, one_of
from centrex.resources.employee import CALL_TYPES
from centrex.resources.employee_status import DIRECTIONS, STATUSES

SHORT_NUMBER: Final = r"[0-9]{1,5}"
"""A number inside the account, of an employee or an employee group."""

PHONE_NUMBER: Final = r"[0-9]{3,15}(\.\.\.[0-9]{1,10})?"
"""Digits, which need not be E.164; after three dots an extension to dial when it is answered."""

NAMES: Final = (
    Param("first_name", STRING, "First name"),
    Param("last_name", STRING, "Last name", required=True, must=True, min_length=1),
    Param("patronymic", STRING, "Middle name"),
)
STATUS: Final = Param(
    "status", one_of(*(name for name in STATUSES if name != "auto_out_call")), "Standard status of the employee"
)
CALLS_AVAILABLE: Final = Param("calls_available", BOOLEAN, "Takes calls; deprecated", default=True)
ALLOWED: Final = (
    Param("allowed_in_call_types", CALL_TYPES, "Kinds of incoming calls allowed; deprecated"),
    Param("in_external_allowed_call_directions", DIRECTIONS, "Directions allowed for incoming external calls"),
    Param("in_internal_allowed_call_directions", DIRECTIONS, "Directions allowed for incoming internal calls"),
    Param("allowed_out_call_types", CALL_TYPES, "Kinds of outgoing calls allowed; deprecated"),
    Param("out_external_allowed_call_directions", DIRECTIONS, "Directions allowed for outgoing external calls"),
    Param("out_internal_allowed_call_directions", DIRECTIONS, "Directions allowed for outgoing internal calls"),
)
EMAIL: Final = Param("email", STRING, "E-mail address")
CALL_RECORDING: Final = Param(
    "call_recording",
    one_of("all", "in", "out", "off"),
    "Which calls are recorded",
    default="all",
    component="recording",
)
SCHEDULE: Final = Param("schedule_id", NUMBER, "Work schedule id; none is kept here")
COACH: Final = (
    Param("coach_always_enabled", BOOLEAN, "All incoming calls are mirrored to the coach", default=False),
    Param("coach_id", NUMBER, "Employee who is the coach", required=True),
)
GROUPS: Final = Param("groups", NUMBERS, "Ids of the employee groups")
PHONE: Final = (
    Param(
        "phone_number",
        STRING,
        "Number; may carry an extension after three dots",
        required=True,
        max_length=64,
        pattern=PHONE_NUMBER,
    ),
    Param("channels_count", NUMBER, "Number of simultaneous calls", default=1, minimum=1, maximum=150),
    Param("dial_time", NUMBER, "Seconds to ring", default=60, minimum=1, maximum=100),
    Param("status", one_of("active", "inactive"), "State of the phone", default="active"),
)
EXTENSION: Final = (
    Param("extension_phone_number", STRING, "Extension number", required=True, max_length=5, pattern=SHORT_NUMBER),
    Param("extension_voice_mail_enabled", BOOLEAN, "Voicemail is offered when all phones are busy", default=False),
    Param("extension_queue_enabled", BOOLEAN, "Callers queue until a phone is free", default=False),
)
OPERATOR: Final = (
    Param("operator_display_name", STRING, "Name shown in chats", required=True, must=True, min_length=1),
    Param("operator_login", STRING, "Workplace login", required=True, min_length=1),
    Param("operator_password", STRING, "Workplace password", required=True, min_length=8, max_length=1000, secret=True),
    Param("operator_position_id", NUMBER, "Position in the signature"),
    Param("operator_offline_message_enabled", BOOLEAN, "May handle offline messages", default=False),
    Param("operator_invite_to_chat_enabled", BOOLEAN, "May invite visitors", default=False),
    Param("operator_chat_enabled", BOOLEAN, "May chat with visitors", default=True),
    Param("operator_sites", NUMBERS, "Sites of the operator; none are kept here"),
)


def _coach(fields: tuple[Param, ...]) -> Param:
    return Param("coach", OBJECT, "Coach settings", fields=fields, component="coach")


def _phones(fields: tuple[Param, ...]) -> Param:
    return Param("phone_numbers", OBJECTS, "Phone numbers in dialling order", max_items=10, fields=fields)


def _extension(fields: tuple[Param, ...]) -> Param:
    return Param("extension", OBJECT, "Extension settings", fields=fields)


def _operator(fields: tuple[Param, ...]) -> Param:
    return Param("operator", OBJECT, "Chat operator settings", fields=fields, component="consultant")


def _kept(*params: Param) -> tuple[Param, ...]:
    """The same parameters in an update, where what is absent keeps its value."""
    return tuple(replace(param, required=False, default=None) for param in params)


def _named(*params: Param) -> tuple[Param, ...]:
    """The same parameters where all of them must be sent."""
    return tuple(replace(param, required=True, default=None) for param in params)


CREATED: Final = (
    *NAMES,
    STATUS,
    CALLS_AVAILABLE,
    *ALLOWED,
    EMAIL,
    CALL_RECORDING,
    SCHEDULE,
    _coach(COACH),
    GROUPS,
    _phones(PHONE),
    _extension(EXTENSION),
    _operator(OPERATOR),
)
UPDATED: Final = (
    Param("id", NUMBER, "Employee id", required=True),
    *_kept(*NAMES),
    replace(STATUS, type=one_of(*STATUSES)),
    Param("status_id", NUMBER, "Status id (get.statuses)"),
    *_kept(CALLS_AVAILABLE),
    *ALLOWED,
    EMAIL,
    *_kept(CALL_RECORDING),
    SCHEDULE,
    _coach(_kept(*COACH)),
    GROUPS,
    _phones(
        (
            Param("phone_id", NUMBER, "Which phone it is; without it that with the number"),
            PHONE[0],
            *_kept(*PHONE[1:]),
        )
    ),
    _extension(_named(*EXTENSION)),
    _operator((*_kept(OPERATOR[0]), *OPERATOR[1:3], *_kept(*OPERATOR[3:]))),
)
