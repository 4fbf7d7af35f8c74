"""`centrex ingest-key`: what PBX engines report with. A key is shown once, when it is made; only its digest is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id, name_of
from centrex.cli.refusing import sentences
from centrex.cli.showing import Column, show_rows, tell, utc
from centrex.cli.working import done, opened
from centrex.i18n import translated

if TYPE_CHECKING:
    from centrex.engine.ingest_keys import RegisteredKey

app = typer.Typer(help="Keys, with which PBX engines report calls.", no_args_is_help=True)

COLUMNS: Final = (
    Column("id", "Id"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("status", "Status"),
    Column("created_at", "Made"),
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What it is for.")],
    customer: Annotated[
        int | None,
        typer.Option(
            help="Id of the customer who reports with it; else it is yours, and each report names its customer.",
            callback=checked_id,
        ),
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a key, and show it once."""
    from centrex.access.secrets import new_key
    from centrex.engine.ingest_keys import IngestKeyring

    with sentences():
        named = name_of(name)
    token = new_key()
    identifier = done(db, config, lambda hands: IngestKeyring(hands.operator).create(token, named, customer))
    sentence = translated("Key {id}, shown only now: {key}", id=identifier, key=token)
    tell({"id": identifier, "key": token, "customer_id": customer}, sentence, as_json)


@app.command("list")
def list_(
    customer: Annotated[
        int | None, typer.Option(help="Only those of the customer with this id.", callback=checked_id)
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the keys, without themselves."""
    from centrex.engine.ingest_keys import list_ingest_keys

    found = opened(db, config, lambda store: list_ingest_keys(store, customer))
    show_rows(COLUMNS, [_facts(key) for key in found], as_json)


@app.command()
def revoke(
    key_id: Annotated[int, typer.Argument(help="Id of the key.", callback=checked_id)],
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """End a key for good."""
    from centrex.engine.ingest_keys import IngestKeyring

    done(db, config, lambda hands: IngestKeyring(hands.operator).revoke(key_id))
    tell({"id": key_id, "status": "blocked"}, translated("Key {id} has ended for good.", id=key_id), as_json)


def _facts(key: RegisteredKey) -> dict[str, Any]:
    return {**asdict(key), "created_at": utc(key.created_at)}
