"""Event handlers of extensions: which request is to be made when something happens on a number.

They are kept and listed; no request is made yet.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index

from centrex.catalogue import NUMBER, STRING, Param, Resource, Show, Tenancy, Write, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import tenant_key, tenant_table, text

MAX_EVENTS: Final = 10
"""Event handlers of one extension."""

EVENT_TYPES = ("dial-in", "dial-out", "hangup", "answer", "message-in", "message-out", "voicemail")
METHODS = ("GET", "POST")

event_handler = tenant_table(
    "event_handler",
    Column("extension_id", BigInteger, nullable=False),
    Column("url", text(2000), nullable=False),
    Column("event_type", text(16), nullable=False),
    Column("method", text(4), nullable=False),
    tenant_key("extension_id", "extension"),
    Index(None, "customer_id", "extension_id"),
)

c = event_handler.c
_OWN = (Realm.EXTENSION,)
_URL = r"[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9\[][!-~]*"


def _members(creating: bool) -> tuple[Param, ...]:
    return (
        Param("url", STRING, "Where the request goes: http or https", creating, True, max_length=2000, pattern=_URL),
        Param("event_type", one_of(*EVENT_TYPES), "What happens", required=creating, must=True),
        Param("method", one_of(*METHODS), "HTTP method of the request", required=creating, must=True),
    )


EVENTS = RestFace(
    "event",
    verbs=(
        RestVerb(Action.LIST, _OWN, "List the event handlers; they are kept, no request is made yet"),
        RestVerb(
            Action.ADD,
            _OWN,
            f"Create an event handler, at most {MAX_EVENTS} for a number; no request is made yet",
            call_api=True,
            params=_members(creating=True),
        ),
        RestVerb(Action.REMOVE_ALL, _OWN, "Delete all event handlers of the number", call_api=True),
        RestVerb(Action.ONE, _OWN, "Get an event handler"),
        RestVerb(
            Action.CHANGE,
            _OWN,
            "Change an event handler",
            call_api=True,
            params=(
                Param("id", NUMBER, "Id of the event handler in the path", required=True),
                *_members(creating=False),
            ),
        ),
        RestVerb(Action.REMOVE, _OWN, "Delete an event handler", call_api=True),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Unique id"),
        Show("url", c.url, STRING, "Where the request goes", write=Write(c.url)),
        Show("event_type", c.event_type, one_of(*EVENT_TYPES), "What happens", write=Write(c.event_type)),
        Show("method", c.method, one_of(*METHODS), "HTTP method of the request", write=Write(c.method)),
    ),
)

EVENT_HANDLER = Resource(
    "event_handler",
    event_handler,
    Tenancy(customer=c.customer_id, extension=c.extension_id),
    faces=(),
    rest=(EVENTS,),
)
