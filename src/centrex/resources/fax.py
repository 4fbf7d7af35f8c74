"""Received faxes: where the pages are, and whose they are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer

from centrex.catalogue import DATETIME, NUMBER, STRING, Resource, Show
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import tenant_table, text
from centrex.resources.call import history_of

fax = tenant_table(
    "fax",
    Column("uuid", text(36), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("caller", text(128), nullable=False),
    Column("destination", text(128), nullable=False),
    Column("engine_id", text(128), nullable=False),
    Column("part", Integer, nullable=False),
    Column("media", text(64), nullable=False),
    Column("digest", text(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("format", text(8), nullable=False),
    Column("pages", Integer, nullable=False),
    Column("extension_id", BigInteger, nullable=False),
    Column("extension_group_id", BigInteger),
    Index(None, "customer_id", "engine_id", "part", unique=True),
    Index(None, "customer_id", "uuid", unique=True),
    Index(None, "customer_id", "received_at"),
    Index(None, "media", unique=True),
    Index(None, "customer_id", "extension_group_id", "received_at"),
    Index(None, "customer_id", "extension_id", "received_at"),
    history=True,
)
"""Number and group are those of the time of receipt. ``uuid`` is written with hyphens, in lower case."""

c = fax.c

_SHOWS = (
    Show("uuid", c.uuid, STRING, "Id of the fax"),
    Show("caller_id", c.caller, STRING, "Sender"),
    Show("destination", c.destination, STRING, "Number that it was sent to"),
    Show("datetime", c.received_at, DATETIME, "When it was received, UTC"),
    Show("client_id", c.customer_id, NUMBER, "Client"),
    Show("extension_id", c.extension_id, NUMBER, "Number that received it"),
    Show("extension_group_id", c.extension_group_id, NUMBER, "Group that the number was in then"),
    Show("file_size", c.size, NUMBER, "Size in bytes"),
    Show("pages", c.pages, NUMBER, "Number of pages", default=False, ours=True),
    Show("media", c.media, STRING, "Where the file is", default=False, ours=True),
    Show("format", c.format, STRING, "Format of the file", default=False, ours=True),
    Show("file_name", c.uuid + "." + c.format, STRING, "Name of the file", default=False, ours=True),
)
_ABOVE = (Realm.CLIENT, Realm.EXTENSION_GROUP)
_LISTED = "List the faxes that were received"

FAXES = RestFace(
    "fax",
    verbs=(
        RestVerb(Action.LIST, _ABOVE, _LISTED),
        RestVerb(Action.FILE, tuple(Realm), "Get the pages of a fax"),
        RestVerb(Action.REMOVE, tuple(Realm), "Delete a fax with its file", call_api=True),
    ),
    shows=_SHOWS,
    period="datetime",
    any_time=True,
    key="uuid",
)
INCOMING_FAXES = RestFace(
    "fax/incoming",
    key="uuid",
    verbs=(RestVerb(Action.LIST, (Realm.EXTENSION,), _LISTED, ours=True),),
    shows=_SHOWS,
    period="datetime",
    any_time=True,
)
"""Below a number ``fax`` alone is the settings of the number."""

FAX = Resource("fax", fax, history_of(fax), faces=(), rest=(FAXES, INCOMING_FAXES))
