"""The vendor's tables of the RingMe API as typed values: test data, which nothing below src may read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

TABLES: Final = Path(__file__).parent
KINDS: Final = {"int": "integer", "long": "integer", "datetime": "string"}
"""The vendor's names of types that JSON calls something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A field, a member of a body or a parameter of a query; None where the tables say nothing."""

    type: str
    required: bool = False
    nullable: bool = False
    read_only: bool = False
    default: object = None
    enum: tuple[str, ...] = ()


UNKNOWN: Final = Value(type="")
"""A member of a body that no table of fields describes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A request that the vendor's documents or clients know. ``body`` names the members of the body."""

    resource: str
    method: str
    path: str
    status_ok: int
    min_app_access: str
    list: bool
    query: Mapping[str, Value] = field(default_factory=dict)
    body: Mapping[str, Value] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


@cache
def fields() -> Mapping[str, Mapping[str, Value]]:
    """The fields of every resource, by its name."""
    return {row["resource"]: _values(row["fields"]) for row in _rows()}


@cache
def endpoints() -> Mapping[str, Endpoint]:
    """Every request below the base, by method and path; of two tables for one request the later counts."""
    found: dict[str, Endpoint] = {}
    for row in _rows():
        for described in row["endpoints"]:
            endpoint = _endpoint(row["resource"], described)
            found[endpoint.name] = endpoint
    return {name: endpoint for name, endpoint in found.items() if endpoint.resource != "oauth"}


def _rows() -> Iterator[dict[str, Any]]:
    for path in sorted(TABLES.glob("*.json")):
        yield json.loads(path.read_bytes())


def _endpoint(resource: str, row: dict[str, Any]) -> Endpoint:
    known = fields().get(resource, {})
    body = {name: _value(value) if value else known.get(name, UNKNOWN) for name, value in row.pop("body", {}).items()}
    return Endpoint(resource=resource, query=_values(row.pop("query", {})), body=body, **row)


def _values(rows: dict[str, Any]) -> dict[str, Value]:
    return {name: _value(row) for name, row in rows.items()}


def _value(row: dict[str, Any]) -> Value:
    return Value(**{**row, "type": KINDS.get(row["type"], row["type"]), "enum": tuple(row.get("enum", ()))})
