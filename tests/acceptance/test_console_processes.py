"""Groups that two processes of one server take apart and put together at once: nobody's change is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.acceptance.oauth import Browser
from tests.acceptance.test_console import shown_in, signed_in
from tests.acceptance.test_limits_of_processes import process
from tests.world import World

Window = tuple[Browser, str]
on_postgres = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
"""One process alone serves a file of SQLite."""


@pytest.fixture
async def windows(world: World, database_url: str) -> AsyncIterator[tuple[Window, Window]]:
    """A user at two processes, each with a pool of its own, and where his console begins."""
    async with AsyncExitStack() as running:
        one, two = [await running.enter_async_context(process(world, database_url)) for _ in range(2)]
        yield await signed_in(one), await signed_in(two)


async def _send(window: Window, path: str, **fields: str) -> str:
    """Sends a form of the group's page as the window's own; answers where it leads."""
    browser, home = window
    csrf = (await browser.get(f"{home}{path}")).form("/app/logout").fields["csrf"]
    return (await browser.post(f"{home}{path}", csrf=csrf, **fields)).location


@on_postgres
async def test_members_that_two_processes_put_in_are_all_in(windows: tuple[Window, Window], world: World) -> None:
    path = f"/number-groups/{world.a.ids['virtual_number_group'][0]}"
    fields = {"employees": world.a.ids["employee"], "virtual_phones": world.a.ids["virtual_number"]}
    several = [(field, str(each)) for field, ids in fields.items() for each in ids]
    for deed, inside in (("take", []), ("put", several), ("take", [])):
        await asyncio.gather(
            *(
                _send(windows[place % 2], path, deed=deed, field=field, member=member)
                for place, (field, member) in enumerate(several)
            )
        )
        browser, home = windows[0]
        assert sorted(await shown_in(browser, f"{home}{path}")) == sorted(member for _, member in inside)


@on_postgres
async def test_a_number_that_has_gone_elsewhere_is_not_taken_out(windows: tuple[Window, Window], world: World) -> None:
    first, second = (f"/groups/{each}" for each in world.a.ids["extension_group"][:2])
    one, two = windows
    number = str(world.a.ids["extension"][0])
    await _send(one, first, deed="put", field="numbers", member=number)
    undo = {"deed": "take", "field": "numbers", "member": number, "undone": "1"}
    moves = [_send(two, second, deed="put", field="numbers", member=number), _send(one, first, **undo)]
    await asyncio.gather(*moves)
    assert await _send(one, first, **undo) == f"{one[1]}{first}"
    assert number in await shown_in(two[0], f"{two[1]}{second}")
