"""What the program is told: defaults, then a file, then the environment, then flags; refuses what cannot work."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from centrex.i18n import Refusal

CONFIG: Final = "CENTREX_CONFIG"
LOG_FORMATS: Final = ("auto", "json", "plain")


class SettingsError(Refusal):
    """A setting, or several together, with which the program must not start."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``proxies`` are CIDRs whose X-Forwarded-For counts; ``log_format`` auto is plain on a terminal, else JSON.

    ``request_days`` is for how many days the log of requests is kept; 0 keeps none. ``hour_limit`` is how many
    requests of the RingMe API a client may make in an hour; 0 is no limit. ``refresh_days`` is how long refresh tokens
    live. ``media`` is where recordings and faxes are kept: a directory, or ``s3://bucket/prefix``; without one they are
    beside a SQLite file, and a server on PostgreSQL takes none. ``public_url`` is the address under which clients know
    the server, where it is another than the one they ask. ``media_limit`` is how many MiB a file has at most.
    ``waiting`` is how many requests may wait for their turn in each queue of the process. ``reply_cache`` is how many
    MiB a process has for answers that it gives again; 0 keeps none.
    """

    db: str = "sqlite:///centrex.db"
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    proxies: tuple[str, ...] = ()
    statement_seconds: float = 5.0
    log_format: str = "auto"
    request_days: int = 7
    hour_limit: int = 1000
    refresh_days: int = 30
    media: str = ""
    public_url: str = ""
    media_limit: int = 512
    waiting: int = 1000
    reply_cache: int = 32

    def environment(self) -> dict[str, str]:
        """The same settings as variables, for another process."""
        told = {name: getattr(self, name) for name in NAMES}
        told["proxies"] = ",".join(self.proxies)
        return {_variable(name): str(value) for name, value in told.items()}


NAMES: Final = tuple(field.name for field in fields(Settings))


@dataclass(frozen=True, slots=True)
class _Told:
    """A value, and where it was given, as the person knows the place."""

    place: str
    value: object


def load(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    file: Path | None = None,
) -> Settings:
    """The settings of all sources; a flag of None was not given. Raises SettingsError with a sentence."""
    named = file or (Path(environ[CONFIG]) if environ.get(CONFIG) else None)
    told = {
        **(_in_file(named) if named else {}),
        **{name: _Told(_variable(name), environ[_variable(name)]) for name in NAMES if environ.get(_variable(name))},
        **{name: _Told(_flag(name), value) for name, value in (flags or {}).items() if value is not None},
    }
    values: dict[str, Any] = {name: _READERS[name](given) for name, given in told.items()}
    settings = Settings(**values)
    _refuse_impossible(settings)
    return settings


def _variable(name: str) -> str:
    return f"CENTREX_{name.upper()}"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _in_file(file: Path) -> dict[str, _Told]:
    import tomllib

    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError("{file} cannot be read: {reason}.", file=file, reason=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("{file} is no TOML file: {reason}.", file=file, reason=error) from error
    for name in found:
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise SettingsError(
                "{file} has {name}, which is no setting: use {known}.", file=file, name=name, known=known
            )
    return {name: _Told(f"{file}: {name}", value) for name, value in found.items()}


def _text(told: _Told) -> str:
    if not isinstance(told.value, str) or not told.value:
        raise SettingsError("{place} must be a text.", place=told.place)
    return told.value


def _whole(lowest: int, highest: int) -> Callable[[_Told], int]:
    def read(told: _Told) -> int:
        text = str(told.value)
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            sentence = "{place} must be a whole number from {lowest} to {highest}, not {value}."
            raise SettingsError(sentence, place=told.place, lowest=lowest, highest=highest, value=text)
        return int(text)

    return read


def _seconds(told: _Told) -> float:
    try:
        seconds = float(str(told.value))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise SettingsError("{place} must be seconds, more than 0 and at most 3600.", place=told.place)
    return seconds


def _networks(told: _Told) -> tuple[str, ...]:
    """Networks, of a list or of a text with commas between them."""
    items = told.value.split(",") if isinstance(told.value, str) else told.value
    if not isinstance(items, list | tuple):
        raise SettingsError("{place} must be a list of networks, such as 10.0.0.0/8.", place=told.place)
    return tuple(_network(told.place, str(item).strip()) for item in items)


def _network(place: str, text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        sentence = "{place} has {value}, which is no IPv4 or IPv6 network: write it like 10.0.0.0/8 or ::1."
        raise SettingsError(sentence, place=place, value=text) from error
    if network.prefixlen == 0:
        # Every caller could then write an address of the whitelist into X-Forwarded-For.
        sentence = "{place} has {value}, so that every caller could choose his address: name your proxies alone."
        raise SettingsError(sentence, place=place, value=text)
    return str(network)


def _address(told: _Told) -> str:
    """Scheme and host, without a slash at the end."""
    address = _text(told).rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.:_\[\]-]+", address):
        raise SettingsError("{place} must be an address such as https://pbx.example.com.", place=told.place)
    return address


def _log_format(told: _Told) -> str:
    if told.value not in LOG_FORMATS:
        known = ", ".join(LOG_FORMATS)
        raise SettingsError("{place} must be one of {known}.", place=told.place, known=known)
    return str(told.value)


_READERS: Final[Mapping[str, Callable[[_Told], object]]] = {
    "db": _text,
    "host": _text,
    "port": _whole(0, 65535),
    "workers": _whole(1, 64),
    "proxies": _networks,
    "statement_seconds": _seconds,
    "log_format": _log_format,
    "hour_limit": _whole(0, 1_000_000_000),
    "refresh_days": _whole(1, 3650),
    "request_days": _whole(0, 3650),
    "media": _text,
    "public_url": _address,
    "media_limit": _whole(1, 1_000_000),
    "waiting": _whole(1, 1_000_000),
    "reply_cache": _whole(0, 1_000_000),
}


def _refuse_impossible(settings: Settings) -> None:
    """What each setting allows, but not all of them together, or not this machine."""
    from centrex.store.urls import sqlite_path

    path = sqlite_path(settings.db)
    if path is None:
        return
    if settings.workers > 1:
        raise SettingsError(
            "A SQLite database has one writer, so that one process must serve it: "
            "leave --workers at 1, or use a PostgreSQL database (--db postgresql://user@host/database)."
        )
    if not path.absolute().parent.is_dir():
        folder = path.absolute().parent
        raise SettingsError("The folder {folder} is not there: make it, or name another --db.", folder=folder)
