"""`centrex whitelist`: from where an account may be used. Without a network nobody may use it."""

from __future__ import annotations

from typing import Annotated

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_rows, tell
from centrex.cli.working import Hands, done, seen
from centrex.i18n import translated

app = typer.Typer(help="Networks from which an account may be used.", no_args_is_help=True)

AccountId = Annotated[int, typer.Argument(help="Id of the agent or customer.", callback=checked_id)]
Networks = Annotated[list[str], typer.Argument(help="Addresses or networks, such as 192.0.2.0/24 or 2001:db8::/32.")]


@app.command()
def add(
    account_id: AccountId, network: Networks, db: Database = None, config: Config = None, as_json: AsJson = False
) -> None:
    """Put networks on the whitelist of an account."""
    checked = _checked(network)

    async def added(hands: Hands) -> list[str]:
        for each in checked:
            await hands.accounts.allow(account_id, each)
        return await hands.listing.networks(account_id)

    _tell(account_id, done(db, config, added), as_json)


@app.command("list")
def list_(account_id: AccountId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """List the networks on the whitelist of an account."""
    account = seen(db, config, lambda listing: listing.account(account_id))
    rows = [{"network": network} for network in account["networks"]]
    show_rows((Column("network", "Network"),), rows, as_json)


@app.command()
def remove(
    account_id: AccountId, network: Networks, db: Database = None, config: Config = None, as_json: AsJson = False
) -> None:
    """Take networks off the whitelist of an account."""
    checked = _checked(network)

    async def removed(hands: Hands) -> list[str]:
        for each in checked:
            await hands.accounts.disallow(account_id, each)
        return await hands.listing.networks(account_id)

    _tell(account_id, done(db, config, removed), as_json)


def _tell(account_id: int, networks: list[str], as_json: bool) -> None:
    said = ", ".join(networks) or translated("nothing, so that nobody may use it")
    sentence = translated("On the whitelist of account {id}: {networks}.", id=account_id, networks=said)
    tell({"id": account_id, "networks": networks}, sentence, as_json)


def _checked(texts: list[str]) -> list[str]:
    with sentences():
        return [_network(text) for text in texts]


def _network(text: str) -> str:
    from centrex.access.caller import parse_network

    try:
        return parse_network(text)
    except ValueError as error:
        sentence = "{value} is no IPv4 or IPv6 address or network."
        raise UsageRefusal(sentence, value=text) from error
