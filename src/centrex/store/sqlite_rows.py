"""What SQLite answers to a Find, in the types that PostgreSQL answers: it knows no booleans, readers no text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, LargeBinary
from sqlalchemy.types import TypeEngine

from centrex.store.steps import Find, Rows


def typed(step: Find, rows: Iterable[tuple[Any, ...]]) -> Rows:
    """The rows of the step, each value of its column's type."""
    kinds = [step.table.c[name].type for name in step.columns]
    return [tuple([_typed(value, kind) for value, kind in zip(row, kinds, strict=True)]) for row in rows]


def _typed(value: object, kind: TypeEngine[Any]) -> object:
    if isinstance(kind, Boolean) and value is not None:
        return bool(value)
    if isinstance(value, bytes) and not isinstance(kind, LargeBinary):
        return value.decode()
    return value
