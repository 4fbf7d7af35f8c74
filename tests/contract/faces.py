"""Finds how a provided method differs from the vendor's table of it: (method, path, aspect) for each difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from centrex.access.components import TITLES
from centrex.catalogue import Documented, Embedded, Empty, Field, Nested, Operation, Show
from centrex.dialects.dataapi.login import LOGIN, SESSION
from tests.contract import described, tables

Difference = tuple[str, str, str]
Shown = Field | Documented
Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]
Found = Iterator[tuple[str, str]]

READS: Final = frozenset({"get", "getobj"})
COMMON_ERRORS: Final = tables.load_errors()
NAMES_OF_FIELDS: Final = frozenset({"params.fields", "params.sort.field"})
"""Here the description lists names of fields, which are compared as fields."""

MNEMONICS: Final[Mapping[str, str]] = {title: mnemonic for mnemonic, title in TITLES.items()}
"""The vendor's tables name components by title here, by mnemonic there."""


def differences(operation: Operation, vendors: tables.Method | None) -> Iterator[Difference]:
    """Every difference of the method from the vendor's table; without a table it is one whole."""
    if vendors is None:
        yield operation.name, "", "method"
        return
    for compared in (_rules, _params, _fields, _errors):
        for path, aspect in compared(operation, vendors):
            yield operation.name, path, aspect


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
    schemas = {name: described.resolved(param["schema"]) for name, param in ours.items()}
    required = {name for name, param in ours.items() if param["required"]}
    yield from _inner_params("params", schemas, required, vendors.params)


def _inner_params(path: str, ours: Schemas, required: Collection[str], vendors: Mapping[str, tables.Param]) -> Found:
    yield from _names(path, ours, vendors)
    for name in sorted(ours.keys() & vendors.keys()):
        theirs, inside = vendors[name], f"{path}.{name}"
        yield from _unlike(inside, "required", name in required, theirs.required and theirs.enforce)
        yield from _param(inside, ours[name], theirs)


def _param(path: str, schema: Schema, theirs: tables.Param) -> Found:
    items = schema.get("items", {})
    yield from _unlike(path, "type", schema["x-type"], theirs.type)
    yield from _unlike(path, "items", items.get("x-type"), theirs.items)
    yield from _bounds(path, schema, theirs)
    component = schema.get("x-component", [])
    yield from _unlike(path, "component", component, [theirs.component_required] if theirs.component_required else [])
    members = schema if "properties" in schema else items
    yield from _inner_params(path, members.get("properties", {}), members.get("required", ()), theirs.fields)


def _bounds(path: str, schema: Schema, theirs: tables.Param) -> Found:
    """Bounds of numbers, defaults and values to the letter; of lengths those that the vendor's table states."""
    for aspect, key in (("min", "minimum"), ("max", "maximum"), ("default", "default")):
        yield from _unlike(path, aspect, schema.get(key), getattr(theirs, aspect))
    for aspect, key in (("min_length", "minLength"), ("max_length", "maxLength"), ("max_items", "maxItems")):
        stated = getattr(theirs, aspect)
        if stated is not None:
            yield from _unlike(path, aspect, schema.get(key), stated)
    if path not in NAMES_OF_FIELDS:
        listed = schema.get("enum") or schema.get("items", {}).get("enum") or ()
        yield from _unlike(path, "enum", tuple(value for value in listed if value is not None), theirs.enum)


def _fields(operation: Operation, vendors: tables.Method) -> Found:
    if operation is LOGIN:
        yield from _shown("fields", SESSION, vendors.fields)
    elif operation.face is not None and operation.verb in READS:
        yield from _shown("fields", operation.face.shows, vendors.fields)
    else:
        yield from _answered(operation, vendors)


def _answered(operation: Operation, vendors: tables.Method) -> Found:
    """The members of what a change answers, as it is described."""
    schema = described.METHODS[operation.name]["result"]["schema"]["properties"]["data"]
    answered: dict[str, Schema] = schema.get("properties", {})
    yield from _names("fields", answered, vendors.fields)
    for name in answered.keys() & vendors.fields.keys():
        yield from _unlike(f"fields.{name}", "type", answered[name]["x-type"], vendors.fields[name].type)


def _errors(operation: Operation, vendors: tables.Method) -> Found:
    """Errors that are in no list of the method; those of the method alone are there, and told as it tells them."""
    ours = described.errors_of(operation.name)
    common = {error.mnemonic for name in vendors.error_lists for error in COMMON_ERRORS[name]}
    own = {error.mnemonic: error for error in vendors.errors}
    for mnemonic in sorted(ours.keys() - common - own.keys()):
        yield f"errors.{mnemonic}", "extra"
    for mnemonic, theirs in own.items():
        if mnemonic not in ours:
            yield f"errors.{mnemonic}", "missing"
            continue
        yield from _unlike(f"errors.{mnemonic}", "code", ours[mnemonic]["code"], theirs.code)
        yield from _unlike(f"errors.{mnemonic}", "text", ours[mnemonic]["message"], theirs.text)


def _shown(path: str, shown: Iterable[Shown], vendors: Mapping[str, tables.Field]) -> Found:
    """Fields against the vendor's, and what stands inside of them."""
    ours = {show.name: show for show in shown}
    yield from _names(path, ours, vendors)
    for name in ours.keys() & vendors.keys():
        show, theirs, inside = ours[name], vendors[name], f"{path}.{name}"
        yield from _unlike(inside, "type", str(show.type.kind), theirs.type)
        yield from _unlike(inside, "items", show.type.items and str(show.type.items), theirs.items)
        yield from _unlike(inside, "enum", sorted(show.type.values), sorted(theirs.enum))
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
    elif operation.face is not None and operation.verb in READS:
        for show in operation.face.shows:
            if isinstance(show, Show | Empty) and show.ours:
                yield operation.name, f"fields.{show.name}", "extra"
