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
}
