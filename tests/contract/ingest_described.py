"""The answers of the ways in, held against their description."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from centrex.ingest import openapi

DOCUMENT: Final[dict[str, Any]] = json.loads(openapi.document())
_URI: Final = "urn:ingest"
_REGISTRY: Final[Registry[Any]] = Registry().with_resource(_URI, DRAFT202012.create_resource(DOCUMENT))


def validator(pointer: str) -> Draft202012Validator:
    """Of the schema at a JSON pointer of the document."""
    return Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_REGISTRY)


_ERROR: Final = validator("/components/schemas/Error")


def assert_described(answer: httpx.Response) -> None:
    """The path tells the operation; the status and the body are among its answers."""
    assert answer.headers["content-type"] == "application/json"
    described = _operation(answer.request)
    if answer.status_code >= 400:
        assert [error.message for error in _ERROR.iter_errors(answer.json())] == []
    if described is None:
        assert answer.status_code in {404, 405}
        return
    responses = described["responses"]
    assert str(answer.status_code) in responses, answer.text
    if answer.status_code == 200:
        schema = responses["200"]["content"]["application/json"]["schema"]
        inlined = json.loads(json.dumps(schema).replace("#/components", f"{_URI}#/components"))
        resolved = Draft202012Validator(inlined, registry=_REGISTRY)
        assert [error.message for error in resolved.iter_errors(answer.json())] == []


def _operation(request: httpx.Request) -> dict[str, Any] | None:
    below = request.url.path.removeprefix(openapi.BASE.rstrip("/"))
    for path, methods in DOCUMENT["paths"].items():
        pattern = re.sub(r"\\\{part\\\}", "[0-9]{1,9}", re.escape(path))
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", pattern), below):
            found: dict[str, Any] | None = methods.get(request.method.lower())
            return found
    return None
