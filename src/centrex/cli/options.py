"""Options that several commands share, and what they may hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from centrex.cli.refusing import UsageRefusal

Database = Annotated[
    str | None,
    typer.Option("--db", help="sqlite:///file.db or postgresql://user@host/database; else CENTREX_DB."),
]
Config = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings; else CENTREX_CONFIG.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, not a table; always so when the output is no terminal.")]
Zone = Annotated[str | None, typer.Option("--timezone", help="IANA time zone, such as Europe/Moscow.")]
Language = Annotated[str | None, typer.Option("--lang", help="Language of the account: two letters, such as en.")]
DayLimit = Annotated[str | None, typer.Option("--day-limit", help="Points a day, or unlimited.")]
MinuteLimit = Annotated[str | None, typer.Option("--minute-limit", help="Points a minute, or unlimited.")]
Components = Annotated[
    list[str] | None,
    typer.Option("--component", help="A component that is on; may stand several times. All unless given."),
]

UNLIMITED: Final = "unlimited"


def points(text: str) -> int | None:
    """A limit of points; None is unlimited."""
    if text == UNLIMITED:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 2_000_000_000):
        raise UsageRefusal("{value} is no number of points: write digits, or unlimited.", value=text)
    return int(text)


def name_of(text: str, longest: int = 255) -> str:
    """A name that is not blank and fits."""
    if not text.strip() or len(text) > longest or not text.isprintable():
        raise UsageRefusal("A name has 1 to {longest} printable characters, and not only blanks.", longest=longest)
    return text


def language_code(text: str) -> str:
    """Two small letters."""
    if not (len(text) == 2 and text.isascii() and text.isalpha() and text.islower()):
        raise UsageRefusal("{value} is no language: write two small letters, such as en.", value=text)
    return text


def components_of(names: Iterable[str]) -> tuple[str, ...]:
    """Components by their mnemonics."""
    from centrex.access.components import TITLES

    wanted = tuple(names)
    for name in wanted:
        if name not in TITLES:
            known = ", ".join(TITLES)
            raise UsageRefusal("{value} is no component: use {known}.", value=name, known=known)
    return wanted
