"""Turns the query of a list into a Query: its filters by equality, its interval, its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from centrex.catalogue import Face
from centrex.catalogue_rest import RestFace, RestOperation
from centrex.dialects.ringme.intervals import bounds, descending
from centrex.dialects.ringme.wire import envelope_paging, operand, page_of, paging
from centrex.query import Comparison, Group, Query, Shape, Tree
from centrex.query.rows import COMMON_LIMITS, default_fields
from centrex.resources.extension import EXTENSIONS

NUMBER: Final = "number"
MOST_VALUES: Final = 1_000
"""Of one filter; more are ignored."""


def query_for(
    operation: RestOperation, parameters: Mapping[str, Sequence[str]], prefix: str, base_url: str = ""
) -> Query:
    """The rows that a list asks for; raises InvalidParameterValue for a filter that no row can meet.

    A list with a period is asked for an interval, and raises RequiredParameterMissed without one. A filter with
    several values is met by any of them.

    Extensions of the client are named ``prefix*number``; a list of them can also be asked for the bare number.
    """
    face = face_of(operation)
    last = last_of(parameters)
    tests: list[Comparison] = []
    values: list[object] = []
    sort = face.sort
    if face.period is not None:
        for operator, bound in bounds(last, face):
            tests.append(Comparison(face.period, operator))
            values.append(bound)
        sort = ((face.period, descending(last)),)
    for name in face.filters:
        if name in parameters:
            field, asked = _asked(face, name, parameters[name], prefix)
            tests.append(Comparison(field, "=" if len(asked) == 1 else "in"))
            values.append(asked[0] if len(asked) == 1 else asked)
    limit, offset = envelope_paging(last) if face.envelope else paging(last)
    shape = Shape(default_fields(face), _tree(tests), sort, len(tests), limit if limit in COMMON_LIMITS else None)
    return Query(face, shape, tuple(values), limit, offset, base_url=base_url)


def last_of(parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Of the parameters that stand more than once the last."""
    return {name: values[-1] for name, values in parameters.items()}


def query_of_one(face: RestFace, identifier: object, base_url: str = "") -> Query:
    """The row that is named so."""
    shape = Shape(default_fields(face), Comparison(face.key, "="), (), 1, 1)
    return Query(face, shape, (identifier,), 1, 0, base_url=base_url)


def enveloped(face: RestFace, parameters: Mapping[str, Sequence[str]], rows: bytes) -> bytes:
    """The rows as they are, or with page and order around them where the face says so."""
    if face.envelope is None:
        return rows
    last = last_of(parameters)
    per_page, _ = envelope_paging(last)
    order = "desc" if descending(last) else "asc"
    head = msgspec.json.encode({"page": page_of(last), "per_page": per_page, "order": order})
    return b'%s,"%s":%s}' % (head[:-1], face.envelope.encode(), rows)


def face_of(operation: RestOperation) -> RestFace:
    face: Face | None = operation.face
    assert isinstance(face, RestFace)
    return face


def _tree(tests: list[Comparison]) -> Tree | None:
    if len(tests) > 1:
        return Group("and", tuple(tests))
    return tests[0] if tests else None


def _asked(face: RestFace, name: str, texts: Sequence[str], prefix: str) -> tuple[str, list[object]]:
    """The field to compare, and with what."""
    named = [_named(face, name, text, prefix) for text in texts[:MOST_VALUES]]
    kind = face.fields[name].type
    return named[0][0], [operand(name, kind, text) for _, text in named]


def _named(face: RestFace, name: str, text: str, prefix: str) -> tuple[str, str]:
    """Extensions are found by their short number, which has an index."""
    if face is not EXTENSIONS or name != "name":
        return name, text
    before, star, number = text.rpartition("*")
    return NUMBER, number if not star or before == prefix else ""
