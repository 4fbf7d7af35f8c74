"""What is aimed at in the console: addresses and forms, with ids in them that are somebody else's or nobody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from random import Random
from typing import Final, TypeVar

from centrex.catalogue import Operation
from centrex.catalogue_rest import RestFace, RestOperation
from centrex.resources import REST_OPERATIONS
from centrex.web.console.routes import Route, route_of
from centrex.web.console.sections import Look, Section, Source
from tests.isolation.console_pages import Fields, Sent
from tests.isolation.rest_aim import JUNK, NOTHING
from tests.isolation.rows import Rows
from tests.property.targets import resource_of

NAMING: Final = ("id", "uuid", "link")
"""Columns by which addresses and forms name something."""
CONSOLE: Final = "/console"
Item = TypeVar("Item")
Column = tuple[str, str]


class Targets:
    """Everything that anybody has, and by what it is named."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    @cached_property
    def _by_column(self) -> dict[Column, list[str]]:
        """The rows of the accounts take turns, so that neighbours are of different accounts."""
        found: dict[Column, list[str]] = defaultdict(list)
        for table, owned in self._rows.of.items():
            for place in range(max(map(len, owned.values()), default=0)):
                for mine in owned.values():
                    for column in NAMING:
                        if place < len(mine) and mine[place].get(column) is not None:
                            found[table, column].append(str(mine[place][column]))
        return {column: list(dict.fromkeys(values)) for column, values in found.items()}

    @cached_property
    def _columns_of(self) -> dict[str, list[Column]]:
        columns: dict[str, list[Column]] = defaultdict(list)
        for column, values in self._by_column.items():
            for value in values:
                columns[value].append(column)
        return columns

    def names(self, value: str) -> bool:
        """Whether something is named so."""
        return value in self._columns_of

    def kin(self, value: str) -> list[str]:
        """All that something else of the same kind is named by."""
        columns = self._columns_of.get(value, [])
        return [name for column in columns for name in self._by_column[column] if name != value]

    def in_section(self, section: Section) -> list[str]:
        """What names the rows that the lists of a section are about."""
        return [name for source in section.reads for name in self._by_column.get(_named(source), [])]


def _named(source: Source) -> Column:
    """Where the names of the rows stand; a page that is no list has none."""
    if isinstance(source, Look):
        return source.resource.table.name, "id"
    if isinstance(source, RestOperation):
        assert isinstance(source.face, RestFace)
        return REST_OPERATIONS[source].table.name, source.face.key
    return (resource_of(source).table.name, "id") if isinstance(source, Operation) else ("", "")


def shape_of(routes: Iterable[Route], path: str) -> str:
    """The route and the section of an address, or the address without its numbers."""
    account, _, below = path.removeprefix(f"{CONSOLE}/").partition("/")
    found = route_of(routes, below) if path.startswith(f"{CONSOLE}/") and account else None
    if found is not None:
        return key_of(found[0], found[1])
    return "/".join("#" if segment.isdigit() else segment for segment in path.split("/"))


def key_of(route: Route, section: Section) -> str:
    """A kind of pages, to count what was sent there."""
    return f"{section.path}: {route.path}"


def unlinked(routes: Iterable[Route], targets: Targets, home: str, random: Random, each: int) -> Iterator[Sent]:
    """Some addresses of every route and section, whether or not a page leads there."""
    for route in routes:
        for section in route.sections:
            named = targets.in_section(section)
            for _ in range(each):
                names = {"section": section.path, "name": random.choice(named or [str(NOTHING)])}
                yield Sent(home + _written(route.path, names, random))


def _written(path: str, names: dict[str, str], random: Random) -> str:
    """The address of a route; what else it has in braces is a small number."""
    for name in [part.partition("}")[0] for part in path.split("{")[1:]]:
        path = path.replace("{" + name + "}", names.get(name, str(random.randint(1, 3))))
    return path


def astray(sent: Sent, targets: Targets, random: Random, each: int) -> Iterator[Sent]:
    """The same with each id in it replaced, one at a time, so many times: by others', and by what nothing has."""
    segments = sent.path.split("/")
    for place, segment in enumerate(segments):
        for value in _others(segment, targets, random, each):
            yield replace(sent, path="/".join([*segments[:place], value, *segments[place + 1 :]]))
    for fields, name in ((sent.query, "query"), (sent.form or (), "form")):
        for changed in _fields_astray(fields, targets, random, each):
            yield replace(sent, query=changed) if name == "query" else replace(sent, form=changed)


def _fields_astray(fields: Fields, targets: Targets, random: Random, each: int) -> Iterator[Fields]:
    for place, (name, held) in enumerate(fields):
        for value in _others(held, targets, random, each):
            yield (*fields[:place], (name, value), *fields[place + 1 :])


def _others(value: str, targets: Targets, random: Random, each: int) -> list[str]:
    if not targets.names(value):
        return []
    return [*some(targets.kin(value), random, each), random.choice([str(NOTHING), *(text for text in JUNK if text)])]


def some(items: Sequence[Item], random: Random, number: int) -> list[Item]:
    """So many of them at most."""
    return random.sample(items, min(number, len(items)))
