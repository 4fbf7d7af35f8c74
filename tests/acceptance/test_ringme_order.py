"""Of several things wrong with a request the first by the order of checks is told, whatever the others are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from tests.acceptance.refusals import later
from tests.acceptance.rest import sent, told
from tests.ringme import Holder, Ring

CHECKS: Final = {
    "path": (404, None),
    "method": (405, None),
    "token": (401, None),
    "blocked": (403, "user_blocked"),
    "hour": (429, "rate_limit_exceeded"),
    "application": (403, "app_access_type_deny"),
    "access": (403, "user_access_type_deny"),
    "realm": (403, "access_denied"),
    "missing": (404, "client_not_found"),
    "invalid": (400, "validation_error"),
    "taken": (409, None),
}
"""What may be wrong, in the order of the checks, and what is told of it."""


def faults() -> Iterator[tuple[str, ...]]:
    """Each fault alone, with each of the later ones, and with all of them."""
    names = tuple(CHECKS)
    yield from combinations(names, 1)
    yield from combinations(names, 2)
    for first in range(len(names) - 2):
        yield names[first:]


@dataclass
class Faulty:
    """Makes requests with faults; ``holders`` are tokens by (level, access, application)."""

    ring: Ring
    holders: dict[tuple[bool, bool, bool], Holder] = field(default_factory=dict)

    async def prepare(self) -> None:
        """A token for every kind of user, and a first request in the hour."""
        world, ring = self.ring.world, self.ring
        client = await ring.holder(world.a)
        body = {"name": "R", "login": "reads", "password": "long enough", "email": "r@example.org"}
        reader = await ring.post(
            "/client/@me/user/client/", client, {**body, "client_id": world.a.id, "access": "read_only"}
        )
        users = {
            (False, False): world.a.user.id,
            (False, True): reader["id"],
            (True, False): world.a.users["extension_group"],
            (True, True): world.a.users["read_only"],
        }
        for kind, user_id in users.items():
            for lower in (False, True):
                access = "Call API" if lower else "All"
                self.holders[*kind, lower] = await ring.holder_of(world.a, user_id, access)

    async def asked(self, wrong: tuple[str, ...]) -> tuple[int, str | None]:
        """What is told of a creation that has these faults."""
        world = self.ring.world
        self.ring.served.application.hourly.limit = 1 if "hour" in wrong else 1_000_000
        await world.accounts.set_status(world.a.id, "manual_lock" if "blocked" in wrong else "active")
        later(self.ring.served)
        holder = self.holders["realm" in wrong, "access" in wrong, "application" in wrong]
        client = world.b.id if "missing" in wrong else world.a.id
        path = f"/client/{client}/{'nothing' if 'path' in wrong else 'extension'}/"
        body = {"name": "391" if "taken" in wrong else "399", "status": "wrong" if "invalid" in wrong else "active"}
        used = Holder("unknown", 0) if "token" in wrong else holder
        method = "PATCH" if "method" in wrong else "POST"
        return told(await sent(self.ring, method, path, used, json.dumps(body).encode()))


async def test_every_check_comes_before_all_later_ones(ring: Ring) -> None:
    faulty = Faulty(ring)
    await faulty.prepare()
    found = {wrong: await faulty.asked(wrong) for wrong in faults()}
    assert len(found) == 11 + 55 + 9
    assert found == {wrong: CHECKS[wrong[0]] for wrong in found}
    assert await faulty.asked(()) == (201, None)


async def test_the_id_of_the_object_is_looked_at_before_the_body_and_the_realm_before_the_id(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    wrong = b'{"extension_group_id":"x"}'
    ladder = [
        (f"/client/{ring.world.b.id}/extension/x", "client_not_found"),
        ("/client/@me/extension/x", "extension_not_found"),
        ("/client/@me/extension/999999", "extension_not_found"),
        (f"/client/@me/extension/{a.ids['extension'][0]}", "validation_error"),
    ]
    for path, status in ladder:
        assert told(await sent(ring, "PUT", path, holder, wrong))[1] == status


async def test_a_group_that_is_not_there_is_told_before_what_is_wrong_with_the_query(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    for query in ("?type=car", "?name=%FF"):
        for group in (999_999, ring.world.b.ids["extension_group"][0]):
            answer = await sent(ring, "GET", f"/extension_group/{group}/extension/{query}", holder)
            assert told(answer) == (404, "extension_group_not_found")


async def test_a_phone_that_is_not_there_is_told_before_what_is_wrong_with_its_settings(ring: Ring) -> None:
    a = ring.world.a
    queue = a.ids["extension"][2]
    answer = await sent(ring, "PUT", f"/extension/{queue}/phone/", await ring.holder(a), b'{"auth_type":5}')
    assert told(answer) == (404, None)


async def test_of_several_wrong_members_one_is_named_and_none_of_what_was_sent(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    body = b'{"name":"secret-name","status":"secret-status","label":["secret-label"]}'
    answer = await sent(ring, "POST", "/client/@me/extension/", holder, body)
    assert told(answer) == (400, "validation_error")
    assert "secret" not in answer.text
