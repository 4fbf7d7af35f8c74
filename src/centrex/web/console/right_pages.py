"""What a user may do in the Data API: shown to, and changed by, those who may change the doors of the account."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.access.rights import ACTIONS, UNITS
from centrex.engine.account_doors import may
from centrex.engine.account_rights import AccountRights, Rights
from centrex.engine.core import Engine
from centrex.errors import CentrexError
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.administered import THINGS
from centrex.web.console.frame import framed, see_saved
from centrex.web.console.routes import Below, Route
from centrex.web.console.sections import BY_PATH
from centrex.web.console.thing_forms import Problem, changed_meanwhile, problem_of
from centrex.web.rendering import problem_page
from centrex.web.visit import Visit

USERS: Final = BY_PATH["users"]
WORDS_OF_UNITS: Final[Mapping[str, str]] = {
    "data_api": "Use of the Data API",
    "account_access": "The account: keys, whitelist, rights, audit, tariffs",
    "employees": "Employees and their groups",
    "number_management": "Virtual numbers and their groups",
    "address_book": "Address book",
    "calls_blocking": "Blocking of calls",
    "client_selected": "Customers",
    "client_user": "Users of customers",
    "client_user_new": "New customers",
    "tag_management": "Tags",
    "va": "Virtual PBX",
}
WORDS_OF_ACTIONS: Final[Mapping[str, str]] = {
    "select": "see",
    "insert": "make",
    "update": "change",
    "delete": "delete",
}


class RightPages:
    """The pages of the rights of users."""

    def __init__(self, engine: Engine, rights: AccountRights) -> None:
        self._engine = engine
        self._rights = rights

    def routes(self) -> tuple[Route, ...]:
        return (Route("{section}/{name}/rights", (USERS,), self.answer, posts=True),)

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The rights of the user that the path names, and what they are changed to."""
        wanted = identifier(below.names["name"])
        user = await Act(self._engine, visit, caller).one(THINGS[USERS.path].reads, wanted) if wanted else None
        if user is None or not caller.may("account_access", "select"):
            return problem_page(visit, 404, sentences.MISSING)
        held = await self._rights.of(caller, user["id"])
        if visit.method == "GET":
            return _page(visit, caller, user, held, held)
        told = _told(visit.form)
        if not hmac.compare_digest(visit.form.get("seen", "").encode(), _seal(held).encode()):
            return _page(visit, caller, user, held, held, changed_meanwhile(visit.language))
        try:
            await self._rights.replace(caller, user["id"], (held - caller.rights) | told, visit.place)
        except CentrexError as error:
            return _page(visit, caller, user, held, told, problem_of(error, visit.language))
        return see_saved(visit, visit.path)


def _told(form: Mapping[str, str]) -> Rights:
    return frozenset((unit, action) for unit in UNITS for action in ACTIONS if f"{unit}.{action}" in form)


def _seal(held: Rights) -> str:
    """Tells whether the form that was sent showed the same."""
    return hashlib.sha256(repr(sorted(held)).encode()).hexdigest()[:32]


def _page(
    visit: Visit, caller: Caller, user: Row, held: Rights, ticked: Rights, problem: Problem | None = None
) -> Response:
    return framed(
        visit,
        caller,
        USERS,
        "console/rights",
        problem=problem,
        user=user,
        units=WORDS_OF_UNITS,
        actions=WORDS_OF_ACTIONS,
        ticked=ticked,
        own=caller.rights,
        seal=_seal(held),
        writes=may(caller, "update") and user["id"] != caller.user_id,
    )
