"""Tries mutants: each in a copy of the program, probed by a process of its own on copies of prepared databases."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.isolation.mutant import PROGRAM, Mutant
from tests.isolation.prepared import LEAK, copied

ROOT: Final = Path(__file__).parents[2]
AS_IT_IS: Final = Mutant("nothing", "scope.py", "", "")
TOGETHER: Final = 2

Outcome = subprocess.CompletedProcess[str]
Outcomes = Mapping[str, Future[Outcome]]
"""How the probes ended, by what the mutant breaks."""


def outcomes_of(
    mutants: tuple[Mutant, ...],
    probes: str,
    databases: Path,
    folders: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Outcomes]:
    """How the module ``probes`` ended on each mutant that a test asks for, some at a time."""
    asked = {_mutant(item) for item in request.session.items}
    with ThreadPoolExecutor(TOGETHER) as pool:
        yield {
            mutant.breaks: pool.submit(probed, mutant, probes, databases, folders.mktemp("mutant"))
            for mutant in (AS_IT_IS, *mutants)
            if mutant in asked or mutant is AS_IT_IS
        }


def assert_found_out(mutant: Mutant, outcomes: Outcomes) -> None:
    source = (PROGRAM / mutant.file).read_text("utf-8")
    assert source.count(mutant.old) == 1, f"{mutant.file} has changed: follow it in the list of mutants"
    outcome = outcomes[mutant.breaks].result()
    assert outcome.returncode == LEAK, outcome.stdout + outcome.stderr
    print(outcome.stdout[:500])


def assert_the_program_passes(outcomes: Outcomes) -> None:
    outcome = outcomes[AS_IT_IS.breaks].result()
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "no leak" in outcome.stdout, outcome.stdout


def _mutant(item: pytest.Item) -> Mutant | None:
    """The mutant that a test is about."""
    params: Mapping[str, Mutant] = getattr(getattr(item, "callspec", None), "params", {})
    return params.get("mutant")


def probed(mutant: Mutant, probes: str, databases: Path, folder: Path) -> Outcome:
    """How the module ``probes`` ended on the mutant, in a new folder, which goes.

    Raises TimeoutExpired when it did not end.
    """
    _write(mutant, folder / "centrex")
    copied(databases, folder)
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    outcome = subprocess.run(
        [sys.executable, "-P", "-m", probes, str(folder)],
        env={**quiet, **found},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    shutil.rmtree(folder)
    return outcome


def _write(mutant: Mutant, copy: Path) -> None:
    """The program with the mutant's text in place of its own; what is compiled of the rest is used again."""
    shutil.copytree(PROGRAM, copy)
    file = copy / mutant.file
    if mutant.old:
        for stale in file.parent.glob(f"__pycache__/{file.stem}.*"):
            stale.unlink()
        file.write_text(file.read_text("utf-8").replace(mutant.old, mutant.new), "utf-8")
