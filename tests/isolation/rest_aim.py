"""What is aimed at in the RingMe API: an operation as somebody calls it, with ids that are his or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any, Final, TypeVar

from sqlalchemy import Column

from centrex.catalogue import Kind, Level, Param
from centrex.catalogue_rest import LEVEL_OF, Realm, RestFace, RestOperation
from centrex.resources import REST_OPERATIONS
from tests.isolation.aim import in_turn
from tests.isolation.rest_cast import HISTORY, Holder, Part, RestCast
from tests.isolation.rest_door import groups_in, numbers_in
from tests.isolation.rows import Row, Rows

NOTHING: Final = 987_654_321
"""An id that nothing has."""
JUNK: Final = ("0", "-1", "x", "", "1e1", "9" * 19, "9" * 25, "1;2", "@", "@@me", "@ME", "*", "null", "1 or 1=1", "٣")
"""What is no id and no reference of anybody's."""
OWNING: Final = {
    param.name for operation in REST_OPERATIONS for param in operation.params if param.name.endswith("_id")
}
TELLING: Final = {"status", "access"}
"""Members by which a user of the world that is probed would lock himself out."""
BY_PATTERN: Final = ("text {n}", "{n}.mail@example.org", "https://example.org/{n}", "{n}", "RU BY")
"""Texts of which one fits every pattern of the catalogue."""
ZONES: Final = "Europe/Berlin"
Item = TypeVar("Item")


@dataclass
class RestAim:
    """``part`` is what the holder sees, ``ids`` are those of everything that anybody has.

    ``turn`` and the name of the holder decide what is sent first.
    """

    cast: RestCast
    rows: Rows
    operation: RestOperation
    holder: Holder | None
    part: Part
    ids: tuple[int, ...] = ()
    turn: int = 0

    def __post_init__(self) -> None:
        name = self.holder.name if self.holder else "nobody"
        self.random = Random(f"{self.operation.name} {name} {self.turn}")
        self.number = self.random.randrange(10**6) * 1000

    def mixed(self, items: Iterable[Item]) -> list[Item]:
        """The items in an order that is another for every caller and turn."""
        mixed = list(items)
        self.random.shuffle(mixed)
        return mixed

    def pick(self, items: Sequence[Item]) -> Item:
        return self.random.choice(items)

    @cached_property
    def realm_parts(self) -> list[Part]:
        """What the caller may name below the operation's realm."""
        if self.operation.realm is Realm.CLIENT:
            return [self.part] if self.part.level is Level.CUSTOMER else []
        return groups_in(self.part, self.cast) if self._of_groups else numbers_in(self.part, self.cast)

    @property
    def _of_groups(self) -> bool:
        return self.operation.realm is Realm.EXTENSION_GROUP

    def references(self, part: Part) -> list[str]:
        """The ways in which the caller may name one of these."""
        named = [str(part.id), f"0{part.id}"]
        if part == self.part:
            named.append("@me")
        if part.level is Level.EXTENSION:
            number = self.number_of(part)
            named += [f"@{number}", f"@{self.cast.prefixes[part.account_id]}*{number}"]
        return named

    def number_of(self, part: Part) -> str:
        (row,) = [row for row in self.rows.of["extension"][part.account_id] if row["id"] == part.id]
        return str(row["number"])

    @cached_property
    def strange_references(self) -> list[str]:
        """References below the realm that name nothing of the caller's: mostly others', now and then something else."""
        own = {name for part in self.realm_parts for name in self.references(part)}
        near = {name for part in self.cast.parts for name in self._foreign_names(part)} | {"@me", str(NOTHING)}
        far = {str(part.id) for part in self.cast.parts} | {*JUNK}
        mixed = [self.mixed(sorted(names - own)) for names in (near, far - near)]
        return list(in_turn(*[mixed[0][place::3] for place in range(3)], mixed[1]))

    def _foreign_names(self, part: Part) -> list[str]:
        """What would name a part of the realm, were it the caller's."""
        if part.level is not LEVEL_OF[self.operation.realm]:
            return []
        if part.level is not Level.EXTENSION:
            return [str(part.id), f"@{self.cast.prefixes[part.account_id]}"]
        return [*self.references(part), f"@{part.account_id}*{self.number_of(part)}"]

    @cached_property
    def face(self) -> RestFace:
        assert isinstance(self.operation.face, RestFace)
        return self.operation.face

    @cached_property
    def table(self) -> str:
        """The table whose rows the operation is about."""
        return str(REST_OPERATIONS[self.operation].table.name)

    @property
    def rows_columns(self) -> set[str]:
        """The columns of that table."""
        return set(REST_OPERATIONS[self.operation].table.c.keys())

    def column_of(self, field: str) -> str:
        """The column of the table that a field of the face shows, or else the field's own name."""
        value = getattr(self.face.fields.get(field), "value", None)
        return str(value.name) if isinstance(value, Column) else field

    @property
    def names(self) -> list[Any]:
        """What names each object of the table in a path, whose ever it is."""
        key = self.column_of(self.face.key)
        return list(dict.fromkeys(row[key] for rows in self.rows.of[self.table].values() for row in rows if key in row))

    def own_ids(self, below: Part) -> list[Any]:
        """What names the objects that stand below one of the caller's parts: ids, or names where they have some."""
        key = self.column_of(self.face.key)
        return [row[key] for row in self.rows.of[self.table].get(below.account_id, []) if self._stands(row, below)]

    def _stands(self, row: Row, below: Part) -> bool:
        if self.table in HISTORY:
            return self._is_shown(row) and self._stood(row, below)
        if self.table == "user" and row["level"] != self.operation.noun.rpartition("/")[2].replace(
            "client", "customer"
        ):
            return False
        if below.level is Level.CUSTOMER:
            return True
        return bool(row["id" if self.table == below.level else f"{below.level}_id"] == below.id)

    def _is_shown(self, row: Row) -> bool:
        """Of calls and their parts those of a number that have ended; sounds are of two kinds."""
        if "kind" in row:
            return bool(row["kind"] == self.operation.noun.partition("/")[0])
        return "ended_at" not in row or None not in (row["ended_at"], row["extension_id"])

    def _stood(self, row: Row, below: Part) -> bool:
        """Whose it was then: a user of a group has what was his group's, also below a number."""
        group = self.part.id if self.part.level is Level.EXTENSION_GROUP else row["extension_group_id"]
        mine = below.level is Level.CUSTOMER or row[f"{below.level}_id"] == below.id
        return bool(mine and row["extension_group_id"] == group)

    def strange_ids(self, below: Part) -> list[str]:
        """Names in the path of nothing there: those of the same kind first, then all others, then junk."""
        own = set(self.own_ids(below))
        listed = [*self.mixed(self.names), *self.mixed(self.ids), NOTHING]
        junk = [text for text in JUNK if text and "/" not in text] + ["@me", "@391"]
        return [str(number) for number in dict.fromkeys(listed) if number not in own] + junk

    def members(self, params: Iterable[Param]) -> dict[str, Any]:
        """A value for each of them, all of the caller's own."""
        return {param.name: self.value(param) for param in params}

    def value(self, param: Param) -> Any:
        """What may be sent, another one each time."""
        kind = param.type.kind
        if param.name in OWNING and self.named_table(param):
            return self.pick(self.own_targets(param))
        if kind is Kind.ENUM:
            return self.pick(list(param.type.values))
        if kind is Kind.BOOLEAN:
            return self.pick([True, False])
        if kind is Kind.NUMBER:
            return self.random.randint(param.minimum or 0, min(param.maximum or 100, 100))
        return self._text(param)

    def _text(self, param: Param) -> str:
        self.number += 1
        if param.name == "timezone":
            return ZONES
        if param.name == "name" and self.table == "extension":
            return self.free_number()
        for form in BY_PATTERN:
            text = form.format(n=self.number).ljust(param.min_length, "x")
            if param.pattern is None or re.fullmatch(param.pattern, text):
                return text
        raise AssertionError(f"no text for {param.pattern}")

    def free_number(self) -> str:
        """A short number that nobody in the world had when it was laid out."""
        columns = (
            ("extension", "number"),
            ("employee", "extension_phone_number"),
            ("employee_group", "group_phone_number"),
        )
        everybody = self.rows.of["customer"].keys()
        taken = {value for table, column in columns for value in self.rows.values(table, column, everybody)}
        return self.pick([str(number) for number in range(500, 1000) if str(number) not in taken])

    def named_table(self, param: Param) -> str | None:
        """The table that an id in the body names; None is a thing that this server does not keep."""
        stem = param.name.removesuffix("_id").removeprefix("message_")
        return {"client": "customer", "extension": "extension", "extension_group": "extension_group"}.get(stem)

    def own_targets(self, param: Param) -> list[int]:
        """What the caller may name in the body."""
        table = self.named_table(param)
        if table == "customer":
            return [self.part.account_id]
        return [row["id"] for row in self.rows.of[str(table)].get(self.part.account_id, [])]

    def strange_targets(self, param: Param) -> list[int]:
        """What he may not, of the same kind first."""
        table, own = str(self.named_table(param)), set(self.own_targets(param))
        same = [row["id"] for rows in self.rows.of[table].values() for row in rows]
        return [number for number in dict.fromkeys([*self.mixed(same), *self.mixed(self.ids)]) if number not in own]
