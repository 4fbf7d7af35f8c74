"""`centrex user`: who may sign in, and what he may do. A password is never an argument, where others could read it."""

from __future__ import annotations

import getpass
import secrets
import string
import sys
from collections.abc import Iterable
from typing import Annotated, Any, Final

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id, name_of
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_facts, show_rows, tell, utc
from centrex.cli.working import Hands, done, seen
from centrex.i18n import Refusal, translated

app = typer.Typer(help="Users of agents and customers.", no_args_is_help=True)

SHORTEST: Final = 8
LENGTH: Final = 20
COLUMNS: Final = (
    Column("id", "Id"),
    Column("customer_id", "Account"),
    Column("level", "Level"),
    Column("login", "Login"),
    Column("name", "Name"),
    Column("status", "Status"),
)
IN_FULL: Final = (Column("description", "Description"), Column("created_at", "Made"), Column("rights", "Rights"))

UserId = Annotated[int, typer.Argument(help="Id of the user.", callback=checked_id)]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Take the password from standard input.")]
Ask = Annotated[bool, typer.Option("--ask-password", help="Ask for the password.")]
Rights = Annotated[
    list[str] | None,
    typer.Option("--right", help="A right as unit:action, such as employees:select; may stand several times."),
]


@app.command()
def create(
    account: Annotated[int, typer.Argument(help="Id of the agent or customer.", callback=checked_id)],
    login: Annotated[str, typer.Argument(help="Login; no other user may have it.")],
    name: Annotated[str | None, typer.Option(help="Name; the login unless given.")] = None,
    description: Annotated[str | None, typer.Option(help="Description.")] = None,
    password_stdin: FromInput = False,
    ask_password: Ask = False,
    right: Rights = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Make a user, with all rights unless some are given. Without a password one is made up, and shown once."""
    from centrex.access.secrets import hash_password
    from centrex.engine.users import FULL_RIGHTS, NewUser

    with sentences():
        granted = rights_of(right) if right else FULL_RIGHTS
        given = _password(password_stdin, ask_password)
        password = given or _made_up()
        name = name_of(name or login)
        new = NewUser(account, name_of(login), hash_password(password), name, description, granted)
    identifier = done(db, config, lambda hands: hands.users.create(new))
    shown = {} if given else {"password": password}
    sentence = translated("User {id} is made.", id=identifier)
    if not given:
        sentence += " " + translated("Password, shown only now: {password}", password=password)
    tell({"id": identifier, "login": login, **shown}, sentence, as_json)


@app.command("list")
def list_(
    account: Annotated[
        int | None, typer.Option(help="Only those of the account with this id.", callback=checked_id)
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the users."""
    found = seen(db, config, lambda listing: listing.users(account))
    show_rows(COLUMNS, [_facts(user) for user in found], as_json)


@app.command()
def show(user_id: UserId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Show a user with his rights."""
    found = seen(db, config, lambda listing: listing.one_user(user_id))
    show_facts((*COLUMNS, *IN_FULL), _facts(found), as_json)


@app.command("set")
def set_(
    user_id: UserId,
    name: Annotated[str | None, typer.Option(help="New name.")] = None,
    description: Annotated[str | None, typer.Option(help="New description.")] = None,
    password_stdin: FromInput = False,
    ask_password: Ask = False,
    right: Rights = None,
    all_rights: Annotated[bool, typer.Option("--all-rights", help="Give him all rights.")] = False,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Change a user: what is given, and nothing else. Rights that are given replace all that he had."""
    with sentences():
        values = _values(name, description, _password(password_stdin, ask_password))
        granted = _granted(right, all_rights)
        if not values and granted is None:
            raise UsageRefusal("Nothing to change was given.")

    async def changed(hands: Hands) -> None:
        if values:
            await hands.users.set_columns(user_id, values)
        if granted is not None:
            await hands.users.set_rights(user_id, granted)

    done(db, config, changed)
    tell({"id": user_id}, translated("User {id} is changed.", id=user_id), as_json)


@app.command()
def block(user_id: UserId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Block a user: his keys and sessions end at once."""
    done(db, config, lambda hands: hands.users.set_columns(user_id, {"status": "blocked"}))
    tell({"id": user_id, "status": "blocked"}, translated("User {id} is blocked.", id=user_id), as_json)


@app.command()
def unblock(user_id: UserId, db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Let a blocked user in again."""
    done(db, config, lambda hands: hands.users.set_columns(user_id, {"status": "active"}))
    tell({"id": user_id, "status": "active"}, translated("User {id} is active.", id=user_id), as_json)


def rights_of(texts: Iterable[str]) -> dict[str, list[str]]:
    """Rights by unit, of texts such as ``employees:select``."""
    from centrex.access.rights import ACTIONS, UNITS

    rights: dict[str, list[str]] = {}
    for text in texts:
        unit, _, action = text.partition(":")
        if unit not in UNITS or action not in ACTIONS:
            sentence = "{value} is no right: write unit:action, a unit of {units}, an action of {actions}."
            raise UsageRefusal(sentence, value=text, units=", ".join(UNITS), actions=", ".join(ACTIONS))
        rights.setdefault(unit, []).append(action)
    return rights


def _granted(right: list[str] | None, all_rights: bool) -> Any:
    from centrex.engine.users import FULL_RIGHTS

    if right and all_rights:
        raise UsageRefusal("Give --right or --all-rights, not both.")
    return FULL_RIGHTS if all_rights else rights_of(right) if right else None


def _values(name: str | None, description: str | None, password: str | None) -> dict[str, object]:
    from centrex.access.secrets import hash_password

    values: dict[str, object] = {}
    if name is not None:
        values["name"] = name_of(name)
    if description is not None:
        values["description"] = name_of(description, 1000)
    if password is not None:
        values["password_hash"] = hash_password(password)
    return values


def _password(from_input: bool, ask: bool) -> str | None:
    """What the person gave, or None."""
    if from_input:
        return _long_enough(sys.stdin.readline().rstrip("\r\n"))
    if not ask:
        return None
    password = getpass.getpass(translated("Password: "))
    if getpass.getpass(translated("Once more: ")) != password:
        raise Refusal("The two passwords are not the same.")
    return _long_enough(password)


def _long_enough(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refusal("A password has at least {shortest} characters.", shortest=SHORTEST)
    return password


def _made_up() -> str:
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(LENGTH))


def _facts(user: dict[str, Any]) -> dict[str, Any]:
    return {**user, "created_at": utc(user["created_at"])}
