"""Below what a user may work: realms, ``@me``, numbers by name, trailing slashes, and who may change anything."""

from __future__ import annotations

from typing import Final

import httpx
import pytest

from centrex.catalogue_rest import STATUS_OF, Action, Realm, RestOperation
from centrex.dialects.ringme.filters import face_of
from centrex.dialects.ringme.openapi_params import REFERENCE, path_of
from centrex.resources import REST_OPERATIONS
from tests.acceptance.rest import sent, told
from tests.calls import name_of
from tests.ringme import Holder, Ring
from tests.world import Customer

BODIES: Final = {
    "extension": b'{"name":"399"}',
    "extension_group": b'{"name":"New"}',
    "event": b'{"url":"https://example.org/","event_type":"hangup","method":"GET"}',
}
INTERVAL: Final = "?start_datetime=2025-06-01+00:00:00&end_datetime=2025-07-01%2000:00:00"
LAST: Final = ("record", "voicemail", "fax", "event", "user", "extension", "extension_group")
"""Of what is deleted one after the other."""

NOBODY: Final = (
    *("@", "@*", "@3", "@9999", "@1*392*", "@392@", "@ME", "me", "@%D0%96", "@392%00", "392%20", "-1", "+1", "1.0"),
    *("0", "9" * 19, "9" * 400, "%00", "x"),
)
LEVELS: Final = {Realm.CLIENT: 0, Realm.EXTENSION_GROUP: 1, Realm.EXTENSION: 2}
KINDS: Final = {"client": 0, "extension_group": 1, "extension": 2}


def _turn(operation: RestOperation) -> tuple[int, int, str]:
    """Reads come first, what others stand below goes last, and all of a kind after one of it."""
    deletes = operation.action in {Action.REMOVE, Action.REMOVE_ALL}
    last = LAST.index(operation.noun.partition("/")[0]) + 1 if deletes else 0
    return last, list(Action).index(operation.action), operation.name


IN_TURN: Final = sorted(REST_OPERATIONS, key=_turn)
CHANGING: Final = [operation for operation in IN_TURN if not operation.reads]


def object_id(operation: RestOperation, a: Customer) -> int | str:
    """An object of the customer that stands at the operation's path, below each realm another one."""
    if face_of(operation).key != "id":
        place = 0 if operation.noun == "call_history" else list(reversed(Realm)).index(operation.realm)
        return name_of(operation.noun, a.canary, a.ids, place)
    kind = operation.noun.removeprefix("user/")
    if operation.noun.startswith("user/"):
        return a.user.id if kind == "client" else a.users[kind]
    table = {"did": "virtual_number", "event": "event_handler"}.get(operation.noun, operation.noun)
    return a.ids[table][0]


def path_below(operation: RestOperation, a: Customer, reference: object | None = None) -> str:
    """The operation's path below the customer's own client, group or number."""
    own = {
        Realm.CLIENT: a.id,
        Realm.EXTENSION_GROUP: a.ids["extension_group"][0],
        Realm.EXTENSION: a.ids["extension"][0],
    }[operation.realm]
    realm, _, rest = path_of(operation).removeprefix("/").partition("/{" + REFERENCE[operation.realm] + "}")
    before, _, after = rest.partition("{")
    tail = f"{before}{object_id(operation, a)}{after.partition('}')[2]}" if operation.has_id else rest
    query = INTERVAL if face_of(operation).period is not None and not operation.has_id else ""
    return f"/{realm}/{own if reference is None else reference}{tail}{query}"


def body_of(operation: RestOperation, a: Customer) -> bytes:
    """What a creation needs; a change can do with nothing."""
    if operation.action is Action.ARCHIVE:
        return b'{"start_datetime":"2025-06-01 00:00:00","end_datetime":"2025-07-01 00:00:00"}'
    if operation.action is not Action.ADD:
        return b""
    if operation.noun not in BODIES:
        kind = operation.noun.removeprefix("user/")
        belongs = {"client": a.id, "extension_group": a.ids["extension_group"][0], "extension": a.ids["extension"][0]}
        user = '"name":"N","password":"long enough","email":"n@example.org"'
        return f'{{{user},"login":"new-{kind}","{kind}_id":{belongs[kind]}}}'.encode()
    return BODIES[operation.noun]


async def asked(ring: Ring, operation: RestOperation, holder: Holder, reference: object = None) -> httpx.Response:
    """The answer to the operation below the customer's own realm, or another."""
    a = ring.world.a
    return await sent(ring, operation.method, path_below(operation, a, reference), holder, body_of(operation, a))


async def test_a_client_user_may_do_everything_and_each_method_has_its_status(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    found = {operation.name: (await asked(ring, operation, holder)).status_code for operation in IN_TURN}
    wanted = {operation.name: STATUS_OF[operation.method] for operation in IN_TURN}
    assert found == {**wanted, "remove.client.user.client": 409}


async def test_a_trailing_slash_never_matters_and_nothing_is_redirected(ring: Ring) -> None:
    a = ring.world.a
    client, reader = await ring.holder(a), await ring.holder(a, "read_only")
    for operation in IN_TURN:
        path, _, query = path_below(operation, a).partition("?")
        holder = client if operation.reads else reader
        answers = [
            await sent(ring, operation.method, f"{path.rstrip('/')}{slash}?{query}", holder, b"") for slash in ("", "/")
        ]
        assert answers[0].status_code == answers[1].status_code == (200 if operation.reads else 403)
        assert answers[0].content == answers[1].content


@pytest.mark.parametrize("kind", ["client", "extension_group", "extension"])
async def test_a_user_may_use_his_realm_and_those_below_it_and_me_in_his_own_alone(ring: Ring, kind: str) -> None:
    holder = await ring.holder(ring.world.a, kind)
    for operation in IN_TURN:
        level = LEVELS[operation.realm]
        for reference in ("@me", None):
            answer = await asked(ring, operation, holder, reference)
            if level < KINDS[kind]:
                assert told(answer) == (403, "access_denied")
            elif reference == "@me" and level != KINDS[kind]:
                assert told(answer) == (404, f"{operation.realm}_not_found")
            else:
                assert told(answer)[0] not in {401, 403}, answer.text


async def test_a_user_who_may_only_read_is_refused_every_change(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a, "read_only")
    for operation in CHANGING:
        assert told(await asked(ring, operation, holder)) == (403, "user_access_type_deny"), operation.name


async def test_an_application_for_calls_is_refused_every_change_of_the_configuration(ring: Ring) -> None:
    holder = await ring.call_api(ring.world.a)
    for operation in CHANGING:
        found = told(await asked(ring, operation, holder))
        allowed = STATUS_OF[operation.method] if operation.call_api else 403
        assert found == (allowed, None if allowed < 300 else "app_access_type_deny"), operation.name


@pytest.mark.parametrize("kind", ["read_only", "call_api"])
async def test_whoever_may_not_change_anything_reads_what_he_may_reach(ring: Ring, kind: str) -> None:
    a = ring.world.a
    holder = await (ring.call_api(a, "extension_group") if kind == "call_api" else ring.holder(a, kind))
    for operation in IN_TURN:
        if operation.reads and operation.realm is not Realm.CLIENT:
            answer = await sent(ring, "GET", path_below(operation, a), holder)
            assert answer.status_code == 200, operation.name


async def test_a_number_is_named_by_its_id_its_short_number_and_its_whole_name(ring: Ring) -> None:
    a = ring.world.a
    second = a.ids["extension"][1]
    for kind in ("client", "extension_group"):
        holder = await ring.holder(a, kind)
        by_id = await sent(ring, "GET", f"/extension/{second}/phone/", holder)
        assert by_id.status_code == 200
        for name in ("@392", f"@{a.id}*392", f"%40{a.id}%2A392", "%40392"):
            assert (await sent(ring, "GET", f"/extension/{name}/phone/", holder)).content == by_id.content


async def test_a_reference_that_names_nothing_answers_as_a_missing_number(ring: Ring) -> None:
    holder = await ring.holder(ring.world.a)
    for reference in NOBODY:
        answer = await sent(ring, "GET", f"/extension/{reference}/phone/", holder)
        assert told(answer) == (404, "extension_not_found"), reference


async def test_a_number_user_reaches_his_number_and_no_other(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a, "extension")
    own, other = a.ids["extension"][:2]
    mine = await ring.get("/extension/@me/phone/", holder)
    for reference in (own, "@391", f"@{a.id}*391"):
        assert await ring.get(f"/extension/{reference}/phone/", holder) == mine
    for reference in (other, "@392", f"@{a.id}*392", ring.world.b.ids["extension"][0], 999_999):
        assert told(await sent(ring, "GET", f"/extension/{reference}/phone/", holder)) == (404, "extension_not_found")


@pytest.mark.parametrize("kind", ["client", "extension_group", "extension"])
async def test_what_is_another_clients_answers_byte_by_byte_as_what_is_not_there(ring: Ring, kind: str) -> None:
    world = ring.world
    holder = await ring.holder(world.a, kind)
    for operation in IN_TURN:
        foreign = path_below(operation, world.b)
        pairs = [(foreign, path_below(operation, world.b, 999_999))]
        if operation.has_id and LEVELS[operation.realm] == KINDS[kind]:
            below_own = path_below(operation, world.b, "@me")
            pairs.append((below_own, below_own.replace(f"/{object_id(operation, world.b)}", "/999999")))
        for pair in pairs:
            one, other = [
                await sent(ring, operation.method, path, holder, body_of(operation, world.a)) for path in pair
            ]
            assert one.content == other.content
            assert told(one) == told(other)
            assert one.status_code == (403 if LEVELS[operation.realm] < KINDS[kind] else 404)


async def test_client_info_is_a_second_path_to_the_client_and_is_read_alone(ring: Ring) -> None:
    a = ring.world.a
    holder = await ring.holder(a)
    client = await ring.get("/client/@me/client/", holder)
    for path in ("/client/client_info/@me/", f"/client/client_info/{a.id}", f"/client/{a.id}/client"):
        assert await ring.get(path, holder) == client
    assert await ring.refused("PUT", "/client/client_info/@me/", holder, {}) == (405, None, "Method not allowed")
    assert (await ring.refused("GET", f"/client/client_info/{ring.world.b.id}/", holder))[:2] == (
        404,
        "client_not_found",
    )
    group = await ring.holder(a, "extension_group")
    assert (await ring.refused("GET", "/client/client_info/@me/", group))[:2] == (403, "access_denied")
