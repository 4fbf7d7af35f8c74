from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from centrex.dialects.dataapi.documented import DOCUMENTED_METHODS
from tests.contract.tables import Field, Param, load_areas, load_errors, load_methods

METHODS = load_methods()
TABLES_BY_AREA = {
    "account": 2,
    "authentication": 2,
    "auto_calls": 2,
    "blacklist": 3,
    "contacts": 12,
    "employees": 15,
    "media_files": 1,
    "partner": 7,
    "reports_calls": 5,
    "scenarios": 1,
    "schedules": 4,
    "sip_lines": 6,
    "tags": 11,
    "virtual_numbers": 12,
}


def test_every_area_is_copied() -> None:
    assert {area: len(rows) for area, rows in load_areas().items()} == TABLES_BY_AREA


def test_only_get_tags_has_two_tables_and_the_newer_one_counts() -> None:
    tables = Counter(row["name"] for rows in load_areas().values() for row in rows)
    assert [name for name, count in tables.items() if count > 1] == ["get.tags"]
    assert len(METHODS) == 82
    assert "rating" in METHODS["get.tags"].fields


def test_every_method_is_documented() -> None:
    assert METHODS.keys() <= DOCUMENTED_METHODS


def test_the_vendor_documents_330_methods() -> None:
    assert len(DOCUMENTED_METHODS) == 330


def test_no_call_api_method_is_among_the_documented() -> None:
    assert DOCUMENTED_METHODS.isdisjoint({"start.employee_call", "list.calls", "hold.call"})


def test_every_named_error_list_exists() -> None:
    named = {name for method in METHODS.values() for name in method.error_lists}
    assert named <= load_errors().keys()


def test_only_an_empty_result_shows_no_field() -> None:
    for method in METHODS.values():
        assert bool(method.fields) == (method.shape != "empty"), method.name


def test_every_enum_lists_its_values_but_those_that_the_vendor_leaves_open() -> None:
    open_enums = {
        (method.name, value.name)
        for method in METHODS.values()
        for value in [*_each(method.params), *_each(method.fields)]
        if value.type == "enum" and not value.enum
    }
    assert open_enums == {
        ("get.available_virtual_numbers", "location_mnemonic"),
        ("get.country_phone_prefixes", "country"),
        ("get.country_phone_prefixes", "prefix"),
        ("get.sip_lines", "virtual_phone_usage_rule"),
    }


def test_the_seed_method_is_read_with_its_nested_fields() -> None:
    groups = METHODS["get.virtual_number_groups"]
    assert list(groups.fields["virtual_phones"].fields) == ["id", "number"]
    assert groups.fields["name"].filterable
    assert not groups.fields["employees"].filterable
    assert groups.params["limit"].max == 10_000


@pytest.mark.parametrize(
    ("name", "permission", "components"),
    [
        ("get.employees", "employees:select", ()),
        ("getobj.account", None, ("Data API for configuration",)),
        ("get.employee_stat", None, ("call_center",)),
    ],
)
def test_rights_and_components_are_read(name: str, permission: str | None, components: tuple[str, ...]) -> None:
    assert (METHODS[name].permission, METHODS[name].components) == (permission, components)


def _each(values: Mapping[str, Param] | Mapping[str, Field]) -> Iterator[Param | Field]:
    for value in values.values():
        yield value
        yield from _each(value.fields)
