"""Access tokens: how long what was looked up is remembered, and what makes it be looked up anew."""

from __future__ import annotations

from typing import Final

import pytest

from centrex.access.bearers import Bearers
from centrex.access.caller import Caller
from centrex.access.directory import Directory
from centrex.engine.applications import NewApplication, OperatedApplications, find_application
from centrex.engine.oauth import Grants
from centrex.engine.own_deeds import Place
from centrex.engine.sessions import Sessions
from centrex.errors import AccessTokenInvalid
from centrex.resources.application import oauth_token
from centrex.scope import SERVER
from centrex.store.steps import Change, Delete
from tests.world import World

PLACE: Final = Place("127.0.0.1", "request")


class Tokens:
    """The tokens of a trusted application of customer A's user, and the callers that were heard of."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.heard: list[Caller] = []
        self.bearers = Bearers(world.store, world.clock, self.heard.append)
        sessions = Sessions(world.store, Directory(world.store, world.clock), world.clock)
        self._grants = Grants(world.store, sessions, self.bearers, world.clock)

    async def new(self) -> str:
        found = await find_application(self.world.store, app_id="a" * 32)
        assert found
        return (await self._grants.of_creator(found[0], PLACE)).access_token

    async def end_all(self) -> None:
        """Behind the back of this process."""

        def change() -> Change[None]:
            yield Delete(oauth_token, {"customer_id": self.world.a.id})

        await self.world.store.change(change(), SERVER)

    async def opens(self, token: str) -> bool:
        try:
            bearer = await self.bearers.of(token)
        except AccessTokenInvalid:
            return False
        return bearer.caller.user_id == self.world.a.user.id


@pytest.fixture
async def tokens(world: World) -> Tokens:
    new = NewApplication(world.a.user.id, "App", "trusted", "a" * 32, "b" * 32)
    await OperatedApplications(world.operator).create(new)
    return Tokens(world)


async def test_a_token_stands_for_a_user_an_application_and_its_access(tokens: Tokens) -> None:
    bearer = await tokens.bearers.of(await tokens.new())
    assert (bearer.caller.account.id, bearer.access, bearer.all_access) == (tokens.world.a.id, "Call API", False)
    assert bearer.expires_at == tokens.world.clock.now() + 3600
    assert [caller.user_id for caller in tokens.heard] == [tokens.world.a.user.id]


async def test_what_another_process_ended_ends_within_a_second(tokens: Tokens) -> None:
    token = await tokens.new()
    assert await tokens.opens(token)
    await tokens.end_all()
    tokens.world.clock.advance(0.9)
    assert await tokens.opens(token)
    tokens.world.clock.advance(0.1)
    assert not await tokens.opens(token)


async def test_what_is_forgotten_is_looked_up_anew(tokens: Tokens) -> None:
    first, second = await tokens.new(), await tokens.new()
    assert await tokens.opens(first)
    assert await tokens.opens(second)
    await tokens.end_all()
    tokens.bearers.forget_token(first)
    assert (await tokens.opens(first), await tokens.opens(second)) == (False, True)
    tokens.bearers.forget()
    assert not await tokens.opens(second)


async def test_a_token_ends_to_the_second_although_it_is_remembered(tokens: Tokens) -> None:
    token = await tokens.new()
    tokens.world.clock.advance(3599.5)
    assert await tokens.opens(token)
    tokens.world.clock.advance(0.5)
    assert not await tokens.opens(token)


async def test_a_blocked_user_comes_back_as_one_who_is_not_active(tokens: Tokens) -> None:
    token = await tokens.new()
    await tokens.world.users.set_columns(tokens.world.a.user.id, {"status": "blocked"})
    assert not (await tokens.bearers.of(token)).caller.active


async def test_what_is_no_token_opens_nothing(tokens: Tokens) -> None:
    for nonsense in ("", "x" * 30, "\0", "я", "\udc80", tokens.world.a.user.key):
        assert not await tokens.opens(nonsense)
