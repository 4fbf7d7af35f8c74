"""The two kinds of groups whose pages have members: of internal numbers, and of virtual numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from centrex.access.caller import Caller
from centrex.access.gate import may
from centrex.catalogue import Level, Operation
from centrex.catalogue_rest import Action
from centrex.engine.given import Members as Moved
from centrex.engine.given import OnlyFrom, Unchanged
from centrex.errors import EntityNotFound
from centrex.patterns import fold
from centrex.resources import OPERATIONS
from centrex.web.console.acting import Act, Row
from centrex.web.console.cells import member_name
from centrex.web.console.rest import rest

NUMBERS: Final = "numbers"
SHOWN: Final = 1_000
OFFERED: Final = 100
"""Members or users, and those that could be members, of one page."""


@dataclass(frozen=True, slots=True)
class Members:
    """One kind of members of a group: as (id, name), those in it and those that could be."""

    field: str
    title: str
    others: str
    inside: list[tuple[int, str]]
    outside: list[tuple[int, str]]
    found: int = 0

    def offered(self, find: str) -> Members:
        """The first of those in it and of those outside whose name has the text; ``found`` counts the latter."""
        wanted = [each for each in self.outside if fold(find) in fold(each[1])]
        return replace(self, inside=self.inside[:SHOWN], outside=wanted[:OFFERED], found=len(wanted))


class GroupKind(Protocol):
    """What is done with a group, whatever it holds."""

    deletion: str
    """What is said before one is deleted, with ``{members}`` and ``{users}``."""

    fields: frozenset[str]
    """The kinds of members that it has."""

    @property
    def list_of_all(self) -> Operation:
        """What reads them all."""

    def writes(self, caller: Caller) -> bool:
        """Whether the caller may change groups."""

    async def create(self, act: Act, name: str) -> int:
        """Makes one, and answers its id."""

    async def one(self, act: Act, group_id: int) -> Row | None:
        """Its fields."""

    async def members(self, act: Act, group: Row) -> Sequence[Members]:
        """What it holds, and what it could."""

    async def users(self, act: Act, group_id: int) -> list[Row]:
        """The users that go with it."""

    async def rename(self, act: Act, group_id: int, name: str) -> None:
        """Names it anew."""

    async def put(self, act: Act, group: Row, field: str, member: int) -> str | None:
        """Puts a member in; answers where it was before, or None when it was in already."""

    async def take(self, act: Act, group: Row, field: str, member: int, back: int | None) -> bool:
        """Takes a member out, back to where it was before; answers whether it was in."""

    async def delete(self, act: Act, group_id: int) -> None:
        """Deletes it."""


async def groups_of(act: Act, kind: GroupKind) -> list[tuple[int, str]]:
    """The ids of the groups of a kind, and their names."""
    return [(row["id"], row["name"]) for row in await act.rows(kind.list_of_all)]


class ExtensionGroups:
    """Of internal numbers, each of which is in one group at most."""

    deletion = (
        "Its {members} numbers stay, without a group. Its {users} users are deleted. "
        "Records and calls stay with the account."
    )
    fields = frozenset({NUMBERS})
    titles: Final = ("Numbers in the group", "Other internal numbers")
    list_of_numbers: Final = rest(Action.LIST, "extension")
    change_of_number: Final = rest(Action.CHANGE, "extension")
    _add: Final = rest(Action.ADD, "extension_group")
    _one: Final = rest(Action.ONE, "extension_group")
    _change: Final = rest(Action.CHANGE, "extension_group")
    _remove: Final = rest(Action.REMOVE, "extension_group")
    _users: Final = rest(Action.LIST, "user/extension_group")
    list_of_all: Final = rest(Action.LIST, "extension_group")

    def writes(self, caller: Caller) -> bool:
        return caller.writes and caller.level is Level.CUSTOMER

    async def create(self, act: Act, name: str) -> int:
        return await act.change(self._add, name=name)

    async def one(self, act: Act, group_id: int) -> Row | None:
        return await act.one(self._one, group_id)

    async def members(self, act: Act, group: Row) -> Sequence[Members]:
        numbers = await act.rows(self.list_of_numbers)
        named = [(each["id"], f"{each['name']} {each['label'] or ''}".strip()) for each in numbers]
        inside = {each["id"] for each in numbers if each["extension_group_id"] == group["id"]}
        return [_members(NUMBERS, *self.titles, named, inside)]

    async def users(self, act: Act, group_id: int) -> list[Row]:
        return await act.rows(self._users, "extension_group_id", group_id)

    async def rename(self, act: Act, group_id: int, name: str) -> None:
        await act.change(self._change, id=group_id, name=name)

    async def put(self, act: Act, group: Row, field: str, member: int) -> str | None:
        was = await self._group_of(act, member)
        if was == group["id"]:
            return None
        is_done = await self.move(act, member, was, group["id"])
        return str(was or "") if is_done else await self.put(act, group, field, member)

    async def take(self, act: Act, group: Row, field: str, member: int, back: int | None) -> bool:
        return await self.move(act, member, group["id"], back)

    async def move(self, act: Act, member: int, before: int | None, after: int | None) -> bool:
        """Moves a number out of one group into another, none is None; answers whether it was still in the first."""
        try:
            given = OnlyFrom("extension_group_id", before)
            await act.change(self.change_of_number, given, id=member, extension_group_id=after)
        except Unchanged:
            return False
        return True

    async def _group_of(self, act: Act, member: int) -> int | None:
        number = await act.one(self.list_of_numbers, member)
        if number is None:
            raise EntityNotFound
        group_id: int | None = number["extension_group_id"]
        return group_id

    async def delete(self, act: Act, group_id: int) -> None:
        await act.change(self._remove, id=group_id)


class NumberGroups:
    """Of virtual numbers, employees and employee groups."""

    deletion = "Its {members} members stay, without this group."
    fields = frozenset({"virtual_phones", "employees", "employee_groups"})
    lists: Final = (
        ("virtual_phones", "Virtual numbers in the group", "Other virtual numbers", OPERATIONS["get.virtual_numbers"]),
        ("employees", "Employees in the group", "Other employees", OPERATIONS["get.employees"]),
        (
            "employee_groups",
            "Employee groups in the group",
            "Other employee groups",
            OPERATIONS["get.group_employees"],
        ),
    )
    list_of_all: Final = OPERATIONS["get.virtual_number_groups"]
    list_of_numbers: Final = OPERATIONS["get.virtual_numbers"]
    _create: Final = OPERATIONS["create.virtual_number_groups"]
    _update: Final = OPERATIONS["update.virtual_number_groups"]
    _delete: Final = OPERATIONS["delete.virtual_number_groups"]

    def writes(self, caller: Caller) -> bool:
        return caller.writes and all(may(operation, caller) for operation in (self._create, self._update, self._delete))

    async def create(self, act: Act, name: str) -> int:
        return await act.change(self._create, name=name)

    async def one(self, act: Act, group_id: int) -> Row | None:
        return await act.one(self.list_of_all, group_id)

    async def members(self, act: Act, group: Row) -> Sequence[Members]:
        return [
            _members(
                field,
                title,
                others,
                [(each["id"], member_name(each)) for each in await act.rows(operation)],
                {each["id"] for each in group[field]},
            )
            for field, title, others, operation in self.lists
            if may(operation, act.caller)
        ]

    async def users(self, act: Act, group_id: int) -> list[Row]:
        return []

    async def rename(self, act: Act, group_id: int, name: str) -> None:
        await act.change(self._update, id=group_id, name=name)

    async def put(self, act: Act, group: Row, field: str, member: int) -> str | None:
        return "" if await self.move(act, group["id"], Moved(field, put=(member,))) else None

    async def take(self, act: Act, group: Row, field: str, member: int, back: int | None) -> bool:
        return bool(await self.move(act, group["id"], Moved(field, take=(member,))))

    async def move(self, act: Act, group_id: int, members: Moved) -> set[int]:
        """Puts members in and takes others out; answers which were moved."""
        try:
            await act.change(self._update, members, id=group_id)
        except Unchanged:
            return set()
        return members.moved

    async def delete(self, act: Act, group_id: int) -> None:
        await act.change(self._delete, id=group_id)


def _members(field: str, title: str, others: str, named: list[tuple[int, str]], inside: set[int]) -> Members:
    return Members(
        field,
        title,
        others,
        [each for each in named if each[0] in inside],
        [each for each in named if each[0] not in inside],
    )
