"""A PBX engine that is not there: reports calls, messages and faxes to a server over HTTP, with their sounds and pages.

It knows the server by its ways in alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from centrex.engine.call_report import CallReport, LegReport
from centrex.media import fax, tones
from centrex.outcomes import BY_MACHINE, TALKED, Outcome

SECONDS: Final = 60.0
"""How long the server may take."""

INGEST: Final = "/ingest/v1"
RINGME: Final = "/api/ver1.0/client/@me"


class NoServer(Exception):
    """Nothing answers there, or nothing that is a server of ours."""


class Refused(Exception):
    """The server's refusal, as it says it."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {told.get('error')}")
        self.status = status
        self.told = told


@dataclass(frozen=True, slots=True)
class Server:
    """Where to report to, with which key; the operator's needs the customer's id as well."""

    url: str
    key: str
    customer: int | None = None

    def calls(self, report: CallReport) -> dict[str, Any]:
        """What became of the call. Raises NoServer and Refused."""
        made: dict[str, Any] = self._sent("POST", "/calls", {}, msgspec.json.encode(report))["calls"][0]
        return made

    def file(self, path: str, content: bytes, **query: str) -> dict[str, Any]:
        """What became of the file. Raises NoServer and Refused."""
        named = {} if self.customer is None else {"customer": str(self.customer)}
        return self._sent("PUT", path, {**query, **named}, content)

    def place(self, noun: str, uuid: str) -> str:
        """Where the RingMe API shows it."""
        return f"{self.url}{RINGME}/{noun}/{uuid}"

    def _sent(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        address = urlsplit(self.url)
        made = HTTPSConnection if address.scheme == "https" else HTTPConnection
        target = f"{address.path}{INGEST}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            connection = made(address.hostname or "", address.port, timeout=SECONDS)
            try:
                connection.request(method, target, body, {"Authorization": f"Bearer {self.key}"})
                answer = connection.getresponse()
                told = json.loads(answer.read())
            finally:
                connection.close()
        except (OSError, HTTPException, ValueError) as error:
            raise NoServer from error
        if not isinstance(told, dict):
            raise NoServer
        if answer.status != 200:
            raise Refused(answer.status, told)
        return told


@dataclass(frozen=True, slots=True)
class Simulated:
    """A call that ends at ``ended``: it rings for ``ring`` seconds, and lasts for ``talk`` if somebody answers."""

    call_id: str
    caller: str
    called: str
    outcome: Outcome
    ring: int
    talk: int
    ended: datetime

    def report(self, customer: int | None) -> CallReport:
        is_answered = self.outcome in TALKED | BY_MACHINE
        answered = self.ended - timedelta(seconds=self.talk) if is_answered else None
        leg = LegReport(
            leg_id=f"{self.call_id}.1",
            caller=self.caller,
            called=self.called,
            started=(answered or self.ended) - timedelta(seconds=self.ring),
            answered=answered,
            ended=self.ended,
            outcome=self.outcome,
        )
        return CallReport(call_id=self.call_id, legs=(leg,), customer=customer)

    def sound(self) -> bytes:
        """The numbers of both, dialled in turns."""
        return tones.clip((self.caller, self.called), self.talk, stereo=True)


def call(server: Server, simulated: Simulated, *, is_recorded: bool) -> dict[str, Any]:
    """Reports the call, and its recording; answers the ids, and where to look."""
    facts = _reported(server, simulated)
    recorded = _recorded(server, "media", "record", simulated) if is_recorded else {"uuid": None, "url": None}
    return facts | {f"record_{name}": value for name, value in recorded.items()}


def voicemail(server: Server, simulated: Simulated) -> dict[str, Any]:
    """Reports a call that voicemail answered, and the message; answers the ids, and where to look."""
    facts = _reported(server, simulated)
    left = _recorded(server, "voicemail", "voicemail", simulated)
    return facts | {f"voicemail_{name}": value for name, value in left.items()}


def received_fax(server: Server, fax_id: str, ends: tuple[str, str], kind: fax.Format, pages: int) -> dict[str, Any]:
    """Reports a fax from one number to another; answers its ids, and where to look."""
    content = _pages(kind, [_page(ends, number, pages) for number in range(1, pages + 1)])
    kept = server.file(f"/fax/{quote(fax_id, safe='')}", content, caller=ends[0], destination=ends[1])
    return {"fax_id": fax_id, "uuid": kept["uuid"], "url": server.place("fax", kept["uuid"])}


def _reported(server: Server, simulated: Simulated) -> dict[str, Any]:
    made = server.calls(simulated.report(server.customer))
    shown = {name: made[name] for name in ("call_id", "id", "uuid")}
    return shown | {"url": server.place("call_history", made["uuid"])}


def _recorded(server: Server, path: str, noun: str, simulated: Simulated) -> dict[str, str]:
    kept = server.file(f"/{path}/{quote(simulated.call_id, safe='')}/0", simulated.sound())
    return {"uuid": kept["uuid"], "url": server.place(noun, kept["uuid"])}


def _page(ends: tuple[str, str], number: int, pages: int) -> Sequence[str]:
    return (f"From {ends[0]}", f"To {ends[1]}", "", f"Page {number} of {pages}")


def _pages(kind: fax.Format, pages: Sequence[Sequence[str]]) -> bytes:
    with TemporaryDirectory(prefix="centrex-fax-") as folder:
        path = Path(folder, "fax")
        fax.write(path, kind, pages)
        return path.read_bytes()
