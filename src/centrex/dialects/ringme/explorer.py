"""The RingMe API as the explorer shows it: its requests by business thing, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import msgspec

from centrex.catalogue import Param, Resource
from centrex.catalogue_rest import Action, Realm, RestFace, RestOperation
from centrex.dialects.explored import Told, told_fields, told_param, told_type
from centrex.dialects.ringme.documented import DOCUMENTED, NOT_PROVIDED
from centrex.dialects.ringme.filters import face_of
from centrex.dialects.ringme.intervals import DIRECTIONS, END, ORDER, START
from centrex.dialects.ringme.openapi_params import REFERENCE, parameters, path_of
from centrex.dialects.ringme.plain import PLAIN, Plain
from centrex.dialects.ringme.routes import BASE, CLIENT_INFO, NoRoute, OtherMethods, match
from centrex.resources import RESOURCES, REST_OPERATIONS
from centrex.resources.client import CLIENT, CLIENT_FACE
from centrex.resources.realm_user import OWN_USER, REALM_USER

ZONES: Final = "timezone"
"""Under what name the request stands that is about no business thing."""

_ENDS: Final = {START: "Begin of the interval, UTC", END: "End of the interval, UTC, not before its begin"}
_INTERVAL: Final[list[Told]] = [
    {"name": name, "type": "iso8601", "doc": doc, "required": True, "null": False} for name, doc in _ENDS.items()
]
_FACES_OF_PLAIN: Final[Mapping[str, tuple[Resource, RestFace]]] = {
    "one.user": (REALM_USER, OWN_USER),
    "list.client": (CLIENT, CLIENT_FACE),
}


@cache
def description() -> bytes:
    """The description as JSON; the same bytes at every call."""
    things: dict[str, list[Told]] = {resource.name: [] for resource in RESOURCES}
    for operation, resource in REST_OPERATIONS.items():
        things[resource.name] += _requests(operation, resource)
    for path, plain in PLAIN.items():
        found = _FACES_OF_PLAIN.get(plain.name)
        things.setdefault(found[0].name if found else ZONES, []).append(_plain(path, plain, found))
    return msgspec.json.encode(
        {
            "dialect": "ringme",
            "url": BASE.rstrip("/"),
            "token_url": "/oauth/token",
            "things": [{"name": name, "methods": methods} for name, methods in things.items()],
            "not_provided": list(_not_provided()),
        }
    )


def _requests(operation: RestOperation, resource: Resource) -> Iterator[Told]:
    """The request, and the other path of the client."""
    told = _request(operation, resource)
    yield told
    if operation.noun == operation.realm == Realm.CLIENT and operation.reads:
        yield told | {"name": "one.client.client_info", "path": f"/client/{CLIENT_INFO}/{{client_id}}/"}


def _request(operation: RestOperation, resource: Resource) -> Told:
    face = face_of(operation)
    sent = parameters(operation, face)
    told: Told = {
        "name": operation.name,
        "method": operation.method,
        "path": path_of(operation),
        "realm": str(operation.realm),
        "action": str(operation.action),
        "doc": operation.doc,
        "ours": operation.ours,
        "access": sorted(operation.access),
        "all_access": not (operation.reads or operation.call_api),
        "list": operation.action is Action.LIST,
        "rows": face.envelope,
        "file": operation.action in {Action.FILE, Action.DOWNLOAD},
        "path_params": [_in_path(each, operation) for each in sent if each["in"] == "path"],
        "query": [_in_query(each, face) for each in sent if each["in"] == "query"],
        "body": _body(operation),
    }
    if operation.action in {Action.LIST, Action.ONE, Action.ADD, Action.CHANGE, Action.STATS}:
        told["fields"] = _fields(resource, face)
    return told


def _fields(resource: Resource, face: RestFace) -> list[Told]:
    """Those that answers hold."""
    return told_fields(resource, (show for show in face.shows if show.default))


def _in_path(sent: Told, operation: RestOperation) -> Told:
    """The id of the realm may be @me; that of an object tells what it is."""
    realm = sent["name"] == REFERENCE[operation.realm]
    number = not realm and sent["schema"].get("type") == "integer"
    doc = sent.get("description", "Id of the object in the path")
    return {"name": sent["name"], "type": "number" if number else "string", "doc": doc, "required": True, "me": realm}


def _in_query(sent: Told, face: RestFace) -> Told:
    name = sent["name"]
    if name in face.filters:
        kind, doc = told_type(face.fields[name].type), face.fields[name].doc
    elif name in _ENDS:
        kind, doc = {"type": "iso8601"}, sent["description"]
    elif name == ORDER:
        kind, doc = {"type": "enum", "values": list(DIRECTIONS)}, sent["description"]
    else:
        kind, doc = {"type": "number"}, sent["description"]
    marks = {"required": sent.get("required", False), "ours": sent.get("x-ours", False)}
    return {"name": name, **kind, "doc": doc, **marks, "equals": name in face.filters}


def _body(operation: RestOperation) -> list[Told]:
    if operation.action is Action.ARCHIVE:
        return _INTERVAL
    if operation.action not in {Action.ADD, Action.CHANGE}:
        return []
    members: tuple[Param, ...] = tuple(param for param in operation.params if param.name != "id")
    return [told_param(param, creating=operation.action is Action.ADD) for param in members]


def _plain(path: str, plain: Plain, found: tuple[Resource, RestFace] | None) -> Told:
    told: Told = {
        "name": plain.name,
        "method": "GET",
        "path": f"/{path}/",
        "realm": None,
        "action": "one" if plain.name.startswith("one.") else "list",
        "doc": plain.doc,
        "ours": False,
        "access": [],
        "all_access": False,
        "list": plain.name.startswith("list."),
        "rows": None,
        "file": False,
        "path_params": [],
        "query": [],
        "body": [],
    }
    return (
        told | {"fields": told_fields(found[0], (show for show in found[1].shows if show.default))} if found else told
    )


def _not_provided() -> Iterator[str]:
    """What the vendor documents and nothing here answers, as paths below the base."""
    for path in sorted(DOCUMENTED):
        try:
            match("GET", path.replace("*", "1"))
        except NoRoute:
            yield _shown(path)
        except OtherMethods:
            continue
    for method, path in sorted(NOT_PROVIDED):
        yield f"{method} {_shown(path)}"


def _shown(path: str) -> str:
    return f"/{path.replace('*', '{id}')}"
