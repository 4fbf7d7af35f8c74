"""The rights that a user can have: units, each with select, insert, update and delete."""

from __future__ import annotations

from typing import Final

DATA_API: Final = "data_api"
"""The right to use the Data API at all (``data_api:select``)."""

UNITS: Final = (
    "account_access",
    "address_book",
    "calls_blocking",
    "client_selected",
    "client_user",
    "client_user_new",
    "data_api",
    "employees",
    "number_management",
    "tag_management",
    "va",
)
ACTIONS: Final = ("select", "insert", "update", "delete")
