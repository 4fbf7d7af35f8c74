"""The demo world: laid once for each test process, and `centrex demo` that serves a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from centrex.demo.folder import FILE, ready
from centrex.demo.world import make_world
from tests.programs import Running, demonstrating


@dataclass
class Demo:
    """A running `centrex demo`, the object that it printed, and its database."""

    running: Running
    said: dict[str, Any]
    database: str

    @property
    def url(self) -> str:
        return self.running.url

    @property
    def agent(self) -> dict[str, Any]:
        agent: dict[str, Any] = self.said["data_api"]["agent"]
        return agent

    @property
    def customer(self) -> dict[str, Any]:
        customer: dict[str, Any] = self.said["data_api"]["customer"]
        return customer


@pytest.fixture(scope="session")
def laid_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo world, to be copied: to lay it takes longer."""
    laid = tmp_path_factory.mktemp("laid")
    ready(laid, make_world(7))
    return laid


@pytest.fixture
def demo_folder(laid_demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo world for one test."""
    return shutil.copytree(laid_demo, tmp_path / "demo")


@pytest.fixture(scope="module")
def demo(laid_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo server for the tests of a file."""
    kept = shutil.copytree(laid_demo, tmp_path_factory.mktemp("demo") / "kept")
    with demonstrating("--data", str(kept)) as (running, said):
        yield Demo(running, said, f"sqlite:///{kept / FILE}")
