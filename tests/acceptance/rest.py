"""Requests to the RingMe API as bytes: for what no well-behaved client sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import httpx

from tests.contract.ringme.described import assert_described
from tests.ringme import BASE, Holder, Ring

NOT_FOUND: Final = (404, None)


async def sent(
    ring: Ring,
    method: str,
    path: str,
    holder: Holder | None,
    content: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """The answer to a request whose path, query and body are sent as they are; it is as described."""
    token = {"Authorization": f"Bearer {holder.token}"} if holder else {}
    transport = httpx.ASGITransport(app=ring.served.application, client=("127.0.0.1", 4000))
    async with httpx.AsyncClient(transport=transport) as client:
        answer = await client.request(method, BASE + path, content=content, headers={**token, **(headers or {})})
    assert_described(answer)
    return answer


def told(answer: httpx.Response) -> tuple[int, str | None]:
    """The HTTP status and the mnemonic of an answer, which a success does not have."""
    is_json = answer.headers.get("content-type") == "application/json"
    body = answer.json() if is_json and answer.content else {}
    return answer.status_code, body.get("status") if answer.status_code >= 400 else None
