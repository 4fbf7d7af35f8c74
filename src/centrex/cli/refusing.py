"""Errors as a person reads them: a sentence on standard error and an exit code. A defect stays a traceback."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from centrex.i18n import Refusal

if TYPE_CHECKING:
    from centrex.errors import CentrexError

FAILURE: Final = 1
USAGE: Final = 2
LONGEST: Final = 100

Sentences = Mapping[tuple[str, str | None], str]
"""What an operation refuses, by mnemonic and field; a sentence may name ``value``, ``field`` and the error's own."""

SENTENCES: Final[Sentences] = {
    ("entity_not_found", "customer_id"): "There is no account {value}.",
    ("entity_not_found", "agent_id"): "There is no agent {value}.",
    ("entity_not_found", "tariff_plan_id"): "There is no tariff plan {value} for this account.",
    ("entity_not_found", "user_id"): "There is no user {value}.",
    ("entity_not_found", "id"): "There is no key {value}.",
    ("entity_not_found", "network"): "{value} is not on the whitelist.",
    ("entity_not_found", "application"): "There is no application {value}.",
    ("duplicate_entity", "login"): "The login {value} is taken.",
    ("duplicate_entity", "prefix"): "The prefix {value} is taken.",
    ("invalid_parameter_value", "timezone"): "{value} is no time zone: write it like Europe/Moscow.",
    ("invalid_parameter_value", "user_id"): "User {value} belongs to an agent, who has no part in the RingMe API.",
    ("invalid_parameter_value", "redirect_urls"): "Redirect URLs are written whole, such as "
    "https://example.org/back; a public application needs one.",
    ("internal_error", None): "The database is busy: try again.",
}


class UsageRefusal(Refusal):
    """What was typed cannot be meant; exit code 2."""


@contextmanager
def sentences() -> Iterator[None]:
    """Turns errors that the person can do something about into a sentence and an exit code."""
    try:
        yield
    except Exception as error:
        refusal = failure_of(error)
        fail(refusal.translated(), USAGE if isinstance(refusal, UsageRefusal) else FAILURE)


@contextmanager
def known(sentences: Sentences) -> Iterator[None]:
    """Says what one command alone knows of what its operations refuse."""
    from centrex.errors import CentrexError

    try:
        yield
    except CentrexError as error:
        sentence = sentences.get((error.mnemonic, error.field)) or sentences.get((error.mnemonic, None))
        if sentence is None:
            raise
        raise Refusal(sentence, **{**error.params, "value": shortened(error.value), "field": error.field}) from error


def shortened(value: object) -> str:
    """What was typed, as far as a sentence has room for it."""
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def fail(sentence: str, code: int = FAILURE) -> NoReturn:
    """Says why, and leaves."""
    print(sentence, file=sys.stderr)
    raise SystemExit(code)


def failure_of(error: Exception) -> Refusal:
    """The error as a sentence; raises it again when it is a defect."""
    from centrex.errors import CentrexError

    if isinstance(error, Refusal):
        return error
    if isinstance(error, CentrexError):
        return _of_operation(error)
    if isinstance(error, _database_errors()):
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        return Refusal("The database could not do this: {reason}.", reason=reason)
    raise error


def _database_errors() -> tuple[type[Exception], ...]:
    """Those of asyncpg only when it is in use."""
    asyncpg = sys.modules.get("asyncpg")
    server = (asyncpg.PostgresError, asyncpg.InterfaceError) if asyncpg else ()
    return (sqlite3.Error, OSError, *server)


def _of_operation(error: CentrexError) -> Refusal:
    """What an operation refused."""
    sentence = SENTENCES.get((error.mnemonic, error.field))
    if sentence is not None:
        return Refusal(sentence, value=shortened(error.value))
    said = {"field": error.field, "value": shortened(error.value), "mnemonic": error.mnemonic}
    return Refusal("This cannot be: {field} {value} ({mnemonic}).", **said)
