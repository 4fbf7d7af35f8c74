"""Every method that the Data API provides, by name: the catalogue's and the two of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue import Operation
from centrex.dialects.dataapi.login import LOGIN, LOGOUT
from centrex.resources import OPERATIONS

METHODS: Final[Mapping[str, Operation]] = {
    **OPERATIONS,
    LOGIN.name: LOGIN,
    LOGOUT.name: LOGOUT,
}
DISCOVER: Final = "rpc.discover"
"""Answers the description of all of them; it needs no token and costs no points."""
