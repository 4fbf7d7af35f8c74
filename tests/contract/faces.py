"""Finds how a provided method differs from the vendor's table of it: (method, path, aspect) for each difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from centrex.access.components import TITLES
from centrex.catalogue import Documented, Embedded, Empty, Field, Nested, Operation, Show
from centrex.dialects.dataapi.login import LOGIN, SESSION
from tests.contract import described, tables

Difference = tuple[str, str, str]
Shown = Field | Documented

MNEMONICS: Final[Mapping[str, str]] = {title: mnemonic for mnemonic, title in TITLES.items()}
"""The vendor's tables name components by title here, by mnemonic there."""


def differences(operation: Operation, vendors: tables.Method | None) -> Iterator[Difference]:
    """Every difference of the method from the vendor's table; without a table it is one whole."""
    if vendors is None:
        yield operation.name, "", "method"
        return
    for path, aspect in (*_rules(operation, vendors), *_params(operation, vendors), *_fields(operation, vendors)):
        yield operation.name, path, aspect


Found = Iterator[tuple[str, str]]


def _rules(operation: Operation, vendors: tables.Method) -> Found:
    right = operation.permission
    yield from _unlike("", "access", set(operation.access), set(vendors.access))
    yield from _unlike("", "permission", right and f"{right.unit}:{right.action}", vendors.permission)
    wanted = {MNEMONICS.get(component, component) for component in vendors.components}
    yield from _unlike("", "components", set(operation.components), wanted)
    yield from _unlike("", "shape", _shape(operation), vendors.shape)
    counted = "list_metadata" if "total_items" in vendors.metadata else "metadata"
    metadata = described.METHODS[operation.name]["result"]["schema"]["properties"]["metadata"]
    yield from _unlike("", "metadata", metadata["$ref"].rpartition("/")[2], counted)


def _shape(operation: Operation) -> str:
    """What ``data`` is: a list, an object, or an object without members."""
    schema = described.METHODS[operation.name]["result"]["schema"]["properties"]["data"]
    if schema.get("maxProperties") == 0:
        return "empty"
    return "list" if schema.get("type") == "array" else "object"


def _params(operation: Operation, vendors: tables.Method) -> Found:
    """The parameters as the method's description lists them; a table may mark one required and not enforce it."""
    ours = described.params_of(operation.name)
    yield from _names("params", ours, vendors.params)
    for name in ours.keys() & vendors.params.keys():
        theirs, schema = vendors.params[name], described.resolved(ours[name]["schema"])
        path = f"params.{name}"
        yield from _unlike(path, "required", ours[name]["required"], theirs.required and theirs.enforce)
        yield from _unlike(path, "type", schema["x-type"], theirs.type)
        yield from _bounds(path, schema, theirs)
        yield from _inner_params(path, schema, theirs)


def _bounds(path: str, schema: Mapping[str, Any], theirs: tables.Param) -> Found:
    for aspect, key in (("min", "minimum"), ("max", "maximum"), ("default", "default")):
        yield from _unlike(path, aspect, schema.get(key), getattr(theirs, aspect))
    values = tuple(value for value in schema.get("enum", ()) if value is not None)
    yield from _unlike(path, "enum", values, theirs.enum)


def _inner_params(path: str, schema: Mapping[str, Any], theirs: tables.Param) -> Found:
    items = schema.get("items", {})
    yield from _unlike(path, "items", items.get("type"), theirs.items)
    if not theirs.fields:
        return
    ours = items["properties"]
    yield from _names(path, ours, theirs.fields)
    for name in ours.keys() & theirs.fields.keys():
        inner = theirs.fields[name]
        yield from _unlike(f"{path}.{name}", "required", name in items["required"], inner.required)
        if inner.enum:
            yield from _bounds(f"{path}.{name}", ours[name], inner)


def _fields(operation: Operation, vendors: tables.Method) -> Found:
    shown: Iterable[Shown] = ()
    if operation is LOGIN:
        shown = SESSION
    elif operation.face is not None:
        shown = operation.face.shows
    yield from _shown("fields", shown, vendors.fields)


def _shown(path: str, shown: Iterable[Shown], vendors: Mapping[str, tables.Field]) -> Found:
    """Fields against the vendor's, and what stands inside of them."""
    ours = {show.name: show for show in shown}
    yield from _names(path, ours, vendors)
    for name in ours.keys() & vendors.keys():
        show, theirs, inside = ours[name], vendors[name], f"{path}.{name}"
        yield from _unlike(inside, "type", str(show.type.kind), theirs.type)
        yield from _unlike(inside, "items", show.type.items and str(show.type.items), theirs.items)
        yield from _unlike(inside, "enum", show.type.values, theirs.enum)
        yield from _unlike(inside, "filterable", getattr(show, "filter", False), theirs.filterable)
        yield from _unlike(inside, "sortable", getattr(show, "sort", False), theirs.sortable)
        yield from _unlike(inside, "default", getattr(show, "default", True), theirs.default_output)
        yield from _shown(inside, _inner(show), theirs.fields)


def _inner(show: Shown) -> tuple[Shown, ...]:
    return show.shows if isinstance(show, Nested | Embedded | Empty | Documented) else ()


def _names(path: str, ours: Iterable[str], vendors: Iterable[str]) -> Found:
    for name in sorted(set(ours) ^ set(vendors)):
        yield f"{path}.{name}", "extra" if name in ours else "missing"


def _unlike(path: str, aspect: str, ours: object, vendors: object) -> Found:
    if ours != vendors:
        yield path, aspect


def marked_as_ours(operation: Operation) -> Iterator[Difference]:
    """What the catalogue itself says that the vendor does not have."""
    if operation.ours:
        yield operation.name, "", "method"
    elif operation.face is not None:
        for show in operation.face.shows:
            if isinstance(show, Show | Empty) and show.ours:
                yield operation.name, f"fields.{show.name}", "extra"
