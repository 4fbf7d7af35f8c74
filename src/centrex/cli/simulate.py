"""`centrex simulate`: a PBX engine that is not there reports a call, a voice message or a fax to a running server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import uuid4

import typer

from centrex.cli.options import AsJson, checked_id
from centrex.cli.refusing import UsageRefusal, sentences, shortened
from centrex.cli.showing import Column, show_facts
from centrex.i18n import Refusal

if TYPE_CHECKING:
    from centrex.demo.simulating import Server, Simulated
    from centrex.outcomes import Outcome

app = typer.Typer(
    help="Report calls, voice messages and faxes to a running server, as a PBX engine would.", no_args_is_help=True
)

DEMO_SEED: Final = 7
LONGEST: Final = 600
MOST_PAGES: Final = 50
_LENGTH: Final = re.compile(r"([0-9]{1,4})([sm]?)", re.ASCII)
_CALL: Final = (Column("call_id", "Call of the engine"), Column("uuid", "Call"), Column("url", "Where to look"))
OF_CALLS: Final = (*_CALL, Column("record_uuid", "Recording"), Column("record_url", "Where to look"))
OF_MESSAGES: Final = (*_CALL, Column("voicemail_uuid", "Voice message"), Column("voicemail_url", "Where to look"))
OF_FAXES: Final = (Column("fax_id", "Fax of the engine"), Column("uuid", "Fax"), Column("url", "Where to look"))


class FaxFormat(StrEnum):
    """What a fax is kept as."""

    TIFF = "tiff"
    PDF = "pdf"


From = Annotated[str, typer.Option("--from", help="Number of the caller.")]
To = Annotated[str, typer.Option("--to", help="Number that is called, such as 000*201.")]
Ring = Annotated[str, typer.Option(help="How long it rings, such as 5s.")]
Url = Annotated[str, typer.Option(help="Where the server answers.")]
Key = Annotated[
    str | None,
    typer.Option(
        help="Ingest key; that of the first customer of `centrex demo` unless given.", envvar="CENTREX_INGEST_KEY"
    ),
]
OfCustomer = Annotated[
    int | None, typer.Option(help="Id of the customer, for an ingest key of the operator.", callback=checked_id)
]
DEMO_URL: Final = "http://127.0.0.1:8080"


@app.command()
def call(
    caller: From,
    called: To,
    answer: Annotated[bool, typer.Option("--answer/--no-answer", help="Whether somebody answers.")] = True,
    busy: Annotated[bool, typer.Option("--busy", help="The number is busy.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Record the talk.")] = False,
    talk: Annotated[str, typer.Option(help="How long they talk, such as 12s or 2m.")] = "12s",
    ring: Ring = "5s",
    customer: OfCustomer = None,
    url: Url = DEMO_URL,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Report a call that has just ended."""
    with sentences():
        from centrex.demo import simulating
        from centrex.outcomes import Outcome

        if record and (busy or not answer):
            raise UsageRefusal("Only a call that somebody answers can be recorded.")
        outcome = Outcome.BUSY if busy else Outcome.CALLER_HUNG_UP if answer else Outcome.NO_ANSWER
        simulated = _simulated(caller, called, outcome, ring, talk)
        with _refusals(url):
            facts = simulating.call(_server(url, key, customer), simulated, is_recorded=record)
    show_facts(OF_CALLS if record else _CALL, facts, as_json)


@app.command()
def voicemail(
    caller: From,
    called: To,
    length: Annotated[str, typer.Option(help="How long the message is, such as 8s.")] = "8s",
    ring: Ring = "5s",
    customer: OfCustomer = None,
    url: Url = DEMO_URL,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Report a call that voicemail answered, with the message."""
    with sentences():
        from centrex.demo import simulating
        from centrex.outcomes import Outcome

        simulated = _simulated(caller, called, Outcome.VOICEMAIL, ring, length)
        with _refusals(url):
            facts = simulating.voicemail(_server(url, key, customer), simulated)
    show_facts(OF_MESSAGES, facts, as_json)


@app.command()
def fax(
    caller: From,
    called: To,
    pages: Annotated[int, typer.Option(help="How many pages it has.", min=1, max=MOST_PAGES)] = 1,
    kind: Annotated[FaxFormat, typer.Option("--format", help="What it is kept as.")] = FaxFormat.TIFF,
    customer: OfCustomer = None,
    url: Url = DEMO_URL,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """Report a fax that has just come."""
    with sentences():
        from centrex.demo import simulating
        from centrex.media.fax import Format

        with _refusals(url):
            facts = simulating.received_fax(
                _server(url, key, customer), _new_id(), (caller, called), Format(kind.value), pages
            )
    show_facts(OF_FAXES, facts, as_json)


def _simulated(caller: str, called: str, outcome: Outcome, ring: str, talk: str) -> Simulated:
    from centrex.demo.simulating import Simulated

    return Simulated(
        call_id=_new_id(),
        caller=caller,
        called=called,
        outcome=outcome,
        ring=_seconds(ring, least=0),
        talk=_seconds(talk, least=1),
        ended=datetime.now(UTC),
    )


def _server(url: str, key: str | None, customer: int | None) -> Server:
    from centrex.demo.keys import ingest_key_of
    from centrex.demo.simulating import Server

    if not re.fullmatch(r"https?://[^/?#\s]+", url.rstrip("/")):
        raise UsageRefusal("{value} is no address of a server: write it like {example}.", value=url, example=DEMO_URL)
    return Server(url.rstrip("/"), ingest_key_of(DEMO_SEED) if key is None else key, customer)


def _new_id() -> str:
    return f"simulated-{uuid4().hex}"


def _seconds(text: str, least: int) -> int:
    """Seconds of a length of time: 12, 12s or 2m."""
    found = _LENGTH.fullmatch(text)
    seconds = int(found[1]) * (60 if found[2] == "m" else 1) if found else -1
    if not least <= seconds <= LONGEST:
        raise UsageRefusal(
            "{value} is no length of time: write it like 12s or 2m, {longest} seconds at most.",
            value=shortened(text),
            longest=LONGEST,
        )
    return seconds


@contextmanager
def _refusals(url: str) -> Iterator[None]:
    """The server's refusals as sentences."""
    from centrex.demo.simulating import NoServer, Refused

    try:
        yield
    except NoServer as error:
        raise Refusal(
            "No Centrex answers at {url}: start it with `centrex demo`, or name another --url.", url=url
        ) from error
    except Refused as refused:
        raise _refusal(refused.status, refused.told) from refused


def _refusal(status: int, told: Mapping[str, Any]) -> Refusal:
    if status == 401:
        return Refusal("The server does not know this ingest key: name another --key.")
    if told.get("error") == "party_unknown":
        return Refusal("{value} is no number of the customer.", value=shortened(told.get("value")))
    return Refusal("The server refused it: {reason} ({error}).", reason=told.get("message"), error=told.get("error"))
