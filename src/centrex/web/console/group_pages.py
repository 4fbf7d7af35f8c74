"""A group: made, named anew, taken apart and put together, deleted. What was moved can be moved back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.clock import Clock
from centrex.engine.core import Engine
from centrex.errors import CentrexError, DuplicateEntity, EntityNotFound, ServerBusy
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.frame import framed
from centrex.web.console.group_recordings import recordings_of
from centrex.web.console.groups import SHOWN, ExtensionGroups, GroupKind, NumberGroups
from centrex.web.console.reading import LONGEST_SEARCH
from centrex.web.console.routes import NEW, Below
from centrex.web.console.sections import GROUPS, NUMBER_GROUPS, Section, home_of
from centrex.web.console.undoing import Moved, moved_in
from centrex.web.rendering import problem_page, see
from centrex.web.visit import Visit

KINDS: Final[Mapping[str, GroupKind]] = {GROUPS: ExtensionGroups(), NUMBER_GROUPS: NumberGroups()}
"""By the section below which they stand."""


class GroupPages:
    """The pages of single groups."""

    def __init__(self, engine: Engine, clock: Clock, look_anew: Callable[[], None]) -> None:
        self._engine = engine
        self._clock = clock
        self._look_anew = look_anew

    async def answer(self, visit: Visit, caller: Caller, below: Below) -> Response:
        """The page of a group, or of a new one, and what its forms ask for."""
        section, name = below.section, below.names["name"]
        kind, act = KINDS[section.path], Act(self._engine, visit, caller)
        if visit.method == "POST" and not kind.writes(caller):
            return problem_page(visit, 403, sentences.READ_ONLY)
        if name == NEW:
            return await _new(act, kind, section)
        group_id = identifier(name)
        if group_id is None:
            return problem_page(visit, 404, sentences.MISSING)
        if visit.method == "GET":
            return await self._page(act, kind, section, await kind.one(act, group_id))
        return await self._changed(act, kind, section, await kind.one(act, group_id))

    async def _changed(self, act: Act, kind: GroupKind, section: Section, group: Row | None) -> Response:
        if group is None:
            return problem_page(act.visit, 404, sentences.MISSING)
        home = f"{home_of(act.caller)}{section.path}"
        try:
            after = await self._done(act, kind, group)
        except ServerBusy:
            raise
        except CentrexError as error:
            return await self._page(act, kind, section, group, _told(error))
        return see(act.visit, home if after is None else f"{home}/{group['id']}{after}")

    async def _done(self, act: Act, kind: GroupKind, group: Row) -> str | None:
        """Does what a form asked for; answers what the address of the next page ends with, None without a group."""
        form = act.visit.form
        match form.get("deed"):
            case "rename":
                await kind.rename(act, group["id"], _name(act.visit))
            case "put" | "take" as deed:
                return await _moved(act, kind, group, deed)
            case "delete":
                await kind.delete(act, group["id"])
                self._look_anew()
                return None
            case _:
                raise EntityNotFound
        return ""

    async def _page(
        self, act: Act, kind: GroupKind, section: Section, group: Row | None, problem: str | None = None
    ) -> Response:
        if group is None:
            return problem_page(act.visit, 404, sentences.MISSING)
        members, moved = await kind.members(act, group), moved_in(act.visit)
        find = act.visit.query.get("find", "").strip()[:LONGEST_SEARCH]
        recordings = await recordings_of(act, group["id"], self._clock.now()) if section.path == GROUPS else None
        return framed(
            act.visit,
            act.caller,
            section,
            "console/group",
            problem=problem,
            scripts=recordings is not None,
            nonce=secrets.token_urlsafe(16) if recordings else "",
            group=group,
            members=[each.offered(find) for each in members],
            find=find,
            moved=moved,
            moved_name=moved.name(list(members)) if moved else None,
            count=sum(len(each.inside) for each in members),
            users=await kind.users(act, group["id"]),
            most=SHOWN,
            recordings=recordings,
            deletion=kind.deletion,
            writes=kind.writes(act.caller),
        )


async def _moved(act: Act, kind: GroupKind, group: Row, deed: str) -> str:
    """Moves a member; answers how it can be undone, where something was done."""
    form = act.visit.form
    field, member, back = form.get("field", ""), identifier(form.get("member", "")), form.get("back", "")
    before = identifier(back)
    if field not in kind.fields or member is None or (back and before is None):
        raise EntityNotFound
    if deed == "put":
        was = await kind.put(act, group, field, member)
    else:
        was = "" if await kind.take(act, group, field, member, before) else None
    if was is None or "undone" in form:
        return ""
    return Moved(deed, field, str(member), was).address(act.visit)


async def _new(act: Act, kind: GroupKind, section: Section) -> Response:
    problem = None
    if act.visit.method == "POST":
        try:
            group_id = await kind.create(act, _name(act.visit))
            return see(act.visit, f"{home_of(act.caller)}{section.path}/{group_id}")
        except ServerBusy:
            raise
        except CentrexError as error:
            problem = _told(error)
    return framed(act.visit, act.caller, section, "console/new_group", problem=problem)


def _name(visit: Visit) -> str:
    return visit.form.get("name", "").strip()


_TOLD: Final[Mapping[type[CentrexError], str]] = {
    EntityNotFound: sentences.GONE,
    DuplicateEntity: sentences.NAME_TAKEN,
}


def _told(error: CentrexError) -> str:
    """Why it was not done."""
    if type(error) in _TOLD:
        return _TOLD[type(error)]
    return sentences.NAME if error.field == "name" else sentences.NOT_DONE
