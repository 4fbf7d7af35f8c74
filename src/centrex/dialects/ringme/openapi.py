"""The description of the RingMe API: OpenAPI 3.1, made from the catalogue. It needs no token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

import msgspec

from centrex.catalogue import Resource
from centrex.catalogue_rest import STATUS_OF, Action, Realm, RestFace, RestOperation
from centrex.dialects.ringme.filters import face_of
from centrex.dialects.ringme.openapi_schemas import (
    ERROR,
    Schema,
    body_schema,
    filter_schema,
    id_schema,
    object_schema,
)
from centrex.dialects.ringme.plain import PLAIN, Plain
from centrex.dialects.ringme.routes import BASE
from centrex.resources import REST_OPERATIONS

PATH: Final = f"{BASE}openapi.json"

_REFERENCE: Final[Mapping[Realm, tuple[str, str]]] = {
    Realm.CLIENT: ("client_id", "Id of the client, or @me for the client of the user"),
    Realm.EXTENSION_GROUP: ("ext_group_id", "Id of the group, or @me for the group of the user"),
    Realm.EXTENSION: ("extension_id", "Id of the number, @me for that of the user, @NUM or @PREFIX*NUM"),
}
_ERRORS: Final[Mapping[str, str]] = {
    "400": "The request is not valid; the message names the field",
    "401": "The token is missing, wrong or at its end",
    "403": "The user, his access, the application or the realm does not allow it",
    "404": "No such object below this realm",
    "405": "The path takes other methods",
    "409": "Taken, or not possible now",
    "413": "The body is too large",
    "429": "The hourly limit of the client is used up",
    "503": "The server is busy",
}
_RATE_HEADERS: Final[Schema] = {
    "X-RateLimit-Limit": {"schema": {"type": "integer"}, "description": "Requests per hour of the client"},
    "X-RateLimit-Remaining": {"schema": {"type": "integer"}, "description": "Requests left in this hour"},
    "X-RateLimit-Reset": {"schema": {"type": "integer"}, "description": "Seconds until the hour begins anew"},
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
    for operation, resource in REST_OPERATIONS.items():
        paths.setdefault(path_of(operation), {})[operation.method.lower()] = _operation(operation, resource)
    for path, plain in PLAIN.items():
        paths[f"/{path}/"] = {"get": _plain(plain)}
    info = {"get": _client_info()} if _client_info() else {}
    return paths | ({"/client/client_info/{client_id}/": info} if info else {})


def path_of(operation: RestOperation) -> str:
    """The path below the base, with names in braces for what is not fixed."""
    reference, _ = _REFERENCE[operation.realm]
    collection = f"/{operation.realm}/{{{reference}}}/{operation.noun}/"
    return f"{collection}{{{id_name(operation)}}}" if operation.has_id else collection


def id_name(operation: RestOperation) -> str:
    """What the id of an object is called in its path."""
    if operation.noun.startswith("user/"):
        return "user_id"
    names = {reference for reference, _ in _REFERENCE.values()}
    known = {"extension_group": "ext_group_id", "event": "event_id"}.get(operation.noun, f"{operation.noun}_id")
    return f"{known}_" if known in names and known == _REFERENCE[operation.realm][0] else known


def operation_id(operation: RestOperation) -> str:
    return operation.name


def _operation(operation: RestOperation, resource: Resource) -> Schema:
    face = face_of(operation)
    described: Schema = {
        "operationId": operation_id(operation),
        "summary": operation.doc,
        "tags": [operation.noun],
        "parameters": list(_parameters(operation, face)),
        "responses": _answers(operation, face),
        "x-level": str(operation.realm),
        "x-min-app-access": "Call API" if operation.reads or operation.call_api else "All",
    }
    if operation.action in {Action.ADD, Action.CHANGE}:
        members = tuple(param for param in operation.params if param.name != "id")
        creating = operation.action is Action.ADD
        content = {"application/json": {"schema": body_schema(members, creating=creating)}}
        described["requestBody"] = {"required": creating, "content": content}
    if operation.ours:
        described["x-ours"] = True
    return described


def _parameters(operation: RestOperation, face: RestFace) -> Iterator[Schema]:
    name, doc = _REFERENCE[operation.realm]
    yield {"name": name, "in": "path", "required": True, "description": doc, "schema": {"type": "string"}}
    if operation.has_id:
        yield {"name": id_name(operation), "in": "path", "required": True, "schema": id_schema()}
    if operation.action is not Action.LIST:
        return
    for field in face.filters:
        show = face.fields[field]
        yield {"name": field, "in": "query", "description": show.doc, "schema": filter_schema(show.type)}
    for name, doc in (("page", "Page, from 1"), ("per_page", "Rows of a page; without it all rows are answered")):
        yield {"name": name, "in": "query", "description": doc, "schema": {}}


def _answers(operation: RestOperation, face: RestFace) -> Schema:
    status = STATUS_OF[operation.method]
    success: Schema = {"description": operation.doc, "headers": _RATE_HEADERS}
    if status != 204:
        reference = {"$ref": f"#/components/schemas/{schema_name(face)}"}
        schema = {"type": "array", "items": reference} if operation.action is Action.LIST else reference
        success["content"] = {"application/json": {"schema": schema}}
    links = _links(operation)
    if links:
        success["links"] = links
    return {str(status): success, **_refusals()}


def _links(operation: RestOperation) -> Schema:
    """From a creation to what can be done with the new object."""
    if operation.action is not Action.ADD:
        return {}
    same = (other for other in REST_OPERATIONS if other.noun == operation.noun and other.realm == operation.realm)
    reference = _REFERENCE[operation.realm][0]
    return {
        other.action.value: {
            "operationId": operation_id(other),
            "parameters": {reference: f"$request.path.{reference}", id_name(other): "$response.body#/id"},
        }
        for other in same
        if other.has_id
    }


def _refusals() -> Schema:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in _ERRORS}


def _plain(plain: Plain) -> Schema:
    answer = {"description": plain.doc, "headers": _RATE_HEADERS, "content": _json(plain.schema)}
    described: Schema = {
        "operationId": plain.name,
        "summary": plain.doc,
        "tags": [plain.name.partition(".")[2]],
        "responses": {"200": answer, **_refusals()},
    }
    return described


def _client_info() -> Schema | None:
    """The second path of the client's properties."""
    for operation, resource in REST_OPERATIONS.items():
        if operation.name == "one.client.client":
            return _operation(operation, resource) | {"operationId": "one.client.client_info"}
    return None


def _schemas() -> Schema:
    faces: dict[str, Schema] = {"error": ERROR}
    for operation, resource in REST_OPERATIONS.items():
        face = face_of(operation)
        faces[schema_name(face)] = object_schema(resource, face)
    return faces


def schema_name(face: RestFace) -> str:
    return face.noun.replace("/", ".")


def _responses() -> Schema:
    error = _json({"$ref": "#/components/schemas/error"})
    return {code: {"description": doc, "content": error} for code, doc in _ERRORS.items()}


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
