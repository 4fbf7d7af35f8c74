"""What the demo world holds, worked out from a seed alone; where it is kept does not matter here."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from centrex.access.secrets import new_key

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
    """An employee; ``short_number`` rings him, ``phones`` are dialled in order."""

    last_name: str
    first_name: str
    patronymic: str | None
    short_number: str
    phones: tuple[str, ...]


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
class Customer:
    """A customer of the agent with everything that is his."""

    id: int
    name: str
    prefix: str
    timezone: str
    lang: str
    user: Login
    people: tuple[Person, ...]
    numbers: tuple[str, ...]
    teams: tuple[Team, ...]
    groups: tuple[NumberGroup, ...]


@dataclass(frozen=True, slots=True)
class World:
    """One agent and three customers; ``last_ids`` are those after which the tables begin to count."""

    seed: int
    agent_name: str
    agent: Login
    customers: tuple[Customer, ...]
    last_ids: Mapping[str, int]

    @property
    def user_ids(self) -> list[int]:
        """A user of each customer, for whom the agent may act."""
        return [customer.user.user_id for customer in self.customers]


@dataclass(frozen=True, slots=True)
class _Outline:
    """What does not depend on the seed; # in a telephone number is a digit that does."""

    name: str
    login: str
    user_name: str
    timezone: str
    lang: str
    people: tuple[tuple[str, str, str | None], ...]
    numbers: int
    line: str
    mobile: str
    teams: tuple[str, ...]
    groups: tuple[str, ...]


_OUTLINES: Final = (
    _Outline(
        name="Северный ветер",
        login="north",
        user_name="Анна Ветрова",
        timezone="Europe/Moscow",
        lang="ru",
        people=(
            ("Ветрова", "Анна", "Сергеевна"),
            ("Соколов", "Илья", "Петрович"),
            ("Ёлкина", "Дарья", None),
            ("Morrison", "Kate", None),
            ("Жуков", "Пётр", "Ильич"),
            ("O'Neill", "Sean", "Patrick"),
        ),
        numbers=5,
        line="7495000####",
        mobile="7900000####",
        teams=("Продажи", "Поддержка", "Night shift"),
        groups=("Москва", "Санкт-Петербург", "Доставка", "Website", "Партнёры", "Reserve"),
    ),
    _Outline(
        name="Bluebird Travel",
        login="bluebird",
        user_name="Grace Hill",
        timezone="Europe/London",
        lang="en",
        people=(("Hill", "Grace", None), ("Brontë", "Arthur", "James"), ("Иванова", "Мария", "Олеговна")),
        numbers=3,
        line="442079460###",
        mobile="447700900###",
        teams=("Bookings",),
        groups=("London", "Rail & Air", "Русская линия"),
    ),
    _Outline(
        name="Tausend Linien",
        login="linien",
        user_name="Jürgen Groß",
        timezone="Europe/Berlin",
        lang="en",
        people=(
            ("Groß", "Jürgen", None),
            ("Ünal", "Çağla", None),
            ("Шмидт", "Ольга", "Викторовна"),
            ("Nowak", "Zoë", None),
            ("Keller", "Max", "Otto"),
        ),
        numbers=4,
        line="493023125###",
        mobile="4917139200##",
        teams=("Vertrieb", "Второй уровень"),
        groups=(),
    ),
)
_CAMPAIGNS: Final = ("Sommer", "Winter", "Radio", "Плакат", "Messe", "Рассылка", "Kino", "Витрина")
_PASSWORD_LETTERS: Final = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def make_world(seed: int) -> World:
    """The world of a seed, always the same."""
    chance = Random(seed)
    agent = _login(chance, AGENT_USER_ID, "agent", "Agent")
    customers = tuple(_customer(chance, place, outline) for place, outline in enumerate(_OUTLINES))
    last_ids = {table: chance.randrange(1_000, 90_000) for table in NUMBERED_TABLES}
    return World(seed, "Open Road Telecom", agent, customers, last_ids)


def _login(chance: Random, user_id: int, login: str, name: str) -> Login:
    return Login(
        user_id=user_id,
        name=name,
        login=f"{login}{chance.randrange(100, 1000)}",
        password="".join(chance.choice(_PASSWORD_LETTERS) for _ in range(12)),
        salt=chance.randbytes(16),
        key=new_key(chance.choice),
    )


def _customer(chance: Random, place: int, outline: _Outline) -> Customer:
    people = tuple(_person(chance, outline, index) for index in range(len(outline.people)))
    teams = tuple(
        Team(name, str(300 + index), _some(chance, len(people), 1, 3)) for index, name in enumerate(outline.teams)
    )
    numbers = _telephone_numbers(chance, outline.line, outline.numbers)
    names = outline.groups or _many_names(chance)
    return Customer(
        id=AGENT_ID + 1 + place,
        name=outline.name,
        prefix=f"{place:03}",
        timezone=outline.timezone,
        lang=outline.lang,
        user=_login(chance, AGENT_USER_ID + 1 + place, outline.login, outline.user_name),
        people=people,
        numbers=numbers,
        teams=teams,
        groups=_groups(chance, names, (len(people), len(numbers), len(teams))),
    )


def _person(chance: Random, outline: _Outline, index: int) -> Person:
    phones = _telephone_numbers(chance, outline.mobile, 1 + index % 2)
    return Person(*outline.people[index], short_number=str(101 + index), phones=phones)


def _telephone_numbers(chance: Random, pattern: str, number: int) -> tuple[str, ...]:
    """Different numbers in ascending order."""
    kept = pattern.rstrip("#")
    width = len(pattern) - len(kept)
    return tuple(f"{kept}{drawn:0{width}}" for drawn in sorted(chance.sample(range(10**width), number)))


def _groups(chance: Random, names: Sequence[str], sizes: tuple[int, int, int]) -> tuple[NumberGroup, ...]:
    """The first group has members of every kind, the others some."""
    return tuple(
        NumberGroup(name, *(_some(chance, size, 0 if place else 1, 2) for size in sizes))
        for place, name in enumerate(names)
    )


def _many_names(chance: Random) -> list[str]:
    return [f"{chance.choice(_CAMPAIGNS)} {number:04}" for number in range(1, MANY_GROUPS + 1)]


def _some(chance: Random, size: int, fewest: int, most: int) -> tuple[int, ...]:
    """Places in a list of ``size``, in ascending order."""
    number = chance.randint(fewest, min(most, size))
    return tuple(sorted(chance.sample(range(size), number)))
