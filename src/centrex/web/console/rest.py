"""The RingMe API's operations, as the console asks for them."""

from __future__ import annotations

from centrex.catalogue_rest import Action, Realm, RestOperation
from centrex.resources import REST_OPERATIONS


def rest(action: Action, noun: str, realm: Realm = Realm.CLIENT) -> RestOperation:
    """The one that does this with such things of a realm."""
    wanted = (action, realm, noun)
    return next(each for each in REST_OPERATIONS if (each.action, each.realm, each.noun) == wanted)
