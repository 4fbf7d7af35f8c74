"""Values of the schemas in the OpenRPC document, made by hypothesis; no longer and no deeper than tells something."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from tests.contract import described

NUMBERS: Final = 2**40
FEW: Final = 4
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)

Schema = dict[str, Any]


def of_schema(schema: Schema, fields: list[str], depth: int) -> st.SearchStrategy[Any]:
    """Values of a schema of the document; a string that may name a field is one of ``fields`` more often than not."""
    schema = described.resolved(schema)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*(of_schema(each, fields, depth - 1) for each in schema["anyOf"] if depth or not _nests(each)))
    types = schema.get("type", ["null", "boolean", "integer", "string"])
    return st.one_of(
        *(_of_type(each, schema, fields, depth) for each in ([types] if isinstance(types, str) else types))
    )


def _nests(schema: Schema) -> bool:
    return "filters" in described.resolved(schema).get("properties", {})


def _of_type(kind: str, schema: Schema, fields: list[str], depth: int) -> st.SearchStrategy[Any]:
    low, high = schema.get("minimum", -NUMBERS), schema.get("maximum", NUMBERS)
    made: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "null": st.none,
        "boolean": st.booleans,
        "integer": lambda: st.integers(low, high) | st.integers(low, min(low + 10, high) if low >= 0 else 30),
        "number": lambda: st.integers(0, NUMBERS) | st.floats(0, NUMBERS),
        "string": lambda: _texts(schema, fields),
        "array": lambda: _lists(schema, fields, depth),
        "object": lambda: _objects(schema, fields, depth),
    }
    return made[kind]()


def _lists(schema: Schema, fields: list[str], depth: int) -> st.SearchStrategy[list[Any]]:
    items = of_schema(schema.get("items", {}), fields, depth)
    return st.lists(items, min_size=schema.get("minItems", 0), max_size=min(schema.get("maxItems", FEW), FEW))


def _objects(schema: Schema, fields: list[str], depth: int) -> st.SearchStrategy[dict[str, Any]]:
    members = {name: of_schema(each, fields, depth) for name, each in schema.get("properties", {}).items()}
    needed = {name: members[name] for name in schema.get("required", ()) if name in members}
    return st.fixed_dictionaries(needed, optional={name: members[name] for name in members.keys() - needed.keys()})


def _texts(schema: Schema, fields: list[str]) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"]), fullmatch=True)
    low, high = schema.get("minLength", 0), min(schema.get("maxLength", 40), 40)
    made = TEXTS.filter(lambda text: low <= len(text) <= high) | st.sampled_from(["Well called"] * (high > 11))
    return st.one_of(*([st.sampled_from(fields)] * 3 if fields else []), made)
