"""History does not move: old calls stay with the group that their number was in, in both dialects and for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from centrex.catalogue import Level
from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.calls import record_calls
from centrex.outcomes import Outcome
from centrex.scope import Scope
from tests.clock import NOON
from tests.ringme import Ring
from tests.world import Customer

MOBILE = "79161234567"
DAY = {"start_datetime": "2025-06-15 00:00:00", "end_datetime": "2025-06-16 00:00:00"}
REPORT = {"date_from": "2025-06-15 00:00:00", "date_till": "2025-06-17 00:00:00"}


async def call(ring: Ring, a: Customer, name: str, number: str) -> str:
    """A call to the number that was talked; answers its uuid."""
    began = datetime.fromtimestamp(NOON - 600, UTC)
    leg = LegReport(
        leg_id="1",
        caller=MOBILE,
        called=number,
        started=began,
        answered=began + timedelta(seconds=3),
        ended=began + timedelta(seconds=20),
        outcome=Outcome.CALLER_HUNG_UP,
    )
    report = CallReport(call_id=name, legs=(leg,))
    uuid = name.encode().hex().ljust(32, "0")
    scope = Scope(Level.CUSTOMER, a.id, 0)
    (recorded,) = await ring.world.store.change(record_calls([report], lambda: uuid), scope)
    return recorded.uuid


async def test_a_number_that_moves_leaves_its_calls_with_the_group_and_takes_new_ones_along(ring: Ring) -> None:
    a = ring.world.a
    client, (first, second) = await ring.holder(a), a.ids["extension_group"]
    moved = a.ids["extension"][0]
    before = await call(ring, a, "before", "391")
    await ring.put(f"/client/@me/extension/{moved}", client, {"extension_group_id": second})
    after = await call(ring, a, "after", "391")
    for group, mine, others in ((first, before, after), (second, after, before)):
        rows = (await ring.get(f"/extension_group/{group}/calls/", client, **DAY))["calls"]
        assert mine in {row["call_uuid"] for row in rows}
        assert others not in {row["call_uuid"] for row in rows}
        assert {row["extension_group_owner_id"] for row in rows} == {group}
    both = (await ring.get(f"/extension/{moved}/cdr/", client, **DAY))["cdr"]
    assert {before, after} <= {row["call_uuid"] for row in both}


async def test_a_groups_user_sees_below_a_number_what_it_was_while_it_was_in_his_group(ring: Ring) -> None:
    a = ring.world.a
    client, mine = await ring.holder(a), await ring.holder(a, "extension_group")
    first, second = a.ids["extension_group"]
    number = a.ids["extension"][3]
    before = await call(ring, a, "before", "394")
    await ring.put(f"/client/@me/extension/{number}", client, {"extension_group_id": first})
    after = await call(ring, a, "after", "394")
    rows = (await ring.get(f"/extension/{number}/cdr/", mine, **DAY))["cdr"]
    assert [row["call_uuid"] for row in rows] == [after]
    assert (await ring.refused("GET", f"/extension_group/{second}/calls/", mine, **DAY))[0] == 404
    uuid = before.lower()
    assert (await ring.refused("GET", f"/extension_group/{first}/call_history/{uuid}", mine))[0] == 404
    found = await ring.get(f"/extension_group/{first}/call_history/{after.lower()}", mine)
    assert [part["call_uuid"] for part in found["cdr"]] == [after]


async def test_what_is_deleted_leaves_its_history(ring: Ring) -> None:
    a = ring.world.a
    client = await ring.holder(a)
    uuid = await call(ring, a, "before", "391")
    group, number = a.ids["extension_group"][0], a.ids["extension"][0]
    await ring.delete(f"/client/@me/extension/{number}", client)
    await ring.delete(f"/client/@me/extension_group/{group}", client)
    found = await ring.get(f"/client/@me/call_history/{uuid}", client)
    assert (found["extension_id"], found["extension_group_owner_id"]) == (number, group)
    assert found["extension_name"].split("@")[0].endswith("*391")


async def test_both_dialects_show_one_call(ring: Ring) -> None:
    a = ring.world.a
    uuid = await call(ring, a, "one", "391")
    ringme = await ring.get(f"/client/@me/call_history/{uuid}", await ring.holder(a))
    named = {"fields": ["id", "start_time", "total_duration", "contact_phone_number", "finish_reason"]}
    asked = {**REPORT, **named, "sort": [{"field": "start_time", "order": "desc"}], "limit": 1}
    (row,) = (await ring.served.call("get.calls_report", a.user.key, asked)).data
    assert (row["total_duration"], row["contact_phone_number"]) == (ringme["duration"], ringme["from_username"])
    assert row["start_time"] == "2025-06-15 16:56:40"
    assert ringme["init_time_gmt"] == "2025-06-15 14:56:40"
