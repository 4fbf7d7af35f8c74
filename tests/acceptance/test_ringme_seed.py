"""The vendor's example of extension groups, step by step, as the client and as users of groups."""

from __future__ import annotations

import json
from calendar import timegm
from dataclasses import dataclass
from typing import Any, Final

import pytest

from centrex.access.secrets import hash_password
from centrex.catalogue import Level
from centrex.engine.accounts import NewAccount
from centrex.engine.users import NewUser
from centrex.resources.extension import extension
from centrex.scope import Scope
from centrex.store.steps import Change, Insert, NextId
from tests.acceptance.rest import sent
from tests.ringme import Holder, Ring
from tests.world import Customer, Member

NAME: Final = "New group of internal numbers"
CREATED: Final = timegm((2020, 3, 16, 12, 18, 8))
GROUP: Final = '{"id":GROUP,"name":"New group of internal numbers","client_id":CLIENT,"extra_params":null}'
PETROV: Final = (
    '{"status":"active","domain":"sip.ringme.ru","create_date":"2020-03-16 12:18:08","name":"000*300",'
    '"dial_rule_limit":null,"extension_group_id":GROUP,"label":"Petrov","caller_id_name":"Petrov P. P.",'
    '"client_id":CLIENT,"extra_params":"null","message_did":"string","dial_rule_id":null,"ani_rfc3325":false,'
    '"type":"phone","id":PETROV,"did_as_transfer_caller_id":null}'
)
SIDOROV: Final = (
    '{"status":"active","domain":"sip.ringme.ru","create_date":"2020-03-16 12:18:08","name":"000*301",'
    '"dial_rule_limit":null,"extension_group_id":GROUP,"label":"Sidorov","caller_id_name":"Sidorov S. S.",'
    '"client_id":CLIENT,"extra_params":"312","message_did":"string","dial_rule_id":null,"ani_rfc3325":false,'
    '"type":"phone","id":SIDOROV,"did_as_transfer_caller_id":null}'
)


@dataclass
class Seed:
    """The client of the example, its two numbers, and a token of its user."""

    ring: Ring
    customer: Customer
    client: Holder
    petrov: int
    sidorov: int

    async def asked(self, method: str, path: str, holder: Holder, body: Any = None) -> tuple[int, str]:
        """The status of the answer and its text, to the letter but for blanks between members."""
        content = b"" if body is None else json.dumps(body).encode()
        answer = await sent(self.ring, method, path, holder, content, {"Content-Type": "application/json"})
        return answer.status_code, json.dumps(answer.json(), separators=(",", ":"))

    def written(self, text: str, group_id: int | None) -> str:
        """The example's text with the ids of this run in the place of 12, 14, 30 and 28."""
        ids = {"CLIENT": self.customer.id, "PETROV": self.petrov, "SIDOROV": self.sidorov}
        text = text.replace("GROUP", "null" if group_id is None else str(group_id))
        for name, identifier in ids.items():
            text = text.replace(name, str(identifier))
        return text

    async def group(self) -> int:
        """The group of the example, with both numbers in it."""
        made = await self.ring.post("/client/@me/extension_group/", self.client, {"name": NAME})
        for number in (self.petrov, self.sidorov):
            await self.ring.put(f"/client/@me/extension/{number}", self.client, {"extension_group_id": made["id"]})
        return int(made["id"])

    async def user_of(self, group_id: int, login: str) -> Holder:
        """A token of a new user of the group."""
        body = {"name": login, "login": login, "password": "long enough", "email": "u@example.org"}
        made = await self.ring.post(
            "/client/@me/user/extension_group/", self.client, {**body, "extension_group_id": group_id}
        )
        return await self.ring.holder_of(self.customer, made["id"])


@pytest.fixture
async def seed(ring: Ring) -> Seed:
    world = ring.world
    account_id = await world.accounts.create(NewAccount("Ring", prefix="000"))
    await world.accounts.set_columns(account_id, {"domain": "sip.ringme.ru"})
    login = NewUser(account_id, "ring", hash_password("x", fast=True), "Ring")
    user = Member(await world.users.create(login), "ring", "", account_id)
    scope = Scope(Level.CUSTOMER, account_id, user.id)
    sidorov = await world.store.change(_number("301", "Sidorov", "Sidorov S. S.", "312"), scope)
    petrov = await world.store.change(_number("300", "Petrov", "Petrov P. P.", "null"), scope)
    customer = Customer(account_id, "ring", user)
    return Seed(ring, customer, await ring.holder(customer), petrov, sidorov)


def _number(number: str, label: str, caller_id_name: str, extra_params: str) -> Change[int]:
    identifier = int((yield NextId(extension))[0][0])
    values = {
        "id": identifier,
        "number": number,
        "type": "phone",
        "status": "active",
        "label": label,
        "caller_id_name": caller_id_name,
        "extra_params": extra_params,
        "message_did": "string",
        "ani_rfc3325": False,
        "created_at": CREATED,
    }
    yield Insert(extension, values)
    return identifier


async def test_the_group_is_created_with_its_name_and_nothing_else(seed: Seed) -> None:
    path = f"/client/{seed.customer.id}/extension_group/"
    status, text = await seed.asked("POST", path, seed.client, {"name": NAME})
    group_id = json.loads(text)["id"]
    assert (status, text) == (201, seed.written(GROUP, group_id))
    assert await seed.asked("GET", f"{path}{group_id}", seed.client) == (200, text)
    assert await seed.asked("GET", path, seed.client) == (200, f"[{text}]")


async def test_a_number_that_is_put_into_the_group_comes_back_whole(seed: Seed) -> None:
    group_id = (await seed.ring.post("/client/@me/extension_group/", seed.client, {"name": NAME}))["id"]
    for text, number in ((PETROV, seed.petrov), (SIDOROV, seed.sidorov)):
        path = f"/client/{seed.customer.id}/extension/{number}"
        assert await seed.asked("GET", path, seed.client) == (200, seed.written(text, None))
        put = await seed.asked("PUT", path, seed.client, {"extension_group_id": group_id})
        assert put == (200, seed.written(text, group_id))
        assert len(json.loads(put[1])) == 16


async def test_the_numbers_of_the_group_are_listed_to_the_client_and_to_its_own_user(seed: Seed) -> None:
    group_id = await seed.group()
    numbers = seed.written(f"[{SIDOROV},{PETROV}]", group_id)
    user = await seed.user_of(group_id, "of-the-group")
    for holder, reference in ((seed.client, group_id), (user, group_id), (user, "@me")):
        assert await seed.asked("GET", f"/extension_group/{reference}/extension/", holder) == (200, numbers)


async def test_a_user_of_the_group_reads_and_changes_the_group_and_reads_each_number(seed: Seed) -> None:
    group_id = await seed.group()
    user = await seed.user_of(group_id, "of-the-group")
    own = f"/extension_group/{group_id}/extension_group/"
    assert await seed.asked("GET", own, user) == (200, seed.written(GROUP, group_id))
    changed = await seed.ring.put(own, user, {"extra_params": "null"})
    assert changed == {**json.loads(seed.written(GROUP, group_id)), "extra_params": "null"}
    path = f"/extension_group/@me/extension/{seed.petrov}"
    assert await seed.asked("GET", path, user) == (200, seed.written(PETROV, group_id))


async def test_a_user_of_another_group_is_refused_as_if_nothing_were_there(seed: Seed) -> None:
    group_id = await seed.group()
    other = (await seed.ring.post("/client/@me/extension_group/", seed.client, {"name": "Other"}))["id"]
    user = await seed.user_of(other, "of-the-other")
    missing = (404, '{"message":"Extension group not found","status":"extension_group_not_found"}')
    for noun in ("extension", "extension_group", f"extension/{seed.petrov}", "user/extension_group"):
        assert await seed.asked("GET", f"/extension_group/{group_id}/{noun}", user) == missing
        assert await seed.asked("GET", f"/extension_group/999999/{noun}", user) == missing
    assert await seed.ring.get("/extension_group/@me/extension/", user) == []
    gone = (404, '{"message":"Extension not found","status":"extension_not_found"}')
    assert await seed.asked("GET", f"/extension_group/@me/extension/{seed.petrov}", user) == gone
    assert await seed.asked("GET", f"/extension/{seed.petrov}/phone/", user) == gone
