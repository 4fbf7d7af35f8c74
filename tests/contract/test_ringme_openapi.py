"""The OpenAPI document: valid, complete, honest about what is ours, and with links that lead somewhere."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from centrex.dialects.ringme import openapi
from centrex.dialects.ringme.openapi_params import path_of
from centrex.dialects.ringme.plain import PLAIN
from centrex.resources import REST_OPERATIONS
from tests.contract.ringme import described
from tests.contract.ringme.described import DOCUMENT, JSON, OPERATIONS, SCHEMAS
from tests.served import Served

META = Draft202012Validator(json.loads(described.META_SCHEMA.read_bytes()))
REALMS = ("client/{client_id}", "extension_group/{ext_group_id}", "extension/{extension_id}")
OUR_REQUESTS = {"GET /client/{client_id}/limit/", "GET /extension/{extension_id}/fax/incoming/"}


def test_the_document_is_valid_by_the_official_meta_schema() -> None:
    assert [error.message for error in META.iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize("broken", [{"openapi": "2.0"}, {"info": {}}, {"paths": {"x": {}}}, {"unknown": 1}])
def test_the_meta_schema_refuses_a_wrong_document(broken: dict[str, Any]) -> None:
    assert not META.is_valid({**DOCUMENT, **broken})


def test_the_document_is_made_once() -> None:
    assert openapi.document() is openapi.document()


def test_every_schema_is_a_json_schema() -> None:
    for found in described.everything(DOCUMENT["paths"]):
        if isinstance(found.get("schema"), dict):
            Draft202012Validator.check_schema(found["schema"])
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for found in described.everything(DOCUMENT):
        if "$ref" in found:
            _, kind, name = found["$ref"].removeprefix("#/").split("/")
            assert name in DOCUMENT["components"][kind]


def test_every_request_is_described_once() -> None:
    wanted = {f"{operation.method} {path_of(operation)}" for operation in REST_OPERATIONS}
    wanted |= {f"GET /{path}/" for path in PLAIN} | {"GET /client/client_info/{client_id}/"}
    assert wanted == OPERATIONS.keys()
    names = Counter(operation["operationId"] for operation in OPERATIONS.values())
    assert set(names.values()) == {1}


def test_every_name_in_a_path_is_a_parameter_and_the_other_way_round() -> None:
    for name, operation in OPERATIONS.items():
        in_path = [param["name"] for param in operation.get("parameters", ()) if param["in"] == "path"]
        assert [part[1:-1] for part in name.split("/") if part.startswith("{")] == in_path


def test_ours_is_marked_and_nothing_else_is() -> None:
    assert {name for name, operation in OPERATIONS.items() if operation.get("x-ours")} == OUR_REQUESTS
    params = {
        (name, param["name"])
        for name, operation in OPERATIONS.items()
        for param in operation.get("parameters", ())
        if param.get("x-ours")
    }
    of_parts = {(f"GET /{realm}/cdr/", name) for realm in REALMS for name in ("flow", "extension_id")}
    assert params == {("GET /client/{client_id}/extension_group/", "name"), *of_parts}
    marked = sum(found.get("x-ours") is True for found in described.everything(DOCUMENT))
    fields = {(name, field) for name, schema in SCHEMAS.items() for field in _ours(schema)}
    assert fields == {("record", "storage_url")}
    assert marked == len(OUR_REQUESTS) + len(params) + len(fields)


def _ours(schema: described.Schema) -> list[str]:
    return [name for name, field in schema.get("properties", {}).items() if field.get("x-ours")]


def test_a_request_needs_a_token_by_either_scheme() -> None:
    assert DOCUMENT["security"] == [{"oauth2": ["all"]}, {"bearer": []}]
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert set(schemes["oauth2"]["flows"]) == {"clientCredentials", "password", "authorizationCode"}
    assert schemes["bearer"] == {"type": "http", "scheme": "bearer"}
    assert all("security" not in operation for operation in OPERATIONS.values())


def test_a_link_leads_to_a_request_and_fills_names_of_its_path() -> None:
    by_id = {operation["operationId"]: operation for operation in OPERATIONS.values()}
    links = {
        (operation["operationId"], name): link
        for operation in OPERATIONS.values()
        for response in operation["responses"].values()
        for name, link in response.get("links", {}).items()
    }
    for link in links.values():
        target = by_id[link["operationId"]]
        assert set(link["parameters"]) == {param["name"] for param in target["parameters"] if param["in"] == "path"}
    assert links["add.client.extension_group", "list.extension_group.extension"]["parameters"] == {
        "ext_group_id": "$response.body#/id"
    }
    assert links["add.extension.event", "remove.extension.event"]["parameters"] == {
        "extension_id": "$request.path.extension_id",
        "event_id": "$response.body#/id",
    }
    assert ("list.client.did", "one.client.did") in links


def test_the_password_of_a_phone_is_shown_by_the_answer_to_its_change_alone() -> None:
    def shown(name: str) -> dict[str, Any]:
        schema: dict[str, Any] = OPERATIONS[name]["responses"]["200"]["content"][JSON]["schema"]
        return SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema

    changed = shown("PUT /extension/{extension_id}/phone/")
    assert "password" in changed["properties"]
    assert "password" not in changed["required"]
    assert "password" not in shown("GET /extension/{extension_id}/phone/")["properties"]


@pytest.mark.parametrize(
    ("member", "taken", "refused"),
    [
        ("name", ["300", 300, "000*300", "*30"], ["3", 3, 30000, "3000*", "30x", None, True]),
        ("type", ["fax", None], ["Fax", 5]),
        ("ani_rfc3325", [True, "true", "FALSE", None], [1, "yes", "1"]),
        ("dial_rule_limit", [0, "0", "12", 2**31 - 1, None], [-1, "-1", 2**31, "12x", 1.5]),
        ("extension_group_id", [14, "14", None], [1.5, "x", 2**63]),
        ("label", ["x", "", 5, -5, None], ["\0", [], {}, "x" * 256]),
    ],
)
def test_a_body_is_described_as_loosely_as_it_is_taken(member: str, taken: list[Any], refused: list[Any]) -> None:
    body = OPERATIONS["POST /client/{client_id}/extension/"]["requestBody"]
    grammar = described.validator(body["content"][JSON]["schema"])
    assert body["required"]
    for value in taken:
        assert grammar.is_valid({"name": "300", member: value}), value
    for value in refused:
        assert not grammar.is_valid({"name": "300", member: value}), value


@pytest.mark.parametrize(
    ("date", "real"),
    [
        ("2024-02-29 00:00:00", True),
        ("2023-02-29 00:00:00", False),
        ("1900-02-29 00:00:00", False),
        ("2000-02-29 23:59:59", True),
        ("2024-04-31 00:00:00", False),
        ("2024-12-31 24:00:00", False),
        ("0000-01-01 00:00:00", False),
        ("0004-02-29 00:00:00", True),
    ],
)
def test_a_date_is_described_as_the_calendar_has_it(date: str, real: bool) -> None:
    operation = OPERATIONS["GET /client/{client_id}/reg_status_log/"]
    (schema,) = [param["schema"] for param in operation["parameters"] if param["name"] == "start_datetime"]
    assert described.validator(schema).is_valid(date) == real


async def test_it_is_answered_without_a_token(served: Served) -> None:
    transport = httpx.ASGITransport(app=served.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://centrex.test") as client:
        answer = await client.get(openapi.PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
    assert answer.content == openapi.document()
