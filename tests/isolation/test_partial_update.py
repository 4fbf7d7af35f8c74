"""A create or update sets what was sent and nothing else: every parameter alone, by everybody who may.

The parameters come from the catalogue; what changed is read from the tables, past the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from centrex.catalogue import AGENT_ONLY, Kind, Operation, Param
from centrex.dialects.dataapi.methods import METHODS
from tests.isolation.effects import difference, may_show, shows_another, strays
from tests.isolation.rows import Rows, read_rows
from tests.property.samples import Samples
from tests.property.targets import face_of, names_entry, target
from tests.served import Served
from tests.world import Member, World

CREATES: Final = [name for name, operation in METHODS.items() if operation.verb == "create"]
UPDATES: Final = [name for name, operation in METHODS.items() if operation.verb == "update"]
ENTRIES: Final = 2
NULL: Final[dict[Kind, Any]] = {Kind.ARRAY: [], Kind.OBJECT: {}}
"""What null leaves where there is no default."""

Shown = dict[int, dict[str, Any]]


@dataclass
class Caller:
    """Somebody who may call a method: his key, the user whom he names, the accounts whose rows are his.

    What was read holds until he sends something: nobody else is about.
    """

    served: Served
    operation: Operation
    key: str
    named: dict[str, Any]
    owners: set[int]
    made: int = 0
    _rows: Rows | None = None
    _shown: Shown | None = None

    async def samples(self) -> Samples:
        """Values out of the rows as they are now."""
        self.made += 100
        return Samples(self.operation, await self.rows(), self.owners, self.made)

    async def rows(self) -> Rows:
        self._rows = self._rows or await read_rows(self.served.world.store)
        return self._rows

    async def shown(self) -> Shown:
        """What is shown of every entry, by id."""
        if self._shown is None:
            face = face_of(self.operation)
            params = {"fields": list(face.fields), **self.named}
            rows = (await self.served.call(f"get.{face.noun}", self.key, params)).data
            self._shown = {row["id"]: row for row in rows}
        return dict(self._shown)

    async def send(self, params: dict[str, Any]) -> tuple[str, Any]:
        """The mnemonic and the data of the answer, a minute later, when there are points again."""
        self.served.world.clock.advance(60)
        self._rows, self._shown = None, None
        answer = await self.served.call(self.operation.name, self.key, {**params, **self.named})
        return answer.mnemonic, answer.data if answer.mnemonic == "ok" else None


def caller(served: Served, method: str, role: str) -> Caller:
    """The customer, his agent in his name, or the agent on his own where nobody else may."""
    world, operation = served.world, METHODS[method]
    if operation.access == AGENT_ONLY:
        return Caller(served, operation, world.north.key, {}, {world.north.account_id, world.a.id, world.b.id})
    member, named = _role(world, role)
    return Caller(served, operation, member.key, named, {world.a.id})


def _role(world: World, role: str) -> tuple[Member, dict[str, Any]]:
    return (world.a.user, {}) if role == "customer" else (world.north, {"user_id": world.a.user.id})


def cases(methods: list[str]) -> list[tuple[str, str]]:
    """Each method with each role that may call it."""
    return [
        (method, role)
        for method in methods
        for role in ("customer", "agent")
        if role == "agent" or METHODS[method].access != AGENT_ONLY
    ]


@pytest.mark.parametrize(("method", "role"), cases(UPDATES))
async def test_an_update_sets_what_is_sent_and_leaves_the_rest(served: Served, method: str, role: str) -> None:
    who = caller(served, method, role)
    entry = who.operation.params[0]
    assert names_entry(who.operation, entry)
    for param in who.operation.params[1:]:
        accepted = 0
        for identifier in (await who.samples()).ids((entry,))[-ENTRIES:]:
            for turn in range(len(_values(await who.samples(), param, 0, identifier))):
                accepted += await _updated(who, param, identifier, turn)
        assert accepted > 0, f"no value of {param.name} was taken"


async def _updated(who: Caller, param: Param, identifier: int, turn: int) -> bool:
    """Sends a value, and looks at what became of everything; whether it was taken."""
    samples = await who.samples()
    before, shown = samples.rows, await who.shown()
    value = _values(samples, param, turn, identifier)[turn]
    sent = {**samples.call(turn, identifier), param.name: value}
    mnemonic, data = await who.send(sent)
    sides = before, await who.rows()
    if mnemonic != "ok":
        assert difference(*sides) == {}, (sent, mnemonic)
        return False
    assert data == {}
    assert not (value is None and (param.must or param.required)), f"{param.name} was set to null"
    assert list(strays(who.operation, identifier, sides, param)) == [], sent
    after = await who.shown()
    assert _others(who.operation, identifier, after) == _others(who.operation, identifier, shown)
    if identifier in after and identifier in shown:
        _check(who.operation, param, value, shown[identifier], after[identifier])
    return True


def _others(operation: Operation, identifier: int, shown: Shown) -> Shown:
    """Every other entry, but for what it shows of this one."""
    of_another = {name for name, show in face_of(operation).fields.items() if shows_another(show)}
    return {
        key: {name: value for name, value in row.items() if name not in of_another}
        for key, row in shown.items()
        if key != identifier
    }


def _check(operation: Operation, param: Param, value: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The field shows what was sent, every other field what it did."""
    for name, show in face_of(operation).fields.items():
        if not may_show(operation, param, show):
            assert after[name] == before[name], (param.name, value, name)
    if param.name in after:
        _check_shown(operation, param, value, after[param.name])


def _check_shown(operation: Operation, param: Param, value: Any, shown: Any) -> None:
    """What was sent is shown; after null what a new entry has, or nothing."""
    due = _is_shown(value, shown) if value is not None else shown == _reset(operation, param)
    assert due, (param.name, value, shown)


def _reset(operation: Operation, param: Param) -> Any:
    """What null leaves: the default of the create, or nothing."""
    creating = METHODS.get(f"create.{face_of(operation).noun}")
    defaults = {each.name: each.default for each in creating.params} if creating else {}
    default = defaults.get(param.name)
    return NULL.get(param.type.kind) if default is None else default


def _is_shown(sent: Any, shown: Any) -> bool:
    """Whether a field shows what was sent: of objects the members that were, of ids the things that have them."""
    if isinstance(sent, dict):
        return all(shown.get(name, each) == each for name, each in sent.items())
    if isinstance(sent, list) and isinstance(shown, list) and shown and isinstance(shown[0], dict):
        pairs = zip(sent, shown, strict=True) if len(sent) == len(shown) else ()
        alike = [_is_in(one, row) if isinstance(one, int) else _is_shown(one, row) for one, row in pairs]
        return bool(alike) and all(alike)
    return bool(sent == shown)


def _is_in(identifier: int, row: dict[str, Any]) -> bool:
    return identifier in {value for name, value in row.items() if name.endswith("id")}


def _values(samples: Samples, param: Param, turn: int, identifier: int) -> list[Any]:
    """What the parameter is set to, one after the other: null at last, arrays to all, to some and to none."""
    path = (param,)
    if param.type.kind is Kind.OBJECT:
        needed = samples.value(path, turn)
        filled = samples.filled(path, turn)
        alone = [{**needed, name: each} for name, each in filled.items() if name not in needed]
        return [needed, *alone, filled, needed, None]
    if param.type.items is Kind.OBJECT:
        stands = samples.as_it_stands(path, identifier)
        return [samples.value(path, 0), stands, stands[::-1], [], *([[one] for one in _objects(samples, param)]), None]
    if param.type.items is Kind.NUMBER:
        members = sorted(samples.ids(path)) if target(samples.operation, path) is not None else []
        return [members, members[-1:], [], members[:2], None]
    return [*(samples.value(path, number) for number in range(max(2, len(param.type.values)))), None]


def _objects(samples: Samples, param: Param) -> Iterator[dict[str, Any]]:
    """An object with what it needs, and with each other member."""
    needed = {each.name: samples.value((param, each)) for each in param.fields if each.required}
    for member in param.fields:
        yield {**needed, member.name: samples.value((param, member), 1)}


@pytest.mark.parametrize("method", UPDATES)
async def test_an_update_of_nothing_changes_nothing(served: Served, method: str) -> None:
    who = caller(served, method, "customer")
    if any(param.required for param in who.operation.params[1:]):
        return
    before = await who.rows()
    for identifier in (await who.samples()).ids((who.operation.params[0],)):
        assert await who.send({"id": identifier}) == ("ok", {})
    assert difference(before, await who.rows()) == {}


@pytest.mark.parametrize(("method", "role"), cases(CREATES))
async def test_a_create_sets_what_is_sent_and_leaves_the_rest(served: Served, method: str, role: str) -> None:
    who = caller(served, method, role)
    plain = await _created(who, {})
    assert plain is not None
    for param in who.operation.params:
        values = _values(await who.samples(), param, 0, 0)
        made = [(values[turn], await _created(who, {param.name: values[turn]})) for turn in range(len(values))]
        assert any(row is not None for _, row in made), f"no value of {param.name} was taken"
        for value, row in made:
            if row is not None:
                assert not (value is None and param.required)
                _check_new(who.operation, param, value, plain, row)


async def _created(who: Caller, values: dict[str, Any]) -> dict[str, Any] | None:
    """What is shown of a new entry, once nothing else has changed; None when it was refused."""
    samples = await who.samples()
    before, shown = samples.rows, await who.shown()
    mnemonic, data = await who.send({**samples.call(), **values})
    sides = before, await who.rows()
    if mnemonic != "ok":
        assert difference(*sides) == {}, (values, mnemonic)
        return None
    assert list(strays(who.operation, data["id"], sides, None)) == []
    after = await who.shown()
    row = after.pop(data["id"])
    assert after == shown
    return row


def _check_new(operation: Operation, param: Param, value: Any, plain: dict[str, Any], row: dict[str, Any]) -> None:
    """As one of which only the least was sent, but for what must be unlike and what was sent."""
    unlike = {"id", "number", *(each.name for each in operation.params if each.required)}
    unlike |= {name for name, show in face_of(operation).fields.items() if show.type.kind is Kind.DATETIME}
    for name, show in face_of(operation).fields.items():
        needed = any(may_show(operation, each, show) for each in operation.params if each.required)
        if name not in unlike and not needed and not may_show(operation, param, show):
            assert row[name] == plain[name], (param.name, value, name)
    if param.name in row:
        _check_shown(operation, param, value, row[param.name])
