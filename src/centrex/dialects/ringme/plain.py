"""What stands below no realm: the user of the token, his client, the time zones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from centrex.access.caller import Caller
from centrex.access.realms import own_scope
from centrex.catalogue import Level
from centrex.catalogue_rest import Realm
from centrex.dialects.ringme.openapi_schemas import object_schema
from centrex.engine.core import Engine
from centrex.engine.time_zones import time_zones
from centrex.errors import PartNotFound, RealmDenied
from centrex.resources.client import CLIENT, CLIENT_FACE
from centrex.resources.realm_user import OWN_USER, REALM_USER


class Plain(NamedTuple):
    """A resource that is read alone; ``schema`` is that of its answer."""

    name: str
    doc: str
    schema: Mapping[str, object]
    answer: Callable[[Engine, Caller], Awaitable[bytes]]


async def _user(engine: Engine, caller: Caller) -> bytes:
    found = await engine.own(REALM_USER, OWN_USER, own_scope(caller))
    if found is None:
        raise PartNotFound("user")
    return found


async def _clients(engine: Engine, caller: Caller) -> bytes:
    """The one client, for those who may use his realm."""
    if caller.level is not Level.CUSTOMER:
        raise RealmDenied
    found = await engine.own(CLIENT, CLIENT_FACE, own_scope(caller))
    if found is None:
        raise PartNotFound(Realm.CLIENT)
    return b"[" + found + b"]"


async def _timezones(_: Engine, __: Caller) -> bytes:
    return _zones()


@lru_cache(maxsize=1)
def _zones() -> bytes:
    return msgspec.json.encode(time_zones())


def _array(items: object) -> Mapping[str, object]:
    return {"type": "array", "items": items}


PLAIN: Final[Mapping[str, Plain]] = {
    "user": Plain("one.user", "Get the user of the token", object_schema(REALM_USER, OWN_USER), _user),
    "client": Plain("list.client", "List the one client", _array(object_schema(CLIENT, CLIENT_FACE)), _clients),
    "timezone": Plain("list.timezone", "List the time zones", _array({"type": "string"}), _timezones),
}
"""By path below the base, without slashes around it."""
