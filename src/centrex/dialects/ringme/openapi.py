"""The description of the RingMe API: OpenAPI 3.1, made from the catalogue. It needs no token."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

import msgspec

from centrex.catalogue_rest import STATUS_OF, Action, Realm, RestFace, RestOperation
from centrex.dialects.ringme.filters import face_of
from centrex.dialects.ringme.openapi_links import links
from centrex.dialects.ringme.openapi_params import parameters, path_of, reference
from centrex.dialects.ringme.openapi_schemas import (
    ERROR,
    TIME_ZONE,
    Schema,
    body_schema,
    envelope_schema,
    interval_schema,
    object_schema,
    with_members,
)
from centrex.dialects.ringme.plain import PLAIN, Plain
from centrex.dialects.ringme.routes import BASE
from centrex.engine.time_zones import time_zones
from centrex.resources import REST_OPERATIONS

PATH: Final = f"{BASE}openapi.json"

_ERRORS: Final[Mapping[str, str]] = {
    "400": "The request is not valid; the message names what is wrong",
    "401": "The token is missing, wrong or at its end",
    "403": "The user, his access, the application or the realm does not allow it",
    "404": "No such object below this realm",
    "408": "The body did not come in time",
    "409": "Taken, or not possible now",
    "413": "The body is too large",
    "429": "The hourly limit of the client is used up",
    "503": "The server is busy",
}
_ANY: Final = frozenset({"401", "403", "404", "429", "503"})
_PLAIN: Final = _ANY - {"404"}
_OF_BODY: Final = frozenset({"400", "408", "413"})
_CONFLICT: Final = frozenset({"409"})
_OF_ACTION: Final[Mapping[Action, frozenset[str]]] = {
    Action.ADD: _OF_BODY | _CONFLICT,
    Action.CHANGE: _OF_BODY | _CONFLICT,
    Action.REMOVE: _CONFLICT,
    Action.REMOVE_ALL: _CONFLICT,
    Action.ARCHIVE: _OF_BODY,
    Action.LIST: frozenset({"400"}),
}
OF_INTERVALS: Final = frozenset({Action.STATS, Action.REMOVE_ALL})
_COUNTER: Final = (
    ("X-RateLimit-Limit", "Requests per hour of the client"),
    ("X-RateLimit-Remaining", "Requests left in this hour"),
    ("X-RateLimit-Reset", "Seconds until the hour begins anew"),
)
_RATE_HEADERS: Final[Schema] = {
    name: {"description": doc, "schema": {"type": "integer", "minimum": 0}} for name, doc in _COUNTER
}
_OWN_HEADERS: Final[Mapping[str, Schema]] = {
    "401": {"WWW-Authenticate": {"description": "Bearer", "schema": {"const": "Bearer"}}},
    "429": {
        **_RATE_HEADERS,
        "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 0}},
    },
}


FILES: Final = frozenset({Action.FILE, Action.DOWNLOAD})
AUDIO: Final = ("audio/wav", "audio/mpeg", "audio/ogg", "audio/ogg; codecs=opus")
_FILE_HEADERS: Final[Schema] = {
    "Content-Disposition": {"description": "The name of the file", "schema": {"type": "string"}},
    "Accept-Ranges": {"description": "Parts can be asked for", "schema": {"const": "bytes"}},
}
_NO_PART: Final[Schema] = {"description": "The file ends before the part that Range asks for"}
_RECORD_URL: Final[Schema] = {
    "type": "object",
    "properties": {"record_url": {"type": "string", "description": "Address of the file, for an hour"}},
    "required": ["record_url"],
    "additionalProperties": False,
}


@lru_cache(maxsize=1)
def document() -> bytes:
    """The description as JSON, the same for every caller."""
    return msgspec.json.encode(described())


def described() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Centrex RingMe API",
            "version": version("centrex"),
            "description": "Compatible with the client API of RingMe and Telphin. `x-ours` marks what is added.",
        },
        "servers": [{"url": BASE.rstrip("/")}],
        "security": [{"oauth2": ["all"]}, {"bearer": []}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "securitySchemes": _security(), "responses": _responses()},
    }


def _paths() -> Schema:
    paths: Schema = {}
    for operation in REST_OPERATIONS:
        paths.setdefault(path_of(operation), {})[operation.method.lower()] = _operation(operation)
        if operation.noun == operation.realm == Realm.CLIENT and operation.reads:
            info = _operation(operation) | {"operationId": "one.client.client_info"}
            paths["/client/client_info/{client_id}/"] = {"get": info | {"parameters": [reference(Realm.CLIENT)]}}
    return paths | {f"/{path}/": {"get": _plain(plain)} for path, plain in PLAIN.items()}


def _operation(operation: RestOperation) -> Schema:
    face = face_of(operation)
    described: Schema = {
        "operationId": operation.name,
        "summary": operation.doc,
        "tags": [_tag(operation.noun)],
        "parameters": parameters(operation, face),
        "responses": _answers(operation, face),
        "x-level": str(operation.realm),
        "x-min-app-access": "Call API" if operation.reads or operation.call_api else "All",
    }
    if operation.action in {Action.ADD, Action.CHANGE}:
        described["requestBody"] = _body(operation)
    if operation.action is Action.ARCHIVE:
        described["requestBody"] = {"required": True, "content": _json(interval_schema())}
    if operation.ours:
        described["x-ours"] = True
    return described


def _tag(noun: str) -> str:
    """What the request is about: the totals of recordings are about recordings."""
    return noun if noun.startswith("user/") else noun.partition("/")[0]


def _body(operation: RestOperation) -> Schema:
    """A change without a body changes nothing."""
    creating = operation.action is Action.ADD
    members = tuple(param for param in operation.params if param.name != "id")
    return {"required": creating, "content": _json(body_schema(members, creating=creating))}


def _answers(operation: RestOperation, face: RestFace) -> Schema:
    status = STATUS_OF[operation.method]
    success: Schema = {"description": operation.doc, "headers": _RATE_HEADERS}
    parts: Schema = {}
    if operation.action in FILES:
        success["content"] = {kind: {"schema": {"contentMediaType": kind}} for kind in _kinds(face)}
        success["headers"] = {**_RATE_HEADERS, **_FILE_HEADERS}
        parts = {"206": {**success, "description": "The part that Range asks for"}, "416": _NO_PART}
    elif status != 204:
        answered = _answered(operation, face)
        success["content"] = _json(_listed(face, answered) if operation.action is Action.LIST else answered)
    next_steps = links(operation)
    if next_steps:
        success["links"] = next_steps
    return {str(status): success, **parts, **_refusals(_codes(operation))}


def _kinds(face: RestFace) -> tuple[str, ...]:
    """The types of the files; those of faxes are not those of sounds."""
    if face.served_as is not None:
        return ("audio/mpeg",)
    return ("application/pdf", "image/tiff") if "caller_id" in face.fields else AUDIO


def _listed(face: RestFace, row: Schema) -> Schema:
    rows: Schema = {"type": "array", "items": row}
    return rows if face.envelope is None else envelope_schema(face.envelope, rows)


def _answered(operation: RestOperation, face: RestFace) -> Schema:
    """The object; the answer to a change may show what no other shows."""
    if operation.action is Action.STORAGE_URL:
        return _RECORD_URL
    shown = tuple(param for param in operation.params if param.shown_once)
    if shown:
        return with_members(object_schema(REST_OPERATIONS[operation], face), shown)
    return {"$ref": f"#/components/schemas/{_schema_name(face)}"}


def _codes(operation: RestOperation) -> frozenset[str]:
    """The errors that the request can end with."""
    codes = _ANY | _OF_ACTION.get(operation.action, frozenset())
    return codes | {"400"} if operation.action in OF_INTERVALS and face_of(operation).period is not None else codes


def _refusals(codes: frozenset[str]) -> Schema:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}


def _plain(plain: Plain) -> Schema:
    return {
        "operationId": plain.name,
        "summary": plain.doc,
        "tags": [plain.name.partition(".")[2]],
        "responses": {
            "200": {"description": plain.doc, "headers": _RATE_HEADERS, "content": _json(plain.schema)},
            **_refusals(_PLAIN),
        },
        "x-min-app-access": "Call API",
    }


def _schemas() -> Schema:
    zones: Schema = {"type": "string", "enum": list(time_zones())}
    faces: dict[str, Schema] = {"error": ERROR, TIME_ZONE: zones}
    for operation, resource in REST_OPERATIONS.items():
        face = face_of(operation)
        faces[_schema_name(face)] = object_schema(resource, face)
    return faces


def _schema_name(face: RestFace) -> str:
    return _schema_names()[face]


@lru_cache(maxsize=1)
def _schema_names() -> Mapping[RestFace, str]:
    """By the noun; of two faces that show different things under one noun the second has its realm in front."""
    names: dict[RestFace, str] = {}
    taken: dict[str, tuple[str, ...]] = {}
    for operation in REST_OPERATIONS:
        face = face_of(operation)
        name = face.noun.replace("/", ".")
        shown = tuple(face.fields)
        if taken.setdefault(name, shown) != shown:
            name = f"{operation.realm}.{name}"
        names.setdefault(face, name)
    return names


def _responses() -> Schema:
    error = _json({"$ref": "#/components/schemas/error"})
    return {
        code: {"description": doc, "content": error, "headers": _OWN_HEADERS.get(code, _RATE_HEADERS)}
        for code, doc in _ERRORS.items()
    }


def _json(schema: Any) -> Schema:
    return {"application/json": {"schema": schema}}


def _security() -> Schema:
    scopes = {"all": "Everything that the user and the application may do"}
    token: Schema = {"tokenUrl": "/oauth/token", "scopes": scopes}
    flows = {
        "clientCredentials": token,
        "password": {**token, "refreshUrl": "/oauth/token"},
        "authorizationCode": {**token, "refreshUrl": "/oauth/token", "authorizationUrl": "/oauth/authorize"},
    }
    return {"oauth2": {"type": "oauth2", "flows": flows}, "bearer": {"type": "http", "scheme": "bearer"}}
