"""Users as the RingMe API shows them: those of a client, of its extension groups and of its extensions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, case, cast, false, func, literal_column, null

from centrex.catalogue import BOOLEAN, NUMBER, SCOPE_USER, STRING, Param, Resource, Show, Tenancy, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import EMAIL, EMAIL_OR_NONE
from centrex.resources.customer import customer
from centrex.resources.user import user

ACCESSES = ("full", "read_only")
STATES = ("active", "blocked")

u, c = user.c, customer.c
_EMAIL = Show(
    "email", func.coalesce(u.email, literal_column("''")), STRING, "E-mail address; empty where none is known"
)

OWN_USER = RestFace(
    "user",
    verbs=(),
    single=True,
    only=u.id == SCOPE_USER,
    shows=(
        Show("id", u.id, NUMBER, "Unique id of the user"),
        Show("login", u.login, STRING, "Login"),
        Show("access", u.access, one_of(*ACCESSES), "full, or read_only for one who may only read"),
        Show("admin", false(), BOOLEAN, "Whether he is an administrator; never one in this API"),
        Show("client_id", case((u.level == "customer", u.customer_id)), NUMBER, "Client of a client's user"),
        Show("extension_group_id", u.extension_group_id, NUMBER, "Group of a group's user"),
        Show("extension_id", u.extension_id, NUMBER, "Internal number of a number's user"),
        Show("dealer_id", cast(null(), BigInteger), NUMBER, "Dealer; dealers have no users in this API"),
        Show("timezone", func.coalesce(u.timezone, c.timezone), STRING, "Time zone: his own, else the client's"),
        Show("extra_params", u.extra_params, STRING, "Free text for integrators"),
    ),
)
"""The user of the token; it stands below no realm."""


def _members(creating: bool, belongs: Param) -> tuple[Param, ...]:
    """What create and change take. Nothing is ever mailed: this server sends no mail."""
    return (
        Param("name", STRING, "Display name", required=creating, must=True, min_length=1),
        Param("login", STRING, "Login, unique on the server", required=creating, must=True, min_length=1),
        Param("password", STRING, "Password; never shown", creating, must=True, min_length=8, secret=True),
        Param("email", STRING, "E-mail address", creating, must=True, pattern=EMAIL if creating else EMAIL_OR_NONE),
        belongs,
        Param("access", one_of(*ACCESSES), "full or read_only", must=True, default="full"),
        Param("status", one_of(*STATES), "active, or blocked: his tokens end at once", must=True, default="active"),
        Param("comment", STRING, "Note", max_length=1000),
        Param("extra_params", STRING, "Free text for integrators", max_length=4000),
        Param("timezone", STRING, "IANA time zone; null is the client's", max_length=64),
        Param("email_notify", BOOLEAN, "Accepted for compatibility: nothing is sent, this server has no mail"),
        Param("email_for_notify", STRING, "Accepted for compatibility: nothing is sent there", pattern=EMAIL),
    )


def _face(noun: str, whose: str, level: str, own: tuple[Realm, ...], belongs: Show) -> RestFace:
    """The users of one level; ``own`` are the realms besides the client in which they are listed."""
    client = (Realm.CLIENT,)
    identifier = Param("id", NUMBER, "Id of the user in the path", required=True)
    created, changed = (
        _members(creating, Param(belongs.name, NUMBER, belongs.doc, required=creating, must=True))
        for creating in (True, False)
    )
    return RestFace(
        f"user/{noun}",
        only=u.level == level,
        filters=("login",),
        verbs=(
            RestVerb(Action.LIST, (*client, *own), f"List the users of {whose}"),
            RestVerb(Action.ADD, client, f"Create a user of {whose}", params=created),
            RestVerb(Action.ONE, client, f"Get a user of {whose}"),
            RestVerb(
                Action.CHANGE,
                client,
                f"Change a user of {whose}; a change of his state or access holds at once",
                params=(identifier, *changed),
                changes_access=True,
            ),
            RestVerb(Action.REMOVE, client, f"Delete a user of {whose}; his tokens end at once", changes_access=True),
        ),
        shows=(
            Show("id", u.id, NUMBER, "Unique id of the user"),
            Show("name", u.name, STRING, "Display name"),
            Show("login", u.login, STRING, "Login"),
            _EMAIL,
            belongs,
            Show("access", u.access, one_of(*ACCESSES), "full, or read_only for one who may only read"),
            Show("status", u.status, one_of(*STATES), "State"),
            Show("comment", u.description, STRING, "Note"),
            Show("extra_params", u.extra_params, STRING, "Free text for integrators"),
            Show("timezone", u.timezone, STRING, "IANA time zone; null is the client's"),
        ),
    )


CLIENT_USERS: Final = _face(
    "client", "a client", "customer", (), Show("client_id", u.customer_id, NUMBER, "Client of the user")
)
GROUP_USERS: Final = _face(
    "extension_group",
    "an extension group",
    "extension_group",
    (Realm.EXTENSION_GROUP,),
    Show("extension_group_id", u.extension_group_id, NUMBER, "Group of the user"),
)
EXTENSION_USERS: Final = _face(
    "extension",
    "an internal number",
    "extension",
    (Realm.EXTENSION,),
    Show("extension_id", u.extension_id, NUMBER, "Internal number of the user"),
)

REALM_USER = Resource(
    "realm_user",
    user,
    Tenancy(customer=u.customer_id, extension_group=u.extension_group_id, extension=u.extension_id),
    faces=(),
    rest=(CLIENT_USERS, GROUP_USERS, EXTENSION_USERS),
    source=user.join(customer, u.customer_id == c.id),
)
