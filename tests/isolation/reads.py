"""Tricks on the methods that read lists: foreign values in every filter, ORs that want out, pages beyond the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, product
from random import Random
from typing import Any, Final

from centrex.catalogue import Embedded, Face, Field, Kind, Nested, Show, Type, Values
from centrex.query.filters import OPERATORS
from centrex.resources import metadata
from tests.isolation.aim import Aim, Probe, in_turn, pick

Filter = dict[str, Any]
Operand = tuple[Any, str | None]
"""A value for a filter, and the mnemonic that it must get."""

SHAPES: Final = 40
"""So many random trees of each face are sent in a turn, with ever other values."""

_ORDERED: Final = {Kind.NUMBER: -1, Kind.DATETIME: "1970-01-01 00:00:00"}


def read_tricks(aim: Aim) -> Iterator[Iterator[Probe]]:
    """Streams of probes, for a method with filter, sort, fields and pages."""
    face = aim.operation.face
    assert face is not None
    yield _pages(aim, face)
    if not _filterable(face):
        yield _fields_of_the_table(aim, face)
        return
    singles = _single_tests(aim, face)
    yield singles
    yield _lists_of_everything(aim, face)
    yield singles
    yield _escapes(aim, face)
    yield singles
    yield _fields_of_the_table(aim, face)
    yield _random_trees(aim, face)


def _pages(aim: Aim, face: Face) -> Iterator[Probe]:
    """Every field alone, every order, and offsets at and beyond the end of what the caller has."""
    end = len(aim.own_ids)
    pages = [(1000, 0), (1, 0), (0, 0), (10_000, end), (1, max(0, end - 1)), (10, end + 1), (10_000, 100_000)]
    sorts = [
        [{"field": show.name, "order": order}] for show in face.shows if show.sort for order in ("asc", "desc", None)
    ]
    choices: list[dict[str, Any]] = [{}, *({"fields": [name]} for name in face.fields), {"fields": []}]
    choices += [{"sort": sort} for sort in sorts] + [{"fields": list(face.fields), "sort": sort} for sort in sorts]
    for (limit, offset), choice in aim.mixed(product(pages, choices)):
        yield Probe({**choice, "limit": limit, "offset": offset})


def _single_tests(aim: Aim, face: Face) -> Iterator[Probe]:
    tests = [(show, operator) for show in _filterable(face) for operator in _operators(show)]
    return in_turn(*(_tests(aim, show, operator) for show, operator in aim.mixed(tests)))


def _tests(aim: Aim, show: Field, operator: str) -> Iterator[Probe]:
    for value, expects in _operands(aim, show, operator):
        yield Probe({"filter": _test(show, operator, value)}, expects)


def _lists_of_everything(aim: Aim, face: Face) -> Iterator[Probe]:
    """All that the world has in a field at once, what is the caller's among it."""
    everybody = aim.own | aim.foreign
    for show, operator in aim.mixed(product(_filterable(face), ("in", "not_in"))):
        if operator in _operators(show):
            values = aim.values(show, everybody)
            yield Probe({"filter": _test(show, operator, values)})
            yield Probe({"filter": _test(show, operator, []), "limit": 1})
            yield Probe({"filter": _test(show, operator, values[::-1]), "offset": 1})


def _escapes(aim: Aim, face: Face) -> Iterator[Probe]:
    """Conditions that hold for every row, in all the places where an OR may want to leave its brackets."""
    ways = range(len(_ways({}, {}, {})))
    for way, show, meant in aim.mixed(product(ways, _filterable(face), _foreign_tests(aim, face)[:3])):
        never = _joined("and", _test(show, "is_null"), _test(show, "is_not_null"))
        yield Probe({"filter": _ways(_always(show), never, meant)[way]})


def _ways(always: Filter, never: Filter, meant: Filter) -> list[Filter]:
    return [
        always,
        _joined("or", never, always),
        _joined("or", always, never),
        _joined("or", meant, always),
        _joined("or", meant, meant, meant),
        _joined("and", always, _joined("or", meant, always)),
        _joined("or", _joined("and", never, always), _joined("or", never, meant), always),
        _joined("and", _joined("or", never, always), _joined("or", always, never)),
        _joined("or", _joined("or", _joined("or", never, meant), always), _joined("and", always, meant)),
        {"filters": [_joined("or", always, meant)]},
        _joined("or", *[never] * 30, always),
    ]


def _foreign_tests(aim: Aim, face: Face) -> list[Filter]:
    """Tests that only rows of others would pass."""
    plain = [show for show in _filterable(face) if "=" in _operators(show) and show.type.kind not in _CONTAINERS]
    tests = [_test(show, "=", value) for show in plain for value in aim.values(show, aim.foreign)[:2]]
    return tests or [_test(_filterable(face)[0], "is_not_null")]


def _fields_of_the_table(aim: Aim, face: Face) -> Iterator[Probe]:
    """Columns that the face does not show, such as the customer, as names of fields."""
    names = {str(column.name) for table in metadata.sorted_tables for column in table.columns}
    names |= {"scope_account", "customer.id", "1=1", ""}
    for name in aim.mixed(sorted(names - face.fields.keys())):
        test = {"field": name, "operator": "=", "value": pick(0.5, aim.foreign_ids)}
        yield Probe({"filter": test}, "unexpected_parameters")
        yield Probe({"sort": [{"field": name}]}, "unexpected_parameters")
        yield Probe({"fields": [name]}, "unexpected_parameters")


def _random_trees(aim: Aim, face: Face) -> Iterator[Probe]:
    """Without end; the same trees for every caller, so that they are compiled once, with his own values."""
    values = Random(f"{face.noun} {aim.name} {aim.turn}")
    for number in count():
        shapes = Random(f"{face.noun} {aim.turn} {number % SHAPES}")
        tree = _random_tree(aim, face, shapes, values, 1)
        yield Probe({"filter": tree, "limit": 1 + number % 20, "offset": number % 3}, None)


def _random_tree(aim: Aim, face: Face, shapes: Random, values: Random, depth: int) -> Filter:
    if depth < 4 and (depth == 1 or shapes.random() < 0.4):
        children = [_random_tree(aim, face, shapes, values, depth + 1) for _ in range(shapes.randint(1, 3))]
        return _joined(shapes.choice(("and", "or", "or")), *children)
    show = shapes.choice(_filterable(face))
    operator = shapes.choice(_operators(show))
    value, _ = pick(values.random(), list(_operands(aim, show, operator)))
    return _test(show, operator, value)


def _filterable(face: Face) -> list[Field]:
    return [show for show in face.fields.values() if show.filter]


def _operators(show: Field) -> list[str]:
    overlaps = {"overlap", "not_overlap"} if show.type.items is Kind.STRING else set()
    return sorted(OPERATORS[show.type.kind] | overlaps)


_CONTAINERS: Final = {Kind.ARRAY, Kind.OBJECT}
_UNARY: Final = {"is_null", "is_not_null"}


def _operands(aim: Aim, show: Field, operator: str) -> Iterator[Operand]:
    """Foreign values, in every form that the type allows."""
    values = aim.values(show, aim.foreign)
    if operator in _UNARY:
        yield None, "ok"
    elif operator == "jsquery":
        yield from ((expression, None) for expression in _expressions(aim, show))
    elif operator in {"overlap", "not_overlap"}:
        yield from ((listed, "ok") for listed in (values, values[:1], []))
    elif show.type.kind in _CONTAINERS:
        yield None, "ok"
    elif operator in {"in", "not_in"}:
        yield from (([value, *aim.values(show, aim.own)[:2]], "ok") for value in values)
    elif "like" in operator or operator == "regexp":
        yield from _patterns(aim, operator, values)
    else:
        yield from ((form, "ok") for value in values for form in _forms(show.type, value))


def _patterns(aim: Aim, operator: str, values: list[Any]) -> Iterator[Operand]:
    every = ".*" if operator == "regexp" else "%"
    yield every, "ok"
    yield from ((f"{every}{canary}{every}", "ok") for canary in aim.foreign_texts)
    yield from ((value, None) for value in values)
    yield from ((f"{value[:3]}{every}", None) for value in values)


def _forms(kind: Type, value: Any) -> list[Any]:
    if kind.kind is Kind.NUMBER:
        return [value, float(value), str(value)]
    return [value, "true" if value else "false"] if kind.kind is Kind.BOOLEAN else [value]


def _expressions(aim: Aim, show: Field) -> Iterator[str]:
    """jsquery over what stands in the arrays and objects of others."""
    shows = show.shows if isinstance(show, Nested | Embedded) else ()
    path = "#." if show.type.kind is Kind.ARRAY else ""
    for inner in shows:
        assert isinstance(inner, Show)
        for value in aim.values(inner, aim.foreign):
            yield f"{path}{inner.name} = {json.dumps(value)}"
            yield f"NOT {path}{inner.name} = {json.dumps(value)} OR {path}{inner.name} = *"
    if isinstance(show, Values) or not shows:
        yield from (f"# = {json.dumps(text)}" for text in aim.foreign_texts)
    yield "NOT nothing = 1"


def _always(show: Field) -> Filter:
    """A condition that every row meets, written as an OR."""
    low = _ORDERED.get(show.type.kind)
    if low is not None:
        return _joined("or", _test(show, "<", low), _test(show, ">", low), _test(show, "is_null"))
    if show.type.kind is Kind.STRING:
        return _joined("or", _test(show, "like", "%"), _test(show, "is_null"))
    return _joined("or", _test(show, "is_null"), _test(show, "is_not_null"))


def _test(show: Field, operator: str, value: Any = None) -> Filter:
    test: Filter = {"field": show.name, "operator": operator}
    return test if value is None else {**test, "value": value}


def _joined(condition: str, *children: Filter) -> Filter:
    return {"condition": condition, "filters": list(children)}
