"""The hourly limit: one counter for all users of a client, told in the headers of every answer to a known one."""

from __future__ import annotations

import pytest

from centrex.server.app import Application, Parts
from centrex.store import Store
from tests.acceptance.overtaking import overtaken
from tests.acceptance.refusals import later
from tests.acceptance.rest import sent, told
from tests.ringme import Holder, Ring
from tests.served import Served

RESET = 3600 - 6 * 60 - 40
"""The clock of the tests begins at 15:06:40."""


async def counted(ring: Ring, holder: Holder, path: str = "/client/@me/client/") -> tuple[int, int, int]:
    """Limit, what is left and the seconds to the next hour, as the answer tells."""
    headers = (await sent(ring, "GET", path, holder)).headers
    return (
        int(headers["x-ratelimit-limit"]),
        int(headers["x-ratelimit-remaining"]),
        int(headers["x-ratelimit-reset"]),
    )


@pytest.fixture
def limited(ring: Ring) -> Ring:
    """A client may make four requests in an hour."""
    ring.served.application.hourly.limit = 4
    return ring


async def test_all_users_and_applications_of_a_client_share_a_counter(limited: Ring) -> None:
    a = limited.world.a
    holders = [await limited.holder(a), await limited.holder(a, "extension"), await limited.call_api(a, "read_only")]
    left = [await counted(limited, holder, "/user/") for holder in holders]
    assert left == [(4, 3, RESET), (4, 2, RESET), (4, 1, RESET)]
    assert await counted(limited, await limited.holder(limited.world.b)) == (4, 3, RESET)


async def test_refusals_of_a_known_client_count_and_tell_what_is_left(limited: Ring) -> None:
    a = limited.world.a
    reader = await limited.holder(a, "read_only")
    refused = [
        await sent(limited, "GET", "/client/@me/client/", reader),
        await sent(limited, "PUT", "/extension_group/@me/extension_group/", reader, b"{}"),
        await sent(limited, "GET", "/extension_group/999999/extension/", reader),
        await sent(limited, "GET", "/extension_group/@me/extension/?type=car", reader),
    ]
    assert [told(answer)[0] for answer in refused] == [403, 403, 404, 400]
    assert [answer.headers["x-ratelimit-remaining"] for answer in refused] == ["3", "2", "1", "0"]


async def test_a_used_up_hour_refuses_with_the_time_to_wait_until_the_next_one(limited: Ring) -> None:
    a = limited.world.a
    holder = await limited.holder(a)
    for _ in range(4):
        await limited.get("/client/@me/client/", holder)
    for _ in range(2):
        answer = await sent(limited, "GET", "/client/@me/client/", holder)
        assert told(answer) == (429, "rate_limit_exceeded")
        assert answer.headers["retry-after"] == answer.headers["x-ratelimit-reset"] == str(RESET)
        assert answer.headers["x-ratelimit-remaining"] == "0"
    limited.world.clock.advance(RESET - 1)
    assert told(await sent(limited, "GET", "/client/@me/client/", holder))[0] == 429
    limited.world.clock.advance(1)
    fresh = await limited.holder(a)
    assert await counted(limited, fresh) == (4, 3, 3600)


async def test_whoever_is_not_known_is_told_nothing_and_counts_nothing(limited: Ring) -> None:
    a = limited.world.a
    holder = await limited.holder(a)
    unknown = [
        await sent(limited, "GET", "/client/@me/client/", None),
        await sent(limited, "GET", "/client/@me/client/", Holder("unknown", 0)),
    ]
    for answer in unknown:
        assert answer.json() == {"message": "Unauthorized"}
        assert answer.headers["www-authenticate"] == "Bearer"
        assert not [name for name in answer.headers if name.startswith("x-ratelimit")]
    assert await counted(limited, holder) == (4, 3, RESET)


async def test_a_blocked_client_is_told_so_and_counts_nothing(limited: Ring) -> None:
    world = limited.world
    holder = await limited.holder(world.a)
    await world.accounts.set_status(world.a.id, "manual_lock")
    blocked = [await sent(limited, "GET", "/user/", holder) for _ in range(5)]
    assert {told(answer) for answer in blocked} == {(403, "user_blocked")}
    assert {answer.headers["x-ratelimit-remaining"] for answer in blocked} == {"4"}
    await world.accounts.set_status(world.a.id, "active")
    later(limited.served)
    assert (await counted(limited, holder))[:2] == (4, 3)


async def test_what_is_counted_while_it_is_told_is_told_the_next_time(
    limited: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, hourly = limited.world.store, limited.served.application.hourly
    holder = await limited.holder(limited.world.a)
    additions = overtaken(store, monkeypatch, lambda: limited.get("/user/", holder))
    await limited.get("/user/", holder)
    for told_times in (1, 2):
        await hourly.tell(store)
        assert len(additions) == told_times
    assert await counted(limited, holder) == (4, 0, RESET)


async def test_the_description_and_unknown_paths_cost_nothing(limited: Ring) -> None:
    holder = await limited.holder(limited.world.a)
    for path in ("/nothing/", "/client/@me/sound/"):
        assert (await sent(limited, "GET", path, holder)).status_code == 404
    assert (await limited.call("PATCH", "/user/", holder)).status_code == 405
    assert await counted(limited, holder) == (4, 3, RESET)


async def test_no_limit_has_no_headers(ring: Ring) -> None:
    ring.served.application.hourly.limit = 0
    holder = await ring.holder(ring.world.a)
    for _ in range(3):
        answer = await sent(ring, "GET", "/user/", holder)
        assert not [name for name in answer.headers if name.startswith("x-ratelimit")]


async def test_a_client_may_make_a_thousand_requests_unless_the_operator_says_otherwise(ring: Ring) -> None:
    assert await counted(ring, await ring.holder(ring.world.a)) == (1000, 999, RESET)


async def test_processes_add_up_what_they_count(limited: Ring) -> None:
    world = limited.world

    async def opened() -> Store:
        return world.store

    second = Application(opened, "", Parts(clock=world.clock, hour_limit=4))
    await second.start()
    try:
        other = Ring(Served(second, world))
        holder = await limited.holder(world.a)
        for _ in range(3):
            await limited.get("/user/", holder)
        await limited.served.application.hourly.tell(world.store)
        assert await counted(other, holder, "/user/") == (4, 0, RESET)
        assert told(await sent(other, "GET", "/user/", holder)) == (429, "rate_limit_exceeded")
    finally:
        await second.upkeep.stop()
