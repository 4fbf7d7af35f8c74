"""`centrex number`: the pool of virtual numbers, and whose each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from centrex.cli import number_import
from centrex.cli.options import AsJson, Config, Database, InCustomer, checked_id
from centrex.cli.refusing import Sentences, UsageRefusal, known, sentences, shortened
from centrex.cli.showing import Column, show_rows, tell
from centrex.cli.working import Hands, done, opened, seen
from centrex.i18n import translated

app = typer.Typer(help="The pool of virtual numbers, and whose they are.", no_args_is_help=True)
app.command("import")(number_import.import_)

COLUMNS: Final = (
    Column("id", "Id"),
    Column("number", "Number"),
    Column("customer_id", "Customer"),
    Column("category", "Category"),
    Column("location_name", "Region"),
    Column("monthly_charge", "A month"),
)
NO_NUMBER: Final = "{value} is no phone number: write 3 to 15 digits, with the code of the country and without a plus."
OF_ADDING: Final[Sentences] = {
    ("invalid_parameter_value", "number"): NO_NUMBER,
    ("invalid_parameter_value", None): "{value} cannot be the {field} of a number.",
    ("already_in_use", "number"): "The server has the number {value} already.",
}
OF_ASSIGNING: Final[Sentences] = {
    ("virtual_phone_number_not_found", "number"): "{value} is not free: the pool has no such number, or it is taken.",
    ("entity_not_found", "customer_id"): "There is no customer {value}.",
}
OF_RELEASING: Final[Sentences] = {
    ("virtual_phone_number_not_found", "number"): "No customer has the number {value}.",
    ("dependency_error", "number"): "{value} stands in a number group: take it out of there first.",
}

Number = Annotated[str, typer.Argument(help="Digits with the code of the country, without a plus.")]
Numbers = Annotated[list[str], typer.Argument(help="Digits with the code of the country, without a plus.")]


@app.command()
def add(
    number: Number,
    category: Annotated[str, typer.Option(help="Price category: usual, bronze, silver, gold or platinum.")] = "usual",
    location_mnemonic: Annotated[str | None, typer.Option(help="Short name of the region.")] = None,
    location_name: Annotated[str | None, typer.Option(help="Name of the region.")] = None,
    onetime_payment: Annotated[float, typer.Option(help="Price of connecting it.")] = 0.0,
    monthly_charge: Annotated[float, typer.Option(help="Price a month.")] = 0.0,
    min_charge: Annotated[float, typer.Option(help="Least price of calls a month.")] = 0.0,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Take a number into the pool."""
    from centrex.engine.new_number import NewNumber
    from centrex.engine.pool import Pool

    new = NewNumber(number, category, location_mnemonic, location_name, onetime_payment, monthly_charge, min_charge)

    async def added(hands: Hands) -> int:
        with known(OF_ADDING):
            return await Pool(hands.operator).add(new)

    identifier = done(db, config, added)
    sentence = translated("Number {number} is in the pool.", number=number)
    tell({"id": identifier, "number": number}, sentence, as_json)


@app.command("list")
def list_(
    customer: Annotated[
        int | None, typer.Option(help="Only those of the customer with this id.", callback=checked_id)
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Only those that nobody has.")] = False,
    taken: Annotated[bool, typer.Option("--taken", help="Only those that somebody has.")] = False,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the numbers of the pool."""
    with sentences():
        if free and taken:
            raise UsageRefusal("Give --free or --taken, not both.")
    if customer is not None:
        seen(db, config, lambda listing: listing.account(customer))
    show_rows(COLUMNS, _listed(db, config, customer, free if free or taken else None), as_json)


@app.command()
def assign(
    number: Numbers,
    customer: InCustomer,
    kind: Annotated[
        str, typer.Option("--type", help="What it serves: va, call_tracking or dynamic_call_tracking.")
    ] = "va",
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Give free numbers to a customer, all of them or none, whatever the limit of the account."""
    with sentences():
        _check_kind(kind)
        wanted = _checked(number)

    async def assigned(hands: Hands) -> list[int]:
        from centrex.engine.pool import Pool

        with known(OF_ASSIGNING):
            return [await Pool(hands.operator).assign(each, customer, kind) for each in wanted]

    ids = done(db, config, assigned)
    sentence = translated("Given to customer {id}: {numbers}.", id=customer, numbers=", ".join(wanted))
    tell({"customer_id": customer, "numbers": _told(ids, wanted)}, sentence, as_json)


@app.command()
def release(number: Numbers, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Put numbers of customers back into the pool, all of them or none."""
    with sentences():
        wanted = _checked(number)

    async def released(hands: Hands) -> list[int]:
        from centrex.engine.pool import Pool

        with known(OF_RELEASING):
            return [await Pool(hands.operator).release(each) for each in wanted]

    ids = done(db, config, released)
    sentence = translated("Back in the pool: {numbers}.", numbers=", ".join(wanted))
    tell({"numbers": _told(ids, wanted)}, sentence, as_json)


def _listed(db: str | None, config: Path | None, customer: int | None, free: bool | None) -> list[dict[str, Any]]:
    from centrex.engine.pool import listed
    from centrex.store import Store

    async def look(store: Store) -> list[dict[str, Any]]:
        return [row async for row in listed(store, customer_id=customer, free=free)]

    return opened(db, config, look)


def _check_kind(kind: str) -> None:
    from centrex.engine.pool import KINDS

    if kind not in KINDS:
        raise UsageRefusal("{value} is no type of a number: use {known}.", value=kind, known=", ".join(KINDS))


def _checked(numbers: Iterable[str]) -> list[str]:
    """Each once, in one order for all, so that no two commands wait for each other."""
    from centrex.resources.virtual_number import PHONE_NUMBER

    wanted = sorted(set(numbers))
    for number in wanted:
        if not re.fullmatch(PHONE_NUMBER, number):
            raise UsageRefusal(NO_NUMBER, value=shortened(number))
    return wanted


def _told(ids: Iterable[int], numbers: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": identifier, "number": number} for identifier, number in zip(ids, numbers, strict=True)]
