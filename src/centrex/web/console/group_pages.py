"""A group: made, named anew, taken apart and put together, deleted. What was moved can be moved back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from centrex.access.caller import Caller
from centrex.access.realms import identifier
from centrex.engine.core import Engine
from centrex.errors import CentrexError, DuplicateEntity, EntityNotFound
from centrex.web import sentences
from centrex.web.console.acting import Act, Row
from centrex.web.console.groups import ExtensionGroups, GroupKind, NumberGroups
from centrex.web.console.sections import GROUPS, NUMBER_GROUPS, Section, sections_of
from centrex.web.rendering import page, problem_page, see
from centrex.web.visit import Visit

NEW: Final = "new"
KINDS: Final[Mapping[str, GroupKind]] = {GROUPS: ExtensionGroups(), NUMBER_GROUPS: NumberGroups()}
"""By the section below which they stand."""


class GroupPages:
    """The pages of single groups."""

    def __init__(self, engine: Engine, look_anew: Callable[[], None]) -> None:
        self._engine = engine
        self._look_anew = look_anew

    async def answer(self, visit: Visit, caller: Caller, section: Section, name: str) -> Response:
        """The page of a group, or of a new one, and what its forms ask for."""
        kind, act = KINDS[section.path], Act(self._engine, visit, caller)
        home = f"{_home(caller)}{section.path}"
        if visit.method == "POST" and not kind.writes(caller):
            return problem_page(visit, 403, sentences.READ_ONLY)
        if name == NEW:
            return await self._new(act, kind, section, home)
        group_id = identifier(name)
        group = await kind.one(act, group_id) if group_id else None
        if group is None:
            return problem_page(visit, 404, sentences.MISSING)
        if visit.method == "GET":
            return await _page(act, kind, section, group)
        try:
            after = await self._done(act, kind, group)
        except CentrexError as error:
            return await _page(act, kind, section, group, _told(error))
        return see(visit, home if after is None else f"{home}/{group_id}{after}")

    async def _new(self, act: Act, kind: GroupKind, section: Section, home: str) -> Response:
        problem = None
        if act.visit.method == "POST":
            try:
                return see(act.visit, f"{home}/{await kind.create(act, _name(act.visit))}")
            except CentrexError as error:
                problem = _told(error)
        return page(
            act.visit,
            "console/new_group",
            422 if problem else 200,
            menu=list(sections_of(act.caller)),
            home=_home(act.caller),
            section=section,
            problem=problem,
        )

    async def _done(self, act: Act, kind: GroupKind, group: Row) -> str | None:
        """Does what a form asked for; answers what the address of the next page ends with, None without a group."""
        form = act.visit.form
        member = identifier(form.get("member", "")) or 0
        match form.get("deed"):
            case "rename":
                await kind.rename(act, group["id"], _name(act.visit))
            case "put":
                was = await kind.put(act, group, _field(form), member)
                return _moved(form, "put", was)
            case "take":
                await kind.take(act, group, _field(form), member, identifier(form.get("back", "")))
                return _moved(form, "take", "")
            case "delete":
                await kind.delete(act, group["id"])
                self._look_anew()
                return None
            case _:
                raise EntityNotFound
        return ""


FIELDS: Final = frozenset({"numbers", "virtual_phones", "employees", "employee_groups"})


def _field(form: Mapping[str, str]) -> str:
    field = form.get("field", "")
    if field not in FIELDS:
        raise EntityNotFound
    return field


def _name(visit: Visit) -> str:
    return visit.form.get("name", "").strip()


def _moved(form: Mapping[str, str], deed: str, was: str) -> str:
    """What the next page needs to know to undo it."""
    if "undone" in form:
        return ""
    told = {"deed": deed, "field": form.get("field", ""), "member": form.get("member", ""), "back": was}
    return f"?{urlencode(told)}"


def _home(caller: Caller) -> str:
    return f"/console/{caller.account.id}/"


async def _page(act: Act, kind: GroupKind, section: Section, group: Row, problem: str | None = None) -> Response:
    members, query = await kind.members(act, group), act.visit.query
    named = {str(member): name for each in members for member, name in (*each.inside, *each.outside)}
    return page(
        act.visit,
        "console/group",
        422 if problem else 200,
        menu=list(sections_of(act.caller)),
        home=_home(act.caller),
        section=section,
        group=group,
        members=members,
        moved=named.get(query.get("member", "")) if query.get("deed") in {"put", "take"} else None,
        query=query,
        count=sum(len(each.inside) for each in members),
        users=await kind.users(act, group["id"]),
        deletion=kind.deletion,
        writes=kind.writes(act.caller),
        problem=problem,
    )


_TOLD: Final[Mapping[type[CentrexError], str]] = {
    EntityNotFound: sentences.GONE,
    DuplicateEntity: sentences.NAME_TAKEN,
}


def _told(error: CentrexError) -> str:
    """Why it was not done."""
    return _TOLD.get(type(error), sentences.NAME)
