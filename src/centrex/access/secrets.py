"""Keys, session tokens and passwords: how they are made, and the only forms in which they are kept."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import string
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

KEY_LENGTH: Final = 40
SESSION_LENGTH: Final = 72
BEARER_LENGTH: Final = 30
APP_LENGTH: Final = 32
PHONE_LENGTH: Final = 20
_LETTERS: Final = string.ascii_letters + string.digits
_HEXADECIMAL: Final = "0123456789abcdef"
_ALPHABET: Final = string.ascii_lowercase + string.digits

Choose = Callable[[str], str]
"""Picks one character; ``secrets.choice`` unless a demo world is laid out from its seed."""


def new_key(choose: Choose = secrets.choice) -> str:
    """A permanent or temporary key: 40 lower-case letters and digits."""
    return "".join(choose(_ALPHABET) for _ in range(KEY_LENGTH))


def new_session_token(choose: Choose = secrets.choice) -> str:
    """A session token: 72 lower-case letters and digits."""
    return "".join(choose(_ALPHABET) for _ in range(SESSION_LENGTH))


def new_bearer() -> str:
    """A code, an access token or a refresh token of OAuth: 30 letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(BEARER_LENGTH))


def new_phone_password() -> str:
    """A password of a phone: 20 letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(PHONE_LENGTH))


def new_app_secret(choose: Choose = secrets.choice) -> str:
    """The id or the secret of an application: 32 hexadecimal digits."""
    return "".join(choose(_HEXADECIMAL) for _ in range(APP_LENGTH))


def digest(token: str) -> bytes:
    """The form in which a token is kept. It is random and long, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def hash_password(password: str, *, fast: bool = False, salt: bytes | None = None) -> str:
    """argon2id with the library's parameters and a new salt.

    ``fast`` and ``salt`` are for the demo world, whose passwords are printed.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if fast else _hasher()
    return hasher.hash(password, salt=salt)


async def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is no such user. Runs in a thread."""
    return await asyncio.to_thread(_matches, password_hash, password)


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher().verify(password_hash or _nobody(), password)
    except (Argon2Error, InvalidHashError, UnicodeEncodeError):
        return False
    return password_hash is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The hash that stands in for a user who does not exist."""
    return _hasher().hash(secrets.token_hex())
