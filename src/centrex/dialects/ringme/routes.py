"""Which operation a path and a method mean. A trailing slash never matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.dialects.ringme.documented import is_documented, is_documented_method
from centrex.resources import REST_OPERATIONS

BASE: Final = "/api/ver1.0/"
CLIENT_INFO: Final = "client_info"
_REALMS: Final = frozenset(realm.value for realm in Realm)

Place = tuple[str, str, bool, str]
"""A realm, a noun, whether an id follows, and what stands after the id."""


class Match(NamedTuple):
    """An operation with what stands in the path: the reference below its realm, and the id of the object or ''."""

    operation: RestOperation
    reference: str
    id: str


class NoRoute(Exception):
    """Nothing stands at the path; ``documented`` when the vendor says that something does."""

    def __init__(self, *, documented: bool) -> None:
        super().__init__()
        self.documented = documented


class OtherMethods(Exception):
    """Something stands at the path, but takes ``allowed`` alone."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__()
        self.allowed = allowed


def _table() -> Mapping[Place, Mapping[str, RestOperation]]:
    found: dict[Place, dict[str, RestOperation]] = {}
    for operation in REST_OPERATIONS:
        place = (operation.realm.value, operation.noun, operation.has_id, operation.below)
        found.setdefault(place, {})[operation.method] = operation
    return found


OPERATIONS: Final = _table()
_CLIENT: Final = OPERATIONS.get((Realm.CLIENT, "client", False, ""), {})


def match(method: str, path: str) -> Match:
    """What is asked for; ``path`` begins after BASE. Raises NoRoute or OtherMethods."""
    segments = path.strip("/").split("/")
    if len(segments) > 2 and segments[0] in _REALMS:
        if is_documented_method(method, segments):
            raise NoRoute(documented=True)
        found = _below_realm(method, segments)
        if found is not None:
            return found
    if len(segments) == 3 and segments[:2] == ["client", CLIENT_INFO]:
        return Match(_allowed(_reading(_CLIENT), method), segments[2], "")
    raise NoRoute(documented=is_documented(segments))


def _below_realm(method: str, segments: list[str]) -> Match | None:
    realm, reference, *rest = segments
    for length in (2, 1):
        noun, identifiers = "/".join(rest[:length]), rest[length:]
        if len(rest) < length or len(identifiers) > 2:
            continue
        below = identifiers[1] if len(identifiers) == 2 else ""
        operations = OPERATIONS.get((realm, noun, bool(identifiers), below))
        if operations is not None:
            return Match(_allowed(operations, method), reference, identifiers[0] if identifiers else "")
    return None


def _allowed(operations: Mapping[str, RestOperation], method: str) -> RestOperation:
    operation = operations.get(method)
    if operation is None:
        raise OtherMethods(tuple(sorted(operations)))
    return operation


def _reading(operations: Mapping[str, RestOperation]) -> Mapping[str, RestOperation]:
    return {name: operation for name, operation in operations.items() if operation.action is Action.ONE}
