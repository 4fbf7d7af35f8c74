"""What `centrex agent` and `centrex customer` have in common: both are accounts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from centrex.cli.options import components_of, language_code, name_of, points
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


def change(
    db: str | None,
    config: Path | None,
    as_json: bool,
    account_id: int,
    values: Facts,
    *,
    name: str | None,
    status: str | None,
    components: Iterable[str] | None,
) -> None:
    """Changes what was given."""
    with sentences():
        if name is not None:
            values["name"] = name_of(name)
        if status is not None:
            _check_status(status)
        wanted = components_of(components) if components else None
        if not values and status is None and wanted is None:
            raise UsageRefusal("Nothing to change was given.")

    async def changed(hands: Hands) -> None:
        if values:
            await hands.accounts.set_columns(account_id, values)
        if wanted is not None:
            await hands.accounts.set_components(account_id, wanted)
        if status is not None:
            await hands.accounts.set_status(account_id, status)

    done(db, config, changed)
    tell({"id": account_id}, translated("Account {id} is changed.", id=account_id), as_json)


def _check_status(status: str) -> None:
    from centrex.resources.customer import STATUSES

    if status not in STATUSES:
        known = ", ".join(STATUSES)
        raise UsageRefusal("{value} is no status: use {known}.", value=status, known=known)


def _facts(account: Facts) -> Facts:
    return {**account, "created_at": utc(account["created_at"])}
