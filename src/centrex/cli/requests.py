"""`centrex requests`: who asked the API for what within the last days, and how it ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id
from centrex.cli.refusing import UsageRefusal, sentences
from centrex.cli.showing import Column, show_rows, utc, wants_json
from centrex.cli.working import opened
from centrex.clock import SystemClock
from centrex.i18n import translated

COLUMNS: Final = (
    Column("at", "Time"),
    Column("customer_id", "Account"),
    Column("login", "User"),
    Column("method", "Method"),
    Column("result", "Result"),
    Column("points", "Points"),
    Column("milliseconds", "Milliseconds"),
    Column("address", "Address"),
    Column("request_id", "Request id"),
)
FAILED: Final = "failed"
MOST: Final = 10_000
_ID: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_AGO: Final = re.compile(r"([0-9]{1,6})([smhd])", re.ASCII)
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def requests(
    account: Annotated[
        int | None, typer.Option(help="Only those of the account with this id.", callback=checked_id)
    ] = None,
    user: Annotated[str | None, typer.Option(help="Only those of the user with this id or login.")] = None,
    method: Annotated[str | None, typer.Option(help="Only those of this method.")] = None,
    result: Annotated[str | None, typer.Option(help="Only those that ended so: ok, failed or an error.")] = None,
    since: Annotated[
        str | None, typer.Option(help="From then on: 2030-12-31T23:59:59, UTC, or a time ago such as 30m, 12h or 7d.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Before then, written in the same way.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most, the newest.")] = 100,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show the requests to the API, newest first."""
    from centrex.engine.requests import Wanted, list_requests

    with sentences():
        wanted = Wanted(
            account, _user(user), _method(method), _result(result), _moment(since), _moment(until), _limit(limit)
        )
    total, found = opened(db, config, lambda store: list_requests(store, wanted))
    rows = [{**each.facts(), "at": utc(each.at)} for each in found]
    show_rows(COLUMNS, rows, as_json)
    if not wants_json(as_json):
        print(translated("{shown} of {total} requests.", shown=len(found), total=total))


def _user(text: str | None) -> int | str | None:
    """An id, or a login."""
    return int(text) if text is not None and _ID.fullmatch(text) else text


def _method(name: str | None) -> str | None:
    from centrex.dialects.dataapi.methods import METHODS

    if name is not None and name not in METHODS:
        raise UsageRefusal("{value} is no method of the API.", value=name)
    return name


def _result(name: str | None) -> str | None:
    from centrex.dialects.dataapi.errors import TABLE
    from centrex.resources.api_request import OK

    known = dict.fromkeys((OK, FAILED, *(error.mnemonic for error in TABLE)))
    if name is not None and name not in known:
        raise UsageRefusal("{value} is no result: use {known}.", value=name, known=", ".join(known))
    return name


def _limit(number: int) -> int:
    if not 1 <= number <= MOST:
        raise UsageRefusal("From 1 to {most} requests can be shown, not {value}.", most=MOST, value=number)
    return number


def _moment(text: str | None) -> int | None:
    """Seconds since 1970."""
    if text is None:
        return None
    ago = _AGO.fullmatch(text)
    if ago:
        return int(SystemClock().now()) - int(ago[1]) * _SECONDS[ago[2]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        sentence = "{value} is no time: write 2030-12-31, 2030-12-31T23:59:59, or a time ago such as 30m, 12h or 7d."
        raise UsageRefusal(sentence, value=text) from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
