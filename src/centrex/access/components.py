"""The components of an account. The vendor's pages mix mnemonics and titles: this is the one table of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DATA_API: Final = "data_api"
"""Without it no method of the Data API may be called."""

TITLES: Final[Mapping[str, str]] = {
    "data_api": "Data API Basic set",
    "data_api_config": "Data API for configuration",
    "call_api": "Call API Basic set",
    "call_api_management": "Call API Call management",
    "call_api_informer": "Call API Informer calls",
    "call_api_scenario": "Call API Call scenario",
    "call_center": "Call center",
    "call_tracking": "Call tracking",
    "coach": "Coach",
    "consultant": "Consultant",
    "lead": "Lead",
    "recording": "Call recording",
    "sitephone": "Sitephone",
    "upload_chats": "Upload of chats",
    "va": "Virtual PBX",
}
"""Mnemonic, which the wire shows, and the vendor's title."""
