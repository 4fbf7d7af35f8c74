"""The rows that are read: customers of 2,000 groups and 2,000 extensions each, the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, insert, text
from sqlalchemy.ext.asyncio import create_async_engine

from centrex.access.secrets import digest, hash_password
from centrex.clock import SystemClock
from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.operator import Operator
from centrex.engine.users import NewUser, Users
from centrex.patterns import fold
from centrex.resources.application import ALL, application, oauth_token
from centrex.resources.employee import employee, employee_group
from centrex.resources.extension import extension
from centrex.resources.extension_group import extension_group
from centrex.resources.virtual_number import virtual_number
from centrex.resources.virtual_number_group import group_employee, group_phone, group_team, virtual_number_group
from centrex.store.opening import open_store
from centrex.store.urls import sqlite_path

CUSTOMERS: Final = 3
GROUPS: Final = 2_000
EMPLOYEES: Final = 60
NUMBERS: Final = 200
TEAMS: Final = 20
SHELVES: Final = 50
EXTENSIONS: Final = 2_000
"""Extensions, in extension groups of 40."""

PLENTY: Final = 2_000_000_000
"""Points a day and a minute: limited, as accounts are, but never used up by a run."""

FIRST: Final = ("Anna", "Ivan", "Мария", "Пётр", "Olga", "Дмитрий", "Kate", "Сергей")
LAST: Final = ("Petrova", "Смирнов", "Larson", "Кузнецова", "Novak", "Орлова", "Weber", "Соколов")
PLACES: Final = ("Moscow", "Казань", "Berlin", "Самара", "Riga", "Тверь", "Oslo", "Пермь")

Row = dict[str, Any]
Rows = list[tuple[Table, list[Row]]]


@dataclass(frozen=True, slots=True)
class World:
    """Whose rows are asked for: the customer in the middle, his key and bearer token, and one of his groups each."""

    customer_id: int
    user_id: int
    key: str
    bearer: str
    group_id: int
    extension_group_id: int


async def fill(url: str) -> World:
    """Lays out the rows in an empty database that has its tables."""
    worlds = [await _account(url, index) for index in range(CUSTOMERS)]
    engine = create_async_engine(driver_url(url))
    async with engine.begin() as connection:
        for index, world in enumerate(worlds):
            for table, rows in (*_rows(world.customer_id, index), *_tokens(world, index)):
                await connection.execute(insert(table), rows)
    await engine.dispose()
    await _settle(url)
    return worlds[CUSTOMERS // 2]


def driver_url(url: str) -> str:
    """The address of the database as SQLAlchemy wants it for asyncio."""
    if sqlite_path(url) is not None:
        return url.replace("sqlite:", "sqlite+aiosqlite:", 1)
    return url.replace("postgresql:", "postgresql+asyncpg:", 1)


async def _settle(url: str) -> None:
    """What PostgreSQL would do by itself within a minute, so that no round meets it."""
    if sqlite_path(url) is None:
        engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))
        await engine.dispose()


async def _account(url: str, index: int) -> World:
    """A customer with a user and a key, to be used from this machine."""
    store = await open_store(url)
    hands = Operator(store, SystemClock())
    new = NewAccount(f"Customer {index}", timezone="Europe/Moscow", day_limit=PLENTY, minute_limit=PLENTY)
    customer_id = await Accounts(hands).create(new)
    for network in ("127.0.0.0/8", "::1"):
        await Accounts(hands).allow(customer_id, network)
    password = hash_password("not used", fast=True)
    user_id = await Users(hands).create(NewUser(customer_id, f"user{index}", password, "User"))
    key = f"benchmark{index}".ljust(40, "x")
    await Users(hands).create_key(user_id, key, "benchmark")
    await store.close()
    bearer = f"bearer{index}".ljust(30, "x")
    group_id, shelf_id = _ids(index, GROUPS)[GROUPS // 2], _ids(index, SHELVES)[SHELVES // 2]
    return World(customer_id, user_id, key, bearer, group_id, shelf_id)


def _ids(index: int, count: int) -> range:
    """Ids of the customer with this index; they stand apart from those of the others."""
    first = 100_000 * (index + 1)
    return range(first, first + count)


def _rows(customer_id: int, index: int) -> Iterable[tuple[Table, list[Row]]]:
    chance = random.Random(index)
    people, numbers, teams = _ids(index, EMPLOYEES), _ids(index, NUMBERS), _ids(index, TEAMS)
    groups = _ids(index, GROUPS)
    for table, rows in (
        (employee, [_employee(chance, identifier) for identifier in people]),
        (virtual_number, [_number(identifier) for identifier in numbers]),
        (employee_group, [_team(chance, identifier) for identifier in teams]),
        (virtual_number_group, [_group(chance, number, identifier) for number, identifier in enumerate(groups, 1)]),
        (extension_group, [{"id": identifier, "name": chance.choice(PLACES)} for identifier in _ids(index, SHELVES)]),
        (extension, [_extension(chance, index, place) for place in range(EXTENSIONS)]),
        (group_employee, _links(chance, groups, "employee_id", people, 3)),
        (group_phone, _links(chance, groups, "virtual_number_id", numbers, 3)),
        (group_team, _links(chance, groups, "employee_group_id", teams, 2)),
    ):
        yield table, [{"customer_id": customer_id, **row} for row in rows]


def _links(chance: random.Random, groups: range, column: str, members: Sequence[int], most: int) -> list[Row]:
    """About ``most`` members for each group, one fewer or one more here and there."""
    return [
        {"group_id": group, column: member}
        for group in groups
        for member in chance.sample(members, most + chance.choice((-1, 0, 0, 1)))
    ]


def _group(chance: random.Random, number: int, identifier: int) -> Row:
    name = f"{chance.choice(PLACES)} {number}"
    return {"id": identifier, "name": name, "name_folded": fold(name), "number": f"g{number}"}


def _team(chance: random.Random, identifier: int) -> Row:
    name = f"{chance.choice(PLACES)}, team {identifier}"
    return {"id": identifier, "name": name, "name_folded": fold(name), "queue_enabled": False, "channels_count": 1}


def _extension(chance: random.Random, index: int, place: int) -> Row:
    return {
        "id": _ids(index, EXTENSIONS)[place],
        "number": f"{place:04}",
        "type": "phone",
        "status": "active",
        "label": chance.choice(LAST),
        "caller_id_name": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        "extension_group_id": _ids(index, SHELVES)[place % SHELVES],
        "ani_rfc3325": False,
        "created_at": 1_600_000_000 + place,
    }


def _tokens(world: World, index: int) -> Rows:
    """A trusted application of the customer's user, and a token that does not end during a run."""
    owned = {"customer_id": world.customer_id, "user_id": world.user_id}
    app = {"app_id": f"{index:032}", "secret_digest": b"", "kind": "trusted", "access": ALL, "name": "benchmark"}
    token = {"digest": digest(world.bearer), "kind": "access", "family": "", "application_id": index + 1}
    times = {"created_at": 0, "expires_at": 2**40}
    return [
        (application, [{**owned, **app, "id": index + 1, "redirect_urls": (), "created_at": 0}]),
        (oauth_token, [{**owned, **token, **times}]),
    ]


def _number(identifier: int) -> Row:
    fixed = {"status": "active", "category": "usual", "type": "va"}
    return {"id": identifier, "number": f"7495{identifier:07}", **fixed}


_NEVER: Final = (
    "calls_available",
    "coach_always_enabled",
    "extension_voice_mail_enabled",
    "extension_queue_enabled",
)
_NOTHING: Final = (
    "allowed_in_call_types",
    "allowed_out_call_types",
    "in_external_allowed_call_directions",
    "in_internal_allowed_call_directions",
    "out_external_allowed_call_directions",
    "out_internal_allowed_call_directions",
)


def _employee(chance: random.Random, identifier: int) -> Row:
    return {
        "id": identifier,
        "last_name": chance.choice(LAST),
        "first_name": chance.choice(FIRST),
        "call_recording": "all",
        **dict.fromkeys(_NEVER, False),
        **dict.fromkeys(_NOTHING, ()),
    }
