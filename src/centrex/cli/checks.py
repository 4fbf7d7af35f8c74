"""What `centrex doctor` looks at, one check a function; each answers what it found."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from centrex.i18n import Refusal, translated

if TYPE_CHECKING:
    from centrex.settings import Settings

OK: Final = "ok"
WARNING: Final = "warning"
WRONG: Final = "wrong"
ANSWER_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, as a sentence for a person; ``state`` is ok, warning or wrong."""

    check: str
    state: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def translated(self) -> str:
        return translated(self.message, **self.values)

    def facts(self) -> dict[str, str]:
        """The same in every language."""
        said = self.message.format(**self.values) if self.values else self.message
        return {"check": self.check, "state": self.state, "message": said}


def refused(check: str, refusal: Refusal) -> Finding:
    """A check that ended with a refusal."""
    return Finding(check, WRONG, refusal.message, refusal.values)


def python() -> Finding:
    """Which Python this is; an older one than is needed could not have come so far."""
    return Finding("python", OK, "Python {version}.", {"version": platform.python_version()})


def time_zones() -> Finding:
    """Whether time zones are known."""
    count = len(available_timezones())
    if not count:
        return Finding("time_zones", WRONG, "No time zones are known: install the package tzdata.")
    return Finding("time_zones", OK, "Time zones known: {count}.", {"count": count})


async def database(url: str) -> list[Finding]:
    """Whether the database answers, is new enough, and has the tables of this program. Raises its errors."""
    from centrex.store import schema
    from centrex.store.inspecting import inspected
    from centrex.store.urls import sqlite_path

    path = sqlite_path(url)
    if path is not None and not path.exists():
        return [refused("schema", schema.mismatch(url, None))]
    found = await inspected(url)
    version = ".".join(str(part) for part in found.version)
    values = {"product": found.product, "version": version, "mode": found.mode}
    if found.is_old:
        needed = ".".join(str(part) for part in found.needed)
        old = "{product} {version} is too old: {needed} is needed."
        return [Finding("database", WRONG, old, {**values, "needed": needed})]
    answers = Finding("database", OK, "{product} {version} answers ({mode}).", values)
    revision = await schema.current(url)
    if revision != schema.HEAD:
        return [answers, refused("schema", schema.mismatch(url, revision))]
    current = Finding("schema", OK, "The tables are those of this program ({revision}).", {"revision": revision})
    return [answers, current]


async def whitelists(url: str) -> list[Finding]:
    """Which accounts nobody may use."""
    from centrex.engine.listing import Listing
    from centrex.store.opening import open_store

    store = await open_store(url)
    try:
        closed = await Listing(store).without_networks()
    finally:
        await store.close()
    if not closed:
        return [Finding("whitelist", OK, "Every account has a whitelist.")]
    return list(_closed(closed))


def _closed(accounts: list[dict[str, object]]) -> Iterator[Finding]:
    for account in accounts:
        sentence = "The whitelist of account {id} ({name}) is empty, so that nobody may use it."
        yield Finding("whitelist", WARNING, sentence, {"id": account["id"], "name": account["name"]})


def port(settings: Settings) -> Finding:
    """Whether the server could listen, or is already there."""
    from centrex.cli.serving import listening

    place = {"host": settings.host, "port": settings.port}
    try:
        listening(settings.host, settings.port).close()
    except Refusal as refusal:
        if _answers(settings.host, settings.port):
            return Finding("port", OK, "Centrex answers on port {port} of {host}.", place)
        return refused("port", refusal)
    return Finding("port", OK, "Port {port} of {host} is free.", place)


def _answers(host: str, port: int) -> bool:
    """Whether a Centrex is what listens there."""
    with closing(HTTPConnection(host, port, timeout=ANSWER_SECONDS)) as connection:
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().read(10) == b"ok\n"
        except (OSError, HTTPException):
            return False
