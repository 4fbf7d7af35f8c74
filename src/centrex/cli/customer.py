"""`centrex customer`: the accounts that calls are made for."""

from __future__ import annotations

from typing import Annotated

import typer

from centrex.cli import accounts
from centrex.cli.options import (
    AsJson,
    ComponentChanges,
    Components,
    Config,
    Database,
    DayLimit,
    Language,
    LimitChanges,
    MinuteLimit,
    Zone,
    checked_id,
    components_of,
    limits_of,
    name_of,
)
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.working import seen

app = typer.Typer(help="Customers, of an agent or of nobody.", no_args_is_help=True)

CustomerId = Annotated[int, typer.Argument(help="Id of the customer.", callback=checked_id)]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Name of the customer.")],
    agent: Annotated[int | None, typer.Option(help="Id of the agent who may act for it.", callback=checked_id)] = None,
    prefix: Annotated[str | None, typer.Option(help="Digits before its internal numbers.")] = None,
    timezone: Zone = None,
    lang: Language = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    component: Components = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a customer. Nobody may use it until its whitelist has a network."""
    with sentences():
        values = accounts.given(timezone, lang, day_limit, minute_limit)
        values |= {"name": name_of(name), "agent_id": agent, "prefix": prefix and _digits(prefix)}
        if component:
            values["components"] = components_of(component)
    accounts.create(db, config, as_json, values)


@app.command("list")
def list_(
    agent: Annotated[
        int | None, typer.Option(help="Only those of the agent with this id.", callback=checked_id)
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the customers."""
    found = seen(db, config, lambda listing: listing.customers(agent))
    accounts.show_all(found, (*accounts.COLUMNS, *accounts.OF_CUSTOMERS), as_json)


@app.command()
def show(customer_id: CustomerId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show a customer with its components and whitelist."""
    accounts.show_one(db, config, as_json, customer_id)


@app.command("set")
def set_(
    customer_id: CustomerId,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    status: Annotated[str | None, typer.Option(help="New status; every one but active closes the doors.")] = None,
    timezone: Zone = None,
    lang: Language = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    component: ComponentChanges = None,
    limit: LimitChanges = None,
    tariff: Annotated[
        int | None,
        typer.Option(help="Put it on this tariff plan; its components and limits follow.", callback=checked_id),
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Change a customer: what is given, and nothing else."""
    with sentences():
        values = accounts.given(timezone, lang, day_limit, minute_limit) | limits_of(limit or ())
    changes = accounts.Changes(values, name, status, component, tariff)
    accounts.change(db, config, as_json, customer_id, changes)


def _digits(prefix: str) -> str:
    if not (prefix.isascii() and prefix.isdigit() and len(prefix) <= 20):
        raise UsageRefusal("{value} is no prefix: write 1 to 20 digits.", value=prefix)
    return prefix
