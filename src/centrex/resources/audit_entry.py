"""The audit of an account as its users see it: who changed what, when, from where."""

from __future__ import annotations

from centrex.catalogue import ANY_USER, DATETIME, NUMBER, STRING, DataFace, Resource, Show, Tenancy
from centrex.resources.ledger import audit
from centrex.resources.user import user

a = audit.c

AUDIT = DataFace(
    "audit",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", a.id, NUMBER, "Id of the entry"),
        Show("at", a.at, DATETIME, "When it was done"),
        Show("login", user.c.login, STRING, "Login of who did it; null is the operator"),
        Show("operation", a.operation, STRING, "What was done"),
        Show("object_kind", a.object_kind, STRING, "On what kind of object"),
        Show("object_id", a.object_id, NUMBER, "Its id"),
        Show("address", a.address, STRING, "From which address"),
    ),
)

AUDIT_ENTRY = Resource(
    name="audit_entry",
    table=audit,
    source=audit.outerjoin(user, user.c.id == a.user_id),
    tenancy=Tenancy(customer=a.customer_id),
    faces=(),
)
