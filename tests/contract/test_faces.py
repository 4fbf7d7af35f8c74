"""Every provided method against the vendor's table of it, and every error against the vendor's lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from centrex import errors
from centrex.access.components import TITLES
from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from centrex.dialects.dataapi.errors import BATCH, INVALID_REQUEST, NOTIFICATION, OURS, PARSE_ERROR, TABLE
from centrex.dialects.dataapi.methods import METHODS
from centrex.dialects.ringme.errors import TABLE as RINGME
from centrex.errors import CentrexError
from centrex.ingest.wire import MESSAGES as INGEST
from tests.contract.faces import MNEMONICS, Difference, differences, marked_as_ours
from tests.contract.tables import ErrorText, Method, load_errors, load_methods

VENDORS = load_methods()

LIMITS = [
    f"{period}{notify}_limit"
    for period in ("monthly_base", "monthly_calls", "daily_calls")
    for notify in ("", "_notify")
]
DIFFERENCES = {
    ("create.virtual_number_groups", "", "method"): "ours: the vendor makes groups in the client area alone",
    ("update.virtual_number_groups", "", "method"): "ours: see create",
    ("delete.virtual_number_groups", "", "method"): "ours: see create",
    ("get.virtual_number_groups", "", "permission"): "the vendor names none: the right to read virtual numbers",
    ("get.group_employees", "fields.phone_number", "extra"): "a client in wide use asks for it",
    ("get.calls_report", "fields.utm_referrer", "extra"): "a client in wide use asks for it",
    ("get.virtual_numbers", "fields.site_blocks", "extra"): "a client in wide use asks for them here",
    ("get.calls_report", "fields.finish_reason", "enum"): "empty as long as a call goes on: clients take no null there",
    ("get.customers", "fields.creation_date_time", "sortable"): "filterable on one site, sortable on the other: both",
    ("get.available_virtual_numbers", "fields.category", "enum"): "platinum too, as a connected number may be",
    ("enable.virtual_numbers", "params.number_capacity_component", "type"): "a string that is one of two is an enum",
    **{
        (f"{verb}.customers", f"params.{limit}", "min"): "the vendor names none: a limit below 0 would mean nothing"
        for verb in ("create", "update")
        for limit in LIMITS
    },
    **{
        (f"{verb}.virtual_numbers", "errors.data_limit_exceeded", "extra"): "too long a list is told as everywhere"
        for verb in ("enable", "disable")
    },
    ("enable.virtual_numbers", "errors.tariff_restrictions", "text"): "the common list's text: one text an error",
    ("disable.virtual_numbers", "errors.dependency_error", "text"): "the common list's text: one text an error",
    ("login.user", "errors.too_many_attempts", "extra"): "ours: failed sign-ins cost no points, so they are throttled",
}
"""Every deliberate difference, with its reason."""


def _found() -> Iterator[Difference]:
    for operation in METHODS.values():
        yield from differences(operation, VENDORS.get(operation.name))


def test_every_difference_from_the_vendor_is_listed_and_every_listed_one_exists() -> None:
    assert sorted(_found()) == sorted(DIFFERENCES)


EMPLOYEES = VENDORS["get.employees"]
CREATED = VENDORS["create.employees"]


def _with_param(name: str, method: Method = EMPLOYEES, **changes: Any) -> Method:
    params = {**method.params, name: replace(method.params[name], **changes)}
    return replace(method, params=params)


def _with_member(name: str, member: str, **changes: Any) -> Method:
    fields = CREATED.params[name].fields
    return _with_param(name, CREATED, fields={**fields, member: replace(fields[member], **changes)})


def _with_field(name: str, **changes: Any) -> Method:
    return replace(EMPLOYEES, fields={**EMPLOYEES.fields, name: replace(EMPLOYEES.fields[name], **changes)})


@pytest.mark.parametrize(
    ("other", "noticed"),
    [
        (replace(EMPLOYEES, access=("agent",)), [("", "access")]),
        (replace(EMPLOYEES, permission="employees:insert"), [("", "permission")]),
        (replace(EMPLOYEES, components=("Coach",)), [("", "components")]),
        (replace(EMPLOYEES, shape="object"), [("", "shape")]),
        (replace(EMPLOYEES, metadata=("limits",)), [("", "metadata")]),
        (_with_param("user_id", required=True), [("params.user_id", "required")]),
        (_with_param("limit", type="string"), [("params.limit", "type")]),
        (_with_param("offset", max=5), [("params.offset", "max")]),
        (_with_field("status", enum=("on", "off")), [("fields.status", "enum")]),
        (
            _with_field("email", filterable=False, sortable=True, default_output=False),
            [("fields.email", aspect) for aspect in ("filterable", "sortable", "default")],
        ),
        (_with_field("call_recording", type="string"), [("fields.call_recording", "type")]),
        (
            _with_field("groups", fields={}),
            [("fields.groups.group_id", "extra"), ("fields.groups.group_name", "extra")],
        ),
        (replace(EMPLOYEES, fields={**EMPLOYEES.fields, "age": EMPLOYEES.fields["id"]}), [("fields.age", "missing")]),
    ],
)
def test_another_table_would_be_noticed(other: Method, noticed: list[tuple[str, str]]) -> None:
    assert [(path, aspect) for _, path, aspect in differences(METHODS["get.employees"], other)] == noticed


@pytest.mark.parametrize(
    ("other", "noticed"),
    [
        (_with_param("coach", CREATED, component_required="va"), [("params.coach", "component")]),
        (_with_param("coach", CREATED, type="array"), [("params.coach", "type")]),
        (_with_param("email", CREATED, component_required="va"), [("params.email", "component")]),
        (_with_param("email", CREATED, max_length=64), [("params.email", "max_length")]),
        (_with_param("groups", CREATED, items="string"), [("params.groups", "items")]),
        (_with_param("phone_numbers", CREATED, max_items=9), [("params.phone_numbers", "max_items")]),
        (_with_param("call_recording", CREATED, default="off"), [("params.call_recording", "default")]),
        (_with_member("phone_numbers", "dial_time", min=0), [("params.phone_numbers.dial_time", "min")]),
        (_with_member("phone_numbers", "status", required=True), [("params.phone_numbers.status", "required")]),
        (_with_member("phone_numbers", "status", enum=("on",)), [("params.phone_numbers.status", "enum")]),
        (
            _with_member("operator", "operator_password", min_length=9),
            [("params.operator.operator_password", "min_length")],
        ),
        (replace(CREATED, fields={}), [("fields.id", "extra")]),
        (replace(CREATED, fields={"id": replace(CREATED.fields["id"], type="string")}), [("fields.id", "type")]),
        (replace(CREATED, errors=(ErrorText(-1, "error", "x"),)), [("errors.error", "missing")]),
        (
            replace(CREATED, errors=(ErrorText(-1, "duplicate_entity", "x"),)),
            [("errors.duplicate_entity", "code"), ("errors.duplicate_entity", "text")],
        ),
        (
            replace(CREATED, error_lists=("all", "delete")),
            [(f"errors.{name}", "extra") for name in ("already_in_use", "data_limit_exceeded", "duplicate_entity")],
        ),
    ],
)
def test_another_table_of_a_change_would_be_noticed(other: Method, noticed: list[tuple[str, str]]) -> None:
    assert [(path, aspect) for _, path, aspect in differences(METHODS["create.employees"], other)] == noticed


def test_what_the_catalogue_marks_as_ours_is_listed_and_all_that_is_added_is_marked() -> None:
    marked = {ours for operation in METHODS.values() for ours in marked_as_ours(operation)}
    added = {found for found in DIFFERENCES if found[2] == "method" or (found[2] == "extra" and "fields." in found[1])}
    assert marked == added


def test_a_provided_method_is_compared_or_ours() -> None:
    assert {name for name in METHODS if name not in VENDORS} == {
        name for name, operation in METHODS.items() if operation.ours
    }


def test_every_component_of_the_vendors_tables_is_known_by_title_or_mnemonic() -> None:
    named = {component for method in VENDORS.values() for component in method.components}
    assert {MNEMONICS.get(component, component) for component in named} <= TITLES.keys()


VENDOR_ERRORS = {
    (error.mnemonic, error.code, error.text)
    for listed in (
        *(errors for name, errors in load_errors().items() if name != "call_api_all"),
        *(method.errors for method in VENDORS.values()),
    )
    for error in listed
}
OUR_ERRORS = {
    **{mnemonic: (code, text) for code, text, mnemonic in (PARSE_ERROR, INVALID_REQUEST, BATCH, NOTIFICATION)},
    **{error.mnemonic: told for error, told in TABLE.items() if error not in OURS},
}


@pytest.mark.parametrize("mnemonic", OUR_ERRORS)
def test_an_error_has_the_vendors_code_and_text(mnemonic: str) -> None:
    assert (mnemonic, *OUR_ERRORS[mnemonic]) in VENDOR_ERRORS


def test_only_the_throttle_of_sign_ins_is_an_error_of_ours() -> None:
    known = {mnemonic for mnemonic, _, _ in VENDOR_ERRORS}
    assert {error.mnemonic for error in TABLE if error.mnemonic not in known} == {"too_many_attempts"}
    assert {error.mnemonic for error in OURS} == {"too_many_attempts"}


def test_every_error_of_the_core_can_be_told() -> None:
    """Each by the dialect that can end with it; some by several."""
    by_part = {errors.PartNotFound, errors.EntityNotFound}
    assert set(_ends(CentrexError)) == {*TABLE, *RINGME, *INGEST, *by_part}


def _ends(kind: type[CentrexError]) -> Iterator[type[CentrexError]]:
    if kind.__module__ == errors.__name__ and ("mnemonic" in vars(kind) or not kind.__subclasses__()):
        yield kind
    for below in kind.__subclasses__():
        yield from _ends(below)


def test_the_share_of_the_vendors_methods_that_are_provided(capsys: pytest.CaptureFixture[str]) -> None:
    provided = VENDORS.keys() & METHODS.keys()
    with capsys.disabled():
        for count, of in ((len(provided), len(VENDORS)), (len(provided), len(DOCUMENTED_METHODS))):
            print(f"\nData API methods provided: {count} of {of} = {100 * count / of:.1f} %", end="")
    assert provided
