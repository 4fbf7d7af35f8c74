"""The commands of ``centrex``, put together, and run in the person's language."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from centrex import __version__
from centrex.cli import (
    agent,
    backup,
    call_import,
    customer,
    db,
    demo,
    doctor,
    entries,
    ingest_key,
    key,
    language,
    number,
    purge,
    requests,
    serve,
    simulate,
    tariff,
    user,
    whitelist,
)
from centrex.cli import app as application

app = typer.Typer(
    name="centrex",
    help="A self-hosted, multi-tenant virtual PBX control plane.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
for name, group in (
    ("db", db.app),
    ("simulate", simulate.app),
    ("agent", agent.app),
    ("tariff", tariff.app),
    ("customer", customer.app),
    ("user", user.app),
    ("key", key.app),
    ("ingest-key", ingest_key.app),
    ("app", application.app),
    ("whitelist", whitelist.app),
    ("number", number.app),
    ("import", call_import.app),
    ("employee", entries.employees),
    ("group", entries.groups),
    ("number-group", entries.number_groups),
):
    app.add_typer(group, name=name)
app.command("requests")(requests.requests)
app.command("purge")(purge.purge)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("doctor")(doctor.doctor)


def _version(asked: bool) -> None:
    if asked:
        print(f"centrex {__version__}")
        raise typer.Exit


@app.callback()
def centrex(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def run(arguments: Sequence[str]) -> int:
    """The exit code of the command that the arguments name."""
    command = typer.main.get_command(app)
    language.translate(command)
    try:
        code = command.main(list(arguments), prog_name="centrex", standalone_mode=False)
    except typer.TyperException as refusal:
        message = refusal.format_message()
        if message.strip():  # none when the help was shown instead
            print(language.of_usage(message), file=sys.stderr)
        return getattr(refusal, "exit_code", 1)
    return code if isinstance(code, int) else 0
