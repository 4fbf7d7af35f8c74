"""The OpenAPI document of the ways in: valid, complete, and answered to everybody."""

from __future__ import annotations

import json
from collections import Counter

import httpx
from jsonschema import Draft202012Validator

from centrex.ingest import openapi
from centrex.ingest.service import OPERATIONS
from centrex.ingest.wire import MESSAGES
from tests.contract.ingest_described import DOCUMENT
from tests.contract.ringme import described
from tests.pbx import Pbx, leg, report

META = Draft202012Validator(json.loads(described.META_SCHEMA.read_bytes()))


def test_the_document_is_valid_by_the_official_meta_schema() -> None:
    assert [error.message for error in META.iter_errors(DOCUMENT)] == []


def test_every_schema_is_a_json_schema_and_every_reference_leads_somewhere() -> None:
    for found in described.everything(DOCUMENT):
        if isinstance(found.get("schema"), dict):
            Draft202012Validator.check_schema(found["schema"])
        if "$ref" in found:
            _, kind, name = found["$ref"].removeprefix("#/").split("/")
            assert name in DOCUMENT["components"][kind]
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_way_in_is_described_once() -> None:
    operations = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert Counter(operation["operationId"] for operation in operations) == Counter(OPERATIONS)


def test_every_status_of_an_error_is_described() -> None:
    assert {str(status) for status, _ in MESSAGES.values()} <= DOCUMENT["components"]["responses"].keys()


def test_a_call_is_described_as_it_is_taken() -> None:
    schemas = DOCUMENT["components"]
    grammar = Draft202012Validator({"$ref": "#/components/schemas/CallReport", "components": schemas})
    assert grammar.is_valid(report("c1", leg("1"), leg("2", answered=None), customer="000"))
    for wrong in (report(""), {**report("c1"), "legs": []}, report("c1", leg("1", outcome="gone")), report("c1", x=1)):
        assert not grammar.is_valid(wrong)


async def test_it_is_answered_without_a_key(pbx: Pbx) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=pbx.application), base_url="http://pbx.test"
    ) as client:
        answer = await client.get(openapi.PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.content == openapi.document()
