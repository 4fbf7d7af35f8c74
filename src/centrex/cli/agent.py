"""`centrex agent`: resellers, who act for their customers."""

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
from centrex.cli.refusing import sentences
from centrex.cli.working import seen

app = typer.Typer(help="Agents: resellers who act for their customers.", no_args_is_help=True)

AgentId = Annotated[int, typer.Argument(help="Id of the agent.", callback=checked_id)]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Name of the agent.")],
    timezone: Zone = None,
    lang: Language = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    component: Components = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make an agent. Nobody may use it until its whitelist has a network."""
    with sentences():
        values = accounts.given(timezone, lang, day_limit, minute_limit)
        values |= {"name": name_of(name), "agent_type": "agent"}
        if component:
            values["components"] = components_of(component)
    accounts.create(db, config, as_json, values)


@app.command("list")
def list_(db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """List the agents."""
    found = seen(db, config, lambda listing: listing.agents())
    accounts.show_all(found, accounts.COLUMNS, as_json)


@app.command()
def show(agent_id: AgentId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show an agent with its components and whitelist."""
    accounts.show_one(db, config, as_json, agent_id)


@app.command("set")
def set_(
    agent_id: AgentId,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    status: Annotated[str | None, typer.Option(help="New status; every one but active closes the doors.")] = None,
    timezone: Zone = None,
    lang: Language = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    component: ComponentChanges = None,
    limit: LimitChanges = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Change an agent: what is given, and nothing else."""
    with sentences():
        values = accounts.given(timezone, lang, day_limit, minute_limit) | limits_of(limit or ())
    changes = accounts.Changes(values, name, status, component)
    accounts.change(db, config, as_json, agent_id, changes)
