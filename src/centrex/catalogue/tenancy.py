"""Whose the rows are: which of them a caller sees, by his level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, true

from centrex.catalogue.bound import SCOPE_ACCOUNT, SCOPE_GROUP, SCOPE_PART


class Level(StrEnum):
    """How far a user's sight goes; ``SERVER`` is the operator at the command line and the look-up of callers."""

    SERVER = "server"
    AGENT = "agent"
    CUSTOMER = "customer"
    EXTENSION_GROUP = "extension_group"
    EXTENSION = "extension"


OF_CALLERS: Final = frozenset(Level) - {Level.SERVER}
"""The levels that a user can have."""

AGENT_AND_CUSTOMER: Final = frozenset({Level.AGENT, Level.CUSTOMER})
AGENT_ONLY: Final = frozenset({Level.AGENT})
CUSTOMER_ONLY: Final = frozenset({Level.CUSTOMER})


@dataclass(frozen=True, eq=False, slots=True)
class Tenancy:
    """Which column must equal the caller's account, by the level of the Scope.

    A missing one refuses the level, unless the rows are ``everyone``'s: reference tables that belong to nobody.
    ``extension_group`` and ``extension`` must equal the caller's part of his account, and ``customer`` the account.
    Rows of ``history`` keep the group that was theirs then: a group's user sees those of his group alone, also below
    an extension that is in it now.
    """

    customer: ColumnElement[Any] | None = None
    agent: ColumnElement[Any] | None = None
    everyone: bool = False
    extension_group: ColumnElement[Any] | None = None
    extension: ColumnElement[Any] | None = None
    history: bool = False

    def column(self, level: Level) -> ColumnElement[Any] | None:
        """Whose account the row is, as callers of the level see it."""
        return self.agent if level is Level.AGENT else self.customer

    def condition(self, level: Level) -> ColumnElement[bool] | None:
        """Which rows a caller of the level sees; None refuses him."""
        if level is Level.SERVER:
            return true()
        column = self.column(level)
        if column is None:
            return true() if self.everyone else None
        own = column == SCOPE_ACCOUNT
        if level in {Level.AGENT, Level.CUSTOMER}:
            return own
        part = self.extension_group if level is Level.EXTENSION_GROUP else self.extension
        if part is None:
            return None
        if self.history and level is Level.EXTENSION:
            return own & (part == SCOPE_PART) & ((SCOPE_GROUP == 0) | (self.extension_group == SCOPE_GROUP))
        return own & (part == SCOPE_PART)
