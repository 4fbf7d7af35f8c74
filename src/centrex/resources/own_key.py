"""The keys and the whitelist of an account as its users see them: never a key itself, which is not kept."""

from __future__ import annotations

from centrex.catalogue import ANY_USER, DATETIME, NUMBER, STRING, DataFace, Resource, Show, Tenancy, one_of
from centrex.resources.credential import api_key, whitelist_entry
from centrex.resources.user import user

k, w = api_key.c, whitelist_entry.c

KEYS = DataFace(
    "keys",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", k.id, NUMBER, "Id of the key"),
        Show("name", k.name, STRING, "What it is for"),
        Show("login", user.c.login, STRING, "Login of its user"),
        Show("kind", k.kind, one_of("permanent", "temporary"), "Whether it has an end"),
        Show("status", k.status, one_of("active", "blocked", "expired"), "State"),
        Show("created_at", k.created_at, DATETIME, "When it was made"),
        Show("expires_at", k.expires_at, DATETIME, "When it ends"),
    ),
)

NETWORKS = DataFace(
    "whitelist",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(Show("network", w.network, STRING, "Addresses from which the Data API may be used"),),
)

KEY = Resource(
    "key",
    api_key,
    Tenancy(customer=k.customer_id),
    faces=(),
    source=api_key.join(user, (user.c.customer_id == k.customer_id) & (user.c.id == k.user_id)),
)
WHITELIST = Resource("whitelist", whitelist_entry, Tenancy(customer=w.customer_id), faces=())
