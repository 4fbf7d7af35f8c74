"""Malformed calls of every method: valid requests that were changed in a place or two, and bytes that were broken."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from centrex.catalogue import Kind, Operation, Param
from tests.isolation.rows import Rows
from tests.property import hostile, hostile_values
from tests.property.own_parameters import own_parameters
from tests.property.samples import Samples
from tests.property.wire_json import Twice, written
from tests.world import PASSWORD, World

Place = tuple[dict[str, Any] | list[Any], Any]
"""A container and a key or index in it."""


@dataclass(frozen=True)
class Sent:
    """The bytes of a call, the method that it meant, and its id as it must come back, where that is sure."""

    body: bytes
    method: str
    identifier: str | None = None


@dataclass(frozen=True)
class Breaker:
    """Breaks calls of ``operations`` in a world that has, or had, these rows."""

    random: Random
    world: World
    operations: Mapping[str, Operation]
    rows: Rows

    def call(self) -> Sent:
        """A malformed call."""
        chance = self.random.random()
        if chance < 0.05:
            return Sent(self.random.choice(hostile_values.BODIES), "")
        if chance < 0.1:
            return Sent(written(self.random.choice(hostile.ENVELOPES)).encode(), "")
        method = self.method()
        request = self.request(method)
        if chance < 0.2:
            return self.broken(written(request).encode(), method)
        if chance < 0.45:
            return self.overdone(request, method)
        if chance < 0.48:
            again = self.random.choice(tuple(request["params"]))
            request["params"] = Twice((*request["params"].items(), (again, self.value())))
            return Sent(written(request).encode(), method, written(request["id"]))
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            self.change(request)
        return Sent(written(request).encode(), method)

    def method(self) -> str:
        """A method; hashing a password takes long, so seldom one that needs it."""
        method = self.random.choice(tuple(self.operations))
        hashes = any(param.required and param.name == "password" for param in self.operations[method].params)
        return self.method() if hashes and self.random.random() < 0.85 else method

    def request(self, method: str) -> dict[str, Any]:
        """A valid request of the method, as one who may or may not call it."""
        operation = self.operations[method]
        holder = self.random.choice((self.world.a, self.world.b)).user
        agent = self.random.random() < 0.3
        params: dict[str, Any] = {"access_token": self.world.north.key if agent else holder.key}
        if agent and operation.takes_user_id:
            params["user_id"] = holder.id
        if operation.verb == "get" and operation.face:
            first = next(iter(operation.face.fields))
            params |= {"limit": 5, "offset": 0, "fields": [first], "sort": [], "filter": self.filter(operation)}
            params |= own_parameters(operation.face, self.random)
        if operation.verb == "login":
            params = {"login": holder.login, "password": self.random.choice((PASSWORD, "wrong"))}
        if operation.verb not in {"get", "getobj", "login", "logout"}:
            params |= self.arguments(operation, agent, holder.account_id)
        return {"jsonrpc": "2.0", "id": self.random.randint(1, 9), "method": method, "params": params}

    def filter(self, operation: Operation) -> dict[str, Any]:
        fields = tuple(operation.face.fields.values()) if operation.face else ()
        show = self.random.choice(fields)
        value = hostile.SAMPLES[show.type.kind]
        test = hostile.test_of(show.name, "jsquery" if show.type.kind in {Kind.ARRAY, Kind.OBJECT} else "=", value)
        return {"filters": [test, dict(hostile.ID)], "condition": "or"} if self.random.random() < 0.5 else test

    def arguments(self, operation: Operation, agent: bool, account_id: int) -> dict[str, Any]:
        """The least that a change needs and a few of its other parameters: of the caller's own entries, or nearly."""
        random, own = self.random, {account_id}
        if agent and not operation.takes_user_id:
            own = {self.world.north.account_id, self.world.a.id, self.world.b.id}
        samples = Samples(operation, self.rows, own, random.randrange(10**6))
        turn = random.randrange(6)
        values = samples.call(turn)
        for param in random.sample(operation.params, min(len(operation.params), random.choice((0, 1, 2, 5)))):
            if not param.secret or random.random() < 0.1:
                values[param.name] = self.object(samples, param) or samples.value((param,), turn)
        if "id" in values:
            values["id"] += random.choice((0, 0, 1000))
        return values

    def object(self, samples: Samples, param: Param) -> Any:
        """An object with some of its members, as often as not; no password, which takes long."""
        some = [member for member in param.fields if not member.secret and self.random.random() < 0.5]
        filled = {member.name: samples.value((param, member)) for member in some}
        return [filled] if filled and param.type.items is Kind.OBJECT else filled

    def broken(self, body: bytes, method: str) -> Sent:
        """The request with its bytes cut, turned or padded."""
        random = self.random
        place, noise = random.randrange(len(body)), random.randbytes(random.randint(1, 8))
        bodies: tuple[Callable[[], bytes], ...] = (
            lambda: body[:place],
            lambda: body[:place] + noise + body[place:],
            lambda: body[:place] + noise + body[place + len(noise) :],
            lambda: body[:place] + random.choice(b'{}[]",:\\\0').to_bytes(1, "big") + body[place + 1 :],
            lambda: body[place:],
            lambda: body + noise,
            lambda: body.decode().encode("utf-16"),
            lambda: b"[" + body + b"]",
            lambda: noise * 100,
        )
        return Sent(random.choice(bodies)(), method)

    def overdone(self, request: dict[str, Any], method: str) -> Sent:
        """The request with one of its members as large, deep or odd as a client can make it."""
        kinds: dict[str, tuple[Any, ...]] = {
            "filter": hostile.FILTERS,
            "sort": hostile.SORTS,
            "fields": hostile.FIELDS,
            "limit": hostile.LIMITS,
            "offset": hostile.OFFSETS,
            "user_id": hostile_values.VALUES,
            "access_token": hostile_values.VALUES,
        }
        if self.random.random() < 0.1:
            request["id"] = self.random.choice(hostile_values.IDS)
            return Sent(written(request).encode(), method)
        operation = self.operations[method]
        if operation.face and operation.verb == "get":
            kinds |= {param.name: hostile_values.VALUES for param in operation.face.params}
        if operation.verb not in {"get", "getobj"}:
            kinds = {param.name: hostile_values.VALUES for param in operation.params} or kinds
        name = self.random.choice(tuple(kinds))
        value = self.random.choice(kinds[name])
        if name == "filter" and self.random.random() < 0.3:
            value = self.on_containers(operation)
        request["params"][name] = value
        return Sent(written(request).encode(), method, written(request["id"]))

    def on_containers(self, operation: Operation) -> dict[str, Any]:
        """jsquery of any kind on a field of any kind."""
        fields = tuple(operation.face.fields.values()) if operation.face else ()
        names = [show.name for show in fields if show.type.kind in {Kind.ARRAY, Kind.OBJECT}] or ["id"]
        name, operator = self.random.choice(names), self.random.choice(("jsquery", "overlap", "=", "in"))
        return hostile.test_of(name, operator, self.random.choice((*hostile.JSQUERIES, *hostile_values.VALUES)))

    def change(self, request: dict[str, Any]) -> None:
        """Changes the request in one place, below its envelope more often than not."""
        random = self.random
        places = _places(request if random.random() < 0.15 else request.get("params"))
        container, key = random.choice(places or _places(request))
        chance = random.random()
        if chance < 0.55:
            container[key] = self.value()
        elif chance < 0.7:
            del container[key]
        elif isinstance(container, list):
            container.insert(key, copy.deepcopy(container[key]) if random.random() < 0.5 else self.value())
        elif chance < 0.85:
            container[random.choice(hostile_values.KEYS)] = self.value()
        elif chance < 0.95:
            other = str(key).upper() if random.random() < 0.5 else random.choice(hostile_values.KEYS)
            container[other] = container.pop(key)
        else:
            container[key] = Twice(((str(key), container[key]), (str(key), self.value())))

    def value(self) -> Any:
        """A hostile value; the very large ones seldom."""
        random = self.random
        if random.random() < 0.003:
            return "x" * random.choice((2**20 - 400, 2**20 - 1000, 300_000))
        if random.random() < 0.1:
            return random.choice((*hostile.OPERATORS, *hostile.REGEXPS, *hostile.LIKES))
        return copy.deepcopy(random.choice(hostile_values.VALUES))


def _places(value: Any) -> list[Place]:
    """Every place in a value where something stands."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    inner = [place for key in keys for place in _places(value[key])]
    return [(value, key) for key in keys] + inner
