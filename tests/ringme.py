"""The RingMe API of a world, called in process over HTTP, with a token of every kind of user."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import httpx
import pytest

from centrex.access.secrets import digest
from centrex.resources.application import ALL, CALL_API, application, oauth_token
from centrex.scope import SERVER
from centrex.store.steps import Change, Insert, NextId
from tests.contract.ringme.described import assert_described
from tests.served import Served
from tests.world import Customer, World

BASE: Final = "http://ring.test/api/ver1.0"
HOUR: Final = 3600


@dataclass(frozen=True)
class Holder:
    """A token, and whose it is."""

    token: str
    user_id: int


class Ring:
    """Calls the RingMe API of a world; ``a`` and the like are the tokens of customer A's users."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._names = count(1)

    @property
    def world(self) -> World:
        return self.served.world

    async def holder(self, customer: Customer, kind: str = "client", access: str = ALL) -> Holder:
        """A token for the customer's user of that kind: client, extension_group, extension or read_only."""
        user_id = customer.user.id if kind == "client" else customer.users[kind]
        return await self.holder_of(customer, user_id, access)

    async def holder_of(self, customer: Customer, user_id: int, access: str = ALL) -> Holder:
        """A token for any user of the customer."""
        token = f"bearer{next(self._names)}".ljust(30, "0")
        change = granted(customer.id, user_id, token, access, int(self.world.clock.now()))
        await self.world.store.change(change, SERVER)
        return Holder(token, user_id)

    async def call_api(self, customer: Customer, kind: str = "client") -> Holder:
        """A token of an application of the lower access level."""
        return await self.holder(customer, kind, CALL_API)

    async def call(
        self, method: str, path: str, holder: Holder, body: Any = None, **query: str | int
    ) -> httpx.Response:
        """The answer to a request below the base, which is as described; ``body`` is sent as JSON."""
        headers = {"Authorization": f"Bearer {holder.token}"}
        sent = {} if body is None else {"json": body}
        transport = httpx.ASGITransport(app=self.served.application, client=("127.0.0.1", 4000))
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await client.request(method, BASE + path, headers=headers, params=query or None, **sent)
        assert_described(answer)
        return answer

    async def get(self, path: str, holder: Holder, **query: str | int) -> Any:
        """The JSON of a read; fails with the answer otherwise."""
        answer = await self.call("GET", path, holder, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, holder: Holder, body: Any) -> Any:
        """The object that was created."""
        answer = await self.call("POST", path, holder, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def put(self, path: str, holder: Holder, body: Any) -> Any:
        """The object that was changed."""
        answer = await self.call("PUT", path, holder, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def delete(self, path: str, holder: Holder) -> None:
        """Deletes."""
        answer = await self.call("DELETE", path, holder)
        assert (answer.status_code, answer.content) == (204, b""), answer.text

    async def refused(
        self, method: str, path: str, holder: Holder, body: Any = None, **query: str | int
    ) -> tuple[int, str | None, str]:
        """The HTTP status, the ``status`` and the message of a refusal."""
        answer = await self.call(method, path, holder, body, **query)
        assert answer.status_code >= 400, answer.text
        told = answer.json()
        return answer.status_code, told.get("status"), told["message"]


def granted(customer_id: int, user_id: int, token: str, access: str, now: int) -> Change[None]:
    """An application of the customer, and a token of it that holds for an hour."""
    application_id = int((yield NextId(application))[0][0])
    owned: dict[str, object] = {"customer_id": customer_id, "user_id": user_id, "created_at": now}
    yield Insert(
        application,
        {
            **owned,
            "id": application_id,
            "app_id": f"{application_id:032x}",
            "secret_digest": digest(token),
            "kind": "trusted",
            "access": access,
            "name": "Test",
            "redirect_urls": "[]",
        },
    )
    grant = {"application_id": application_id, "kind": "access", "family": token, "expires_at": now + HOUR}
    yield Insert(oauth_token, {**owned, **grant, "digest": digest(token)})


@pytest.fixture
async def ring(served: Served) -> Ring:
    """The world, served to RingMe clients."""
    return Ring(served)
