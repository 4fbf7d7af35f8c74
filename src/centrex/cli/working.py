"""Opens the database that the settings name, for the time of one command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from centrex.cli.refusing import sentences
from centrex.settings import load

if TYPE_CHECKING:
    from centrex.engine.accounts import Accounts
    from centrex.engine.applications import OperatedApplications
    from centrex.engine.listing import Listing
    from centrex.engine.operator import Operator
    from centrex.engine.users import Users
    from centrex.store import Store

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Hands:
    """What the operator does with, and where he looks."""

    operator: Operator
    accounts: Accounts
    users: Users
    applications: OperatedApplications
    listing: Listing


def seen(db: str | None, config: Path | None, look: Callable[[Listing], Coroutine[Any, Any, Answer]]) -> Answer:
    """What is there; what is refused ends the program with a sentence."""
    from centrex.engine.listing import Listing

    return opened(db, config, lambda store: look(Listing(store)))


def done(db: str | None, config: Path | None, work: Callable[[Hands], Coroutine[Any, Any, Answer]]) -> Answer:
    """The answer of ``work``, which is done as a whole or not at all; what is refused ends the program."""
    from centrex.clock import SystemClock
    from centrex.engine.together import together

    return opened(db, config, lambda store: together(store, SystemClock(), lambda operator: work(_hands(operator))))


def _hands(operator: Operator) -> Hands:
    from centrex.engine.accounts import Accounts
    from centrex.engine.applications import OperatedApplications
    from centrex.engine.listing import Listing
    from centrex.engine.users import Users

    return Hands(operator, Accounts(operator), Users(operator), OperatedApplications(operator), Listing(operator.store))


def opened(db: str | None, config: Path | None, work: Callable[[Store], Coroutine[Any, Any, Answer]]) -> Answer:
    with sentences():
        settings = load({"db": db}, file=config)
        return asyncio.run(_within(settings.db, work))


async def _within(url: str, work: Callable[[Store], Coroutine[Any, Any, Answer]]) -> Answer:
    from centrex.store.opening import open_store

    store = await open_store(url)
    try:
        return await work(store)
    finally:
        await store.close()
