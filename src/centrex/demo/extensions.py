"""The internal numbers of the demo world, their groups, the users of the three levels and their applications.

They come from a chance of their own, so that the rest of the world stays what it is.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from itertools import takewhile
from random import Random
from typing import Final

from centrex.catalogue import Level
from centrex.resources.application import ALL, CALL_API

DOMAIN: Final = "sip.ringme.ru"
SEED_DATE: Final = 1_584_361_088
"""2020-03-16 12:18:08 UTC: when the numbers of the vendor's example were made."""

FIRST_GROUP: Final = 9
"""The last group laid out is 13, so that the first one that is created is 14."""

FIRST_EXTENSION: Final = 14
"""The customers after the first begin with it; the numbers of the first are 20 to 30."""

_LETTERS: Final = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


@dataclass(frozen=True, slots=True)
class Extension:
    """A number; ``group`` is a place in the customer's list, ``person`` one in that of his employees."""

    number: str
    label: str
    caller_id_name: str | None = None
    type: str = "phone"
    status: str = "active"
    group: int | None = None
    person: int | None = None
    more: dict[str, object] = field(default_factory=dict)
    made_at: int | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the customer at ``place`` in the world has of internal numbers, in the order of their ids."""

    place: int
    groups: tuple[str, ...]
    extensions: tuple[Extension, ...]


@dataclass(frozen=True, slots=True)
class RealmUser:
    """A user of the group, or of the number, at ``part`` in the first customer's lists."""

    user_id: int
    level: Level
    name: str
    login: str
    password: str
    salt: bytes
    part: int
    access: str = "full"


@dataclass(frozen=True, slots=True)
class Application:
    """A trusted application, by the name under which it is announced; it acts as the user with ``user_id``."""

    name: str
    user_id: int
    app_id: str
    app_secret: str
    access: str = ALL


@dataclass(frozen=True, slots=True)
class Numbering:
    """Everything of internal numbers; customers in the order in which they are laid out."""

    exchanges: tuple[Exchange, ...]
    users: tuple[RealmUser, ...]
    applications: tuple[Application, ...]

    def of_people(self, place: int) -> dict[int, str]:
        """The numbers of a customer's employees, by their places in his list."""
        extensions = self.of_customer(place).extensions
        return {each.person: each.number for each in extensions if each.person is not None}

    def of_customer(self, place: int) -> Exchange:
        """What the customer has."""
        (exchange,) = (exchange for exchange in self.exchanges if exchange.place == place)
        return exchange

    def first_group(self, place: int) -> int:
        """The id of the customer's first group: groups are made in the order of the exchanges."""
        before = takewhile(lambda exchange: exchange.place != place, self.exchanges)
        return FIRST_GROUP + sum(len(exchange.groups) for exchange in before)


def _example(number: str, name: str, extra_params: str) -> Extension:
    """A number of the vendor's example."""
    more: dict[str, object] = {"extra_params": extra_params, "message_did": "string"}
    return Extension(number, name, f"{name} {name[0]}. {name[0]}.", more=more, made_at=SEED_DATE)


_FIRST: Final = Exchange(
    0,
    ("Приёмная", "Склад", "Night desk"),
    (
        Extension("201", "Ветрова", "Ветрова Анна", group=0, person=0),
        Extension("202", "Соколов", "Соколов Илья", group=0, person=1),
        Extension("203", "Ёлкина", "Ёлкина Дарья", group=0, person=2),
        Extension("204", "Morrison", "Kate Morrison", group=1, person=3),
        Extension("205", "Жуков", "Жуков Пётр", group=1, person=4),
        Extension("206", "O'Neill", "Sean O'Neill", group=2, person=5),
        Extension("207", "Очередь продаж", type="queue", group=0),
        Extension("208", "Голосовое меню", type="ivr"),
        _example("301", "Sidorov", "312"),
        Extension("209", "Факс", type="fax", status="blocked", group=1),
        _example("300", "Petrov", "null"),
    ),
)
_SECOND: Final = Exchange(
    1,
    ("Front desk",),
    (
        Extension("201", "Grace Hill", "Grace Hill", group=0, person=0),
        Extension("202", "Arthur Brontë", "Arthur Brontë", group=0, person=1),
        Extension("203", "Мария Иванова", "Мария Иванова", person=2),
    ),
)
_THIRD: Final = Exchange(
    2,
    ("Empfang",),
    (
        Extension("201", "Jürgen Groß", "Jürgen Groß", group=0, person=0),
        Extension("202", "Çağla Ünal", "Çağla Ünal", group=0, person=1),
        Extension("203", "Max Keller", "Max Keller", status="blocked", person=4),
    ),
)


def make_numbering(seed: int, client_user_id: int, first_user_id: int) -> Numbering:
    """The numbering of a seed, always the same; new users are numbered from ``first_user_id``."""
    chance = Random(f"extensions {seed}")
    users = (
        _user(chance, first_user_id, Level.EXTENSION_GROUP, "Приёмная", "reception"),
        _user(chance, first_user_id + 1, Level.EXTENSION, "Ветрова", "desk"),
        _user(chance, first_user_id + 2, Level.EXTENSION_GROUP, "Стажёр", "trainee", access="read_only"),
    )
    applications = (
        _application(chance, "client", client_user_id),
        _application(chance, "extension_group", users[0].user_id),
        _application(chance, "extension", users[1].user_id),
        _application(chance, "read_only", users[2].user_id),
        _application(chance, "call_api", client_user_id, access=CALL_API),
    )
    return Numbering((_SECOND, _THIRD, _FIRST), users, applications)


def _user(chance: Random, user_id: int, level: Level, name: str, login: str, *, access: str = "full") -> RealmUser:
    password = "".join(chance.choice(_LETTERS) for _ in range(12))
    full_login = f"{login}{chance.randrange(100, 1000)}"
    return RealmUser(user_id, level, name, full_login, password, chance.randbytes(16), part=0, access=access)


def _application(chance: Random, name: str, user_id: int, access: str = ALL) -> Application:
    return Application(name, user_id, chance.randbytes(16).hex(), chance.randbytes(16).hex(), access)
