"""The Data API as the explorer shows it: its methods by business thing, made from the catalogue."""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

from centrex.access import components, rights
from centrex.catalogue import NUMBER, STRING, Answer, Operation, Param, Resource
from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.login import LOGIN, LOGOUT, SESSION
from centrex.dialects.dataapi.methods import DISCOVER, METHODS
from centrex.dialects.explored import Told, told_documented, told_fields, told_param
from centrex.query.filters import MAX_DEPTH, MAX_LIST, MAX_TESTS
from centrex.query.rows import DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET
from centrex.resources import RESOURCES, operations_of

SESSIONS: Final = "session"
"""Under what name the methods stand that are about no business thing."""

TOKEN: Final = "Permanent or temporary key, or token of a session"
USER_ID: Final = "User of the agent's customer in whose name the call is made; an agent must give it"

_PAGING: Final = (
    Param("limit", NUMBER, "How many rows to answer", minimum=0, maximum=MAX_LIMIT, default=DEFAULT_LIMIT),
    Param("offset", NUMBER, "How many rows to leave out first", minimum=0, maximum=MAX_OFFSET),
)


@cache
def description() -> bytes:
    """The description as JSON; the same bytes at every call."""
    return msgspec.json.encode(
        {
            "dialect": "data_api",
            "url": "/v2.0",
            "things": [*map(_thing, RESOURCES), _sessions()],
            "paging": [told_param(param, creating=True) for param in _PAGING],
            "filter": {"depth": MAX_DEPTH, "tests": MAX_TESTS, "values": MAX_LIST},
            "user_id": told_param(Param("user_id", NUMBER, USER_ID), creating=True),
            "access_token": told_param(Param("access_token", STRING, TOKEN, required=True), creating=True),
            "needed": {"component": components.DATA_API, "right": f"{rights.DATA_API}:select"},
            "components": components.TITLES,
            "not_provided": sorted(DOCUMENTED_METHODS - METHODS.keys()),
        }
    )


def _thing(resource: Resource) -> Told:
    return {"name": resource.name, "methods": [_method(each, resource) for each in operations_of(resource)]}


def _sessions() -> Told:
    discover: Told = {
        "name": DISCOVER,
        "verb": "discover",
        "doc": "Get this document; it needs no token and costs no points",
        "ours": True,
        "access": [],
        "right": None,
        "components": [],
        "alternatives": [],
        "token": False,
        "user_id": False,
        "paged": False,
        "params": [],
    }
    opened = _method(LOGIN, None) | {"token": False, "fields": told_documented(SESSION)}
    return {"name": SESSIONS, "methods": [opened, _method(LOGOUT, None), discover]}


def _method(operation: Operation, resource: Resource | None) -> Told:
    right, face, reads = operation.permission, operation.face, operation.verb in {"get", "getobj"}
    told: Told = {
        "name": operation.name,
        "verb": operation.verb,
        "doc": operation.doc,
        "ours": operation.ours,
        "access": sorted(operation.access),
        "right": f"{right.unit}:{right.action}" if right else None,
        "components": list(operation.components),
        "alternatives": list(operation.alternatives),
        "token": True,
        "user_id": operation.takes_user_id,
        "paged": bool(reads and operation.verb == "get" and face and face.paged),
        "params": [told_param(param, creating=reads or operation.verb == "create") for param in operation.params],
    }
    if reads and face is not None and resource is not None:
        told["fields"] = told_fields(resource, face.fields.values())
    elif operation.answer is Answer.ID:
        told["fields"] = [{"name": "id", "type": "number", "doc": "Id of the new entry"}]
    elif operation.answer is Answer.SUCCESS:
        told["fields"] = [{"name": "success", "type": "boolean", "doc": "It is done: always true"}]
    return told
