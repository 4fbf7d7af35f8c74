"""Values that the parameters of a method take, made from the catalogue and the rows of whoever calls it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table

from centrex.catalogue import Kind, Operation, Param, Show
from centrex.resources.customer import customer
from centrex.resources.pool_number import pool_number
from tests.isolation.rows import NOBODY, Row, Rows
from tests.property.targets import Path, column_at, field_at, is_id, names_entry, resource_of, target

NO_ID: Final = 987_654_321
"""An id that nothing has."""


@dataclass
class Samples:
    """Values for ``operation`` as the caller who sees the rows of ``owners`` may send them.

    ``number`` makes texts that nothing else has; it goes up with each that is made.
    """

    operation: Operation
    rows: Rows
    owners: Collection[int]
    number: int = 0

    def own_rows(self, table: Table | None) -> list[Row]:
        """The rows of a table that he may name; when numbers are connected those that are free."""
        if table is None:
            return []
        if self.operation.verb == "enable":
            return self.rows.of[pool_number.name].get(NOBODY, [])
        found = self.rows.of.get(table.name, {}).items()
        own = [row for owner, rows in found if owner in self.owners for row in rows]
        return [row for row in own if row["agent_id"] in self.owners] if table is customer else own

    def ids(self, path: Path) -> list[int]:
        """The ids of his own that a parameter may name; the last made stands first."""
        return list(dict.fromkeys(row["id"] for row in reversed(self.own_rows(target(self.operation, path)))))

    def call(self, turn: int = 0, identifier: int | None = None) -> dict[str, Any]:
        """The fewest parameters with which the method does something; of alternatives another each turn."""
        chosen = self.operation.alternatives[turn % len(self.operation.alternatives) :][:1] if self._chooses else ()
        given: dict[str, Any] = {}
        for param in self.operation.params:
            if identifier is not None and names_entry(self.operation, param):
                given[param.name] = identifier
            elif param.required or param.name in chosen or param.needed_with in chosen:
                given[param.name] = self.value((param,), turn, identifier)
        return given

    @property
    def _chooses(self) -> bool:
        return bool(self.operation.alternatives)

    def value(self, path: Path, turn: int = 0, identifier: int | None = None) -> Any:
        """A value for the parameter at the end of the path, in an entry with this id; another one each turn."""
        param = path[-1]
        kind = param.type.kind
        if is_id(param):
            return self._named(path, turn)
        if kind is Kind.OBJECT:
            return self._object(path, turn)
        if param.type.items is Kind.OBJECT:
            return self.as_it_stands(path, identifier) if param.required else [self._object(path, turn)]
        if kind is Kind.ARRAY:
            return list(param.type.values[turn % 2 :]) or [self._text(param)]
        return self._scalar(path, turn)

    def filled(self, path: Path, turn: int = 0) -> dict[str, Any]:
        """An object with all of its members."""
        return {member.name: self.value((*path, member), turn) for member in path[-1].fields}

    def _object(self, path: Path, turn: int) -> dict[str, Any]:
        needed = [member for member in path[-1].fields if member.required or member.must]
        return {member.name: self.value((*path, member), turn) for member in needed}

    def _named(self, path: Path, turn: int) -> Any:
        ids = self.ids(path) or [NO_ID]
        if path[-1].type.kind is not Kind.ARRAY:
            return ids[turn % len(ids)]
        named = ids[turn % len(ids) :][: 1 + turn % 3] if self.ids(path) else []
        return [str(each) for each in named] if path[-1].type.items is Kind.STRING else sorted(named)

    def _scalar(self, path: Path, turn: int) -> Any:
        param = path[-1]
        if param.type.kind is Kind.NUMBER:
            return (param.minimum or 0) + turn % 3
        if param.type.kind is Kind.BOOLEAN:
            return turn % 2 == 0
        if param.type.kind is Kind.ENUM:
            return param.type.values[turn % len(param.type.values)]
        if param.type.kind is Kind.DATETIME:
            return "2025-06-15 12:00:00"
        return self._known_text(path, turn) if param.name in self.operation.alternatives else self._text(param)

    def _known_text(self, path: Path, turn: int) -> str:
        """A text that names one of his own things."""
        column = column_at(self.operation, path)
        name = column.name if column is not None else ""
        found = [row[name] for row in reversed(self.own_rows(resource_of(self.operation).table))]
        return str(found[turn % len(found)]) if found else "700"

    def _text(self, param: Param) -> str:
        """A text of the pattern that nothing else is likely to have."""
        self.number += 1
        number = self.number
        tried = (f"Made {number}", f"made{number}@example.org", f"79{number:011}"[-13:], str(90_000 - number % 50_000))
        return next(text for text in tried if _takes(param, text))

    def as_it_stands(self, path: Path, identifier: int | None) -> list[dict[str, Any]]:
        """An array of objects just as the entry has it, with the members that must be sent."""
        param, table = path[-1], self._things(path)
        if table is None or identifier is None:
            return []
        owner = _points_to(table, resource_of(self.operation).table)
        rows = [row for row in self.own_rows(table) if row[owner] == identifier]
        members = {member.name: self._column((*path, member)) for member in param.fields if member.required}
        return [{name: _json(row[column], param, name) for name, column in members.items()} for row in rows]

    def _things(self, path: Path) -> Table | None:
        """The table of the objects in an array."""
        tables = (target(self.operation, (*path, member)) for member in path[-1].fields if is_id(member))
        return next(tables, None)

    def _column(self, path: Path) -> str:
        show = field_at(self.operation, path)
        assert isinstance(show, Show)
        return str(show.value.name)


def _json(value: Any, param: Param, name: str) -> Any:
    kinds = {member.name: member.type.kind for member in param.fields}
    return bool(value) if kinds[name] is Kind.BOOLEAN else value


def _points_to(table: Table, other: Table) -> str:
    """The column of the table that names a row of the other."""
    named = (str(key.parent.name) for key in table.foreign_keys if key.column is other.c.id)
    return next(named)


def _takes(param: Param, text: str) -> bool:
    fits = param.min_length <= len(text) <= param.max_length
    return fits and (param.pattern is None or re.fullmatch(param.pattern, text) is not None)
