"""On what it was measured."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path


def processor() -> str:
    """Its name, as far as the system tells."""
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def load() -> str:
    """How many processes wanted a core, in the last 1, 5 and 15 minutes."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def described(postgres: str, load_before: str) -> str:
    """The machine and the programs."""
    programs = {
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": postgres,
        **{name: version(name) for name in ("uvicorn", "asyncpg", "SQLAlchemy", "FastAPI", "pydantic")},
    }
    told = ", ".join(f"{name} {number}" for name, number in programs.items() if number)
    return (
        f"{os.cpu_count()} cores of {processor()}, {platform.system()}; load averages before it {load_before}.\n{told}."
    )


def slug() -> str:
    """A name for files: 2-cores-amd-epyc."""
    return f"{os.cpu_count()}-cores-" + re.sub(r"[^a-z0-9]+", "-", processor().lower()).strip("-")
