"""The probes of an operation of the RingMe API, made from the catalogue: nothing here knows one by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec

from centrex.catalogue import Kind, Param
from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.dialects.ringme.intervals import END, START
from centrex.dialects.ringme.routes import CLIENT_INFO
from centrex.resources import REST_OPERATIONS
from tests.isolation.aim import in_turn
from tests.isolation.rest_aim import JUNK, NOTHING, OWNING, TELLING, RestAim
from tests.isolation.rest_cast import Part
from tests.isolation.rest_door import PASSED, Outcome, missing
from tests.isolation.rest_worlds import Request

PUSHED: Final = ("client_id", "customer_id", "id", "account_id", "agent_id", "level", "extension_group_id", "part_id")
"""Members and parameters that nobody asked for, by which a row would be given away."""
WHOLE: Final = {START: "2025-06-01 00:00:00", END: "2025-07-31 23:59:59"}
"""All that there is, in as long an interval as any list may be asked for."""
ADDRESSES: Final = ("record_url", "archive_url")
"""Members whose value is fetched without a token."""

Object = Mapping[str, Any]
Following = Callable[[Object], "list[RestProbe]"]


@dataclass(frozen=True)
class RestProbe:
    """One request. ``expects`` is what must come once the door is passed; None is anything but a failure of ours.

    ``then`` makes what follows at once where it passed, from the object that was answered. One that goes ``astray``
    is perhaps no request of the operation's: it is only compared with what the other world says. A ``bare`` one is
    sent without a token; it shows what its sender sees all the same.
    """

    operation: RestOperation
    request: Request
    expects: Outcome | None
    then: Following | None = None
    astray: bool = False
    is_bare: bool = False


def probes(aim: RestAim, number: int) -> list[RestProbe]:
    """So many first requests of the operation by somebody."""
    streams = list(_streams(aim))
    return list(islice(in_turn(*streams), number))


def _streams(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _below_strange(aim)
    if not aim.realm_parts:
        return
    yield from {
        Action.LIST: _list,
        Action.ONE: _one,
        Action.FILE: _one,
        Action.DOWNLOAD: _one,
        Action.STORAGE_URL: _one,
        Action.STATS: _stats,
        Action.ARCHIVE: _archive,
        Action.ADD: _add,
        Action.CHANGE: _change,
        Action.REMOVE: _remove,
        Action.REMOVE_ALL: _remove,
    }[aim.operation.action](aim)


def path(operation: RestOperation, reference: str, identifier: object = "") -> str:
    """Where an object, or the collection, stands."""
    below = f"/{operation.below}" if operation.below else ""
    return f"{operation.realm}/{reference}/{operation.noun}/{identifier}{below}"


def request(aim: RestAim, below: str, identifier: object = "", query: str = "", body: object = None) -> Request:
    encoded = b"" if body is None else msgspec.json.encode(body)
    return Request(aim.operation.method, path(aim.operation, below, identifier), query.encode(), encoded)


def _below_strange(aim: RestAim) -> Iterator[RestProbe]:
    """Below what is not the caller's; the object and the body would be right below his own."""
    own = [number for part in aim.realm_parts for number in aim.own_ids(part)] if aim.operation.has_id else []
    strange = aim.strange_references
    for reference in cycle(strange):
        ids = [*own, *aim.names, NOTHING]
        identifier = aim.pick(ids) if aim.operation.has_id else ""
        query = urlencode(WHOLE) if aim.face.period else ""
        expects = None if not reference or "/" in reference else missing(aim.operation.realm)
        yield RestProbe(aim.operation, request(aim, reference, identifier, query, _body(aim)), expects)


def _own(aim: RestAim) -> Iterator[tuple[Part, str]]:
    """The caller's own things, by all of their names, again and again."""
    return cycle(aim.mixed([(part, name) for part in aim.realm_parts for name in aim.references(part)]))


def _list(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _plain_lists(aim)
    yield _filtered_lists(aim)
    yield _paged_lists(aim)
    yield _pushed_queries(aim)


def _plain_lists(aim: RestAim) -> Iterator[RestProbe]:
    for _, name in _own(aim):
        query = urlencode(WHOLE) if aim.face.period else ""
        yield RestProbe(aim.operation, request(aim, name, query=query), (200, None))


def _filtered_lists(aim: RestAim) -> Iterator[RestProbe]:
    """Values of everybody in every filter."""
    values = [(name, value) for name in aim.face.filters for value in _values(aim, name)]
    for (_, reference), (name, value) in zip(_own(aim), cycle(aim.mixed(values)), strict=False):
        yield RestProbe(aim.operation, request(aim, reference, query=_query(aim, {name: value})), None)


def _values(aim: RestAim, name: str) -> list[object]:
    rows = [row for rows in aim.rows.of[aim.table].values() for row in rows]
    column = aim.column_of(name)
    found = list(dict.fromkeys(row[column] for row in rows if row.get(column) is not None))
    if name == "name" and "number" in aim.rows_columns:
        found += [f"{prefix}*{row['number']}" for row in rows for prefix in aim.cast.prefixes.values()]
    return [*found, NOTHING, "", "%", "' OR 1=1 --", "\x00", "null"]


def _query(aim: RestAim, more: Mapping[str, object]) -> str:
    return urlencode({**(WHOLE if aim.face.period else {}), **more})


def _paged_lists(aim: RestAim) -> Iterator[RestProbe]:
    sizes, pages = (1, 2, 1000, 0, -1, "x", 10**30), (1, 2, 3, 0, -1, 10**9, "x")
    choices = [{"per_page": size, "page": page} for size in sizes for page in pages]
    more = [{"order": order} for order in ("asc", "desc")] if aim.face.period else [{}]
    for (_, reference), page in zip(_own(aim), cycle(aim.mixed(choices)), strict=False):
        yield RestProbe(
            aim.operation, request(aim, reference, query=_query(aim, {**page, **aim.pick(more)})), (200, None)
        )


def _pushed_queries(aim: RestAim) -> Iterator[RestProbe]:
    """Parameters that the list does not have are ignored, whatever they name."""
    names = [name for name in PUSHED if name not in aim.face.filters]
    ids = aim.mixed(aim.ids)
    for (_, reference), name, value in zip(_own(aim), cycle(names), cycle(ids), strict=False):
        yield RestProbe(aim.operation, request(aim, reference, query=_query(aim, {name: value})), (200, None))


def _one(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _own_objects(aim)
    if aim.operation.has_id:
        yield _strange_objects(aim)


def _own_objects(aim: RestAim) -> Iterator[RestProbe]:
    """``client_info`` is a second way to the client himself."""
    for part, name in _own(aim):
        query = urlencode({name: aim.pick(aim.strange_references) for name in PUSHED})
        if not aim.operation.has_id:
            yield RestProbe(aim.operation, request(aim, name, query=query), _single(aim, part))
            if aim.operation.realm is Realm.CLIENT and aim.operation.noun == Realm.CLIENT:
                for reference in (name, aim.pick(aim.strange_references)):
                    strange = missing(Realm.CLIENT) if reference else None
                    expects = (200, None) if reference == name else strange
                    yield RestProbe(aim.operation, Request("GET", f"client/{CLIENT_INFO}/{reference}"), expects)
            continue
        own = aim.own_ids(part)
        if own:
            called = aim.pick(own)
            called = aim.pick([called, called.lower()]) if aim.face.upper else called
            yield RestProbe(aim.operation, request(aim, name, called, query), (200, None), fetched(aim))
        else:
            yield RestProbe(aim.operation, request(aim, name, NOTHING, query), missing(aim.operation.noun))


def _stats(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _plain_lists(aim)
    yield _pushed_queries(aim)


def _archive(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _archives(aim)


def _archives(aim: RestAim) -> Iterator[RestProbe]:
    for _, name in _own(aim):
        body = {**WHOLE, **_pushed(aim)}
        yield RestProbe(aim.operation, request(aim, name, body=body), (201, None), fetched(aim))


def fetched(aim: RestAim) -> Following | None:
    """What was answered is an address: it is fetched, and so is one that nobody signed."""
    if aim.operation.action not in {Action.STORAGE_URL, Action.ARCHIVE}:
        return None

    def following(made: Object) -> list[RestProbe]:
        (address,) = (str(made[name]) for name in ADDRESSES if name in made)
        there = urlsplit(address).path
        content, dot, signature = there.rpartition("/")[0].rpartition(".")
        changed = content + dot + ("B" if signature[0] == "A" else "A") + signature[1:]
        answers = ((there, (200, None)), (changed, (404, None)))
        return [RestProbe(aim.operation, Request("GET", place), expects, is_bare=True) for place, expects in answers]

    return following


def _single(aim: RestAim, part: Part) -> Outcome:
    """What stands there alone: with the part itself, or in a row of its own that not every part has."""
    if "id" in aim.rows_columns:
        return 200, None
    there = any(row[f"{part.level}_id"] == part.id for row in aim.rows.of[aim.table].get(part.account_id, []))
    return (200, None) if there else missing(aim.operation.noun)


def _strange_objects(aim: RestAim) -> Iterator[RestProbe]:
    for part, name in _own(aim):
        strange = aim.strange_ids(part)
        for identifier in [*strange[:12], *aim.mixed(strange)[:6]]:
            if identifier:
                body = aim.pick([_body(aim), _wrong_body(aim)])
                yield RestProbe(aim.operation, request(aim, name, identifier, body=body), missing(aim.operation.noun))


def _body(aim: RestAim) -> Mapping[str, Any] | None:
    """A whole body with which the request would pass."""
    if aim.operation.action is Action.ARCHIVE:
        return WHOLE
    params = [param for param in aim.operation.params if param.name != "id"]
    if not params:
        return None
    needed = [param for param in params if param.required]
    return aim.members(needed or [aim.pick(_harmless(aim))])


def _wrong_body(aim: RestAim) -> dict[str, Any] | None:
    """A body that would be refused; of what is not there that is not told."""
    return {param.name: [{}] for param in aim.operation.params} or None


def _harmless(aim: RestAim) -> list[Param]:
    """What may be changed in the world that is probed, so that the next request meets the same rights."""
    locks_out = TELLING if aim.table == "user" else set()
    return [
        param
        for param in aim.operation.params
        if param.name not in {"id", *locks_out} and not param.secret and not aim.named_table(param)
    ]


def _add(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _added(aim)
    yield from _with_strange_members(aim, lambda part: [""])
    if "number" in aim.rows_columns:
        yield _strange_names(aim)


def _strange_names(aim: RestAim) -> Iterator[RestProbe]:
    """Numbers that bear the name of another client's."""
    strange = [prefix for account, prefix in aim.cast.prefixes.items() if account != aim.part.account_id]
    for (_, reference), prefix in zip(_own(aim), cycle(aim.mixed(strange)), strict=False):
        body = {**(_body(aim) or {}), "name": f"{prefix}*{aim.free_number()}"}
        yield RestProbe(aim.operation, request(aim, reference, body=body), (400, "validation_error"))


def _added(aim: RestAim) -> Iterator[RestProbe]:
    """Each is changed, looked at and removed again, so that the world stays small."""
    for _, name in _own(aim):
        params = [param for param in aim.operation.params if param.required or aim.random.random() < 0.5]
        body = {**aim.members(params), **_pushed(aim)}
        yield RestProbe(aim.operation, request(aim, name, body=body), (201, None), _life_of(aim, name))


def _pushed(aim: RestAim) -> dict[str, Any]:
    """Members that the operation does not have: they are ignored."""
    known = {param.name for param in aim.operation.params} - {"id"}
    return {name: aim.pick(aim.ids) for name in PUSHED if name not in known and aim.random.random() < 0.7}


def _life_of(aim: RestAim, reference: str) -> Following:
    """What is done to an object that was made: it is read, changed, listed, removed, and then it is not there."""

    def following(made: Object) -> list[RestProbe]:
        probes = []
        for action, status in ((Action.ONE, 200), (Action.CHANGE, 200), (Action.REMOVE, 204), (Action.REMOVE, 404)):
            operation = sibling(aim.operation, action)
            if operation is None:
                continue
            inner = replace(aim, operation=operation)
            body = None
            if action is Action.CHANGE:
                changed = [param for param in operation.params if param.name != "id"]
                body = {**inner.members(changed), **_pushed(inner), "id": aim.pick(aim.ids)}
            expects = missing(operation.noun) if status == 404 else (status, None)
            probes.append(RestProbe(operation, request(inner, reference, made["id"], body=body), expects))
        return probes

    return following


def sibling(operation: RestOperation, action: Action) -> RestOperation | None:
    """The operation on the same things below the same realm that does something else."""
    for other in REST_OPERATIONS:
        if (other.realm, other.noun, other.action) == (operation.realm, operation.noun, action):
            return other if other.has_id == (action in {Action.ONE, Action.CHANGE, Action.REMOVE}) else None
    return None


def _change(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    yield _own_changes(aim)
    if aim.operation.has_id:
        yield _strange_objects(aim)
        yield from _with_strange_members(aim, aim.own_ids)
    else:
        yield from _with_strange_members(aim, lambda part: [""])


def _own_changes(aim: RestAim) -> Iterator[RestProbe]:
    """Some members of something of the caller's; what says where it belongs is put back at once."""
    belonging = [param for param in aim.operation.params if param.name != "id" and aim.named_table(param)]
    shown = [param for param in aim.operation.params if param.shown_once]
    if not _any_ids(aim):
        return
    for part, name in _own(aim):
        own = aim.own_ids(part) if aim.operation.has_id else [""]
        if not own:
            continue
        identifier = aim.pick(own)
        params = [param for param in _harmless(aim) if aim.random.random() < 0.5] or _harmless(aim)[:1]
        was = {param.name: _before(aim, part, identifier, param) for param in belonging}
        moved = [param for param in belonging if aim.random.random() < 0.3 and not _is_lost(param, was)]
        body = {**aim.members([*params, *moved, *(shown if aim.random.random() < 0.3 else ())]), **_pushed(aim)}
        if aim.operation.has_id:
            body["id"] = aim.pick([row["id"] for rows in aim.rows.of[aim.table].values() for row in rows])
        back = {param.name: was[param.name] for param in moved}
        then = _back(aim, name, identifier, back) if back else None
        expects = (200, None) if aim.operation.has_id else _single(aim, part)
        yield RestProbe(aim.operation, request(aim, name, identifier, body=body), expects, then)


def _is_lost(param: Param, was: Object) -> bool:
    """Whether it could not be put back: it is empty, as it may not be made."""
    return param.must and was[param.name] is None


def _before(aim: RestAim, part: Part, identifier: object, param: Param) -> Any:
    if aim.named_table(param) == "customer":
        return part.account_id
    (row,) = [row for row in aim.rows.of[aim.table][part.account_id] if row["id"] == identifier]
    return row[param.name]


def _back(aim: RestAim, reference: str, identifier: object, body: Object) -> Following:
    def following(_: Object) -> list[RestProbe]:
        return [RestProbe(aim.operation, request(aim, reference, identifier, body=body), (200, None))]

    return following


def _with_strange_members(aim: RestAim, ids: Callable[[Part], list[Any]]) -> Iterator[Iterator[RestProbe]]:
    """For each member that names something: one that the caller does not have."""
    for param in aim.operation.params:
        if param.name in OWNING and param.type.kind is Kind.NUMBER and aim.named_table(param):
            yield _strange_member(aim, param, ids)


def _any_ids(aim: RestAim) -> bool:
    return not aim.operation.has_id or any(aim.own_ids(part) for part in aim.realm_parts)


def _strange_member(aim: RestAim, param: Param, ids: Callable[[Part], list[Any]]) -> Iterator[RestProbe]:
    if not _any_ids(aim):
        return
    for (part, name), target in zip(_own(aim), cycle([*aim.strange_targets(param), NOTHING]), strict=False):
        own = ids(part)
        if own:
            body = {**(_body(aim) or {}), param.name: aim.pick([target, str(target)])}
            yield RestProbe(aim.operation, request(aim, name, aim.pick(own), body=body), missing(param.name))


def _remove(aim: RestAim) -> Iterator[Iterator[RestProbe]]:
    """Only what is not there: what is made by probes they remove themselves, and all else ``removals``."""
    if aim.operation.has_id:
        yield _strange_objects(aim)


def removals(aim: RestAim) -> Iterator[RestProbe]:
    """At the very end: everything of the caller's goes, once. What has gone with something else is not there."""
    for part in aim.realm_parts:
        own: list[Any] = aim.own_ids(part) if aim.operation.has_id else [""]
        for identifier in own:
            query = urlencode(WHOLE) if aim.face.period else ""
            yield RestProbe(aim.operation, request(aim, str(part.id), identifier, query), None)


def strange_paths(aim: RestAim) -> Iterator[RestProbe]:
    """Other methods, and segments that would lead elsewhere if they were resolved."""
    own = [name for part in aim.realm_parts for name in aim.references(part)] or ["@me"]
    for method in (*PASSED, "PATCH", "HEAD", "OPTIONS"):
        for reference in (aim.pick(own), aim.pick(aim.strange_references), aim.pick(list(JUNK))):
            for tail in ("", f"/{NOTHING}", "/..", f"/../../{aim.pick(aim.strange_references)}/{aim.operation.noun}"):
                there = f"{aim.operation.realm}/{reference}/{aim.operation.noun}{tail}"
                yield RestProbe(aim.operation, Request(method, there), None, astray=True)
