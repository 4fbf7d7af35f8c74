"""The OpenRPC document: valid, complete, and honest about what is ours."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from jsonschema import Draft7Validator

from centrex.dialects.dataapi import openrpc
from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.methods import METHODS as PROVIDED
from tests.contract import described
from tests.contract.described import DOCUMENT, METHODS, SCHEMAS
from tests.served import Served

OUR_METHODS = {
    "create.virtual_number_groups",
    "update.virtual_number_groups",
    "delete.virtual_number_groups",
    "rpc.discover",
}


def test_the_document_is_valid_by_the_official_meta_schema() -> None:
    assert [error.message for error in described.meta_validator().iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize("broken", [{"methods": [{"name": "x"}]}, {"openrpc": "9"}, {"unknown": 1}])
def test_the_meta_schema_refuses_a_wrong_document(broken: dict[str, Any]) -> None:
    assert not described.meta_validator().is_valid({**DOCUMENT, **broken})


def test_the_document_is_made_once() -> None:
    assert openrpc.document() is openrpc.document()


def test_every_component_is_a_json_schema() -> None:
    for schema in SCHEMAS.values():
        Draft7Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    for found in described.everything(DOCUMENT):
        if "$ref" in found:
            _, kind, name = found["$ref"].removeprefix("#/").split("/")
            assert name in DOCUMENT["components"][kind]


def test_every_provided_method_is_described_once_and_every_other_documented_one_named() -> None:
    names = [method["name"] for method in DOCUMENT["methods"]]
    assert sorted(names) == sorted({*PROVIDED, "rpc.discover"})
    not_provided = set(DOCUMENT["x-not-provided"])
    assert not_provided.isdisjoint(names)
    assert not_provided | set(names) == DOCUMENTED_METHODS | OUR_METHODS


def test_our_methods_fields_and_error_are_marked_and_nothing_else_is() -> None:
    assert {name for name, method in METHODS.items() if method.get("x-ours")} == OUR_METHODS
    fields = {
        (schema, name)
        for schema, described_as in SCHEMAS.items()
        for name, field in described_as.get("properties", {}).items()
        if field.get("x-ours")
    }
    assert fields == {
        ("get.group_employees", "phone_number"),
        ("get.virtual_numbers", "site_blocks"),
        ("get.calls_report", "utm_referrer"),
    }
    errors = DOCUMENT["components"]["errors"]
    assert {name for name, error in errors.items() if error["data"].get("x-ours")} == {"too_many_attempts"}
    needed = [{"x-component": "data_api"}, {"x-right": "data_api:select", "x-ours": True}]
    assert DOCUMENT["x-needed-by-every-method"] == needed


def test_a_method_tells_who_may_call_it_with_what() -> None:
    told = {
        name: (method["x-access"], method["x-right"], method["x-component"])
        for name, method in METHODS.items()
        if name != "rpc.discover"
    }
    assert told["get.customers"] == (["agent"], "client_selected:select", [])
    assert told["getobj.account"] == (["agent", "customer"], None, ["data_api_config"])
    assert told["delete.virtual_number_groups"] == (["agent", "customer"], "number_management:delete", [])


def test_every_parameter_is_passed_by_its_name() -> None:
    assert {method["paramStructure"] for method in METHODS.values()} == {"by-name"}


def test_a_paged_method_tells_which_fields_may_be_filtered_sorted_and_asked_for() -> None:
    params = described.params_of("get.group_employees")
    assert params["sort"]["x-sortable"] == ["name", "group_phone_number"]
    assert params["filter"]["x-filterable"] == [
        "id",
        "name",
        "phone_numbers",
        "queue_enabled",
        "channels_count",
        "group_phone_number",
    ]
    fields = SCHEMAS["get.group_employees"]["properties"]
    assert (fields["members"]["x-filterable"], fields["members"]["x-sortable"]) == (False, False)
    assert [name for name, field in fields.items() if not field["x-default"]] == ["phone_number"]


def test_the_filter_grammar_names_the_operators_of_every_type() -> None:
    operators = SCHEMAS["filter_test"]["x-operators"]
    assert operators["boolean"] == ["!=", "=", "is_not_null", "is_null"]
    assert operators["enum"] == ["!=", "=", "in", "is_not_null", "is_null", "not_in"]
    assert operators["array of strings"] == ["!=", "=", "is_not_null", "is_null", "jsquery", "not_overlap", "overlap"]
    assert set(SCHEMAS["filter_test"]["properties"]["operator"]["enum"]) == set().union(*operators.values())


def test_only_what_an_outer_join_or_a_column_can_leave_empty_may_be_null() -> None:
    def can_be_null(schema: str, field: str) -> bool:
        return "null" in SCHEMAS[schema]["properties"][field]["type"]

    assert can_be_null("get.customers", "tariff_plan_name")
    assert can_be_null("get.employees", "patronymic")
    assert not can_be_null("get.employees", "full_name")
    assert not can_be_null("getobj.account", "app_name")
    assert not can_be_null("getobj.account", "is_agent")
    assert not can_be_null("getobj.account", "is_bi_available")
    assert SCHEMAS["getobj.account"]["properties"]["agent_type"]["enum"] == ["agent", "franchisor", None]


@pytest.mark.parametrize(
    ("method", "possible"),
    [
        ("get.employees", {"filter_prohibited", "sort_prohibited", "invalid_parameters_combination"}),
        ("get.account", {"access_token_expired", "unexpected_parameters"}),
        ("create.virtual_number_groups", {"duplicate_entity", "entity_not_found", "data_limit_exceeded"}),
        ("delete.virtual_number_groups", {"entity_not_found", "invalid_parameter_value"}),
        ("login.user", {"auth_error", "too_many_attempts"}),
        ("get.employee_stat", {"date_interval_limit_reached", "method_component_disabled"}),
        ("update.customer_status", {"invalid_state", "entity_not_found"}),
        ("enable.virtual_numbers", {"tariff_restrictions", "virtual_phone_number_not_found"}),
        ("create.employees", {"already_in_use", "duplicate_entity", "parameter_component_disabled"}),
    ],
)
def test_a_method_names_the_errors_that_it_can_end_with(method: str, possible: set[str]) -> None:
    assert possible <= _errors_of(method)


@pytest.mark.parametrize(
    ("method", "impossible"),
    [
        ("get.employees", {"duplicate_entity", "auth_error", "method_not_found"}),
        ("get.account", {"filter_prohibited", "sort_prohibited"}),
        ("delete.virtual_number_groups", {"duplicate_entity", "data_limit_exceeded"}),
        ("login.user", {"access_token_invalid"}),
        ("get.employees", {"date_interval_limit_reached"}),
        ("update.customer_status", {"duplicate_entity", "already_in_use"}),
        ("delete.employee_positions", {"duplicate_entity", "virtual_phone_number_not_found"}),
    ],
)
def test_a_method_names_no_error_that_it_cannot_end_with(method: str, impossible: set[str]) -> None:
    assert impossible.isdisjoint(_errors_of(method))


def _errors_of(method: str) -> set[str]:
    return set(described.errors_of(method))


def test_an_error_that_two_kinds_share_is_described_as_methods_tell_it() -> None:
    assert DOCUMENT["components"]["errors"]["forbidden"]["code"] == -32003


def test_open_enums_are_strings_and_what_cannot_be_sorted_has_no_sort() -> None:
    assert "enum" not in SCHEMAS["get.country_phone_prefixes"]["properties"]["prefix"]
    sort = described.validator(described.params_of("get.tariff_plans")["sort"]["schema"])
    assert [sort.is_valid(value) for value in (None, [], [{"field": "name"}])] == [True, True, False]


def test_a_parameter_tells_its_bounds_its_default_and_what_opens_it() -> None:
    channels = described.params_of("create.group_employees")["channels_count"]["schema"]
    told = {key: channels[key] for key in ("minimum", "maximum", "default", "x-component")}
    assert told == {"minimum": 1, "maximum": 199, "default": 1, "x-component": ["va"]}
    assert METHODS["enable.virtual_numbers"]["x-exactly-one-of"] == ["virtual_phone_number", "number_capacity_ids"]


async def test_it_is_answered_without_a_token_by_both_roads(served: Served) -> None:
    for params in ("", ',"params":{}', ',"params":null', ',"params":[]'):
        answer = await served.post(b'{"jsonrpc":"2.0","id":7,"method":"rpc.discover"%s}' % params.encode())
        assert answer.json == {"jsonrpc": "2.0", "id": 7, "result": DOCUMENT}
    got = await _get(served, "/v2.0/openrpc.json")
    assert (got.status_code, got.headers["content-type"]) == (200, "application/json")
    assert got.content == openrpc.document()


async def test_it_is_answered_to_an_address_that_no_account_allows(served: Served) -> None:
    answer = await served.post(b'{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}', "203.0.113.9")
    assert answer.json["result"]["openrpc"] == "1.3.2"


async def test_it_costs_no_points(served: Served) -> None:
    key = served.world.a.user.key
    first = (await served.call("get.account", key)).json["result"]["metadata"]["limits"]
    await served.call("rpc.discover", key)
    second = (await served.call("get.account", key)).json["result"]["metadata"]["limits"]
    assert first["minute_remaining"] - second["minute_remaining"] == 1


async def _get(served: Served, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=served.application)
    async with httpx.AsyncClient(transport=transport, base_url="http://centrex.test") as client:
        return await client.get(path)
