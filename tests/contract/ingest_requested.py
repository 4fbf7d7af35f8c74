"""What requests made from the OpenAPI document of the ways in cannot know by themselves, and a whole run of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from schemathesis.generation import GenerationMode

from centrex.ingest import openapi
from centrex.server.app import Application, Parts
from centrex.store.media import MediaStore
from centrex.store.opening import open_store
from tests.calls import PAGES, SOUND
from tests.clock import ManualClock
from tests.contract.requested import Case, Plan, Run, run
from tests.pbx import OWN, lay

MOMENTS: Final = ("started", "answered", "ended")
"""Of a leg, in the order in which they come."""


def whole_run(url: str, media: Path, plan: Plan) -> Run:
    """With the key of a customer, in an empty database.

    What else makes a report right, such as what an engine's own format holds, no schema says.
    """
    asyncio.run(_laid_out(url))
    parts = Parts(clock=ManualClock(), media=MediaStore(media))
    application = Application(lambda: open_store(url), url, parts)
    return run(openapi.PATH, application, OWN, _correct, replace(plan, all_right=False))


async def _laid_out(url: str) -> None:
    store = await open_store(url)
    await lay(store)
    await store.close()


def _correct(case: Case) -> None:
    """A sound is one, a page is one, legs end after they have begun, and nobody names another's customer."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    if case.method == "PUT":
        case.query.pop("customer", None)
        case.body = PAGES if "fax_id" in case.path_parameters else SOUND
    body: Any = case.body
    for report in body if isinstance(body, list) else [body]:
        if isinstance(report, dict):
            report.pop("customer", None)
            for leg in report.get("legs", ()):
                _put_in_order(leg)


def _put_in_order(leg: dict[str, Any]) -> None:
    """On one day of the clock's year, and with a number of the customer."""
    leg["called"] = "301"
    for minute, name in enumerate(MOMENTS):
        if leg.get(name):
            leg[name] = f"2025-06-01T12:{minute:02}:00Z"
