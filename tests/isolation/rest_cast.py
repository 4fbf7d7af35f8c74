"""Who calls the RingMe API in the world that is probed: users of every level, and the text by which each part shows.

A part is what the users of a level see: an account, a group of extensions or an extension. Each has a canary of its
own in every text column that holds free text; what no face may ever show has one that ends in ``SECRET``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import String, Table

from centrex.access.secrets import digest
from centrex.catalogue import Level
from centrex.engine.phones import furnish
from centrex.resources import metadata
from centrex.resources.application import ALL, CALL_API, application, oauth_token
from centrex.resources.call import call
from centrex.resources.call_leg import call_leg
from centrex.resources.event_handler import event_handler
from centrex.resources.extension import extension
from centrex.resources.fax import fax
from centrex.resources.recording import recording
from centrex.resources.registration import registration
from centrex.resources.user import user
from centrex.resources.virtual_number import virtual_number
from centrex.scope import SERVER, Scope
from centrex.store import Store
from centrex.store.steps import Change, Find, Insert, NextId, Update
from tests.clock import NOON
from tests.isolation.cast import Cast
from tests.isolation.rows import Row, Rows, read_rows
from tests.world import PASSWORD_HASH

CLIENTS: Final = ("canaryA", "canaryTwin")
"""The accounts that are called for; Twin's rows have the ids of A's. All others are there to be looked at in vain."""

SECRET: Final = "_secret"
SHARED: Final = "_shared"
"""In what everybody of an account sees of it, such as its domain."""

HOLDERS: Final = (
    ("full", "full", ALL, "active"),
    ("reader", "read_only", ALL, "active"),
    ("caller", "full", CALL_API, "active"),
    ("mute", "read_only", CALL_API, "active"),
    ("blocked", "full", ALL, "blocked"),
)
"""The users of every part: a name, his access, that of his application, his state."""

HISTORY: Final = ("registration", "call", "call_leg", "recording", "fax")
"""Tables whose rows stay with the number and the group that were theirs then."""

UNFREE: Final = {
    *("timezone", "project", "redirection_phone_number", "mnemonic"),
    *("uuid", "call_uuid", "engine_id", "link", "media", "digest", "finish_reason"),
}
"""Columns of some length that hold no free text."""

MARKED: Final = (
    *("customer", "virtual_number", "user", "extension_group", "extension", "phone", "event_handler"),
    *("call", "call_leg", "recording", "fax"),
)
THEN: Final = "_then"
"""In what is history: behind it stand the group and the number of then."""

_HOURS: Final = 100 * 365 * 24 * 3600


@dataclass(frozen=True)
class Part:
    """What the users of one level see. ``id`` is the account's, the group's or the extension's.

    ``group_id`` is the group itself, or the one that the extension is in; 0 is none.
    """

    account_id: int
    level: Level
    id: int
    canary: str
    group_id: int = 0


@dataclass(frozen=True)
class Holder:
    """A user with an access token; ``status`` is his own, ``writes`` and ``all_access`` what may be done with it."""

    name: str
    token: str
    user_id: int
    part: Part
    writes: bool
    all_access: bool
    status: str

    @property
    def level(self) -> Level:
        return self.part.level


@dataclass(frozen=True)
class RestCast:
    """Parts and callers; by account the prefix of its numbers, and its agent."""

    parts: tuple[Part, ...]
    holders: tuple[Holder, ...]
    prefixes: Mapping[int, str]
    agents: Mapping[int, int]


async def furnish_rest(store: Store, cast: Cast) -> RestCast:
    """Adds what the RingMe API needs to the world of the Data API's probes, and marks all of it."""
    for index, account in enumerate(cast.accounts):
        if not account.is_agent:
            await store.change(_more_extensions(200 + index), Scope(Level.CUSTOMER, account.id, 0))
            await store.change(_moved_since(), Scope(Level.CUSTOMER, account.id, 0))
    rows = await read_rows(store)
    canaries = {account.id: account.canary for account in cast.accounts}
    parts = tuple(part for number, canary in canaries.items() for part in _parts(rows, number, canary))
    holders = tuple([holder async for holder in _holders(store, cast, parts)])
    for table, row, canary in _marked(await read_rows(store), parts, canaries):
        await store.change(_mark(table, row, canary), SERVER)
    agents = {account.id: account.agent_id for account in cast.accounts if account.agent_id}
    return RestCast(parts, holders, {number: f"{canary}{SHARED}" for number, canary in canaries.items()}, agents)


def _more_extensions(number: int) -> Change[None]:
    """An event handler for each, a DID that leads to the last, and one whose short number nobody else has.

    The first number was registered once when it was in another group.
    """
    present = yield Find(extension, ("id", "extension_group_id"), {})
    made = int((yield NextId(extension))[0][0])
    plain: dict[str, object] = {"type": "phone", "status": "active", "ani_rfc3325": False, "created_at": int(NOON)}
    yield Insert(extension, {"id": made, "number": str(number), **plain})
    yield from furnish(made, str(number))
    for identifier in [made, *(row[0] for row in present)]:
        handler = {"id": int((yield NextId(event_handler))[0][0]), "extension_id": identifier}
        yield Insert(event_handler, {**handler, "url": "https://example.org", "event_type": "hangup", "method": "GET"})
    groups = sorted({row[1] for row in present if row[1] is not None})
    if groups:
        moment = {"id": int((yield NextId(registration))[0][0]), "at": int(NOON) - 9000, "status": "on"}
        placed = {"number": "391", "extension_id": min(row[0] for row in present), "extension_group_id": groups[-1]}
        yield Insert(registration, {**moment, **placed})
    for row in (yield Find(virtual_number, ("id",), {})):
        yield Update(virtual_number, {"id": row[0]}, {"extension_id": made, "message_extension_id": made})


def _moved_since() -> Change[None]:
    """Of the first number's calls every second is of a time when it was in another group; so is its fax."""
    numbers = yield Find(extension, ("id",), {"number": "391"})
    groups = sorted({row[0] for row in (yield Find(extension, ("extension_group_id",), {})) if row[0] is not None})
    if not groups:
        return
    first, then = numbers[0][0], {"extension_group_id": groups[-1]}
    legs = yield Find(call_leg, ("call_id",), {"extension_id": first})
    for moved in sorted({row[0] for row in legs})[::2]:
        yield Update(call, {"id": moved, "extension_id": first}, then)
        for table in (call_leg, recording):
            yield Update(table, {"call_id": moved, "extension_id": first}, then)
    yield Update(fax, {"extension_id": first}, then)


def _parts(rows: Rows, account_id: int, canary: str) -> Iterator[Part]:
    yield Part(account_id, Level.CUSTOMER, account_id, canary)
    for index, row in enumerate(_by_id(rows, "extension_group", account_id)):
        yield Part(account_id, Level.EXTENSION_GROUP, row["id"], f"{canary}_group{_letter(index)}", row["id"])
    for index, row in enumerate(_by_id(rows, "extension", account_id)):
        group_id = row["extension_group_id"] or 0
        yield Part(account_id, Level.EXTENSION, row["id"], f"{canary}_number{_letter(index)}", group_id)


def _by_id(rows: Rows, table: str, account_id: int) -> list[Row]:
    return sorted(rows.of[table].get(account_id, []), key=lambda row: int(row["id"]))


def _letter(index: int) -> str:
    return "abcdefghij"[index]


async def _holders(store: Store, cast: Cast, parts: tuple[Part, ...]) -> Any:
    """Users of every kind for each part of the clients; of all other parts one, for others to look for."""
    for part in parts:
        chosen = part.canary.partition("_")[0] in CLIENTS
        for name, access, allowed, status in HOLDERS if chosen else HOLDERS[:1]:
            made = await store.change(_user(cast, part, name, access, status), SERVER)
            yield await _holder(store, part, made, (name, access, allowed, status))


async def _holder(store: Store, part: Part, user_id: int, kind: tuple[str, str, str, str]) -> Holder:
    name, access, allowed, status = kind
    token = f"{part.canary}{name}{user_id}".replace("_", "").ljust(30, "0")
    await store.change(grant(part.account_id, user_id, token, allowed), SERVER)
    return Holder(f"{part.canary}-{name}", token, user_id, part, access == "full", allowed == ALL, status)


def _user(cast: Cast, part: Part, name: str, access: str, status: str) -> Change[int]:
    identifier = int((yield NextId(user))[0][0])
    account = next(one for one in cast.accounts if one.id == part.account_id)
    belongs: dict[str, object] = {} if part.level is Level.CUSTOMER else {f"{part.level}_id": part.id}
    made: dict[str, object] = {"id": identifier, "customer_id": account.id, "agent_id": account.agent_id, **belongs}
    made |= {"level": part.level, "login": f"{name}-{identifier}", "password_hash": PASSWORD_HASH, "name": name}
    yield Insert(user, {**made, "status": status, "access": access, "created_at": int(NOON)})
    return identifier


def grant(account_id: int, user_id: int, token: str, access: str, seconds: int = _HOURS) -> Change[int]:
    """An application of the user's with an access token; answers the application's id."""
    identifier = int((yield NextId(application))[0][0])
    owned: dict[str, object] = {"customer_id": account_id, "user_id": user_id, "created_at": int(NOON)}
    named: dict[str, object] = {"app_id": f"{identifier:032x}", "secret_digest": digest(f"secret of {token}")}
    kind: dict[str, object] = {"kind": "trusted", "access": access, "name": f"App{SECRET}", "redirect_urls": "[]"}
    yield Insert(application, {**owned, "id": identifier, **named, **kind})
    held: dict[str, object] = {"application_id": identifier, "kind": "access", "family": token}
    yield Insert(oauth_token, {**owned, **held, "expires_at": int(NOON) + seconds, "digest": digest(token)})
    return identifier


def free_texts(table: Table) -> list[str]:
    """The columns that hold free text."""
    return [
        str(column.name)
        for column in table.columns
        if isinstance(column.type, String) and (column.type.length or 0) >= 32 and column.name not in UNFREE
    ]


def _marked(rows: Rows, parts: tuple[Part, ...], canaries: Mapping[int, str]) -> Iterator[tuple[Table, Row, str]]:
    """Every row that this dialect has to do with, and the canary of its part."""
    by_part = {(part.account_id, part.level, part.id): part.canary for part in parts}
    for name in MARKED:
        for account_id, owned in rows.of[name].items():
            for row in owned:
                level, identifier = _belongs(name, row)
                canary = by_part.get((account_id, level, identifier), canaries.get(account_id))
                if name in HISTORY and canary is not None:
                    canary = canaries[account_id] + _then(row, account_id, by_part)
                if canary is not None:
                    yield metadata.tables[name], row, canary


def _then(row: Row, account_id: int, by_part: Mapping[tuple[int, Level, int], str]) -> str:
    """What the canary of a row of history says of the group and the number whose it was."""
    owners = ((Level.EXTENSION_GROUP, row["extension_group_id"]), (Level.EXTENSION, row["extension_id"]))
    named = (by_part.get((account_id, level, identifier or 0), "_none") for level, identifier in owners)
    return THEN + "".join("_" + name.rpartition("_")[2] for name in named)


def _belongs(table: str, row: Row) -> tuple[Level, int]:
    level = {"extension_group": Level.EXTENSION_GROUP, "user": Level(row.get("level") or Level.CUSTOMER)}.get(table)
    if level is None:
        level = Level.EXTENSION if table in {"extension", "phone", "event_handler"} else Level.CUSTOMER
    names = ("id",) if table == level else (f"{level}_id", "extension_id", "customer_id")
    return level, next((row[name] for name in names if row.get(name) is not None), 0)


def _mark(table: Table, row: Row, canary: str) -> Change[None]:
    values: dict[str, object] = {}
    for name in free_texts(table):
        secret = SECRET if name.endswith(("_hash", "_ha1")) else ""
        values[name] = f"{canary}{secret} {row['id']}" if name == "login" else f"{canary}{secret}"
    if table.name == "customer":
        values |= {"prefix": f"{canary}{SHARED}", "domain": f"{canary}{SHARED}"}
    yield Update(table, {str(key.name): row[key.name] for key in table.primary_key.columns}, values)
