"""Refuses a catalogue that contradicts itself, when it is imported: a wrong one cannot start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.sql.visitors import iterate

from centrex.catalogue.errors import CatalogueError
from centrex.catalogue.fields import Nested, Show
from centrex.catalogue.operations import ANY_USER, Operation
from centrex.catalogue.resources import DataFace, Resource
from centrex.catalogue.tenancy import OF_CALLERS

MAX_FIELDS = 50
"""PostgreSQL's json_build_object, of which a single object is made, takes 100 arguments."""


def check(resources: tuple[Resource, ...]) -> None:
    """Raises CatalogueError with everything that is wrong."""
    problems = [*_repeated(resources)]
    for resource in resources:
        problems.extend(_of_resource(resource))
    if problems:
        raise CatalogueError("; ".join(problems))


def _repeated(resources: tuple[Resource, ...]) -> Iterator[str]:
    names = [resource.name for resource in resources]
    methods = [operation.name for resource in resources for operation in _operations(resource)]
    for name, times in Counter([*names, *methods]).items():
        if times > 1:
            yield f"{name} stands {times} times"


def _operations(resource: Resource) -> Iterator[Operation]:
    for face in resource.faces:
        yield from face.operations()
    yield from resource.operations


def _of_operation(operation: Operation) -> Iterator[str]:
    """What it says of its parameters must be of its own."""
    known = {param.name for param in operation.params}
    needed = {param.needed_with for param in operation.params if param.needed_with is not None}
    for name in sorted({*operation.alternatives, *needed} - known):
        yield f"{operation.name} has no parameter {name}"


def _of_resource(resource: Resource) -> Iterator[str]:
    owned = resource.table.primary_key.columns.keys()[0] == "customer_id"
    if owned and resource.tenancy.customer is not resource.table.c.customer_id:
        yield f"{resource.name}: its rows are the customer's, its tenancy says otherwise"
    if all(resource.tenancy.condition(level) is None for level in OF_CALLERS):
        yield f"{resource.name}: nobody may see it"
    for operation in _operations(resource):
        yield from _of_operation(operation)
    for face in resource.faces:
        for problem in _of_face(resource, face):
            yield f"{face.noun}: {problem}"


def _of_face(resource: Resource, face: DataFace) -> Iterator[str]:
    if not face.permission:
        yield f"no permission (write {ANY_USER} where the vendor names none)"
    if all(resource.tenancy.condition(level) is None for level in face.access):
        yield "no level of its access can see a row"
    if len(face.fields) > MAX_FIELDS and any(verb.name == "getobj" for verb in face.verbs):
        yield f"more than {MAX_FIELDS} fields"
    known = set(_tables(resource))
    for show in face.shows:
        if isinstance(show, Show):
            yield from _outside(show, known)
            if show.write and show.write.column.table is not resource.table:
                yield f"{show.name} is written into another table"
        if isinstance(show, Nested) and show.write:
            link = show.write.table.c
            if not {"customer_id", show.write.owner, show.write.member} <= set(link.keys()):
                yield f"{show.name}: its link lacks a column"


def _outside(show: Show, known: set[Table]) -> Iterator[str]:
    """A plain column must belong to what the face reads; sub-selects bring their own tables."""
    for column in _columns([show.value]):
        if column is show.value and column.table not in known:
            yield f"{show.name} shows a column of {column.table}"


def _columns(expressions: Iterable[ColumnElement[object]]) -> Iterator[Column[object]]:
    for expression in expressions:
        for element in iterate(expression):
            if isinstance(element, Column):
                yield element


def _tables(resource: Resource) -> Iterator[Table]:
    source = resource.source if resource.source is not None else resource.table
    for element in iterate(source):
        if isinstance(element, Table):
            yield element
