"""The key with which the server signs addresses: one for all of its processes, made when it is first needed."""

from __future__ import annotations

import secrets
from typing import Final

from centrex.resources.ingest_key import signing_key
from centrex.scope import SERVER
from centrex.store import Store
from centrex.store.steps import Change, Find, Insert

LINKS: Final = "links"


class SigningKey:
    """The key of a store, remembered by this process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: bytes | None = None

    async def get(self) -> bytes:
        """32 random bytes."""
        if self._known is None:
            self._known = await self._store.change(kept(LINKS, secrets.token_bytes(32)), SERVER)
        return self._known


def kept(name: str, fresh: bytes) -> Change[bytes]:
    """What is kept by that name, or is from now on; another process may have been first."""
    known = yield Find(signing_key, ("secret",), {"name": name})
    if known:
        return bytes(known[0][0])
    yield Insert(signing_key, {"name": name, "secret": fresh})
    return fresh
