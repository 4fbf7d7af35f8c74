"""The vendor's tables of the RingMe API are whole, and say nothing that contradicts itself."""

from __future__ import annotations

from tests.contract.ringme.tables import TABLES, UNKNOWN, endpoints, fields

METHODS = {"GET": 200, "POST": 201, "PUT": 200, "DELETE": 204}


def test_every_resource_with_a_request_or_a_field_is_copied() -> None:
    assert len(list(TABLES.glob("*.json"))) == 31
    assert len(fields()) == 31
    assert len(endpoints()) == 144


def test_every_request_succeeds_as_its_method_does() -> None:
    for endpoint in endpoints().values():
        assert endpoint.status_ok == METHODS[endpoint.method], endpoint.name


def test_whoever_reads_needs_the_lower_access_level_alone() -> None:
    assert {endpoint.min_app_access for endpoint in endpoints().values()} == {"Call API", "All"}
    assert {endpoint.min_app_access for endpoint in endpoints().values() if endpoint.method == "GET"} == {"Call API"}


def test_what_is_read_only_is_in_no_body() -> None:
    for endpoint in endpoints().values():
        for name, value in endpoint.body.items():
            assert value is UNKNOWN or not value.read_only, (endpoint.name, name)


def test_a_default_is_one_of_the_values() -> None:
    for table in fields().values():
        for name, value in table.items():
            assert not value.enum or value.default is None or value.default in value.enum, name


def test_the_seed_resource_is_read_with_its_fields() -> None:
    group, extension = fields()["extension_group"], fields()["extension"]
    assert list(group) == ["id", "name", "client_id", "extra_params"]
    assert group["extra_params"].nullable
    assert extension["type"].enum == ("phone", "queue", "ivr", "fax")
    assert extension["status"].default == "blocked"
    assert endpoints()["GET /extension_group/{ext_group_id}/extension/"].query.keys() == {
        "type",
        "name",
        "page",
        "per_page",
    }
