"""Lists of members: which rows of the customer belong to another."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table

from centrex.catalogue import Link
from centrex.errors import EntityNotFound
from centrex.store.steps import Change, Delete, FindIds, Insert


def require(table: Table, name: str, ids: Iterable[int]) -> Change[None]:
    """Raises EntityNotFound with the first id that the customer does not have; somebody else's answers as none."""
    wanted = list(ids)
    found = {row[0] for row in (yield FindIds(table, wanted))} if wanted else set()
    for identifier in wanted:
        if identifier not in found:
            raise EntityNotFound(name, identifier)


def replace_members(link: Link, owner_id: int, name: str, members: object) -> Change[None]:
    """Sets the members of a row; null is the empty list."""
    yield Delete(link.table, {link.owner: owner_id})
    yield from add_members(link, owner_id, name, members)


def add_members(link: Link, owner_id: int, name: str, members: object) -> Change[None]:
    """Adds members to a row; one that the customer does not have refuses the whole change."""
    ids = ids_of(members)
    yield from require(link.target, name, ids)
    for member in ids:
        yield Insert(link.table, {link.owner: owner_id, link.member: member})


def ids_of(members: object) -> list[int]:
    """A checked list of ids; null is the empty one."""
    if members is None:
        return []
    assert isinstance(members, list)
    return members
