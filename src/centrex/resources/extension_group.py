"""Internal numbers groups: extensions that are worked with together, and what a user of the group may reach."""

from __future__ import annotations

from sqlalchemy import Column

from centrex.catalogue import NUMBER, STRING, Resource, Show, Tenancy, Write
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import tenant_table, text

extension_group = tenant_table(
    "extension_group",
    Column("name", text(), nullable=False),
    Column("extra_params", text(4000)),
)

c = extension_group.c
_CLIENT, _OWN = (Realm.CLIENT,), (Realm.EXTENSION_GROUP,)
_SHOWS = (
    Show("id", c.id, NUMBER, "Unique id of the group"),
    Show("name", c.name, STRING, "Name of the group", write=Write(c.name, required=True)),
    Show("client_id", c.customer_id, NUMBER, "Client that owns the group"),
    Show(
        "extra_params",
        c.extra_params,
        STRING,
        "Free text for integrators",
        write=Write(c.extra_params, max_length=4000),
    ),
)

EXTENSION_GROUPS = RestFace(
    "extension_group",
    verbs=(
        RestVerb(Action.LIST, _CLIENT, "List the groups of internal numbers"),
        RestVerb(Action.ADD, _CLIENT, "Create a group of internal numbers"),
        RestVerb(Action.ONE, _CLIENT, "Get a group of internal numbers"),
        RestVerb(Action.CHANGE, _CLIENT, "Change a group of internal numbers"),
        RestVerb(
            Action.REMOVE,
            _CLIENT,
            "Delete a group: its numbers stay, without a group; its users are deleted",
            changes_access=True,
        ),
    ),
    shows=_SHOWS,
    filters=("name",),
    our_filters=("name",),
)
OWN_EXTENSION_GROUP = RestFace(
    "extension_group",
    single=True,
    verbs=(
        RestVerb(Action.ONE, _OWN, "Get the group of internal numbers"),
        RestVerb(Action.CHANGE, _OWN, "Change the group of internal numbers"),
    ),
    shows=_SHOWS,
)

EXTENSION_GROUP = Resource(
    "extension_group",
    extension_group,
    Tenancy(customer=c.customer_id, extension_group=c.id),
    faces=(),
    rest=(EXTENSION_GROUPS, OWN_EXTENSION_GROUP),
)
