"""Compiled statements by request shape, and the values for their places."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from centrex.catalogue import Face, Level, Resource
from centrex.query import Query, Shape
from centrex.scope import Scope
from centrex.store.compile import FIXED, Compiler, Statement

KEPT: Final = 512
LARGE: Final = 20
"""Trees are unbounded: shapes of more tests than this are compiled off the loop and not kept."""

Adapt = Callable[[object], object]
Key = tuple[Face, Shape, Level, bool]


class Statements:
    """The statements of one store, bounded in number."""

    def __init__(self, compiler: Compiler, adapters: Mapping[str, Adapt]) -> None:
        self.compiler = compiler
        self.adapters = adapters
        self._kept: OrderedDict[Key, Statement] = OrderedDict()
        self._objects: dict[tuple[Face, Level], Statement] = {}

    async def page(self, resource: Resource, query: Query, level: Level, *, each: bool = False) -> Statement:
        """The statement of a page in one row, or of ``each`` of its rows in one."""
        shape = query.shape
        make = self.compiler.rows if each else self.compiler.page
        if shape.tests > LARGE:
            return await asyncio.to_thread(make, resource, query.face, shape, level)
        key = (query.face, shape, level, each)
        statement = self._kept.get(key)
        if statement is None:
            statement = make(resource, query.face, shape, level)
            self._kept[key] = statement
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return statement

    def one(self, resource: Resource, face: Face, level: Level) -> Statement:
        key = (face, level)
        if key not in self._objects:
            self._objects[key] = self.compiler.one(resource, face, level)
        return self._objects[key]

    def values(self, statement: Statement, scope: Scope, query: Query | None = None) -> tuple[object, ...]:
        """The parameters of ``statement`` in their order."""
        asked = (query.limit, query.offset, query.now, query.base_url, *query.values) if query else (0, 0, 0, "")
        given = [scope.account_id, scope.user_id, scope.part_id, scope.group_id, scope.zone, *asked]
        for operand, operator in statement.adapted:
            given[len(FIXED) + operand] = self.adapters[operator](given[len(FIXED) + operand])
        given.extend(statement.constants)
        return tuple([given[place] for place in statement.places])
