"""`centrex app`: applications of the RingMe API. A secret is shown once, when it is made; only its digest is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from centrex.cli.options import AsJson, Config, Database, name_of
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_rows, tell, utc
from centrex.cli.working import done, seen
from centrex.i18n import translated

if TYPE_CHECKING:
    from centrex.engine.applications import RegisteredApplication

app = typer.Typer(help="Applications, which act in the RingMe API.", no_args_is_help=True)

KINDS: Final = ("public", "trusted", "password_credentials")
ACCESSES: Final = {"call_api": "Call API", "all": "All"}
COLUMNS: Final = (
    Column("id", "Id"),
    Column("app_id", "App ID"),
    Column("name", "Name"),
    Column("kind", "Type"),
    Column("access", "Access"),
    Column("user_id", "User"),
    Column("created_at", "Made"),
)


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Name, which users see when they are asked.")],
    user: Annotated[int, typer.Option(help="Id of the user whose it is; a trusted one acts as him.")],
    kind: Annotated[str, typer.Option(help="public, trusted or password_credentials.")] = "trusted",
    access: Annotated[str, typer.Option(help="call_api reads and calls, all may change things too.")] = "call_api",
    redirect: Annotated[
        list[str] | None, typer.Option(help="A redirect URL; may stand several times. A public one needs it.")
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make an application, and show its secret once."""
    from centrex.access.secrets import new_app_secret
    from centrex.engine.applications import NewApplication

    with sentences():
        new = NewApplication(
            user_id=user,
            name=name_of(name),
            kind=_kind(kind),
            app_id=new_app_secret(),
            secret=new_app_secret(),
            access=_access(access),
            redirect_urls=tuple(redirect or ()),
        )
    identifier = done(db, config, lambda hands: hands.applications.create(new))
    facts = {"id": identifier, "app_id": new.app_id, "app_secret": new.secret, "kind": new.kind, "access": new.access}
    sentence = translated(
        "Application {id} is made: App ID {app_id}, App Secret, shown only now: {secret}",
        id=identifier,
        app_id=new.app_id,
        secret=new.secret,
    )
    tell(facts, sentence, as_json)


@app.command("list")
def list_(
    user: Annotated[int | None, typer.Option(help="Only those of the user with this id.")] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the applications, without their secrets."""
    found = seen(db, config, lambda listing: listing.applications(user))
    show_rows(COLUMNS, [_facts(each) for each in found], as_json)


@app.command()
def revoke(
    application: Annotated[str, typer.Argument(help="Id or App ID of the application.")],
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """End an application for good, with all its tokens."""
    from centrex.resources.application import APP_ID_LENGTH

    plain = application.isascii() and application.isdigit() and len(application) < min(APP_ID_LENGTH, 19)
    wanted = int(application) if plain else application
    identifier = done(db, config, lambda hands: hands.applications.revoke(wanted))
    tell({"id": identifier, "status": "revoked"}, translated("Application {id} has ended.", id=identifier), as_json)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise UsageRefusal("{value} is no type of application: use {known}.", value=text, known=", ".join(KINDS))
    return text


def _access(text: str) -> str:
    """As options are written, or as the API says it."""
    found = ACCESSES.get(text.lower().replace(" ", "_").replace("-", "_"))
    if found is None:
        raise UsageRefusal("{value} is no access: use {known}.", value=text, known=", ".join(ACCESSES))
    return found


def _facts(found: RegisteredApplication) -> dict[str, Any]:
    return {**asdict(found), "created_at": utc(found.created_at), "redirect_urls": list(found.redirect_urls)}
