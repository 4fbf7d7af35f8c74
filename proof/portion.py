"""The process of one portion: tries it, and writes what came of it into a file. Whatever it raises is a failure."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

from proof.registry import find
from proof.slices import Outcome, Portion, Slice

LAST: int = 4_000
"""Characters of a traceback that are kept."""


def tried(slice: Slice, portion: Portion) -> Outcome:
    """What came of the portion."""
    try:
        found = slice.portion(portion)
        return asyncio.run(_awaited(found)) if inspect.isawaitable(found) else found
    except Exception:
        return Outcome(0, [traceback.format_exc()[-LAST:]])


async def _awaited(found: object) -> Outcome:
    assert inspect.isawaitable(found)
    outcome = await found
    assert isinstance(outcome, Outcome)
    return outcome


def main() -> None:
    order = json.loads(sys.argv[1])
    folder = Path(order["folder"])
    portion = Portion(order["seed"], order["number"], folder, order["seconds"])
    outcome = tried(find(order["module"], order["name"]), portion)
    Path(order["answer"]).write_text(json.dumps(asdict(outcome)), "utf-8")


if __name__ == "__main__":
    main()
