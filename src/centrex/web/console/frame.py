"""A page of the console with what surrounds it: the menu of its sections, and the one in which it stands."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.i18n import said
from centrex.web.console.sections import Section, home_of, menu_of
from centrex.web.console.thing_forms import Problem
from centrex.web.rendering import page, see
from centrex.web.visit import Visit

SAVED: Final = "saved"
"""What the address of a page says after a change."""


def framed(
    visit: Visit,
    caller: Caller,
    section: Section,
    template: str,
    status: int = 200,
    *,
    problem: Problem | str | None = None,
    scripts: bool = False,
    nonce: str = "",
    **values: Any,
) -> Response:
    """The page of the section; with a problem, which may be one of ``sentences``, its status is 422.

    The template has ``saved`` too, whether a change has just led here; ``scripts`` and ``nonce`` are those of ``page``.
    """
    return page(
        visit,
        template,
        422 if problem else status,
        scripts=scripts,
        nonce=nonce,
        menu=menu_of(visit, caller),
        home=home_of(caller),
        section=section,
        problem=Problem(said(visit.language, problem)) if isinstance(problem, str) else problem,
        saved=SAVED in visit.query and problem is None,
        **values,
    )


def see_saved(visit: Visit, path: str) -> Response:
    """Sends the browser to a page, which says that a change is saved."""
    return see(visit, f"{path}?{SAVED}=1")
