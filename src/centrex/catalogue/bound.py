"""What expressions of the catalogue leave open: parameters that the store binds as it reads."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, BindParameter, Boolean, Text, bindparam

from centrex.catalogue.types import Kind, Type

SCOPE_ACCOUNT: Final = bindparam("scope_account", type_=BigInteger)
SCOPE_USER: Final = bindparam("scope_user", type_=BigInteger)
SCOPE_PART: Final = bindparam("scope_part", type_=BigInteger)
SCOPE_GROUP: Final = bindparam("scope_group", type_=BigInteger)
"""The caller's account, his user, the part of the account that he sees, and the extension group whose user he is, 0
where he is none's; bound by the store from the Scope.
"""

NOW: Final = bindparam("now", type_=BigInteger)
"""When the read was asked for, in seconds since 1970."""

BASE_URL: Final = bindparam("base_url", type_=Text)
"""Scheme and host under which the server is asked, for the addresses that an answer holds."""


def argument(name: str, kind: Type) -> BindParameter[Any]:
    """What the caller sent in a parameter of the face, in an expression of one of its fields."""
    return bindparam(f"p_{name}", type_=Boolean() if kind.kind is Kind.BOOLEAN else BigInteger())
