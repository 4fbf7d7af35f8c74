"""`centrex tariff`: plans, which give an account its components and limits when it is put on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from centrex.cli.options import (
    AsJson,
    ComponentChanges,
    Components,
    Config,
    Database,
    DayLimit,
    MinuteLimit,
    changed_components,
    check_components,
    checked_id,
    components_of,
    name_of,
    numbers,
    points,
)
from centrex.cli.refusing import Sentences, UsageRefusal, known, sentences
from centrex.cli.showing import Column, show_rows, tell
from centrex.cli.working import Hands, done, opened
from centrex.i18n import translated

app = typer.Typer(
    help="Tariff plans: components and limits of the accounts that are put on them.", no_args_is_help=True
)

COLUMNS: Final = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("agent_id", "Agent"),
    Column("components", "Components"),
    Column("day_limit", "Points a day"),
    Column("minute_limit", "Points a minute"),
    Column("number_limit", "Numbers"),
)
OF_PLANS: Final[Sentences] = {
    ("entity_not_found", "customer_id"): "There is no agent {value}.",
    ("entity_not_found", "id"): "There is no tariff plan {value}.",
    ("dependency_error", "id"): "Accounts are on the tariff plan {value}: put them on another one first.",
}

PlanId = Annotated[int, typer.Argument(help="Id of the tariff plan.", callback=checked_id)]
NumberLimit = Annotated[str | None, typer.Option("--number-limit", help="Connected numbers, or unlimited.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the tariff plan.")],
    agent: Annotated[
        int | None,
        typer.Option(help="Id of the agent whose customers it is for; else for those without.", callback=checked_id),
    ] = None,
    component: Components = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    number_limit: NumberLimit = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a tariff plan."""
    from centrex.engine.tariffs import NewPlan, Tariffs

    with sentences():
        given: dict[str, Any] = dict(_limits(day_limit, minute_limit, number_limit))
        if component:
            given["components"] = components_of(component)
        new = NewPlan(name_of(name), agent, **given)

    async def added(hands: Hands) -> int:
        with known(OF_PLANS):
            return await Tariffs(hands.operator).create(new)

    identifier = done(db, config, added)
    tell({"id": identifier}, translated("Tariff plan {id} is made.", id=identifier), as_json)


@app.command("list")
def list_(
    agent: Annotated[
        int | None, typer.Option(help="Only those of the agent with this id.", callback=checked_id)
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the tariff plans."""
    show_rows(COLUMNS, _listed(db, config, agent), as_json)


@app.command("set")
def set_(
    plan_id: PlanId,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    component: ComponentChanges = None,
    day_limit: DayLimit = None,
    minute_limit: MinuteLimit = None,
    number_limit: NumberLimit = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Change a tariff plan for those who are put on it from now on; who is on it keeps what he has."""
    with sentences():
        values: dict[str, Any] = dict(_limits(day_limit, minute_limit, number_limit))
        if name is not None:
            values["name"] = name_of(name)
        if component:
            check_components(component)
            held = {plan["id"]: plan["components"] for plan in _listed(db, config)}
            values["components"] = changed_components(component, held.get(plan_id, ()))
        if not values:
            raise UsageRefusal("Nothing to change was given.")

    async def changed(hands: Hands) -> None:
        from centrex.engine.tariffs import Tariffs

        with known(OF_PLANS):
            await Tariffs(hands.operator).change(plan_id, values)

    done(db, config, changed)
    tell({"id": plan_id}, translated("Tariff plan {id} is changed.", id=plan_id), as_json)


@app.command()
def remove(plan_id: PlanId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Remove a tariff plan that no account is on."""

    async def removed(hands: Hands) -> None:
        from centrex.engine.tariffs import Tariffs

        with known(OF_PLANS):
            await Tariffs(hands.operator).remove(plan_id)

    done(db, config, removed)
    tell({"id": plan_id}, translated("Tariff plan {id} is removed.", id=plan_id), as_json)


def _limits(day: str | None, minute: str | None, number: str | None) -> dict[str, int | None]:
    limits: dict[str, int | None] = {}
    if day is not None:
        limits["day_limit"] = points(day)
    if minute is not None:
        limits["minute_limit"] = points(minute)
    if number is not None:
        limits["number_limit"] = numbers(number)
    return limits


def _listed(db: str | None, config: Path | None, agent: int | None = None) -> list[dict[str, Any]]:
    from centrex.engine.tariffs import listed_plans
    from centrex.store import Store

    async def look(store: Store) -> list[dict[str, Any]]:
        return [row async for row in listed_plans(store, agent)]

    return opened(db, config, look)
