"""Puts hashes in the place of passwords before a change begins, so that no step ever sees one.

What is shown once its handler makes into what is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from centrex.access.secrets import hash_password
from centrex.catalogue import Param


async def without_passwords(params: Iterable[Param], arguments: dict[str, object]) -> dict[str, object]:
    """Checked arguments with the hash of every secret in its place; hashing runs in a thread."""
    kept = tuple(params)
    if not _has_secret(kept, arguments):
        return arguments
    return await asyncio.to_thread(_hashed, kept, arguments)


def _has_secret(params: tuple[Param, ...], arguments: Mapping[str, object]) -> bool:
    for param in params:
        value = arguments.get(param.name)
        if isinstance(value, str) and _is_secret(param):
            return True
        if isinstance(value, dict) and _has_secret(param.fields, value):
            return True
    return False


def _hashed(params: tuple[Param, ...], arguments: Mapping[str, object]) -> dict[str, object]:
    hashed = dict(arguments)
    for param in params:
        value = arguments.get(param.name)
        if isinstance(value, str) and _is_secret(param):
            hashed[param.name] = hash_password(value)
        elif isinstance(value, dict):
            hashed[param.name] = _hashed(param.fields, value)
    return hashed


def _is_secret(param: Param) -> bool:
    return (param.secret or param.name == "password") and not param.shown_once
