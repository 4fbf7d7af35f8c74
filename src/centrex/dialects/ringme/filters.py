"""Turns the query of a list into a Query: its filters by equality, its interval, its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue import Face
from centrex.catalogue_rest import RestFace, RestOperation
from centrex.dialects.ringme.intervals import descending, interval
from centrex.dialects.ringme.wire import operand, paging
from centrex.query import Comparison, Group, Query, Shape, Tree
from centrex.query.rows import COMMON_LIMITS, default_fields
from centrex.resources.extension import EXTENSIONS

NUMBER: Final = "number"


def query_for(operation: RestOperation, parameters: Mapping[str, str], prefix: str) -> Query:
    """The rows that a list asks for; raises InvalidParameterValue for a filter that no row can meet.

    A list with a period is asked for an interval, and raises RequiredParameterMissed without one.

    Extensions of the client are named ``prefix*number``; a list of them can also be asked for the bare number.
    """
    face = face_of(operation)
    tests: list[Comparison] = []
    values: list[object] = []
    sort = face.sort
    if face.period is not None:
        tests += Comparison(face.period, ">="), Comparison(face.period, "<=")
        values += interval(parameters)
        sort = ((face.period, descending(parameters)),)
    for name in face.filters:
        if name in parameters:
            field, text = _named(face, name, parameters[name], prefix)
            tests.append(Comparison(field, "="))
            values.append(operand(name, face.fields[field].type, text))
    limit, offset = paging(parameters)
    shape = Shape(default_fields(face), _tree(tests), sort, len(tests), limit if limit in COMMON_LIMITS else None)
    return Query(face, shape, tuple(values), limit, offset)


def query_of_one(operation: RestOperation, identifier: int) -> Query:
    """The row with this id."""
    face = face_of(operation)
    return Query(face, Shape(default_fields(face), Comparison("id", "="), (), 1, 1), (identifier,), 1, 0)


def face_of(operation: RestOperation) -> RestFace:
    face: Face | None = operation.face
    assert isinstance(face, RestFace)
    return face


def _tree(tests: list[Comparison]) -> Tree | None:
    if len(tests) > 1:
        return Group("and", tuple(tests))
    return tests[0] if tests else None


def _named(face: RestFace, name: str, text: str, prefix: str) -> tuple[str, str]:
    """The field to compare, and with what: extensions are found by their short number, which has an index."""
    if face is not EXTENSIONS or name != "name":
        return name, text
    before, star, number = text.rpartition("*")
    return NUMBER, number if not star or before == prefix else ""
