"""Every stream of probes for an operation: what is aimed at comes from the catalogue and the world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any, Final

from centrex.catalogue import Kind, Operation, Param, Show
from centrex.patterns import fold
from centrex.query.rows import PAGING
from centrex.resources import metadata
from tests.isolation.aim import Aim, Probe, in_turn
from tests.isolation.reads import read_tricks
from tests.property.samples import NO_ID
from tests.property.targets import Path, column_at, is_id, names_entry, paths, target

MISSING: Final = {
    **dict.fromkeys(("create", "update", "delete"), "entity_not_found"),
    **dict.fromkeys(("enable", "disable"), "virtual_phone_number_not_found"),
}
"""The verbs that change something, and what they say of a thing that the caller does not have."""

SOME: Final = 3
"""So many things of his own get each value in a turn."""

HASHED: Final = 1
"""So many of the probes that would have a password hashed are sent, of each kind by each caller."""


def probes(aim: Aim, number: int) -> list[Probe]:
    """The first so many probes of all tricks in turn; fewer when the tricks have no more.

    Those that name others' things come first; which of them is another for everybody, so that together a few
    probes try all.
    """
    aimed = aim.mixed(_at_others(aim)) if aim.operation.verb in MISSING and not aim.names_users else []
    return list(islice(in_turn(_baseline(aim), *aimed, *aim.mixed(_tricks(aim))), number))


def _at_others(aim: Aim) -> Iterator[Iterator[Probe]]:
    """What names things of others."""
    operation = aim.operation
    yield from (_sparing(path, _foreign_ids(aim, path)) for path in paths(operation) if is_id(path[-1]))
    yield from (_foreign_names(aim, param) for param in operation.params if _names_a_thing(operation, param))
    yield from (_sparing(path, _foreign_members(aim, path)) for path in paths(operation) if len(path) > 1)


def _sparing(path: Path, stream: Iterator[Probe]) -> Iterator[Probe]:
    """A few of the probes where each has a password hashed, which takes longer than all the rest."""
    hashes = any(param.secret for outer in path[:-1] for param in outer.fields) or path[-1].secret
    return islice(stream, HASHED) if hashes or any(param.secret for param in path[-1].fields) else stream


def _tricks(aim: Aim) -> Iterator[Iterator[Probe]]:
    """Everything else."""
    operation = aim.operation
    if aim.holder is aim.user:
        yield _users(aim)
    if aim.names_users:
        return
    yield _addresses(aim)
    yield _unknown_parameters(aim)
    if operation.verb == "get" and operation.face and operation.face.paged:
        yield from (_with_own_parameters(aim, stream) for stream in read_tricks(aim))
    if operation.verb in MISSING:
        ids = [path for path in paths(operation) if is_id(path[-1])]
        yield in_turn(*(_forms_of_ids(aim, path) for path in ids))
        yield in_turn(*(_sparing(path, _own_values(aim, path)) for path in paths(operation)))
        yield _own_members(aim)
        yield from (_foreign_texts(aim, param) for param in operation.params if param.type.kind is Kind.STRING)
    if operation.verb == "login":
        yield _wrong_passwords(aim)


def _baseline(aim: Aim) -> Iterator[Probe]:
    yield baseline(aim)


def baseline(aim: Aim) -> Probe:
    """A call that passes the door, and beyond it does least."""
    operation = aim.operation
    if operation.verb in {"get", "getobj"}:
        return Probe(aim.own_parameters())
    if operation.verb not in MISSING:
        return Probe({"customer_id": aim.foreign_ids[0]}, "unexpected_parameters")
    given = aim.samples.call(aim.turn, _own_id(aim))
    if not _names_own(aim):
        return Probe(given, None)
    if operation.verb != "delete":
        return Probe(given, None if _is_a_move(operation) else "ok", changes=True)
    return Probe({"id": aim.strange_ids((operation.params[0],))[0]}, MISSING["delete"])


def _names_own(aim: Aim) -> bool:
    """Whether the caller has everything that must be named."""
    named = [path for path in paths(aim.operation) if path[-1].required and is_id(path[-1]) and len(path) == 1]
    return all(aim.samples.ids(path) for path in named) and (not aim.operation.alternatives or bool(aim.own_ids))


def _is_a_move(operation: Operation) -> bool:
    """Whether it depends on where the thing stands: a state, a number in a group."""
    return bool(operation.alternatives) or any(
        param.required and (param.type.kind is Kind.ENUM or param.type.items is Kind.OBJECT)
        for param in operation.params
    )


def _own_id(aim: Aim) -> int:
    return aim.own_ids[0] if aim.own_ids else NO_ID


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
    others = ("203.0.113.9", "::1", "::ffff:127.0.0.1", "2001:db8::1")
    for address in (*(account.address for account in aim.cast.accounts), *others):
        yield replace(baseline(aim), address=address)


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


def _with_own_parameters(aim: Aim, stream: Iterator[Probe]) -> Iterator[Probe]:
    return (replace(probe, params={**aim.own_parameters(), **probe.params}) for probe in stream)


def _call_with(aim: Aim, path: Path, value: Any, identifier: int | None = None) -> dict[str, Any]:
    """The fewest parameters, and at the end of the path this value."""
    for depth in range(len(path) - 1, 0, -1):
        outer = path[:depth]
        member = {**_inside(aim, outer), path[depth].name: value}
        value = [member] if outer[-1].type.kind is Kind.ARRAY else member
    given = aim.samples.call(aim.turn, _own_id(aim) if identifier is None else identifier)
    for other in aim.operation.alternatives:
        if path[0].name in aim.operation.alternatives:
            given.pop(other, None)
    needed = [param for param in aim.operation.params if param.needed_with == path[0].name]
    return {**given, **{param.name: aim.samples.value((param,)) for param in needed}, path[0].name: value}


def _inside(aim: Aim, path: Path) -> dict[str, Any]:
    """The members that an object at the end of the path cannot be without."""
    needed = [member for member in path[-1].fields if member.required or member.must]
    return {member.name: aim.samples.value((*path, member)) for member in needed}


def _forms_of_ids(aim: Aim, path: Path) -> Iterator[Probe]:
    """Ids that are no whole number."""
    array, text = path[-1].type.kind is Kind.ARRAY, path[-1].type.items is Kind.STRING
    for number in aim.strange_ids(path):
        for form in (number if text else str(number), True, {"id": number}, [[number]]):
            yield Probe(_call_with(aim, path, [form] if array else form), "data_type_error")


def _foreign_ids(aim: Aim, path: Path) -> Iterator[Probe]:
    """Ids of others' things where ids of own ones belong, alone and among own ones."""
    missing = MISSING[aim.operation.verb]
    array, text = path[-1].type.kind is Kind.ARRAY, path[-1].type.items is Kind.STRING
    own: list[Any] = [str(each) if text else each for each in aim.samples.ids(path)]
    for number in aim.strange_ids(path):
        for form in (str(number),) if text else (number, float(number)):
            for value in ([form], [*own[:1], form], [form, *own[:1], form]) if array else (form,):
                yield Probe(_call_with(aim, path, value), missing)
            if path[0].name == "id":
                yield from (Probe({**rest, "id": form}, missing) for rest in _rests(aim))


def _names_a_thing(operation: Operation, param: Param) -> bool:
    return param.name in operation.alternatives and param.type.kind is Kind.STRING


def _foreign_names(aim: Aim, param: Param) -> Iterator[Probe]:
    """Texts that name others' things where those that name own ones belong."""
    column = column_at(aim.operation, (param,))
    name = str(column.name) if column is not None else ""
    for text in [*aim.rows.values(aim.table.name, name, aim.foreign), "79000000000"]:
        yield Probe(_call_with(aim, (param,), text), MISSING[aim.operation.verb])


def _own_values(aim: Aim, path: Path) -> Iterator[Probe]:
    """What the caller may well send, for one thing of his own after the other."""
    if names_entry(aim.operation, path[-1]) or not _names_own(aim):
        return
    ids = aim.own_ids[:SOME] or [NO_ID]
    for turn in range(2 * SOME):
        own_id = ids[turn % len(ids)]
        value = aim.samples.value(path, turn, own_id)
        yield Probe(_call_with(aim, path, value, own_id), None, changes=True)


def _foreign_members(aim: Aim, path: Path) -> Iterator[Probe]:
    """Texts that others have within a thing, such as a short number: free for this one, and telling nothing."""
    column = column_at(aim.operation, path)
    if column is None or path[-1].type.kind is not Kind.STRING or path[-1].secret or not _names_own(aim):
        return
    table, name = str(column.table), str(column.name)
    own = aim.rows.values(table, name, aim.own)
    for text in (text for text in aim.rows.values(table, name, aim.foreign) if text not in own):
        yield Probe(_call_with(aim, path, text), None, changes=True)


def _own_members(aim: Aim) -> Iterator[Probe]:
    """Arrays of the caller's own, emptied and filled again; somebody else may have things with the same ids."""
    for param in aim.operation.params if aim.operation.verb == "update" else ():
        members = sorted(aim.samples.ids((param,)))
        are_members = param.type.items is Kind.NUMBER and target(aim.operation, (param,)) is not None
        for own_id in aim.own_ids if are_members else ():
            filled = Probe({"id": own_id, param.name: members}, changes=True)
            yield Probe({"id": own_id, param.name: []}, changes=True, then=(filled,))


def _foreign_texts(aim: Aim, param: Param) -> Iterator[Probe]:
    """Names that another customer has taken: free for this one."""
    show = aim.operation.face.fields.get(param.name) if aim.operation.face else None
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
    return aim.samples.call(aim.turn, _own_id(aim))


def _rests(aim: Aim) -> Iterator[dict[str, Any]]:
    """Ways to fill the other parameters of a change of one thing: as few as can be, and each alone."""
    yield _with_own_id(aim)
    for param in aim.operation.params:
        if param.name != "id" and not param.secret:
            yield {**_with_own_id(aim), param.name: aim.samples.value((param,))}
