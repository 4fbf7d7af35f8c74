"""`centrex key`: what programs sign in with. A key is shown once, when it is made; only its digest is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id, name_of
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_rows, tell, utc
from centrex.cli.working import Hands, done, seen
from centrex.clock import SystemClock
from centrex.i18n import Refusal, translated

app = typer.Typer(help="Keys, with which programs sign in.", no_args_is_help=True)

COLUMNS: Final = (
    Column("id", "Id"),
    Column("user_id", "User"),
    Column("kind", "Kind"),
    Column("name", "Name"),
    Column("status", "Status"),
    Column("created_at", "Made"),
    Column("expires_at", "Ends"),
)

KeyId = Annotated[int, typer.Argument(help="Id of the key.", callback=checked_id)]


@app.command()
def create(
    user_id: Annotated[int, typer.Argument(help="Id of the user.", callback=checked_id)],
    name: Annotated[str, typer.Option(help="What it is for.")] = "key",
    expires: Annotated[
        str | None, typer.Option(help="Makes a temporary key that ends then: 2030-12-31 or 2030-12-31T23:59:59, UTC.")
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a key, and show it once."""
    from centrex.access.secrets import new_key

    with sentences():
        ends = _moment(expires) if expires is not None else None
        named = name_of(name)
    kind = "permanent" if ends is None else "temporary"
    token = new_key()
    identifier = done(db, config, lambda hands: hands.users.create_key(user_id, token, named, kind, ends))
    sentence = translated("Key {id}, shown only now: {key}", id=identifier, key=token)
    tell({"id": identifier, "key": token, "kind": kind, "expires_at": utc(ends)}, sentence, as_json)


@app.command("list")
def list_(
    user: Annotated[int | None, typer.Option(help="Only those of the user with this id.", callback=checked_id)] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the keys, without themselves."""
    found = seen(db, config, lambda listing: listing.keys(user))
    show_rows(COLUMNS, [_facts(key) for key in found], as_json)


@app.command()
def block(key_id: KeyId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Block a key until it is unblocked."""
    done(db, config, lambda hands: _changed(hands, key_id, "blocked"))
    tell({"id": key_id, "status": "blocked"}, translated("Key {id} is blocked.", id=key_id), as_json)


@app.command()
def unblock(key_id: KeyId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Let a blocked key open the door again."""
    done(db, config, lambda hands: _changed(hands, key_id, "active"))
    tell({"id": key_id, "status": "active"}, translated("Key {id} is active.", id=key_id), as_json)


@app.command()
def revoke(key_id: KeyId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """End a key for good."""
    done(db, config, lambda hands: hands.users.set_key_status(key_id, "expired"))
    tell({"id": key_id, "status": "expired"}, translated("Key {id} has ended for good.", id=key_id), as_json)


async def _changed(hands: Hands, key_id: int, status: str) -> None:
    key = await hands.listing.key(key_id)
    if key["status"] == "expired":
        raise Refusal("Key {id} has ended for good: make a new one.", id=key_id)
    await hands.users.set_key_status(key_id, status)


def _moment(text: str) -> int:
    """Seconds since 1970 of a moment to come."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageRefusal("{value} is no date: write 2030-12-31 or 2030-12-31T23:59:59.", value=text) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if aware.timestamp() <= SystemClock().now():
        raise UsageRefusal("{value} is over: a key must end later than now.", value=text)
    return int(aware.timestamp())


def _facts(key: dict[str, Any]) -> dict[str, Any]:
    return {**key, "created_at": utc(key["created_at"]), "expires_at": utc(key["expires_at"])}
