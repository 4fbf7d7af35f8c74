"""The log of requests to the API: whose, who, what, how it ended. Never what was in a request, never a secret."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    case,
)

from centrex.catalogue import ANY_USER, DATETIME, MONEY, NUMBER, STRING, DataFace, Resource, Show, Tenancy
from centrex.resources.base import metadata, text
from centrex.resources.user import user

OK = "ok"
"""The result of a request that was done; that of any other one is the mnemonic of its error."""

ADDRESS_LENGTH = 64

api_request = Table(
    "api_request",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("method", text(64), nullable=False),
    Column("result", text(64), nullable=False),
    Column("points", Integer, nullable=False),
    Column("address", text(ADDRESS_LENGTH), nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("request_id", text(64), nullable=False),
    PrimaryKeyConstraint("customer_id", "id"),
    Index(None, "customer_id", "at"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""One row a request. ``customer_id`` is the account acted for, ``user_id`` the holder of the token: an agent's own
user when he acts for a customer. There are no foreign keys: a row about what is gone must not hold up its batch.
"""

r = api_request.c

REQUESTS = DataFace(
    "requests",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", r.id, NUMBER, "Id; later requests of a process have greater ones", sort=True),
        Show("at", r.at, NUMBER, "When it was answered, in seconds since 1970", filter=True, sort=True),
        Show("customer_id", r.customer_id, NUMBER, "Account that was charged", filter=True),
        Show("user_id", r.user_id, NUMBER, "Holder of the token", filter=True),
        Show("login", user.c.login, STRING, "His login"),
        Show("method", r.method, STRING, "Method", filter=True),
        Show("result", r.result, STRING, "ok, or the mnemonic of the error", filter=True),
        Show("points", r.points, NUMBER, "Points charged"),
        Show("address", r.address, STRING, "Address of the caller"),
        Show("milliseconds", r.milliseconds, MONEY, "Time from the whole request to the whole answer"),
        Show("request_id", r.request_id, STRING, "The request's id, which the answer and the audit have too"),
    ),
)
"""What the operator sees of it; no dialect shows it."""


def _own(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """What is told of a user of the account itself: an agent's login is not for his customers."""
    return case((user.c.customer_id == r.customer_id, value), else_=None)


OWN_REQUESTS = DataFace(
    "own_requests",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    shows=(
        Show("id", r.id, NUMBER, "Id; later requests of a process have greater ones"),
        Show("at", r.at, DATETIME, "When it was answered"),
        Show("login", _own(user.c.login), STRING, "Login of the holder of the token; null for an agent's user"),
        Show("method", r.method, STRING, "Method"),
        Show("result", r.result, STRING, "ok, or the mnemonic of the error"),
        Show("points", r.points, NUMBER, "Points charged"),
        Show("address", _own(r.address), STRING, "Address of the caller; null for an agent's user"),
        Show("milliseconds", r.milliseconds, MONEY, "Time from the whole request to the whole answer"),
    ),
)
"""What an account sees of its own in the console."""

API_REQUEST = Resource(
    name="api_request",
    table=api_request,
    source=api_request.outerjoin(user, user.c.id == r.user_id),
    tenancy=Tenancy(customer=r.customer_id),
    faces=(),
)
