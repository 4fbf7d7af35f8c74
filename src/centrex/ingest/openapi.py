"""The description of the ways in: OpenAPI 3.1. It needs no key."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

import msgspec

from centrex.engine.call_report import CallReport
from centrex.engine.calls import Recorded
from centrex.engine.registrations import RegistrationReport
from centrex.engine.uploads import LIMIT
from centrex.ingest.reading import MOST

BASE: Final = "/ingest/v1/"
PATH: Final = f"{BASE}openapi.json"

Schema = dict[str, Any]

_JSON: Final = "application/json"
_ERRORS: Final = {
    "400": "The body or a parameter cannot be read",
    "401": "The key is missing, wrong or blocked",
    "403": "The key belongs to another customer, or the account is not active",
    "404": "The call is not known, or has no leg of a number",
    "408": "The body did not come in time",
    "409": "It contradicts what was reported before; `fields` tells where",
    "413": "The body or the file is too large",
    "415": "The file is no sound or no fax, or it is not whole; `reason` says which",
    "422": "What is reported cannot be: an unknown number, times that run backwards",
    "503": "Busy, or no place for files: try again",
    "507": "There is no room left for files",
}
_OF_BODY: Final = ("400", "401", "403", "408", "413", "422", "503")
_OF_CALLS: Final = (*_OF_BODY, "409")
_OF_FILES: Final = (*_OF_CALLS, "404", "415", "507")


@lru_cache(maxsize=1)
def document() -> bytes:
    """The description as JSON, the same for everybody."""
    return msgspec.json.encode(described())


def described() -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Centrex ingest",
            "version": version("centrex"),
            "description": "The ways in for PBX engines: calls, registrations and the files of calls. A request is "
            "written as a whole or not at all, and may be sent again.",
        },
        "servers": [{"url": BASE.rstrip("/")}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "responses": {code: _refusal(doc) for code, doc in _ERRORS.items()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic", "description": "The key is the password"},
            },
        },
    }


def _paths() -> Schema:
    zone = _param("timezone", "IANA time zone of the engine's clock; UTC unless given")
    row: Schema = {"type": "object", "additionalProperties": True}
    rows = {"anyOf": [row, {"type": "array", "maxItems": MOST, "items": row}]}
    csv = {_JSON: {"schema": rows}, "text/csv": {"schema": {"type": "string"}}}
    form = {"schema": {"type": "object", "properties": {"cdr": {"type": "string"}}, "required": ["cdr"]}}
    channel = {_JSON: {"schema": row}, "application/x-www-form-urlencoded": form}
    return {
        "/calls": _posted("calls", "Report calls, or more of their legs", _some("CallReport")),
        "/asterisk": _posted("asterisk", "Report rows of Asterisk's cdr, as JSON or as cdr_csv writes them", csv, zone),
        "/freeswitch": _posted("freeswitch", "Report a channel as FreeSWITCH's mod_json_cdr posts it", channel),
        "/kamailio": _posted("kamailio", "Report dialogs of Kamailio", {_JSON: {"schema": rows}}, zone),
        "/registrations": _registrations(),
        "/media/{call_id}/{part}": _sound("media", "Attach a recording to a call"),
        "/voicemail/{call_id}/{part}": _sound("voicemail", "Attach a voice message to a call"),
        "/fax/{fax_id}": _fax(),
    }


def _posted(name: str, doc: str, content: Schema, *params: Schema) -> Schema:
    return {
        "post": {
            "operationId": f"ingest.{name}",
            "summary": doc,
            "parameters": list(params),
            "requestBody": {"required": True, "content": content},
            "responses": {
                "200": _answer(doc, {"calls": {"type": "array", "items": {"$ref": "#/components/schemas/Recorded"}}}),
                **_refusals(_OF_CALLS),
            },
        }
    }


def _registrations() -> Schema:
    doc = "Report when phones registered, and when their registrations ended"
    posted = _posted("registrations", doc, _some("RegistrationReport"))
    new: Schema = {"type": "integer", "minimum": 0, "description": "How many were not known before"}
    posted["post"]["responses"] = {"200": _answer(doc, {"registrations": new}), **_refusals(_OF_BODY)}
    return posted


def _sound(name: str, doc: str) -> Schema:
    params = [
        _in_path("call_id", {"type": "string", "maxLength": 128}, "The engine's id of the call"),
        _in_path("part", {"type": "integer", "minimum": 0, "maximum": 999_999_999}, "Which of its sounds"),
        _param("leg_id", "The engine's id of the leg; else that of the last talk"),
        _CUSTOMER,
    ]
    content = {kind: {"schema": _FILE} for kind in ("audio/wav", "audio/mpeg", "audio/ogg", "application/octet-stream")}
    names: Schema = {"call_id": {"type": "string"}, "part": {"type": "integer"}}
    return _put(name, doc, params, content, names)


def _fax() -> Schema:
    params = [
        _in_path("fax_id", {"type": "string", "maxLength": 128}, "The engine's id of the fax"),
        _param("caller", "Who sent it"),
        _param("destination", "The number that it was sent to", required=True),
        _param("received", "When: ISO 8601, or seconds since 1970; now unless given"),
        _CUSTOMER,
    ]
    content = {kind: {"schema": _FILE} for kind in ("image/tiff", "application/pdf", "application/octet-stream")}
    return _put("fax", "Keep a received fax", params, content, {"fax_id": {"type": "string"}})


def _put(name: str, doc: str, params: list[Schema], content: Schema, names: Schema) -> Schema:
    kept: Schema = {"uuid": {"type": "string"}, "status": {"enum": ["created", "unchanged"]}}
    return {
        "put": {
            "operationId": f"ingest.{name}",
            "summary": doc,
            "description": f"At most {LIMIT} bytes unless the operator set another limit. The type that is sent "
            "does not matter: the content tells.",
            "parameters": params,
            "requestBody": {"required": True, "content": content},
            "responses": {"200": _answer(doc, {**names, **kept}), **_refusals(_OF_FILES)},
        }
    }


def _some(name: str) -> Schema:
    one = {"$ref": f"#/components/schemas/{name}"}
    return {_JSON: {"schema": {"anyOf": [one, {"type": "array", "maxItems": MOST, "items": one}]}}}


def _param(name: str, doc: str, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "description": doc, "schema": {"type": "string"}}


def _in_path(name: str, schema: Schema, doc: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "description": doc, "schema": schema}


_CUSTOMER: Final = _param("customer", "Id or prefix of the customer; a key of the operator needs it")
_FILE: Final[Schema] = {"type": "string", "contentMediaType": "application/octet-stream"}


def _answer(doc: str, members: Schema) -> Schema:
    schema = {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}
    return {"description": doc, "content": {_JSON: {"schema": schema}}}


def _refusals(codes: tuple[str, ...]) -> Schema:
    return {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}


def _refusal(doc: str) -> Schema:
    return {"description": doc, "content": {_JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}


def _schemas() -> Schema:
    _, schemas = msgspec.json.schema_components(
        [CallReport, RegistrationReport, Recorded], ref_template="#/components/schemas/{name}"
    )
    return {**schemas, "Error": _ERROR}


_TEXT: Final[Schema] = {"type": "string"}
_ERROR: Final[Schema] = {
    "type": "object",
    "required": ["error", "message"],
    "additionalProperties": False,
    "properties": {
        "error": {"type": "string", "description": "What is wrong, for programs"},
        "message": {"type": "string", "description": "The same for people"},
        "index": {"type": "integer", "minimum": 0, "description": "Which element, or line, of the body"},
        "call_id": _TEXT,
        "leg_id": _TEXT,
        "field": {"type": "string", "description": "Which field"},
        "value": {"description": "What stood there"},
        "fields": {"type": "array", "items": _TEXT, "description": "What differs from what was reported before"},
        "reason": {"type": "string", "description": "Why a file is refused"},
        "limit": {"type": "integer", "description": "The largest size in bytes"},
    },
}
