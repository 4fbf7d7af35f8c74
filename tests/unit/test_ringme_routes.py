"""Which operation a path and a method mean."""

from __future__ import annotations

import pytest

from centrex.dialects.ringme.routes import NoRoute, OtherMethods, match
from centrex.resources import REST_OPERATIONS


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "client/@me/extension_group/", ("list.client.extension_group", "@me", "")),
        ("GET", "client/12/extension_group", ("list.client.extension_group", "12", "")),
        ("DELETE", "client/12/extension_group/14", ("remove.client.extension_group", "12", "14")),
        ("GET", "extension_group/14/extension_group/", ("one.extension_group.extension_group", "14", "")),
        ("GET", "extension_group/14/extension/30/", ("one.extension_group.extension", "14", "30")),
        ("POST", "client/@me/user/extension/", ("add.client.user.extension", "@me", "")),
        ("PUT", "client/@me/user/extension/7", ("change.client.user.extension", "@me", "7")),
        ("GET", "extension/@0003*101/phone/", ("one.extension.phone", "@0003*101", "")),
        ("DELETE", "extension/30/event", ("remove_all.extension.event", "30", "")),
        ("GET", "client/client_info/@me/", ("one.client.client", "@me", "")),
        ("GET", "extension/30/record/30-ab/storage_url", ("storage_url.extension.record", "30", "30-ab")),
        ("GET", "extension/30/record/stats/", ("stats.extension.record.stats", "30", "")),
    ],
)
def test_a_path_means_an_operation_with_or_without_its_last_slash(
    method: str, path: str, found: tuple[str, str, str]
) -> None:
    matched = match(method, path)
    assert (matched.operation.name, matched.reference, matched.id) == found


@pytest.mark.parametrize(
    ("path", "documented"),
    [
        ("", False),
        ("client", False),
        ("client/@me", False),
        ("client/@me/extension_groups", False),
        ("client/@me/extension/30/phone", False),
        ("extension_group/14/did", False),
        ("client/@me/sound", True),
        ("extension_group/14/calls/stats/", True),
        ("extension_group/14/record/30-ab/7/", False),
        ("client/@me/agent/local/5/event/7", True),
        ("extension/registration", True),
    ],
)
def test_what_is_not_there_is_told_apart_from_what_the_vendor_has(path: str, documented: bool) -> None:
    with pytest.raises(NoRoute) as nothing:
        match("GET", path)
    assert nothing.value.documented == documented


def test_another_method_names_those_that_are_taken() -> None:
    with pytest.raises(OtherMethods) as other:
        match("PATCH", "client/@me/extension/30")
    assert other.value.allowed == ("DELETE", "GET", "PUT")


def test_every_operation_is_found_at_its_path() -> None:
    for operation in REST_OPERATIONS:
        path = f"{operation.realm}/5/{operation.noun}{'/7' if operation.has_id else ''}/{operation.below}"
        assert match(operation.method, path).operation is operation
