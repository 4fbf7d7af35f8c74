"""What `centrex agent` and `centrex customer` have in common: both are accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from centrex.cli.options import changed_components, check_components, language_code, name_of, points
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_facts, show_rows, tell, utc
from centrex.cli.working import Hands, done, seen
from centrex.i18n import translated

Facts = dict[str, Any]

COLUMNS = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("status", "Status"),
    Column("timezone", "Time zone"),
    Column("lang", "Language"),
    Column("day_limit", "Points a day"),
    Column("minute_limit", "Points a minute"),
)
OF_CUSTOMERS = (Column("agent_id", "Agent"), Column("prefix", "Prefix"))
IN_FULL = (
    Column("number_limit", "Numbers"),
    Column("tariff_plan_id", "Tariff plan"),
    Column("created_at", "Made"),
    Column("components", "Components"),
    Column("networks", "Whitelist"),
)


def given(timezone: str | None, lang: str | None, day_limit: str | None, minute_limit: str | None) -> dict[str, Any]:
    """The columns that were given, checked."""
    values: dict[str, Any] = {}
    if timezone is not None:
        values["timezone"] = timezone
    if lang is not None:
        values["lang"] = language_code(lang)
    if day_limit is not None:
        values["day_limit"] = points(day_limit)
    if minute_limit is not None:
        values["minute_limit"] = points(minute_limit)
    return values


def create(db: str | None, config: Path | None, as_json: bool, values: Facts) -> None:
    """Makes an account of the values of a NewAccount."""
    from centrex.engine.accounts import NewAccount

    new = NewAccount(**values)
    identifier = done(db, config, lambda hands: hands.accounts.create(new))
    sentence = translated("Account {id} is made; open it with `centrex whitelist add {id} NETWORK`.", id=identifier)
    tell({"id": identifier}, sentence, as_json)


def show_all(accounts: Iterable[Facts], columns: tuple[Column, ...], as_json: bool) -> None:
    show_rows(columns, [_facts(account) for account in accounts], as_json)


def show_one(db: str | None, config: Path | None, as_json: bool, account_id: int) -> None:
    account = seen(db, config, lambda listing: listing.account(account_id))
    show_facts((*COLUMNS, *OF_CUSTOMERS, *IN_FULL), _facts(account), as_json)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change; None and nothing at all change nothing. ``components`` may have signs."""

    values: Facts
    name: str | None
    status: str | None
    components: Sequence[str] | None
    tariff_plan_id: int | None = None

    def checked(self) -> Changes:
        """The same, once all of it can be meant."""
        values = dict(self.values)
        if self.name is not None:
            values["name"] = name_of(self.name)
        if self.status is not None:
            _check_status(self.status)
        if self.components:
            check_components(self.components)
        if not (values or self.status or self.components or self.tariff_plan_id is not None):
            raise UsageRefusal("Nothing to change was given.")
        return replace(self, values=values)


def change(db: str | None, config: Path | None, as_json: bool, account_id: int, changes: Changes) -> None:
    """Changes what was given: first the tariff plan, then what differs from it."""
    with sentences():
        checked = changes.checked()
    done(db, config, lambda hands: _changed(hands, account_id, checked))
    tell({"id": account_id}, translated("Account {id} is changed.", id=account_id), as_json)


async def _changed(hands: Hands, account_id: int, changes: Changes) -> None:
    if changes.tariff_plan_id is not None:
        await hands.accounts.set_tariff_plan(account_id, changes.tariff_plan_id)
    if changes.values:
        await hands.accounts.set_columns(account_id, changes.values)
    if changes.components:
        held = (await hands.listing.account(account_id))["components"]
        await hands.accounts.set_components(account_id, changed_components(changes.components, held))
    if changes.status is not None:
        await hands.accounts.set_status(account_id, changes.status)


def _check_status(status: str) -> None:
    from centrex.resources.customer import STATUSES

    if status not in STATUSES:
        known = ", ".join(STATUSES)
        raise UsageRefusal("{value} is no status: use {known}.", value=status, known=known)


def _facts(account: Facts) -> Facts:
    return {**account, "created_at": utc(account["created_at"])}
