"""What requests made from the RingMe API's OpenAPI document cannot know by themselves, and a whole run of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

import schemathesis
from schemathesis.generation import GenerationMode

from centrex.access.realms import ME
from centrex.catalogue import Level
from centrex.catalogue_rest import Realm
from centrex.dialects.ringme import openapi
from centrex.engine.users import NewUser
from centrex.resources.fax import fax
from centrex.resources.recording import recording
from centrex.scope import Scope
from centrex.server.app import Application, Parts
from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from centrex.store.steps import Change, Find, Insert, NextId
from tests.calls import lay_files, name_of
from tests.clock import ManualClock
from tests.contract.requested import Plan, Run, run
from tests.ringme import Ring
from tests.served import Served
from tests.world import PASSWORD_HASH, Customer, make_world

KEYS: Final = frozenset({"call_uuid", "record_uuid", "uuid"})
"""What names objects that have no number."""

_OTHERS: Final = str.maketrans("0123456789abcdef", "123456789abcdef0")


def whole_run(url: str, media: Path, plan: Plan) -> Run:
    """Over a new world in an empty database."""
    clock = ManualClock()
    known, token = asyncio.run(_laid_out(url, clock, media))
    parts = Parts(clock=clock, hour_limit=10**9, media=MediaStore(media))
    return run(openapi.PATH, Application(lambda: open_store(url), url, parts), token, known.correct, plan)


async def _laid_out(url: str, clock: ManualClock, media: Path) -> tuple[Known, str]:
    """What is known of a customer of the world, and the token of his user with all rights."""
    store = await open_store(url)
    world = await make_world(store, clock)
    ring = Ring(Served(Application(lambda: open_store(url), url), world))
    holder = await ring.holder(world.a)
    colleague = await world.users.create(NewUser(world.a.id, "colleague", PASSWORD_HASH, "Colleague"))
    lay_files(media, world.a.canary, world.a.ids)
    await store.change(_spares(), Scope(Level.CUSTOMER, world.a.id, world.a.user.id))
    await store.close()
    return Known(world.a, colleague), holder.token


def _spares() -> Change[None]:
    """Another row for each file, to be deleted; none of them has a file."""
    for table in (recording, fax):
        columns = tuple(column.name for column in table.c)
        for row in (yield Find(table, columns, {})):
            values = dict(zip(columns, row, strict=True))
            values |= {"id": int((yield NextId(table))[0][0]), "part": values["part"] + 1_000}
            values |= {"uuid": _spare(values["uuid"]), "media": _spare(values["media"])}
            yield Insert(table, values | ({"link": _spare(values["link"])} if table is recording else {}))


def _spare(name: str) -> str:
    """The name of a spare one: the last digits are others."""
    return name[:-6] + name[-6:].translate(_OTHERS)


class Known:
    """What no description can say: which ids there are, how long numbers are, and that an end is after its begin.

    Requests that are meant to be wrong stay as they are, as do the ids that a link has given.
    """

    def __init__(self, customer: Customer, colleague: int) -> None:
        ids, users = customer.ids, customer.users
        (group, spare_group), (first, second, *_, spare) = ids["extension_group"], ids["extension"]
        self.realms = {"client_id": ME, "ext_group_id": group, "extension_id": first}
        self.objects = {
            "ext_group_id": group,
            "extension_id": second,
            "did_id": ids["virtual_number"][0],
            "event_id": ids["event_handler"][0],
        }
        self.customer = customer
        self.spare = {"ext_group_id": spare_group, "extension_id": spare}
        self.users = {
            "client": colleague,
            "extension": users["extension"],
            "extension_group": users["read_only"],
        }
        self.members = {
            "client_id": customer.id,
            "extension_group_id": group,
            "extension_id": first,
            "message_extension_id": second,
        }

    def correct(self, case: schemathesis.Case[Any]) -> None:
        if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
            return
        if "client_id" in case.path_parameters:
            case.path_parameters["client_id"] = ME
        if case.meta.phase.name.value == "fuzzing":
            self._correct_path(case)
        if isinstance(case.body, dict):
            self._correct_body(case.body, case.operation.label)
        case.query = {name: _whole(value) for name, value in case.query.items()}
        _end_the_day(case.query)
        if isinstance(case.body, dict):
            _end_the_day(case.body)

    def _correct_path(self, case: schemathesis.Case[Any]) -> None:
        """What is deleted is not what the rest stands below."""
        parameters, path = case.path_parameters, case.operation.path
        objects = {**self.objects, **(self.spare if case.method == "DELETE" else {})}
        for name in parameters:
            known = self.realms if "/{" + name + "}/" in path else objects
            parameters[name] = known.get(name, parameters[name])
        for key in KEYS & parameters.keys():
            parameters[key] = self._name(case)
        for kind, user_id in self.users.items():
            if path.endswith(f"/user/{kind}/{{user_id}}"):
                parameters["user_id"] = user_id
        if case.operation.label == "DELETE /extension/{extension_id}/event/":
            parameters["extension_id"] = self.objects["extension_id"]

    def _name(self, case: schemathesis.Case[Any]) -> str:
        """What names an object of the realm; a spare one is deleted."""
        _, realm, _, noun, *_ = case.operation.path.split("/")
        place = 0 if noun == "call_history" else list(reversed(Realm)).index(Realm(realm))
        name = name_of(noun, self.customer.canary, self.customer.ids, place)
        return _spare(name) if case.method == "DELETE" else name

    def _correct_body(self, body: dict[str, Any], label: str) -> None:
        if label == "POST /client/{client_id}/extension/":
            body["name"] = str(body["name"])[-2:].rjust(3, "1")
        for name, identifier in self.members.items():
            if body.get(name) is not None:
                body[name] = identifier


def _whole(value: Any) -> Any:
    """JSON's 5.0 is an integer, an address's is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _end_the_day(members: Any) -> None:
    """An interval ends on the day of its begin: how long one may be no schema can say."""
    begin = members.get("start_datetime")
    if isinstance(begin, str) and "end_datetime" in members:
        members["end_datetime"] = begin[:10] + " 23:59:59" if begin else ""
