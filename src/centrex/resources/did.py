"""External numbers: virtual numbers as the RingMe API shows them, with the extension that each leads to."""

from __future__ import annotations

from sqlalchemy import func

from centrex.catalogue import BOOLEAN, DATETIME, NUMBER, STRING, Param, Resource, Show, Write
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import of_customer
from centrex.resources.customer import customer
from centrex.resources.virtual_number import virtual_number

c = virtual_number.c
_CLIENT = (Realm.CLIENT,)

_CHANGED = (
    Param("id", NUMBER, "Id of the external number in the path", required=True),
    Param("extension_id", NUMBER, "Internal number that calls go to; null is none"),
    Param("message_extension_id", NUMBER, "Internal number that texts go to; null is none"),
    Param("comment", STRING, "Note", max_length=1000),
)

DIDS = RestFace(
    "did",
    verbs=(
        RestVerb(Action.LIST, _CLIENT, "List the external numbers"),
        RestVerb(Action.ONE, _CLIENT, "Get an external number"),
        RestVerb(Action.CHANGE, _CLIENT, "Lead an external number to an internal one", params=_CHANGED),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Unique id"),
        Show("name", c.number, STRING, "The number, E.164 without the plus"),
        Show("domain", customer.c.domain, STRING, "SIP domain"),
        Show("client_id", c.customer_id, NUMBER, "Client that has the number"),
        Show(
            "extension_id",
            c.extension_id,
            NUMBER,
            "Internal number that calls go to",
            write=Write(c.extension_id),
        ),
        Show("allow_message", c.allow_message, BOOLEAN, "Whether the number takes texts"),
        Show(
            "message_extension_id",
            c.message_extension_id,
            NUMBER,
            "Internal number that texts go to",
            write=Write(c.message_extension_id),
        ),
        Show("comment", c.comment, STRING, "Note", write=Write(c.comment)),
        Show(
            "create_date",
            func.coalesce(c.activated_at, customer.c.created_at),
            DATETIME,
            "When the number was activated, else since when its client is there; UTC",
        ),
    ),
)

DID = Resource(
    "did",
    virtual_number,
    of_customer(virtual_number),
    faces=(),
    rest=(DIDS,),
    source=virtual_number.join(customer, c.customer_id == customer.c.id),
)
