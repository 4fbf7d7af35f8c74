"""The Scope of what a user does for himself: his sign-ins, his applications, what he has allowed, his tokens."""

from __future__ import annotations

from centrex.access.caller import Caller
from centrex.catalogue import Level
from centrex.scope import Scope


def account_of(caller: Caller) -> Scope:
    """The account of the user, whatever his level: such rows belong to the account, and name him as their user."""
    return Scope(Level.CUSTOMER, caller.account.id, caller.user_id, caller.account.zone)
