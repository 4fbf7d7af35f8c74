"""What create, update and delete do to a resource, as steps of one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from centrex.catalogue import DataFace, Link, Nested, Resource, Show
from centrex.errors import DuplicateEntity, EntityNotFound
from centrex.patterns import fold
from centrex.resources.ledger import ordinal
from centrex.store.steps import Add, Change, Delete, Find, FindIds, Insert, NextId, Update

Arguments = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Target:
    """What is changed: a resource through one of its faces."""

    resource: Resource
    face: DataFace


def create(target: Target, arguments: Arguments) -> Change[int]:
    """Adds an entry and its members; answers its id."""
    table = target.resource.table
    yield from _refuse_taken(target, arguments, None)
    identifier = int((yield NextId(table))[0][0])
    values = {"id": identifier, **_columns(target, arguments)}
    numbered = target.resource.numbered
    if numbered is not None:
        number = yield from _next_ordinal(numbered.series)
        values[numbered.column.name] = f"{numbered.prefix}{number}"
    yield Insert(table, values)
    for name, link in _links(target):
        if name in arguments:
            yield from _join(link, identifier, name, arguments[name])
    return identifier


def update(target: Target, arguments: Arguments) -> Change[int]:
    """Changes what was sent, and nothing else; an array of members is replaced as a whole."""
    identifier = yield from _existing(target, arguments)
    yield from _refuse_taken(target, arguments, identifier)
    values = _columns(target, arguments)
    if values:
        yield Update(target.resource.table, {"id": identifier}, values)
    for name, link in _links(target):
        if name in arguments:
            yield Delete(link.table, {link.owner: identifier})
            yield from _join(link, identifier, name, arguments[name])
    return identifier


def delete(target: Target, arguments: Arguments) -> Change[int]:
    """Removes an entry and its lists of members."""
    identifier = yield from _existing(target, arguments)
    for _, link in _links(target):
        yield Delete(link.table, {link.owner: identifier})
    yield Delete(target.resource.table, {"id": identifier})
    return identifier


def _existing(target: Target, arguments: Arguments) -> Change[int]:
    """The id, when the caller has such an entry; somebody else's answers as none."""
    identifier = arguments["id"]
    assert isinstance(identifier, int)
    if not (yield Find(target.resource.table, ("id",), {"id": identifier})):
        raise EntityNotFound("id", identifier)
    return identifier


def _refuse_taken(target: Target, arguments: Arguments, own_id: int | None) -> Change[None]:
    """A name that another entry of the customer has, whatever its case."""
    for show in _scalars(target, arguments):
        unique = show.write.unique if show.write else None
        if unique is None:
            continue
        value = str(arguments[show.name])
        holders = yield Find(target.resource.table, ("id",), {unique.name: fold(value)})
        if any(row[0] != own_id for row in holders):
            raise DuplicateEntity(show.name, value)


def _columns(target: Target, arguments: Arguments) -> dict[str, object]:
    """The columns that the sent scalars fill."""
    values: dict[str, object] = {}
    for show in _scalars(target, arguments):
        assert show.write is not None
        value = arguments[show.name]
        values[show.write.column.name] = value
        if show.write.unique is not None:
            values[show.write.unique.name] = fold(str(value))
    return values


def _join(link: Link, identifier: int, name: str, members: object) -> Change[None]:
    """Adds members; one that the customer does not have refuses the whole change."""
    assert isinstance(members, tuple)
    if not members:
        return
    found = {row[0] for row in (yield FindIds(link.target, members))}
    for member in members:
        if member not in found:
            raise EntityNotFound(name, member)
    for member in members:
        yield Insert(link.table, {link.owner: identifier, link.member: member})


def _next_ordinal(series: str) -> Change[int]:
    """The next number of the customer's series, from 1; the row of the change counter is already held."""
    rows = yield Add(ordinal, {"series": series}, "last")
    if rows:
        return int(rows[0][0])
    yield Insert(ordinal, {"series": series, "last": 1})
    return 1


def _scalars(target: Target, arguments: Arguments) -> Iterator[Show]:
    for show in target.face.fields.values():
        if isinstance(show, Show) and show.write and show.name in arguments:
            yield show


def _links(target: Target) -> Iterator[tuple[str, Link]]:
    for show in target.face.fields.values():
        if isinstance(show, Nested) and show.write:
            yield show.name, show.write
