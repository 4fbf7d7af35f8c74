"""Keys and the whitelist of an account: made, blocked and ended; changed. A key is shown once, when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from ipaddress import ip_network
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from starlette.responses import Response

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.access.secrets import new_key
from centrex.catalogue import Face, Resource
from centrex.engine.account_doors import AccountDoors, may
from centrex.engine.core import Engine
from centrex.errors import CentrexError, EntityNotFound, InvalidParameterValue
from centrex.i18n import said
from centrex.query import Query, Shape
from centrex.resources.own_key import KEY, KEYS, NETWORKS, WHITELIST
from centrex.web import sentences
from centrex.web.console.acting import MOST, Act, Row
from centrex.web.console.administered import CLIENT_USERS
from centrex.web.console.cells import shown
from centrex.web.console.frame import framed
from centrex.web.console.reading import kinds
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import KEYS_SECTION, WHITELIST_SECTION, Section
from centrex.web.console.thing_forms import problem_of
from centrex.web.rendering import problem_page, see
from centrex.web.visit import Visit


class Use(NamedTuple):
    """What an action on a key is called, what it does, and the state that it leads to."""

    name: str
    title: str
    warning: str
    status: str
    harms: bool


BLOCK: Final = Use("block", "Block the key", "Whoever uses the key is shut out until it is unblocked.", "blocked", True)
UNBLOCK: Final = Use("unblock", "Unblock the key", "Whoever has the key may use it again.", "active", False)
END: Final = Use(
    "end", "End the key for good", "Whoever uses the key is shut out, and it never opens again.", "expired", True
)
TURNS: Final = {"active": (BLOCK, END), "blocked": (UNBLOCK, END), "expired": ()}
"""What can be done with a key, by its state."""


def messages() -> set[str]:
    """What is said of that, in English."""
    return {text for each in (BLOCK, UNBLOCK, END) for text in (each.title, each.warning)}


class DoorPages:
    """The pages of keys and of the whitelist."""

    def __init__(self, engine: Engine, doors: AccountDoors) -> None:
        self._engine = engine
        self._doors = doors

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("{section}", (WHITELIST_SECTION,), self.whitelist, posts=True),
            Route("{section}/new", (KEYS_SECTION,), self.new_key, posts=True),
            Route("{section}/{name}", (KEYS_SECTION,), self.key, posts=True),
        )

    async def new_key(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The form of a new key; and the key, once it is made."""
        problem = None
        if not may(caller, "insert"):
            return problem_page(visit, 403, sentences.READ_ONLY)
        if visit.method == "POST":
            try:
                return await self._key_made(visit, caller, below.section)
            except CentrexError as error:
                problem = problem_of(error, visit.language)
        every = await Act(self._engine, visit, caller).rows(CLIENT_USERS)
        users = [user for user in every if user["status"] == "active"]
        return framed(visit, caller, below.section, "console/new_key", problem=problem, users=users)

    async def _key_made(self, visit: Visit, caller: Caller, section: Section) -> Response:
        """Makes the key, and shows it."""
        token, form = new_key(), visit.form
        user_id, ends = identifier(form.get("user_id", "")), _end_of(form.get("expires_at", ""), caller)
        if user_id is None:
            raise EntityNotFound("user_id")
        name = form.get("name", "").strip()
        await self._doors.make_key(caller, user_id, token, name, ends, visit.place)
        return framed(visit, caller, section, "console/key_made", 201, key=token, name=name)

    async def key(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """A key, and what is done with it."""
        wanted, problem = identifier(below.names["name"]), None
        found = await self._rows(KEY, KEYS, caller)
        key = next((each for each in found if each["id"] == wanted), None)
        if key is None:
            return problem_page(visit, 404, sentences.MISSING)
        if visit.method == "POST":
            turn = next((each for each in TURNS[key["status"]] if each.name == visit.form.get("deed")), None)
            try:
                if turn is None:
                    raise EntityNotFound
                await self._doors.set_key_status(caller, key["id"], turn.status, visit.place)
                return see(visit, visit.path)
            except CentrexError as error:
                problem = problem_of(error, visit.language)
        turns = TURNS[key["status"]] if may(caller, "update") and may(caller, "delete") else ()
        return framed(
            visit, caller, below.section, "console/key", problem=problem, key=key, turns=turns, facts=_facts(key, visit)
        )

    async def whitelist(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The addresses, and a form for one more."""
        problem = None
        if visit.method == "POST":
            change = self._doors.disallow if visit.form.get("deed") == "remove" else self._doors.allow
            try:
                await change(caller, visit.form.get("network", ""), visit.place)
                return see(visit, visit.path)
            except CentrexError as error:
                problem = problem_of(error, visit.language)
        networks = [row["network"] for row in await self._rows(WHITELIST, NETWORKS, caller)]
        return framed(
            visit,
            caller,
            below.section,
            "console/whitelist",
            problem=problem,
            networks=[(each, _left(each, networks, visit, caller)) for each in networks],
            address=visit.place.address,
            inside=caller.account.allows(visit.place.address),
            writes=may(caller, "update") and (not networks or caller.account.allows(visit.place.address)),
        )

    async def _rows(self, resource: Resource, face: Face, caller: Caller) -> list[Row]:
        query = Query(face, Shape(tuple(face.fields), None, (), 0), (), MOST, 0)
        rows: list[Row] = msgspec.json.decode((await self._engine.page(resource, query, realms.at_home(caller))).data)
        return rows


def _facts(key: Row, visit: Visit) -> list[tuple[str, str]]:
    """What is told of a key, as its list tells it."""
    held = kinds(KEYS_SECTION, KEYS)
    return [
        (column.heading, shown(key[column.field], column, held[column.field], visit.language))
        for column in KEYS_SECTION.columns[1:]
    ]


def _left(network: str, networks: Sequence[str], visit: Visit, caller: Caller) -> str:
    """What becomes of the account without one of its networks."""
    others = tuple(ip_network(each) for each in networks if each != network)
    if not others:
        return said(visit.language, sentences.LAST_NETWORK)
    if not replace(caller.account, networks=others).allows(visit.place.address):
        return said(visit.language, sentences.OWN_NETWORK, address=visit.place.address)
    return said(visit.language, sentences.ONE_NETWORK)


def _end_of(day: str, caller: Caller) -> int | None:
    """The end of a day in the time zone of the account; None where no day is written."""
    if not day:
        return None
    try:
        after = date.fromisoformat(day) + timedelta(days=1)
        return int(datetime.combine(after, time.min, ZoneInfo(caller.account.zone)).timestamp())
    except (ValueError, OverflowError) as error:
        raise InvalidParameterValue("expires_at", day) from error
