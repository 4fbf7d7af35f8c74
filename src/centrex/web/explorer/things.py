"""The business things under which the explorer shows the methods of both dialects side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec

THINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "Virtual number groups": ("virtual_number_group",),
    "Internal numbers groups": ("extension_group",),
    "Internal numbers": ("extension", "phone", "registration"),
    "Virtual numbers": ("virtual_number", "did", "pool_number", "number_category", "country_prefix"),
    "Employees": ("employee", "employee_position", "employee_status", "employee_stat"),
    "Employee groups": ("employee_group",),
    "Calls": ("call", "call_leg", "call_history", "cdr"),
    "Recordings": ("record", "record_totals"),
    "Voice messages": ("voicemail",),
    "Faxes": ("fax",),
    "Customers and tariffs": ("customer", "client", "tariff_plan", "limit"),
    "Users": ("user", "realm_user"),
    "Events": ("event_handler",),
    "Sessions and descriptions": ("session", "timezone"),
}
"""Title, and the names of resources in the descriptions; both dialects have some of most."""


@cache
def things() -> bytes:
    """The same as JSON, in the order in which they are shown."""
    return msgspec.json.encode([{"title": title, "names": names} for title, names in THINGS.items()])
