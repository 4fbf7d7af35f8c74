"""Reading a body: with a bound in size and in time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from centrex.server.http import MAX_BODY, BodyTooLarge, BodyTooSlow, ClientGone, Message, Receive, read_body


def sending(messages: Iterable[Message]) -> Receive:
    """A client that sends these, and then nothing more."""
    left = iter(messages)

    async def receive() -> Message:
        for message in left:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    return receive


def part(body: bytes, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_parts_are_put_together() -> None:
    parts = [part(b"a", True), part(b"", True), part(b"bc", False)]
    assert await read_body({"headers": []}, sending(parts)) == b"abc"


async def test_a_body_that_is_not_whole_in_time_is_given_up() -> None:
    with pytest.raises(BodyTooSlow):
        await read_body({"headers": []}, sending([part(b"a", True)]), seconds=0)


async def test_a_client_that_goes_is_gone() -> None:
    gone: Message = {"type": "http.disconnect"}
    for before in ([], [part(b"a", True)]):
        with pytest.raises(ClientGone):
            await read_body({"headers": []}, sending([*before, gone]))


async def test_a_large_body_is_refused_as_soon_as_it_is_announced_or_seen() -> None:
    announced = {"headers": [(b"content-length", b"%d" % (MAX_BODY + 1))]}
    with pytest.raises(BodyTooLarge):
        await read_body(announced, sending([part(b"a", True)]))
    with pytest.raises(BodyTooLarge):
        await read_body({"headers": []}, sending([part(b"a" * MAX_BODY, True), part(b"a", True)]))
    with pytest.raises(BodyTooLarge):
        await read_body({"headers": []}, sending([part(b"a" * (MAX_BODY + 1), False)]))
