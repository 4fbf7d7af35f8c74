"""Mutants: the program made wrong on purpose, in a copy of its own; the probes and the oracle must find it out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Final

from centrex.store.schema import upgrade
from proof.equivalents import why_equivalent
from proof.mutmuts import some
from proof.slices import Outcome, Portion, Slice
from tests.isolation.mutant import Mutant
from tests.isolation.mutants import MUTANTS
from tests.isolation.mutants_of_console import CONSOLE_MUTANTS
from tests.isolation.mutants_of_rest import REST_MUTANTS
from tests.isolation.mutation import probed
from tests.isolation.prepared import LEAK
from tests.isolation.preparing import prepare, prepare_console, prepare_rest
from tests.property import under_mutation as trees

EACH: Final = 8
"""Mutants of a portion."""
PLAIN_LAST: Final = 300
"""Characters of what a process said last."""

Prepare = Callable[[Path, str], Awaitable[None]]
DATA_API: Final[tuple[str, Prepare]] = ("tests.isolation.under_mutation", prepare)
RINGME: Final[tuple[str, Prepare]] = ("tests.isolation.under_rest_mutation", prepare_rest)
ORACLE: Final[tuple[str, Prepare]] = ("tests.property.under_mutation", trees.prepare)
CONSOLE: Final[tuple[str, Prepare]] = ("tests.isolation.under_console_mutation", prepare_console)
LISTED: Final = (
    *((mutant, DATA_API) for mutant in MUTANTS),
    *((mutant, RINGME) for mutant in REST_MUTANTS),
    *((mutant, CONSOLE) for mutant in CONSOLE_MUTANTS),
)


class Judges:
    """Modules of probes, with the databases that each needs."""

    def __init__(self, folder: Path, judges: Sequence[tuple[str, Prepare]]) -> None:
        self.folder = folder
        self.prepared = {module: self._prepared(module, prepare) for module, prepare in dict(judges).items()}
        self._tried = 0

    def _prepared(self, module: str, prepare: Prepare) -> Path:
        databases = self.folder / module
        databases.mkdir()
        url = f"sqlite:///{databases / 'world.db'}"
        upgrade(url)
        asyncio.run(_done(prepare(databases, url)))
        return databases

    def ended(self, mutant: Mutant, module: str) -> tuple[int, str]:
        """The exit code of one judge, and what he said last; of one that did not end none of his own."""
        self._tried += 1
        folder = self.folder / f"mutant-{self._tried}"
        folder.mkdir()
        try:
            outcome = probed(mutant, module, self.prepared[module], folder)
        except TimeoutExpired:
            return -1, "it did not end"
        return outcome.returncode, (outcome.stdout + outcome.stderr)[-PLAIN_LAST:]

    def finds_out(self, mutant: Mutant) -> bool:
        """Whether one of them objects, or cannot even run."""
        return any(self.ended(mutant, module)[0] for module in self.prepared)


async def _done(work: Awaitable[None]) -> None:
    await work


def listed(portion: Portion) -> Outcome:
    """Each must be found by the probes of its dialect, as a leak."""
    mutants = LISTED[portion.number * EACH :][:EACH]
    judges = Judges(portion.folder, [judge for _, judge in mutants])
    failures = []
    for mutant, (module, _) in mutants:
        code, said = judges.ended(mutant, module)
        if code != LEAK:
            failures.append(f"survived: {mutant.breaks}; the probes ended with {code}: {said}")
    return Outcome(len(mutants), failures)


def of_mutmut(portion: Portion) -> Outcome:
    """Who survives is told, with the reason for which nobody could tell him from the program, where there is one."""
    mutants = some(portion.number, EACH)
    judges = Judges(portion.folder, (ORACLE, DATA_API, RINGME, CONSOLE) if mutants else ())
    survivors = [mutant.breaks for mutant in mutants if not judges.finds_out(mutant)]
    return Outcome(len(mutants), told=[f"survived: {text}; {why_equivalent(text)}" for text in survivors])


SLICES: Final = (
    Slice(
        "mutants/listed",
        "The probes find every listed fault of scope, access and SQL code",
        len(LISTED),
        "mutants",
        listed,
        longest=3_600,
    ),
    Slice(
        "mutants/mutmut",
        "Of mutmut's mutants of access, scope and SQL code the oracle and the probes alone find those that are not "
        "equivalent; each survivor stands below",
        2_900,
        "mutants",
        of_mutmut,
        longest=3_600,
    ),
)
