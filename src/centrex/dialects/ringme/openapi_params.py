"""What stands in paths and queries, as OpenAPI describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from centrex.catalogue_rest import Action, Realm, RestFace, RestOperation
from centrex.dialects.ringme.filters import face_of
from centrex.dialects.ringme.intervals import DIRECTIONS, END, ORDER, START
from centrex.dialects.ringme.openapi_schemas import CALENDAR, Schema, filter_schema
from centrex.query.values import INT64_MAX

REFERENCE: Final[Mapping[Realm, str]] = {
    Realm.CLIENT: "client_id",
    Realm.EXTENSION_GROUP: "ext_group_id",
    Realm.EXTENSION: "extension_id",
}
"""What the id of a realm is called in paths."""

_ID: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": INT64_MAX}
_KEY: Final[Schema] = {"type": "string", "pattern": "^[0-9A-Za-z-]{1,64}$"}
_ME: Final[Schema] = {"const": "@me"}
_NAME: Final[Schema] = {"type": "string", "pattern": "^@([^/*?#]+[*])?[0-9]{2,4}$"}
_DOC: Final[Mapping[Realm, str]] = {
    Realm.CLIENT: "Id of the client, or @me for the client of a client's user",
    Realm.EXTENSION_GROUP: "Id of the group, or @me for the group of a group's user",
    Realm.EXTENSION: "Id of the number, @me for that of a number's user, @NUM or @PREFIX*NUM",
}
_COUNTED: Final[Schema] = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
_PAGING: Final = (
    ("page", "Page, from 1; what is no number counts as 1", {**_COUNTED, "default": 1}),
    ("per_page", "Rows of a page; without a number the first has all rows", _COUNTED),
)


def path_of(operation: RestOperation) -> str:
    """The path below the base, with names in braces for what is not fixed."""
    collection = f"/{operation.realm}/{{{REFERENCE[operation.realm]}}}/{operation.noun}/"
    if not operation.has_id:
        return collection
    return f"{collection}{{{id_name(operation)}}}" + (f"/{operation.below}/" if operation.below else "")


def id_name(operation: RestOperation) -> str:
    """What the id of an object is called in its path."""
    key = face_of(operation).key
    if key != "id":
        return key
    if operation.noun.startswith("user/"):
        return "user_id"
    return {"extension_group": "ext_group_id"}.get(operation.noun, f"{operation.noun}_id")


def parameters(operation: RestOperation, face: RestFace) -> list[Schema]:
    """All that stands in the path and the query of a request; other parameters of a query are ignored."""
    described = [reference(operation.realm)]
    if operation.has_id:
        schema = _ID if face.key == "id" else _KEY
        described.append({"name": id_name(operation), "in": "path", "required": True, "schema": schema})
    if operation.action is Action.LIST:
        described += _of_list(face)
    elif face.period is not None and operation.action in {Action.REMOVE_ALL, Action.STATS}:
        described += _ends(required=True)
    return described


def reference(realm: Realm) -> Schema:
    """The id of the realm in the path."""
    others = [_ME, _NAME] if realm is Realm.EXTENSION else [_ME]
    schema = {"anyOf": [*others, _ID]}
    return {"name": REFERENCE[realm], "in": "path", "required": True, "description": _DOC[realm], "schema": schema}


def _of_list(face: RestFace) -> Iterator[Schema]:
    for field in face.filters:
        show = face.fields[field]
        described = _query(field, f"Equals: {show.doc}", filter_schema(show.type))
        yield described | {"x-ours": True} if field in face.our_filters else described
    if face.period is not None:
        yield from _ends(required=not face.any_time)
        yield _order()
    for name, doc, schema in _PAGING:
        yield _query(name, doc, schema)


def _ends(*, required: bool) -> Iterator[Schema]:
    """Begin and end of the interval; those that are not required may be empty."""
    for name, doc in ((START, "Begin of the interval, UTC"), (END, "End of the interval, UTC, not before its begin")):
        schema: Schema = {"type": "string", "pattern": CALENDAR if required else f"^$|{CALENDAR}"}
        yield _query(name, doc, schema) | ({"required": True} if required else {})


def _order() -> Schema:
    spelled = "|".join("".join(f"[{letter.upper()}{letter}]" for letter in name) for name in DIRECTIONS)
    spellings = {"type": "string", "pattern": f"^({spelled})?$"}
    schema: Schema = {"anyOf": [{"type": "string", "enum": list(DIRECTIONS)}, spellings], "default": "desc"}
    return _query(ORDER, "asc for the earliest first, desc for the latest", schema)


def _query(name: str, doc: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": doc, "schema": schema}
