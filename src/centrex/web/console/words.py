"""What the values of the APIs mean to a person, in English; ``centrex.i18n`` has the rest. Files keep the values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "in": "Incoming",
    "out": "Outgoing",
    "transfer": "Transfer",
    "bridged": "Talked",
    "answered": "Taken by a menu or voice mail",
    "busy": "Busy",
    "failed": "Failed",
    "not answered": "Not answered",
    "rejected": "Refused",
    "phone": "Phone",
    "queue": "Queue",
    "ivr": "Menu",
    "fax": "Fax",
    "va": "Virtual PBX",
    "call_tracking": "Call tracking",
    "dynamic_call_tracking": "Dynamic call tracking",
    "active": "Active",
    "blocked": "Blocked",
    "waiting": "Waiting",
    "cleaning": "Being cleaned",
    "prereserved": "About to be reserved",
    "reserved": "Reserved",
    "manual_lock": "Locked by hand",
    "limit_lock": "Locked: limit reached",
    "debt_lock": "Locked: debt",
    "available": "Available",
    "break": "On a break",
    "do_not_disturb": "Not to be disturbed",
    "not_at_workplace": "Away from the desk",
    "not_at_work": "Not at work",
    "auto_out_call": "In automatic calls",
    "unknown": "Unknown",
    "on": "Registered",
    "off": "Not registered",
    "full": "Everything",
    "read_only": "Reading only",
    "permanent": "Permanent",
    "temporary": "Temporary",
    "expired": "Ended",
    "inactive": "Switched off",
    "internal": "Internal",
    "external": "External",
    "from": "As the caller",
    "diversion": "As a diversion",
    "default": "As the account has it",
    "None": "Not at all",
    "digest": "By password",
    "network": "By network",
    "both": "By password or network",
}

WORDS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "call_recording": {"all": "All calls", "in": "Incoming calls", "out": "Outgoing calls", "off": "None"},
}
"""Where a value of a field means something else than elsewhere, by the field's name."""

LABELS: Final[Mapping[str, str]] = {
    "Standard status of the employee": "Status",
    "Status id (get.statuses)": "Status",
    "Ids of the employee groups": "Employee groups",
    "Ids of the employees": "Members",
    "Phone numbers in dialling order": "Phones in the order in which they are rung",
    "Extension settings": "Short number",
    "Extension number": "Number",
    "Number; may carry an extension after three dots": "Phone number",
    "State of the phone": "State",
    "full or read_only": "Access",
    "active, or blocked: his tokens end at once": "State",
    "IANA time zone; null is the client's": "Time zone, such as Europe/Berlin",
    "Extension group of the user": "Group",
    "Group of the user": "Group",
    "Group to place the number in; null takes it out": "Group",
    "PREFIX*NUM or NUM": "Number, digits only",
    "Tariff plan id": "Tariff",
    "Virtual number": "Number",
}
"""What stands above a field instead of its description, by the description."""
