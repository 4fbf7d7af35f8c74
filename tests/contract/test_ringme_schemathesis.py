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

from centrex.dialects.ringme import openapi
from centrex.server.app import Application, Parts
from centrex.store.opening import open_store
from tests.clock import ManualClock
from tests.contract.ringme.described import OPERATIONS
from tests.ringme import Ring
from tests.served import Served
from tests.world import Customer, make_world

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
    customer, token = asyncio.run(_laid_out(database_url, clock))
    application = Application(lambda: open_store(database_url), database_url, Parts(clock=clock, hour_limit=10**9))
    run = _run(application, customer, token)
    assert run.findings == []
    assert run.phases == set(TESTING)
    assert {label for label, status in run.answers if status < 300} == OPERATIONS.keys()


async def _laid_out(url: str, clock: ManualClock) -> tuple[Customer, str]:
    """A customer of the world, and the token of his user with all rights."""
    store = await open_store(url)
    world = await make_world(store, clock)
    ring = Ring(Served(Application(lambda: open_store(url), url), world))
    holder = await ring.holder(world.a)
    await store.close()
    return world.a, holder.token


def _run(application: Application, customer: Customer, token: str) -> Run:
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
            "stateful": {"inference": {"algorithms": ["dependency-analysis"]}},
        },
    }
    schema = schemathesis.openapi.from_asgi(openapi.PATH, application, config=SchemathesisConfig.from_dict(config))
    run, known = Run(), Known(customer)

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

    def __init__(self, customer: Customer) -> None:
        ids, users = customer.ids, customer.users
        self.groups = {"extension_group_id": ids["extension_group"][1], "ext_group_id": ids["extension_group"][1]}
        self.extensions = {"extension_id": ids["extension"][3], "message_extension_id": ids["extension"][3]}
        self.paths = {
            "client_id": "@me",
            "did_id": ids["virtual_number"][0],
            **self.groups,
            **self.extensions,
        }
        self.users = {"user/extension": users["extension"], "user/extension_group": users["read_only"]}

    def correct(self, case: schemathesis.Case[Any]) -> None:
        if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
            return
        if case.meta.phase.name.value == "fuzzing":
            self._correct_path(case)
        if isinstance(case.body, dict):
            self._correct_body(case.body, case.operation.label)
        query = case.query
        if "start_datetime" in query:
            query["start_datetime"], query["end_datetime"] = sorted((query["start_datetime"], query["end_datetime"]))

    def _correct_path(self, case: schemathesis.Case[Any]) -> None:
        """Objects that another answer named stay so that they can be deleted; realms do not."""
        parameters = case.path_parameters
        for name in parameters:
            if case.method != "DELETE" or name == "client_id" or "/{" + name + "}/" in case.operation.path:
                parameters[name] = self.paths.get(name, parameters[name])
        for noun, user_id in self.users.items():
            if case.operation.path.endswith(noun + "/{user_id}"):
                parameters["user_id"] = user_id

    def _correct_body(self, body: dict[str, Any], label: str) -> None:
        if label == "POST /client/{client_id}/extension/":
            body["name"] = str(body["name"])[-2:].rjust(3, "1")
        for name, identifier in {**self.groups, **self.extensions}.items():
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
