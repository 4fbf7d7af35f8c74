"""Links of the description: what can be asked next, with an id that an answer holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.dialects.ringme.openapi_params import REFERENCE, id_name
from centrex.dialects.ringme.openapi_schemas import Schema
from centrex.resources import REST_OPERATIONS

_CREATED: Final = "$response.body#/id"
_FIRST: Final = "$response.body#/0/id"


def links(operation: RestOperation) -> Schema:
    """From a creation, or the first row of a list, to the object; from a group or a number into its realm."""
    if operation.action is Action.ADD:
        return dict((*_to_objects(operation, _CREATED), *_into_realm(operation, _CREATED)))
    if operation.action is Action.LIST:
        return dict(_to_objects(operation, _FIRST, only=Action.ONE))
    return {}


def _to_objects(operation: RestOperation, found: str, only: Action | None = None) -> Iterator[tuple[str, Schema]]:
    """What can be done with the object itself."""
    realm = REFERENCE[operation.realm]
    for other in REST_OPERATIONS:
        same = (other.noun, other.realm) == (operation.noun, operation.realm)
        if same and other.has_id and only in {None, other.action}:
            yield _link(other, {realm: f"$request.path.{realm}", id_name(other): found})


def _into_realm(operation: RestOperation, found: str) -> Iterator[tuple[str, Schema]]:
    """What stands below the object, when it is one that others stand below."""
    for other in REST_OPERATIONS:
        if operation.noun == other.realm and other.realm is not Realm.CLIENT and not other.has_id:
            yield _link(other, {REFERENCE[other.realm]: found})


def _link(other: RestOperation, parameters: Schema) -> tuple[str, Schema]:
    return other.name, {"operationId": other.name, "parameters": parameters}
