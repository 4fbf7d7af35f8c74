"""JSON as hostile clients write it: any text where a value should be, keys twice, halves of surrogate pairs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Raw:
    """Stands for a value, and is written as it is."""

    text: str


@dataclass(frozen=True)
class Twice:
    """An object whose keys may come more than once."""

    members: tuple[tuple[str, Any], ...]


def written(value: Any) -> str:
    """The text of a value; everything beyond ASCII is escaped."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, Twice):
        return _object(value.members)
    if isinstance(value, dict):
        return _object(value.items())
    if isinstance(value, list | tuple):
        return f"[{','.join(map(written, value))}]"
    return json.dumps(value)


def _object(members: Any) -> str:
    inner = ",".join(f"{json.dumps(key)}:{written(each)}" for key, each in members)
    return f"{{{inner}}}"
