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
from centrex.errors import CentrexError
from tests.contract.faces import MNEMONICS, Difference, differences, marked_as_ours
from tests.contract.tables import Method, load_errors, load_methods

VENDORS = load_methods()

DIFFERENCES = {
    ("create.virtual_number_groups", "", "method"): "ours: the vendor makes groups in the client area alone",
    ("update.virtual_number_groups", "", "method"): "ours: see create",
    ("delete.virtual_number_groups", "", "method"): "ours: see create",
    ("get.virtual_number_groups", "", "permission"): "the vendor names none: the right to read virtual numbers",
    ("get.group_employees", "fields.phone_number", "extra"): "a client in wide use asks for it",
    ("get.virtual_numbers", "fields.site_blocks", "extra"): "a client in wide use asks for them here",
    ("get.customers", "fields.creation_date_time", "sortable"): "filterable on one site, sortable on the other: both",
}
"""Every deliberate difference, with its reason."""


def _found() -> Iterator[Difference]:
    for operation in METHODS.values():
        yield from differences(operation, VENDORS.get(operation.name))


def test_every_difference_from_the_vendor_is_listed_and_every_listed_one_exists() -> None:
    assert sorted(_found()) == sorted(DIFFERENCES)


EMPLOYEES = VENDORS["get.employees"]


def _with_param(name: str, **changes: Any) -> Method:
    params = {**EMPLOYEES.params, name: replace(EMPLOYEES.params[name], **changes)}
    return replace(EMPLOYEES, params=params)


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


def test_what_the_catalogue_marks_as_ours_is_listed_and_all_that_is_added_is_marked() -> None:
    marked = {ours for operation in METHODS.values() for ours in marked_as_ours(operation)}
    assert marked == {difference for difference in DIFFERENCES if difference[2] in {"method", "extra"}}


def test_a_provided_method_is_compared_or_ours() -> None:
    assert {name for name in METHODS if name not in VENDORS} == {
        name for name, operation in METHODS.items() if operation.ours
    }


def test_every_component_of_the_vendors_tables_is_known_by_title_or_mnemonic() -> None:
    named = {component for method in VENDORS.values() for component in method.components}
    assert {MNEMONICS.get(component, component) for component in named} <= TITLES.keys()


VENDOR_ERRORS = {
    (error.mnemonic, error.code, error.text)
    for name, listed in load_errors().items()
    if name != "call_api_all"
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
    assert set(_ends(CentrexError)) == set(TABLE)


def _ends(kind: type[CentrexError]) -> Iterator[type[CentrexError]]:
    if kind.__module__ == errors.__name__ and not kind.__subclasses__():
        yield kind
    for below in kind.__subclasses__():
        yield from _ends(below)


def test_the_share_of_the_vendors_methods_that_are_provided(capsys: pytest.CaptureFixture[str]) -> None:
    provided = VENDORS.keys() & METHODS.keys()
    with capsys.disabled():
        for count, of in ((len(provided), len(VENDORS)), (len(provided), len(DOCUMENTED_METHODS))):
            print(f"\nData API methods provided: {count} of {of} = {100 * count / of:.1f} %", end="")
    assert provided
