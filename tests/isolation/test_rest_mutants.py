"""The probes of the RingMe API find every fault of the list, each in a copy of the program; as it is it passes."""

from __future__ import annotations

import asyncio
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

import centrex
from tests.isolation.mutant import Mutant, misfits, tried
from tests.isolation.mutants_of_rest import REST_MUTANTS
from tests.isolation.rest_runs import rest_laid_out
from tests.isolation.rest_worlds import prepared
from tests.isolation.runs import copies_of
from tests.isolation.under_rest_mutation import ENDING, FILE, LEAK, RestPrepared

PROGRAM: Final = Path(centrex.__file__).parent
ROOT: Final = Path(__file__).parents[2]
AS_IT_IS: Final = Mutant("nothing", "scope.py", "", "")
PARTS: Final = ("canaryA", "canaryA_groupa", "canaryA_numbera", ENDING)
TOGETHER: Final = 2

Outcome = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def databases(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the probes need, to be copied for each mutant."""
    folder = tmp_path_factory.mktemp("prepared")
    asyncio.run(_prepare(folder, sqlite_template))
    return folder


async def _prepare(folder: Path, template: Path) -> None:
    url = f"sqlite:///{shutil.copyfile(template, folder / 'world.db')}"
    cast, rows = await rest_laid_out(url)
    urls = await prepared(cast, copies_of(url, folder, None), *PARTS)
    (folder / FILE).write_bytes(pickle.dumps(RestPrepared(cast, rows, urls)))


@pytest.fixture(scope="module")
def outcomes(
    databases: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Mapping[str, Future[Outcome]]]:
    """How the probes ended on each mutant that is asked for, some at a time."""
    asked = {_mutant(item) for item in request.session.items}
    with ThreadPoolExecutor(TOGETHER) as pool:
        yield {
            mutant.breaks: pool.submit(_probed, mutant, databases, tmp_path_factory.mktemp("mutant"))
            for mutant in (AS_IT_IS, *REST_MUTANTS)
            if mutant in asked or mutant is AS_IT_IS
        }


def _mutant(item: pytest.Item) -> Mutant | None:
    """The mutant that a test is about."""
    params: Mapping[str, Mutant] = getattr(getattr(item, "callspec", None), "params", {})
    return params.get("mutant")


def _probed(mutant: Mutant, databases: Path, folder: Path) -> Outcome:
    _write(mutant, folder / "centrex")
    _copy_databases(databases, folder)
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    found = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-P", "-m", "tests.isolation.under_rest_mutation", str(folder)]
    outcome = subprocess.run(
        command, env={**quiet, **found}, cwd=folder, capture_output=True, text=True, timeout=300, check=False
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


def _copy_databases(databases: Path, folder: Path) -> None:
    known: RestPrepared = pickle.loads((databases / FILE).read_bytes())
    for url in known.urls.values():
        shutil.copyfile(databases / Path(url).name, folder / Path(url).name)
    urls = {name: f"sqlite:///{folder / Path(url).name}" for name, url in known.urls.items()}
    (folder / FILE).write_bytes(pickle.dumps(replace(known, urls=urls)))


def test_no_two_mutants_have_a_name_in_common() -> None:
    assert len({mutant.breaks for mutant in REST_MUTANTS}) == len(REST_MUTANTS)


def test_every_mutant_of_the_list_fits_the_program() -> None:
    assert misfits(REST_MUTANTS) == []


@pytest.mark.parametrize("mutant", tried(REST_MUTANTS), ids=lambda mutant: mutant.breaks)
def test_the_mutant_is_found_out(mutant: Mutant, outcomes: Mapping[str, Future[Outcome]]) -> None:
    source = (PROGRAM / mutant.file).read_text("utf-8")
    assert source.count(mutant.old) == 1, f"{mutant.file} has changed: follow it in mutants_of_rest.py"
    outcome = outcomes[mutant.breaks].result()
    assert outcome.returncode == LEAK, outcome.stdout + outcome.stderr
    print(outcome.stdout[:500])


def test_the_program_as_it_is_passes(outcomes: Mapping[str, Future[Outcome]]) -> None:
    outcome = outcomes[AS_IT_IS.breaks].result()
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "no leak" in outcome.stdout
