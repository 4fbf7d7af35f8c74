"""The server's own OpenAPI document, taken apart; judges real answers by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import httpx
from jsonschema import Draft202012Validator

from centrex.dialects.ringme import openapi
from centrex.dialects.ringme.routes import BASE

Schema = dict[str, Any]

DOCUMENT: Final[Schema] = json.loads(openapi.document())
SCHEMAS: Final[Schema] = DOCUMENT["components"]["schemas"]
OPERATIONS: Final[Mapping[str, Schema]] = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
"""By method and path, as in ``GET /client/{client_id}/extension/``."""

META_SCHEMA: Final = Path(__file__).parent.parent / "openapi_meta_schema.json"
JSON: Final = "application/json"


def assert_described(answer: httpx.Response) -> None:
    """The answer's status, headers and body are those that the document names for the request."""
    method, path = answer.request.method, answer.request.url.path.removeprefix(BASE.rstrip("/"))
    response = _response(operation_at(method, path), str(answer.status_code))
    assert response is not None, f"{method} {path}: {answer.status_code} is not described"
    for name, header in response.get("headers", {}).items():
        if name in answer.headers:
            assert not list(validator(header["schema"]).iter_errors(_read(answer.headers[name]))), name
    if "content" not in response:
        assert answer.content == b"", f"{method} {path}: a body that is not described"
        return
    if JSON not in response["content"]:
        assert answer.headers["content-type"] in response["content"], f"{method} {path}"
        return
    assert answer.headers["content-type"] == JSON
    schema = response["content"][JSON]["schema"]
    found = [error.message for error in validator(schema).iter_errors(answer.json())]
    assert not found, f"{method} {path}: {found} in {answer.text}"


def operation_at(method: str, path: str) -> Schema | None:
    """The operation that is described for a request; a fixed segment fits before a name in braces."""
    fitting = [name for name in OPERATIONS if name.startswith(f"{method} ") and _fits(name.partition(" ")[2], path)]
    return OPERATIONS[min(fitting, key=lambda name: name.count("{"))] if fitting else None


def _fits(template: str, path: str) -> bool:
    named, asked = template.strip("/").split("/"), path.strip("/").split("/")
    same = len(named) == len(asked)
    return same and all(one.startswith("{") or one == other for one, other in zip(named, asked, strict=True))


def _response(operation: Schema | None, status: str) -> Schema | None:
    """What is described for the status; an error for a request that is not described is like any other."""
    if operation is None:
        unknown: Schema = {"content": {JSON: {"schema": SCHEMAS["error"]}}}
        return unknown if status in {"404", "405"} else None
    response: Schema | None = operation["responses"].get(status)
    if response is not None and "$ref" in response:
        named: Schema = DOCUMENT["components"]["responses"][response["$ref"].rpartition("/")[2]]
        return named
    return response


def _read(header: str) -> int | str:
    return int(header) if header.isdecimal() else header


def validator(schema: Schema) -> Draft202012Validator:
    """Judges values by a schema of the document."""
    return _validator(json.dumps(schema))


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({"allOf": [json.loads(schema)], "components": DOCUMENT["components"]})


def everything(value: object) -> Iterator[Schema]:
    """Every object inside of a JSON value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from everything(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from everything(inner)
