"""On what it was measured."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Final

BUSY: Final = """\
**Others kept the machine busy while this was measured.** Rates and times say little then, and ratios of rates not much
more; of the verdicts trust those of CPU time and of memory."""


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
    versions = ", ".join(f"{name} {number}" for name, number in programs.items() if number)
    where = f"{os.cpu_count()} cores of {processor()}, {platform.system()}"
    told = f"{where}; load averages before it {load_before}.\n{versions}."
    return f"{told}\n\n{BUSY}" if is_busy(load_before) else told


def is_busy(load_before: str) -> bool:
    """Whether others wanted more than half of the machine."""
    return float(load_before.partition(",")[0]) > (os.cpu_count() or 1) / 2


def slug() -> str:
    """A name for files: 2-cores-amd-epyc."""
    return f"{os.cpu_count()}-cores-" + re.sub(r"[^a-z0-9]+", "-", processor().lower()).strip("-")
