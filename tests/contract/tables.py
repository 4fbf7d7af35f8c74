"""The vendor's method tables as typed values: test data, which nothing below src may read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

TABLES = Path(__file__).parent / "data_api"
ERRORS = TABLES / "errors.json"
KindT = TypeVar("KindT", "Param", "Field")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What the tables say of a parameter and of a field alike; None where they say nothing."""

    name: str
    type: str
    items: str | None = None
    enum: tuple[str, ...] = ()
    values_by_type: Mapping[str, Mapping[str, Any]] | None = None
    format: str | None = None
    pattern: str | None = None
    min: int | None = None
    max: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    default: str | int | bool | None = None
    deprecated: bool = False
    source: str | None = None
    ru_site: str | Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Param(Value):
    required: bool
    enforce: bool = True
    required_one_of: tuple[str, ...] = ()
    component_required: str | None = None
    fields: Mapping[str, "Param"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Value):
    filterable: bool = False
    sortable: bool = False
    default_output: bool = True
    always: bool = False
    emit: str | None = None
    renamed_on_english_site: Mapping[str, str] | None = None
    only_on_russian_site: tuple[str, ...] = ()
    fields: Mapping[str, "Field"]


class ErrorText(NamedTuple):
    code: int
    mnemonic: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    name: str
    access: tuple[str, ...]
    permission: str | None
    components: tuple[str, ...]  # any one of them opens the method
    weight: int
    params: Mapping[str, Param]
    shape: str
    documented_at: str
    emit_at: str
    metadata: tuple[str, ...]
    fields: Mapping[str, Field]
    error_lists: tuple[str, ...]
    errors: tuple[ErrorText, ...]


def load_areas() -> dict[str, list[dict[str, Any]]]:
    """The rows of every area as they are written, by area."""
    areas = (json.loads(path.read_bytes()) for path in sorted({*TABLES.glob("*.json")} - {ERRORS}))
    return {area["area"]: area["methods"] for area in areas}


def load_methods() -> dict[str, Method]:
    """Every method by name; of two tables for one name (get.tags) the later, newer one counts."""
    return {row["name"]: _method(row) for rows in load_areas().values() for row in rows}


def load_errors() -> dict[str, tuple[ErrorText, ...]]:
    """The vendor's common errors by the name of their list."""
    lists = json.loads(ERRORS.read_bytes())
    return {name: tuple(ErrorText(**row) for row in rows) for name, rows in lists.items()}


def _method(row: dict[str, Any]) -> Method:
    row |= row.pop("result")
    (permission,) = row.pop("permission_required", [None])
    component = row.pop("component_required", None)
    return Method(
        permission=permission,
        components=tuple(row.pop("component_required_any", [component] if component else [])),
        params=_table(Param, row.pop("params")),
        fields=_table(Field, row.pop("fields", {})),
        errors=tuple(ErrorText(**error) for error in row.pop("errors", [])),
        **_frozen(row),
    )


def _table(kind: type[KindT], rows: dict[str, Any]) -> dict[str, KindT]:
    return {
        name: kind(name=name, fields=_table(kind, row.pop("fields", {})), **_frozen(row)) for name, row in rows.items()
    }


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
