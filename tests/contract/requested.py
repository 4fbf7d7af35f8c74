"""Requests that schemathesis makes from an OpenAPI document, and what it finds wrong with the answers.

What is made depends on the constants of all modules that a process has imported: a run wants a process of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from centrex.server.app import Application

TESTING: Final = ("fuzzing", "stateful")

REFUSED: Final = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429", "5xx"]
"""How a request that the schemas do not allow is answered: as schemathesis has it, and 413 for too many elements."""

CSV: Final = "text/csv"
"""Whose schema every body meets, since every body is a text: what is taken for a wrong one is none."""

Case = schemathesis.Case[Any]


@dataclass(frozen=True)
class Plan:
    """How many cases there are for each operation, and of walks along the links; what they follow from.

    With a ``seed`` of None they are always the same. ``all_right`` says that what the schemas allow is taken.
    """

    cases: int = 20
    seed: int | None = None
    all_right: bool = True


@dataclass
class Run:
    """What a run found wrong, and how many requests of each operation had which status."""

    findings: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    phases: set[str] = field(default_factory=set)

    @property
    def passed(self) -> set[str]:
        """The operations of which a request succeeded."""
        return {label for label, status in self.answers if status < 300}


def run(path: str, application: Application, token: str, correct: Callable[[Case], None], plan: Plan) -> Run:
    """Sends the requests; ``correct`` puts right before each what no description can say."""
    config: dict[str, Any] = {
        "seed": 4 if plan.seed is None else plan.seed,
        "workers": 1,
        "warnings": False,
        "cache": {"enabled": False},
        "suppress-health-check": ["filter_too_much"],  # of texts that stand in a path
        "headers": {"Authorization": f"Bearer {token}"},
        "checks": {
            "enabled": True,
            "positive_data_acceptance": {"enabled": plan.all_right},
            "negative_data_rejection": {"expected-statuses": REFUSED},
        },
        "generation": {"max-examples": plan.cases, "database": "none", "deterministic": plan.seed is None},
        "phases": {
            "examples": {"enabled": False},
            "coverage": {"enabled": False},
            "fuzzing": {"extra-data-sources": {"responses": False}},
            "stateful": {"inference": {"algorithms": ["dependency-analysis"]}},
        },
    }
    schema = schemathesis.openapi.from_asgi(path, application, config=SchemathesisConfig.from_dict(config))
    found = Run()

    @schemathesis.hook
    def before_call(_: schemathesis.HookContext, case: Case, __: dict[str, Any]) -> None:
        correct(case)

    for event in from_schema(schema).execute():
        _note(event, found)
    return found


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
    for identifier, checks in event.recorder.checks.items():
        of_any_text = event.recorder.cases[identifier].value.media_type == CSV
        for check in checks:
            if check.failure_info is not None and not (of_any_text and check.name == "negative_data_rejection"):
                yield f"{event.phase.value} {check.name}: {check.failure_info.code_sample} {check.failure_info.failure}"
