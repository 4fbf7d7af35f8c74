"""What create, update and delete do to a resource, as steps of one transaction."""

from __future__ import annotations

from collections.abc import Iterator

from centrex.catalogue import Face, Link, Nested, Show
from centrex.engine.members import add_members, replace_members
from centrex.engine.work import Work, existing
from centrex.errors import DuplicateEntity
from centrex.patterns import fold
from centrex.resources.ledger import ordinal
from centrex.store.steps import Add, Change, Delete, Find, Insert, NextId, Update


def create(work: Work) -> Change[int]:
    """Adds an entry and its members; answers its id."""
    table = work.resource.table
    yield from refuse_taken(work, None)
    identifier = int((yield NextId(table))[0][0])
    values = {"id": identifier, **columns(work)}
    numbered = work.resource.numbered
    if numbered is not None:
        number = yield from _next_ordinal(numbered.series)
        values[numbered.column.name] = f"{numbered.prefix}{number}"
    yield Insert(table, values)
    for name, link in _links(work):
        if name in work.arguments:
            yield from add_members(link, identifier, name, work.arguments[name])
    return identifier


def update(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; an array of members is replaced as a whole."""
    identifier = yield from existing(work)
    yield from refuse_taken(work, identifier)
    values = columns(work)
    if values:
        yield Update(work.resource.table, {"id": identifier}, values)
    for name, link in _links(work):
        if name in work.arguments:
            yield from replace_members(link, identifier, name, work.arguments[name])
    return identifier


def update_own(work: Work) -> Change[int]:
    """Changes the group or the number that the caller is below."""
    values = columns(work)
    if values:
        yield Update(work.resource.table, {"id": work.scope.part_id}, values)
    return work.scope.part_id


def delete(work: Work) -> Change[int]:
    """Removes an entry and its lists of members."""
    identifier = yield from existing(work)
    for _, link in _links(work):
        yield Delete(link.table, {link.owner: identifier})
    yield Delete(work.resource.table, {"id": identifier})
    return identifier


def refuse_taken(work: Work, own_id: int | None) -> Change[None]:
    """A name that another entry of the customer has, whatever its case."""
    for show in _scalars(work):
        unique = show.write.unique if show.write else None
        if unique is None:
            continue
        value = work.string(show.name)
        holders = yield Find(work.resource.table, ("id",), {unique.name: fold(value)})
        if any(row[0] != own_id for row in holders):
            raise DuplicateEntity(show.name, value)


def columns(work: Work) -> dict[str, object]:
    """The columns that the sent scalars fill."""
    values: dict[str, object] = {}
    for show in _scalars(work):
        assert show.write is not None
        value = work.arguments[show.name]
        values[show.write.column.name] = value
        if show.write.unique is not None:
            values[show.write.unique.name] = fold(str(value))
    return values


def _next_ordinal(series: str) -> Change[int]:
    """The next number of the customer's series, from 1; the row of the change counter is already held."""
    rows = yield Add(ordinal, {"series": series}, "last")
    if rows:
        return int(rows[0][0])
    yield Insert(ordinal, {"series": series, "last": 1})
    return 1


def _scalars(work: Work) -> Iterator[Show]:
    for show in _face(work).fields.values():
        if isinstance(show, Show) and show.write and show.name in work.arguments:
            yield show


def _links(work: Work) -> Iterator[tuple[str, Link]]:
    for show in _face(work).fields.values():
        if isinstance(show, Nested) and show.write:
            yield show.name, show.write


def _face(work: Work) -> Face:
    assert work.operation.face is not None
    return work.operation.face
