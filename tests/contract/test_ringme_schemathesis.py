"""Requests made from the OpenAPI document find nothing that the document does not say, and no error of the server."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.generation import GenerationMode
from schemathesis.hooks import unregister_all
from schemathesis.python.asgi import shutdown_lifespans

from centrex.access.realms import ME
from centrex.dialects.ringme import openapi
from centrex.engine.users import NewUser
from centrex.server.app import Application, Parts
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.contract.ringme.described import OPERATIONS
from tests.ringme import Ring
from tests.served import Served
from tests.world import PASSWORD_HASH, Customer, make_world

CASES: Final = 20
"""For each operation, and of walks along the links."""

TESTING: Final = ("fuzzing", "stateful")


@dataclass
class Run:
    """What a run found wrong, and how many requests of each operation had which status."""

    findings: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    phases: set[str] = field(default_factory=set)


def test_requests_made_from_the_description_find_nothing(database_url: str) -> None:
    clock = ManualClock()
    known, token = asyncio.run(_laid_out(database_url, clock))
    application = Application(lambda: open_store(database_url), database_url, Parts(clock=clock, hour_limit=10**9))
    run = _run(application, known, token)
    assert run.findings == []
    assert run.phases == set(TESTING)
    assert OPERATIONS.keys() - {label for label, status in run.answers if status < 300} == set()


async def _laid_out(url: str, clock: ManualClock) -> tuple[Known, str]:
    """What is known of a customer of the world, and the token of his user with all rights."""
    store = await open_store(url)
    world = await make_world(store, clock)
    ring = Ring(Served(Application(lambda: open_store(url), url), world))
    holder = await ring.holder(world.a)
    colleague = await world.users.create(NewUser(world.a.id, "colleague", PASSWORD_HASH, "Colleague"))
    await store.close()
    return Known(world.a, colleague), holder.token


def _run(application: Application, known: Known, token: str) -> Run:
    config: dict[str, Any] = {
        "seed": 4,
        "workers": 1,
        "warnings": False,
        "cache": {"enabled": False},
        "headers": {"Authorization": f"Bearer {token}"},
        "checks": {"enabled": True},
        "generation": {"max-examples": CASES, "database": "none", "deterministic": True},
        "phases": {
            "examples": {"enabled": False},
            "coverage": {"enabled": False},
            "fuzzing": {"extra-data-sources": {"responses": False}},
            "stateful": {"inference": {"algorithms": ["dependency-analysis"]}},
        },
    }
    schema = schemathesis.openapi.from_asgi(openapi.PATH, application, config=SchemathesisConfig.from_dict(config))
    run = Run()

    @schemathesis.hook
    def before_call(_: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]) -> None:
        known.correct(case)

    for event in from_schema(schema).execute():
        _note(event, run)
    return run


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
        query = case.query
        if "start_datetime" in query:
            query["start_datetime"], query["end_datetime"] = sorted((query["start_datetime"], query["end_datetime"]))

    def _correct_path(self, case: schemathesis.Case[Any]) -> None:
        """What is deleted is not what the rest stands below."""
        parameters, path = case.path_parameters, case.operation.path
        objects = {**self.objects, **(self.spare if case.method == "DELETE" else {})}
        for name in parameters:
            known = self.realms if "/{" + name + "}/" in path else objects
            parameters[name] = known.get(name, parameters[name])
        for kind, user_id in self.users.items():
            if path.endswith(f"/user/{kind}/{{user_id}}"):
                parameters["user_id"] = user_id
        if case.operation.label == "DELETE /extension/{extension_id}/event/":
            parameters["extension_id"] = self.objects["extension_id"]

    def _correct_body(self, body: dict[str, Any], label: str) -> None:
        if label == "POST /client/{client_id}/extension/":
            body["name"] = str(body["name"])[-2:].rjust(3, "1")
        for name, identifier in self.members.items():
            if body.get(name) is not None:
                body[name] = identifier


def _note(event: events.EngineEvent, run: Run) -> None:
    if isinstance(event, events.NonFatalError):
        run.findings.append(f"{event.label}: {event.value}")
    elif isinstance(event, events.FatalError):
        raise event.exception
    elif isinstance(event, events.ScenarioFinished):
        run.phases.add(event.phase.value)
        run.findings += _failures(event)
        for identifier, interaction in event.recorder.interactions.items():
            if interaction.response is not None:
                label = event.recorder.cases[identifier].value.operation.label
                run.answers[label, interaction.response.status_code] += 1


def _failures(event: events.ScenarioFinished) -> Iterator[str]:
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                yield f"{event.phase.value} {check.name}: {check.failure_info.code_sample} {check.failure_info.failure}"


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    yield
    unregister_all()
    shutdown_lifespans()
