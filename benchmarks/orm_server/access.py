"""Who is calling, and may he: token, account, whitelist, points, rights and components."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from benchmarks.orm_server.models import ApiKey, Customer, User


class Refused(Exception):
    """An error of the API."""

    def __init__(self, code: int, message: str, mnemonic: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.mnemonic = mnemonic
        self.field = field


_CALLER = select(ApiKey).options(
    joinedload(ApiKey.user, innerjoin=True).options(
        selectinload(User.permissions),
        joinedload(User.customer, innerjoin=True).options(
            selectinload(Customer.components), selectinload(Customer.networks)
        ),
    )
)


async def find_user(session: AsyncSession, token: str) -> User:
    """The user of a key."""
    digest = hashlib.sha256(token.encode()).digest()
    key = await session.scalar(_CALLER.where(ApiKey.digest == digest))
    if key is None or (key.expires_at is not None and key.expires_at <= time.time()):
        raise Refused(-32001, "Access token is invalid", "access_token_invalid")
    if key.status != "active" or key.user.status != "active":
        raise Refused(-32001, "Access token has been blocked", "access_token_blocked")
    return key.user


def admit(customer: Customer, address: str) -> None:
    """The state of the account, and its whitelist."""
    if customer.status != "active":
        raise Refused(-32009, "Your account has been disabled, contact the support service", "account_inactive")
    source = ip_address(address)
    if not any(source in ip_network(entry.network) for entry in customer.networks):
        raise Refused(-32003, f"Your IP {address} is not whitelisted", "ip_not_whitelisted")


def authorize(user: User, unit: str) -> None:
    """Rights of the user and components of the account."""
    granted = {permission.unit for permission in user.permissions if permission.is_select}
    if user.level != "customer" or not granted >= {"data_api", unit}:
        raise Refused(-32003, "Permission denied", "forbidden")
    if all(component.component != "data_api" for component in user.customer.components):
        raise Refused(-32008, "A component is missing", "method_component_disabled")


class Points:
    """Points used per account, by window; each process counts for itself."""

    def __init__(self) -> None:
        self._used: dict[tuple[int, str, int], int] = {}

    def charge(self, customer: Customer) -> dict[str, int]:
        """Takes a point of the day and of the minute and tells what is left."""
        now = int(time.time())
        told: dict[str, int] = {}
        for name, limit, (start, end) in (
            ("day", customer.day_limit, _day(now, customer.timezone)),
            ("minute", customer.minute_limit, (now - now % 60, now - now % 60 + 60)),
        ):
            if limit is None:
                continue
            key = (customer.id, name, start)
            used = self._used.get(key, 0) + 1
            if used > limit:
                raise Refused(-32029, f"Limit per {name} has been exceeded", "limit_exceeded")
            self._used[key] = used
            told |= {f"{name}_limit": limit, f"{name}_remaining": limit - used, f"{name}_reset": end - now}
        return told


def _day(now: int, zone: str) -> tuple[int, int]:
    """The begin of the account's day and of the next."""
    midnight = datetime.fromtimestamp(now, ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(midnight.timestamp()), int((midnight + timedelta(days=1)).timestamp())
