"""Options that several commands share, and what they may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from centrex.cli.refusing import UsageRefusal, sentences, shortened

LARGEST_ID: Final = 2**63 - 1


def checked_id(number: int | None) -> int | None:
    """An id that a database can hold; any other ends the program."""
    with sentences():
        if number is not None and not 0 <= number <= LARGEST_ID:
            raise UsageRefusal("{value} is no id.", value=number)
    return number


Database = Annotated[
    str | None,
    typer.Option("--db", help="sqlite:///file.db or postgresql://user@host/database; else CENTREX_DB."),
]
Config = Annotated[Path | None, typer.Option("--config", help="A TOML file with settings; else CENTREX_CONFIG.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, not a table; always so when the output is no terminal.")]
OfAgent = Annotated[
    int | None, typer.Option("--agent", help="Only those of the agent with this id.", callback=checked_id)
]
OfAccount = Annotated[
    int | None, typer.Option("--account", help="Only those of the account with this id.", callback=checked_id)
]
InCustomer = Annotated[int, typer.Option("--customer", help="Id of the customer.", callback=checked_id)]
Zone = Annotated[str | None, typer.Option("--timezone", help="IANA time zone, such as Europe/Moscow.")]
Language = Annotated[str | None, typer.Option("--lang", help="Language of the account: two letters, such as en.")]
DayLimit = Annotated[str | None, typer.Option("--day-limit", help="Points a day, or unlimited.")]
MinuteLimit = Annotated[str | None, typer.Option("--minute-limit", help="Points a minute, or unlimited.")]
Components = Annotated[
    list[str] | None,
    typer.Option("--component", help="A component that is on; may stand several times. All unless given."),
]
ComponentChanges = Annotated[
    list[str] | None,
    typer.Option(
        "--component",
        help="A component: +NAME turns it on, -NAME off; names alone replace all that are on. May stand several times.",
    ),
]
LimitChanges = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="A limit as day=N, minute=N, number=N or media=DAYS, with digits or unlimited; may stand several times.",
    ),
]

UNLIMITED: Final = "unlimited"
LIMITS: Final = {
    "day": "day_limit",
    "minute": "minute_limit",
    "number": "number_limit",
    "media": "media_days",
}
"""What --limit names, and the column."""

COUNTED: Final = frozenset({"number", "media"})


def points(text: str) -> int | None:
    """A limit of points; None is unlimited."""
    if text != UNLIMITED and not _is_limit(text):
        raise UsageRefusal("{value} is no number of points: write digits, or unlimited.", value=shortened(text))
    return None if text == UNLIMITED else int(text)


def numbers(text: str) -> int | None:
    """A limit of connected numbers, or of days; None is unlimited."""
    if text != UNLIMITED and not _is_limit(text):
        raise UsageRefusal("{value} is no number: write digits, or unlimited.", value=shortened(text))
    return None if text == UNLIMITED else int(text)


def _is_limit(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= 2_000_000_000


def limits_of(texts: Iterable[str]) -> dict[str, int | None]:
    """Columns of limits, of texts such as ``day=1000``."""
    limits: dict[str, int | None] = {}
    for text in texts:
        name, _, value = text.partition("=")
        column = LIMITS.get(name)
        if column is None or column in limits:
            sentence = "{value} is no limit: write day=N, minute=N, number=N or media=DAYS, each once."
            raise UsageRefusal(sentence, value=shortened(text))
        limits[column] = numbers(value) if name in COUNTED else points(value)
    return limits


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
            raise UsageRefusal("{value} is no component: use {known}.", value=shortened(name), known=known)
    return wanted


def check_components(given: Sequence[str]) -> None:
    """Whether ``changed_components`` can be told so."""
    components_of(name[1:] if name[:1] in SIGNS else name for name in given)
    if len({name[:1] in SIGNS for name in given}) > 1:
        raise UsageRefusal("Write + or - before every component, or before none.")


def changed_components(given: Sequence[str], held: Collection[str]) -> tuple[str, ...]:
    """What is on afterwards: signed names change what ``held`` has, plain ones replace it; the last word counts."""
    if given[0][:1] not in SIGNS:
        return tuple(given)
    kept = dict.fromkeys(held, True) | {name[1:]: name[0] == "+" for name in given}
    return tuple(name for name, is_on in kept.items() if is_on)


SIGNS: Final = frozenset("+-")
