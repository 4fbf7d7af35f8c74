"""Calls measured on one kind of database: a new one for each number of them, reads on all, writes on the last."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import uvloop

from benchmarks.calls import CallPlan, Reads, lay, read
from benchmarks.incoming import Incoming, come_in
from benchmarks.long_answers import LongAnswer, lay_key, long_answer

Databases = Callable[[Path], AbstractContextManager[str]]
"""Makes a database in a folder, whose address it gives."""


@dataclass(frozen=True, slots=True)
class CallsMeasured:
    """``reads`` by the number of calls; ``long`` and ``incoming`` on top of the most of them."""

    reads: dict[int, Reads]
    long: LongAnswer
    incoming: Incoming


def measure_calls(databases: Databases, plan: CallPlan, say: Callable[[str], None]) -> CallsMeasured:
    """On the event loop that the server has."""
    reads: dict[int, Reads] = {}
    for count in plan.sizes:
        with tempfile.TemporaryDirectory(prefix="centrex-bench-") as name, databases(Path(name)) as url:
            say(f"{count:,} calls")
            world = uvloop.run(lay(url, count))
            say("reads of calls")
            reads[count] = uvloop.run(read(url, world, plan))
            if count == plan.sizes[-1]:
                say("long answers")
                uvloop.run(lay_key(url, world))
                long = long_answer(url, Path(name))
                say("calls come in")
                incoming = uvloop.run(come_in(url, world, plan))
    return CallsMeasured(reads, long, incoming)
