"""Several deeds of the operator in one transaction: all of them or none."""

from __future__ import annotations

import pytest

from centrex.engine.accounts import Accounts, NewAccount
from centrex.engine.listing import Listing
from centrex.engine.operator import Operator
from centrex.engine.together import together
from centrex.engine.users import NewUser, Users
from centrex.errors import DuplicateEntity
from centrex.store import Store
from tests.clock import ManualClock


async def test_all_is_done_and_what_was_done_before_is_seen(store: Store) -> None:
    async def deeds(operator: Operator) -> tuple[int, str]:
        account = await Accounts(operator).create(NewAccount("One"))
        await Accounts(operator).allow(account, "::1")
        user = await Users(operator).create(NewUser(account, "anna", "hash", "Anna"))
        return user, (await Listing(operator.store).one_user(user))["login"]

    user, login = await together(store, ManualClock(), deeds)
    assert login == "anna"
    assert (await Listing(store).one_user(user))["rights"]
    assert await Listing(store).without_networks() == []


async def test_nothing_is_done_when_one_deed_is_refused(store: Store) -> None:
    async def deeds(operator: Operator) -> None:
        account = await Accounts(operator).create(NewAccount("One", prefix="1"))
        await Users(operator).create(NewUser(account, "anna", "hash", "Anna"))
        await Accounts(operator).create(NewAccount("Two", prefix="1"))

    with pytest.raises(DuplicateEntity):
        await together(store, ManualClock(), deeds)
    assert await Listing(store).customers() == []
    assert await Listing(store).users() == []
