"""Of several things wrong with a request the first by the contract's list is told."""

from __future__ import annotations

import json
from typing import Any, Final

from centrex.access.components import TITLES
from centrex.engine.users import FULL_RIGHTS
from tests.acceptance.refusals import ELSEWHERE, later
from tests.served import Served

GROUPS: Final = "get.virtual_number_groups"


def body(**members: Any) -> bytes:
    return json.dumps(members).encode()


async def test_of_several_things_wrong_with_an_envelope_the_first_is_told(served: Served) -> None:
    ladder = [
        (b"[{]", "parse_error"),
        (b'[{"id":null}]', "batch_operations_not_supported"),
        (body(method="nothing"), "notifications_not_supported"),
        (body(id=None, method=5), "invalid_request"),
        (body(id=1, method="nothing"), "invalid_request"),
        (body(id=1, jsonrpc="2.0", method="nothing", params=5), "method_not_found"),
        (body(id=1, jsonrpc="2.0", method=GROUPS, params=5), "data_type_error"),
        (body(id=1, jsonrpc="2.0", method=GROUPS, params={"limit": "x"}), "required_parameter_missed"),
    ]
    for sent, mnemonic in ladder:
        assert (await served.post(sent, ELSEWHERE)).mnemonic == mnemonic


async def test_of_several_things_wrong_with_a_call_the_first_is_told(served: Served) -> None:
    """Everything is wrong at first, and is mended from the top of the contract's list."""
    world, a = served.world, served.world.a
    await world.accounts.set_status(a.id, "manual_lock")
    await world.accounts.set_columns(a.id, {"minute_limit": 0})
    await world.accounts.set_components(a.id, set())
    await world.users.set_rights(a.user.id, {})
    params: dict[str, Any] = {
        "access_token": "unknown",
        "nothing": 1,
        "filter": {"filters": [{"operator": "="}], "field": "id"},
        "limit": "5",
        "offset": -1,
    }
    address = ELSEWHERE

    async def answered() -> str:
        later(served)
        return (await served.call(GROUPS, None, params, address)).mnemonic

    assert await answered() == "access_token_invalid"
    params["access_token"] = world.north.key
    assert await answered() == "required_parameter_missed"
    params["user_id"] = str(a.user.id)
    assert await answered() == "data_type_error"
    params["user_id"] = world.c.user.id
    assert await answered() == "forbidden"
    params["user_id"] = a.user.id
    assert await answered() == "account_inactive"
    await world.accounts.set_status(a.id, "active")
    assert await answered() == "ip_not_whitelisted"
    address = "127.0.0.1"
    assert await answered() == "limit_exceeded"
    await world.accounts.set_columns(a.id, {"minute_limit": None})
    assert await answered() == "forbidden"
    await world.users.set_rights(a.user.id, FULL_RIGHTS)
    assert await answered() == "method_component_disabled"
    await world.accounts.set_components(a.id, TITLES)
    assert await answered() == "unexpected_parameters"
    del params["nothing"]
    assert await answered() == "required_parameter_missed"
    params["filter"]["filters"] = [{"field": "id", "operator": ">", "value": 0}]
    assert await answered() == "data_type_error"
    params["limit"] = 5
    assert await answered() == "invalid_parameter_value"
    params["offset"] = 0
    assert await answered() == "invalid_parameters_combination"
    del params["filter"]["field"]
    assert await answered() == "ok"
