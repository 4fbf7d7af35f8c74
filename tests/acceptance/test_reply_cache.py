"""A read that repeats is answered without reading rows, and yet as if they had been read: limits, rights, changes."""

from __future__ import annotations

import re
from typing import Any

from tests.ringme import Ring
from tests.served import Served

METHOD = "get.virtual_number_groups"
GROUPS = "/client/@me/extension_group/"


def told(served: Served, name: str) -> int:
    """A figure of /metrics."""
    found = re.search(
        rf"^centrex_reply_cache_{name} ([0-9.e+]+)$", served.application.metrics.text().decode(), re.MULTILINE
    )
    assert found is not None
    return int(float(found[1]))


async def result(served: Served, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await served.call(METHOD, served.world.a.user.key, params)).json["result"]
    return answer


async def test_a_read_that_repeats_is_answered_from_memory_with_limits_of_its_own(served: Served) -> None:
    answers = [await result(served) for _ in range(4)]
    assert [answer["data"] for answer in answers] == [answers[0]["data"]] * 4
    assert [answer["metadata"]["total_items"] for answer in answers] == [5] * 4
    left = [answer["metadata"]["limits"]["day_remaining"] for answer in answers]
    assert left == [left[0] - used for used in range(4)]
    assert (told(served, "hits_total"), told(served, "misses_total")) == (2, 2)
    assert told(served, "bytes") > 500


async def test_a_change_shows_in_the_next_read(served: Served) -> None:
    world = served.world
    for _ in range(3):
        before = (await result(served))["data"]
    group = before[0]["id"]
    changed = await served.call("update.virtual_number_groups", world.a.user.key, {"id": group, "name": "Changed"})
    assert changed.data == {}
    after = (await result(served))["data"]
    assert after == [{**before[0], "name": "Changed"}, *before[1:]]


async def test_a_list_of_the_other_api_is_kept_once_it_is_known_to_be_short(ring: Ring, served: Served) -> None:
    holder = await ring.holder(ring.world.a)
    listed = [await ring.get(GROUPS, holder) for _ in range(5)]
    assert listed == [listed[0]] * 5
    assert told(served, "hits_total") >= 2
    made = await ring.post(GROUPS, holder, {"name": "One more"})
    assert await ring.get(GROUPS, holder) == [*listed[0], made]


async def test_a_right_that_is_taken_away_ends_the_reads_that_are_kept(served: Served) -> None:
    world = served.world
    for _ in range(3):
        await result(served)
    await world.users.set_rights(world.a.user.id, {})
    world.clock.advance(2)
    assert (await served.call(METHOD, world.a.user.key)).mnemonic == "forbidden"
