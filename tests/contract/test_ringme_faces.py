"""Every request of the RingMe API against the vendor's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any, Final

import pytest

from tests.contract.ringme.described import OPERATIONS
from tests.contract.ringme.faces import Difference, differences
from tests.contract.ringme.tables import Endpoint, endpoints, fields
from tests.ringme import Ring

DIFFERENCES: Final = {
    ("GET *", "query.page", "extra"): "every list can be paged",
    ("GET *", "query.per_page", "extra"): "every list can be paged",
    ("GET /client/*/extension_group/", "query.name", "extra"): "ours: groups are looked for by their name",
    ("GET /ext*/user/*", "query.login", "extra"): "the users of a realm are asked for as below the client",
    ("GET /extension_group/*/extension/", "query.extension_group_id", "extra"): "the same list as below the client",
    ("* /*/extension/*", "fields.*public_caller_id_number", "missing"): "older versions of the vendor's server only",
    ("POST */extension/", "body.type", "required"): "what is required has a default: it can be left out",
    ("* */did/*", "fields.domain", "nullable"): "every client has a domain here",
    ("* */user/extension/*", "fields.extension_id", "nullable"): "the column is empty for users of other levels alone",
    ("* */user/extension_group/*", "fields.extension_group_id", "nullable"): "as for users of an internal number",
    ("POST */user/*", "body.email_notify", "default"): "accepted and not looked at: this server sends no mail",
    ("PUT */user/*", "body.email_notify", "nullable"): "accepted and not looked at: this server sends no mail",
    ("PUT */client/", "body.*", "extra"): "a request that was seen has fewer; the table says that they can be changed",
    ("PUT */client/", "body.language", "enum"): "the languages of this server",
    ("PUT */phone/", "body.password", "nullable"): "null makes a new password",
    ("GET */limit/", "fields.*", "extra"): "the vendor names the resource alone: the shape is ours",
    ("GET /extension*/call*/*", "", "extra"): "the realms that the vendor's page names, without their paths",
    ("GET */fax/incoming/", "", "extra"): "ours: below a number the vendor's path is its settings",
    ("GET */cdr/", "query.*", "extra"): "asked for as the list of calls is",
    ("GET /extension_group/*/call*/", "query.*", "extra"): "asked for as below the client",
    ("GET */calls/", "query.*", "type"): "arrays as well as one value",
    ("GET *", "fields.*result", "enum"): "the values that were seen, and no other here",
    ("GET *", "fields.*hangup_disposition", "enum"): "the values that were seen, and no other here",
    ("GET *", "fields.flow", "enum"): "the values that the page of parts lists",
    ("GET */call_history/*", "fields.cdr", "type"): "an array of parts",
    ("GET */fax/", "query.order", "extra"): "faxes are ordered as everything that has a time",
    ("* */fax/", "fields.dst_num", "missing"): "of faxes to be sent, which are not provided",
    ("* */fax/", "fields.fax_mailto", "missing"): "of the settings, which are below a number",
    ("* /extension/*/fax/", "fields.*", "missing"): "below a number the settings, not what was received",
    ("GET /extension/*/fax/", "", "list"): "below a number the settings, not what was received",
    ("GET /extension/*/fax/", "query.*", "missing"): "below a number the settings, not what was received",
    ("GET */record/", "fields.storage_url", "extra"): "clients rely on it",
    ("GET */storage_url/", "fields.*", "*"): "the answer is an address",
    ("GET */record/stats/", "fields.*", "*"): "the vendor says what they are, not what they are called",
    ("POST */record/archive/", "fields.*", "*"): "the vendor names the request alone: the shape is ours",
}
"""Every deliberate difference by what it looks like, with its reason."""


def _found() -> Iterator[Difference]:
    yield from differences(endpoints(), fields())


def _fits(pattern: Difference, difference: Difference) -> bool:
    return all(map(fnmatchcase, difference, pattern))


def test_every_difference_from_the_vendor_is_listed() -> None:
    assert [found for found in _found() if not any(_fits(listed, found) for listed in DIFFERENCES)] == []


def test_every_listed_difference_exists() -> None:
    found = list(_found())
    assert [listed for listed in DIFFERENCES if not any(_fits(listed, one) for one in found)] == []


EVENT: Final = endpoints()["POST /extension/{extension_id}/event/"]
LOG: Final = endpoints()["GET /client/{client_id}/reg_status_log/"]


@pytest.mark.parametrize(
    ("other", "noticed"),
    [
        (replace(EVENT, min_app_access="All"), ("", "access")),
        (replace(EVENT, status_ok=200), ("", "status")),
        (replace(EVENT, list=True), ("", "list")),
        (replace(EVENT, body={}), ("body.url", "extra")),
        (replace(EVENT, body={**EVENT.body, "more": EVENT.body["url"]}), ("body.more", "missing")),
        (
            replace(EVENT, body={**EVENT.body, "url": replace(EVENT.body["url"], required=False)}),
            ("body.url", "required"),
        ),
        (replace(EVENT, body={**EVENT.body, "url": replace(EVENT.body["url"], type="long")}), ("body.url", "type")),
        (replace(EVENT, body={**EVENT.body, "url": replace(EVENT.body["url"], default="/")}), ("body.url", "default")),
        (replace(EVENT, body={**EVENT.body, "method": EVENT.body["url"]}), ("body.method", "enum")),
        (replace(LOG, query={}), ("query.order", "extra")),
        (replace(LOG, query={**LOG.query, "order": LOG.query["end_datetime"]}), ("query.order", "required")),
    ],
)
def test_the_comparison_notices_every_kind_of_difference(other: Endpoint, noticed: tuple[str, str]) -> None:
    assert (other.name, *noticed) in differences({**endpoints(), other.name: other}, fields())


@pytest.mark.parametrize(
    ("change", "how"), [({"type": "boolean"}, "type"), ({"nullable": True}, "nullable"), ({"enum": ("a",)}, "enum")]
)
def test_the_comparison_notices_every_kind_of_difference_of_a_field(change: dict[str, Any], how: str) -> None:
    events = fields()["event"]
    changed = {**fields(), "event": {**events, "url": replace(events["url"], **change)}}
    assert (EVENT.name, "fields.url", how) in differences(endpoints(), changed)


def test_a_request_that_one_side_does_not_have_is_noticed() -> None:
    without = {name: endpoint for name, endpoint in endpoints().items() if endpoint is not EVENT}
    assert (EVENT.name, "", "extra") in differences(without, fields())
    unknown = replace(EVENT, path="/client/{client_id}/pigeon/")
    assert (unknown.name, "", "missing") in differences({unknown.name: unknown}, fields())


async def test_every_request_that_the_vendor_has_exists_or_is_not_provided(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    ids = {
        "client_id": a.id,
        "ext_group_id": a.ids["extension_group"][0],
        "extension_id": a.ids["extension"][0],
    }
    not_provided = 0
    for name, endpoint in endpoints().items():
        path = endpoint.path
        for known, identifier in ids.items():
            path = path.replace(f"{{{known}}}", str(identifier))
        asked = path.format_map(_Anything())
        answer = await ring.call(endpoint.method, asked, holder)
        told = answer.json().get("status") if answer.status_code == 404 else None
        assert (told == "not_provided") == (name not in OPERATIONS), name
        not_provided += told == "not_provided"
    assert not_provided == len(endpoints().keys() - OPERATIONS.keys())


class _Anything(dict[str, str]):
    """Any id that is asked for."""

    def __missing__(self, name: str) -> str:
        return "999999"


def test_the_share_of_the_vendors_requests_that_are_provided(capsys: pytest.CaptureFixture[str]) -> None:
    provided, of = len(endpoints().keys() & OPERATIONS.keys()), len(endpoints())
    with capsys.disabled():
        print(f"\nRingMe requests provided: {provided} of {of} = {100 * provided / of:.1f} %", end="")
    assert provided
