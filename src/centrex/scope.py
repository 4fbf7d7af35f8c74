"""The Scope type alone: whose rows a statement may touch. Only ``centrex.access`` makes one."""

from __future__ import annotations

from typing import Final

import msgspec

from centrex.catalogue import Level


class Scope(msgspec.Struct, frozen=True):
    """The rows that a statement may touch.

    ``account_id`` is the customer whose rows they are, or at level ``AGENT`` the agent whose customers they
    belong to; ``user_id`` is the user who acts; ``zone`` the IANA time zone in which the account reads times.
    At the levels of a group and of a number ``part_id`` is the extension group or the extension; ``group_id`` is the
    group whose user acts below one of its extensions, else 0.
    """

    level: Level
    account_id: int
    user_id: int
    zone: str = "UTC"
    part_id: int = 0
    group_id: int = 0

    def inside(self, customer_id: int) -> Scope:
        """The account of one of the agent's customers, which the store has found to be his."""
        return Scope(Level.CUSTOMER, customer_id, self.user_id, self.zone)


SERVER: Final = Scope(Level.SERVER, 0, 0)
"""The server's own sight: to find out who is calling, and for the operator at the command line."""
