"""Every stream of probes for an operation: what is aimed at comes from the catalogue and the world."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, Final

from centrex.catalogue import Kind, Param, Show
from centrex.patterns import fold
from centrex.query.rows import PAGING
from centrex.resources import metadata
from tests.isolation.aim import Aim, Probe, in_turn
from tests.isolation.reads import read_tricks

CHANGES: Final = {"create", "update", "delete"}


def probes(aim: Aim, number: int) -> list[Probe]:
    """The first so many probes of all tricks in turn; fewer when the tricks have no more."""
    return list(islice(in_turn(*_tricks(aim)), number))


def _tricks(aim: Aim) -> Iterator[Iterator[Probe]]:
    operation = aim.operation
    yield _baseline(aim)
    if aim.holder is aim.user:
        yield _users(aim)
    if aim.names_users:
        return
    yield _addresses(aim)
    yield _unknown_parameters(aim)
    if operation.verb == "get" and operation.face and operation.face.paged:
        yield from read_tricks(aim)
    if operation.verb in CHANGES:
        yield _forms_of_ids(aim)
        yield _own_members(aim)
        yield from (_foreign_ids(aim, param) for param in operation.params if _is_id(param))
        yield from (_foreign_texts(aim, param) for param in operation.params if param.type.kind is Kind.STRING)
    if operation.verb == "login":
        yield _wrong_passwords(aim)


def _baseline(aim: Aim) -> Iterator[Probe]:
    yield baseline(aim)


def baseline(aim: Aim) -> Probe:
    """A call that passes the door, and beyond it does least."""
    verb = aim.operation.verb
    if verb in {"get", "getobj"}:
        return Probe({})
    if verb == "create":
        return Probe(_required(aim), changes=True)
    if verb == "update" and aim.own_ids:
        return Probe({"id": aim.own_ids[0]}, changes=True)
    if verb in CHANGES:
        return Probe({"id": aim.strange_ids(aim.table)[0]}, "entity_not_found")
    return Probe({"customer_id": aim.foreign_ids[0]}, "unexpected_parameters")


def _users(aim: Aim) -> Iterator[Probe]:
    """Every user of the world, and things that are none, as the one in whose name it is done."""
    if aim.operation.verb == "login":
        return
    users = [user.id for user in aim.cast.users]
    forms: list[Any] = [
        *(float(number) for number in users),
        *map(str, users),
        None,
        True,
        0,
        -1,
        1.5,
        2**63,
        [users[0]],
        {},
    ]
    for user_id in [*aim.mixed(users), *aim.mixed(forms), *aim.foreign_ids]:
        plain = baseline(_for_user(aim, user_id))
        unknown = user_id is not None and not aim.operation.takes_user_id
        expects = "unexpected_parameters" if unknown else plain.expects
        yield Probe({**plain.params, "user_id": user_id}, expects, plain.changes)


def _for_user(aim: Aim, user_id: Any) -> Aim:
    """The same operation for the user that is named, whose ids are others."""
    named = [user for user in aim.cast.users if user.id == user_id and type(user_id) is not bool]
    return Aim(aim.cast, aim.rows, aim.operation, named[0]) if named and aim.operation.takes_user_id else aim


def _addresses(aim: Aim) -> Iterator[Probe]:
    """From an address that is on the whitelist of one account alone."""
    plain = baseline(aim)
    for account in aim.cast.accounts:
        yield Probe(plain.params, plain.expects, plain.changes, account.address)
    for address in ("203.0.113.9", "::1", "::ffff:127.0.0.1", "2001:db8::1"):
        yield Probe(plain.params, plain.expects, plain.changes, address)


def _unknown_parameters(aim: Aim) -> Iterator[Probe]:
    """Columns, ids of owners among them, as parameters: never taken, never ignored."""
    operation = aim.operation
    names = {str(column.name) for table in metadata.sorted_tables for column in table.columns}
    names |= {"account_id", "app_id", "scope", "scope_account"}
    known = {param.name for param in operation.params}
    if operation.verb in {"get", "getobj"} and operation.face and operation.face.paged:
        known |= PAGING
    given = baseline(aim).params
    for number in aim.mixed(aim.foreign_ids):
        for name in aim.mixed(sorted(names - known - {"user_id"})):
            yield Probe({**given, name: number}, "unexpected_parameters")


def _forms_of_ids(aim: Aim) -> Iterator[Probe]:
    """Ids that are no whole number."""
    for number in aim.strange_ids(aim.table):
        for param in filter(_is_id, aim.operation.params):
            wrapped = param.type.kind is Kind.ARRAY
            for form in (str(number), True, {"id": number}, [[number]]):
                value = [form] if wrapped else form
                yield Probe({**_with_own_id(aim), param.name: value}, "data_type_error")


def _foreign_ids(aim: Aim, param: Param) -> Iterator[Probe]:
    """Ids of others' things where ids of own ones belong, alone and among own ones."""
    target = aim.target(param)
    own = aim.rows.values(target.name, "id", aim.own)
    for number in aim.strange_ids(target):
        for form in (number, float(number)):
            if param.type.kind is Kind.ARRAY:
                for members in ([form], [*own, form], [form, *own, form]):
                    yield Probe({**_with_own_id(aim), param.name: members}, "entity_not_found")
            else:
                yield from (Probe({**rest, param.name: form}, "entity_not_found") for rest in _rests(aim))


def _own_members(aim: Aim) -> Iterator[Probe]:
    """Arrays of the caller's own, emptied and filled again; somebody else may have things with the same ids."""
    for param in aim.operation.params if aim.operation.verb == "update" else ():
        members = aim.rows.values(aim.target(param).name, "id", aim.own)
        for own_id in aim.own_ids if param.type.kind is Kind.ARRAY else ():
            filled = Probe({"id": own_id, param.name: members}, changes=True)
            yield Probe({"id": own_id, param.name: []}, changes=True, then=(filled,))


def _foreign_texts(aim: Aim, param: Param) -> Iterator[Probe]:
    """Names that another customer has taken: free for this one."""
    show = aim.operation.face.fields[param.name] if aim.operation.face else None
    if not isinstance(show, Show) or show.write is None:
        return
    column = show.write.column.name
    taken = {fold(text) for text in aim.rows.values(aim.table.name, column, aim.own)}
    texts = aim.rows.values(aim.table.name, column, aim.foreign)
    before = [row[column] for owner in sorted(aim.own) for row in aim.rows.of[aim.table.name].get(owner, [])][:1]
    for text in (text for text in texts if fold(text) not in taken):
        given = {**_with_own_id(aim), param.name: text}
        if aim.operation.verb == "create":
            yield Probe(given, changes=True)
        elif before and aim.own_ids:
            yield Probe(given, changes=True, then=(Probe({**given, param.name: before[0]}, changes=True),))


def _wrong_passwords(aim: Aim) -> Iterator[Probe]:
    """Logins of others with a wrong password, and logins that nobody has; from ever other addresses, to be heard."""
    chance = Random(f"{aim.name} {aim.turn}")
    for login in aim.mixed([*(f"{user.canary}-login" for user in aim.cast.users), "nobody"]):
        address = f"198.18.{chance.randrange(256)}.{chance.randrange(256)}"
        yield Probe({"login": login, "password": "wrong"}, "auth_error", address=address)


def _with_own_id(aim: Aim) -> dict[str, Any]:
    """What the operation needs besides the parameter at hand."""
    if aim.operation.verb == "create":
        return _required(aim)
    return {"id": aim.own_ids[0]} if aim.own_ids else {"id": 987_654_321}


def _rests(aim: Aim) -> Iterator[dict[str, Any]]:
    """Ways to fill the other parameters of a change of one thing: none, each alone, a name that the caller has."""
    yield {}
    for param in aim.operation.params:
        if param.name != "id":
            yield {param.name: [] if param.type.kind is Kind.ARRAY else _value(param)}


def _required(aim: Aim) -> dict[str, Any]:
    return {param.name: _value(param) for param in aim.operation.params if param.required}


def _value(param: Param) -> Any:
    kind, text = param.type, "made by a probe"
    known: dict[Kind, Any] = {
        Kind.NUMBER: 1,
        Kind.STRING: text,
        Kind.BOOLEAN: True,
        Kind.DATETIME: "2025-06-15 12:00:00",
        Kind.ENUM: kind.values[0] if kind.values else text,
        Kind.ARRAY: [],
        Kind.OBJECT: {},
    }
    return known[kind.kind]


def _is_id(param: Param) -> bool:
    """Whether it names things by their ids: the thing itself, or an array of members."""
    return param.name == "id" or (param.type.kind is Kind.ARRAY and param.type.items is Kind.NUMBER)
