"""What the demo world holds, worked out from a seed alone; where it is kept does not matter here."""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from centrex.access.secrets import new_key
from centrex.demo.extensions import FIRST_EXTENSION, FIRST_GROUP, Numbering, make_numbering
from centrex.demo.keys import ingest_key_of
from centrex.demo.outlines import CAMPAIGNS, CONNECTED, OUTLINES, PLACES, PRICES, SHELF, Outline, Place
from centrex.engine.new_number import NewNumber

AGENT_ID: Final = 11
"""The agent's account; his customers follow, the first of them is 12."""

AGENT_USER_ID: Final = 10
MANY_GROUPS: Final = 2000
NUMBERED_TABLES: Final = (
    "employee",
    "employee_status",
    "employee_phone",
    "employee_group",
    "employee_group_phone",
    "virtual_number",
    "virtual_number_group",
)
LATER_NUMBERED_TABLES: Final = ("employee_position", "employee_status_change")
"""Drawn after everything else, so that keys stay what they were."""


@dataclass(frozen=True, slots=True)
class Login:
    """A user and what opens the door to him."""

    user_id: int
    name: str
    login: str
    password: str
    salt: bytes
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    """An employee; ``short_number`` rings him, ``phones`` are dialled in order; ``email`` tells his place."""

    last_name: str
    first_name: str
    patronymic: str | None
    short_number: str
    phones: tuple[str, ...]
    email: str


@dataclass(frozen=True, slots=True)
class Team:
    """An employee group; ``people`` are places in the customer's list."""

    name: str
    short_number: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """A group of virtual numbers; all members are places in the customer's lists."""

    name: str
    people: tuple[int, ...]
    numbers: tuple[int, ...]
    teams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OwnStatus:
    """A status of employees that a customer made himself."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the agent with everything that is his.

    ``lines`` name the first of his numbers; ``operator`` is his chat operator's login.
    """

    id: int
    name: str
    description: str
    prefix: str
    timezone: str
    lang: str
    user: Login
    operator: Login
    own_status: OwnStatus
    positions: tuple[str, ...]
    people: tuple[Person, ...]
    numbers: tuple[NewNumber, ...]
    lines: tuple[str, ...]
    teams: tuple[Team, ...]
    groups: tuple[NumberGroup, ...]


@dataclass(frozen=True, slots=True)
class World:
    """One agent and three customers; ``free`` are the numbers that nobody has, ``numbering`` the internal ones.

    ``last_ids`` are those after which the tables begin to count, ``ingest_key`` is for the first customer's PBX engine.
    """

    seed: int
    agent_name: str
    agent: Login
    customers: tuple[Customer, ...]
    free: tuple[NewNumber, ...]
    numbering: Numbering
    last_ids: Mapping[str, int]
    ingest_key: str

    @property
    def user_ids(self) -> list[int]:
        """A user of each customer, for whom the agent may act."""
        return [customer.user.user_id for customer in self.customers]


_PASSWORD_LETTERS: Final = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def make_world(seed: int) -> World:
    """The world of a seed, always the same."""
    chance = Random(seed)
    agent = _login(chance, AGENT_USER_ID, "agent", "Agent")
    customers = tuple(_customer(chance, place, outline) for place, outline in enumerate(OUTLINES))
    last_ids = {table: chance.randrange(1_000, 90_000) for table in NUMBERED_TABLES}
    free = _free_numbers(chance, {new.number for customer in customers for new in customer.numbers})
    last_ids |= {table: chance.randrange(1_000, 90_000) for table in LATER_NUMBERED_TABLES}
    last_ids |= {"extension_group": FIRST_GROUP - 1, "extension": FIRST_EXTENSION - 1}
    first = customers[0].user.user_id
    numbering = make_numbering(seed, first, first + len(customers))
    return World(seed, "Open Road Telecom", agent, customers, free, numbering, last_ids, ingest_key_of(seed))


def _login(chance: Random, user_id: int, login: str, name: str) -> Login:
    return Login(
        user_id=user_id,
        name=name,
        login=f"{login}{chance.randrange(100, 1000)}",
        password="".join(chance.choice(_PASSWORD_LETTERS) for _ in range(12)),
        salt=chance.randbytes(16),
        key=new_key(chance.choice),
    )


def _customer(chance: Random, place: int, outline: Outline) -> Customer:
    people = tuple(_person(chance, outline, index) for index in range(len(outline.people)))
    teams = tuple(
        Team(name, str(400 + index), _some(chance, len(people), 1, 3)) for index, name in enumerate(outline.teams)
    )
    numbers = _telephone_numbers(chance, outline.line, outline.numbers)
    names = outline.groups or _many_names(chance)
    user = _login(chance, AGENT_USER_ID + 1 + place, outline.login, outline.user_name)
    return Customer(
        id=AGENT_ID + 1 + place,
        name=outline.name,
        description=outline.description,
        prefix=f"{place:03}",
        timezone=outline.timezone,
        lang=outline.lang,
        user=user,
        operator=replace(user, login=f"chat.{user.login}"),
        own_status=OwnStatus(*outline.own_status),
        positions=outline.positions,
        people=people,
        numbers=tuple(_priced(number, category) for number, category in zip(numbers, CONNECTED, strict=False)),
        lines=outline.lines,
        teams=teams,
        groups=_groups(chance, names, (len(people), len(numbers), len(teams))),
    )


def _person(chance: Random, outline: Outline, index: int) -> Person:
    phones = _telephone_numbers(chance, outline.mobile, 1 + index % 2)
    short_number = str(101 + index)
    email = f"{short_number}@{outline.login}.example"
    return Person(*outline.people[index], short_number=short_number, phones=phones, email=email)


def _telephone_numbers(chance: Random, pattern: str, number: int) -> tuple[str, ...]:
    """Different numbers in ascending order."""
    kept = pattern.rstrip("#")
    width = len(pattern) - len(kept)
    return tuple(f"{kept}{drawn:0{width}}" for drawn in sorted(chance.sample(range(10**width), number)))


def _free_numbers(chance: Random, taken: Collection[str]) -> tuple[NewNumber, ...]:
    """Numbers of every place and of several categories, none of which is taken."""
    free: list[NewNumber] = []
    for place in PLACES:
        drawn = _telephone_numbers(chance, place.line, len(SHELF) + len(taken))
        numbers = [number for number in drawn if number not in taken]
        free += (_priced(number, category, place) for number, category in zip(numbers, SHELF, strict=False))
    return tuple(free)


def _priced(number: str, category: str, place: Place | None = None) -> NewNumber:
    """A number with the price of its category, in its place or in that which has such numbers."""
    where = place or next(each for each in PLACES if number.startswith(each.line.rstrip("#")))
    price = PRICES[category]
    return NewNumber(number, category, where.mnemonic, where.name, price.onetime, price.monthly, price.minimum)


def _groups(chance: Random, names: Sequence[str], sizes: tuple[int, int, int]) -> tuple[NumberGroup, ...]:
    """The first group has members of every kind, the others some."""
    return tuple(
        NumberGroup(name, *(_some(chance, size, 0 if place else 1, 2) for size in sizes))
        for place, name in enumerate(names)
    )


def _many_names(chance: Random) -> list[str]:
    return [f"{chance.choice(CAMPAIGNS)} {number:04}" for number in range(1, MANY_GROUPS + 1)]


def _some(chance: Random, size: int, fewest: int, most: int) -> tuple[int, ...]:
    """Places in a list of ``size``, in ascending order."""
    number = chance.randint(fewest, min(most, size))
    return tuple(sorted(chance.sample(range(size), number)))
