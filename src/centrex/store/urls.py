"""Database addresses: which database one names, and how it is shown. Never shows a password."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from centrex.i18n import Refusal

SQLITE: Final = "sqlite:///"
POSTGRES: Final = ("postgresql", "postgres")

_PASSWORD_OPTION: Final = re.compile(r"([?&]\w*password=)[^&]*", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"^((?:[\w+.-]+://)?+[^:]*):.*@", re.DOTALL)


class DatabaseUrlError(Refusal):
    """The address names no database that Centrex can use; the text says which it can."""


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite database, or None for one on PostgreSQL.

    ``sqlite:///name`` is relative, ``sqlite:////folder/name`` absolute; the path is taken as it
    stands. Raises DatabaseUrlError for every other address.
    """
    if url.startswith("sqlite:"):
        return _file(url)
    if _is_postgres(url):
        return None
    raise DatabaseUrlError(
        "{database} is not a database address that Centrex knows: "
        "use sqlite:///file.db or postgresql://user@host/database.",
        database=safe(url),
    )


def safe(url: str) -> str:
    """The address with *** for its password, also when the address is badly written."""
    if url.startswith(SQLITE):
        return url
    return _PASSWORD.sub(r"\1:***@", _PASSWORD_OPTION.sub(r"\1***", url))


def unreadable(url: str) -> DatabaseUrlError:
    """The error for a PostgreSQL address with a part that cannot be understood."""
    return DatabaseUrlError(
        "{database} cannot be read as the address of a PostgreSQL database: "
        "check it, and write special characters of the password as %40 and the like.",
        database=safe(url),
    )


def _file(url: str) -> Path:
    name = url.removeprefix(SQLITE)
    if name == url:
        raise DatabaseUrlError(
            "{database} names no file: use sqlite:///file.db, or sqlite:////folder/file.db with the whole path.",
            database=url,
        )
    if name in {"", ":memory:"}:
        raise DatabaseUrlError("A SQLite database must be a file: use sqlite:///file.db.")
    return Path(name)


def _is_postgres(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise unreadable(url) from None  # what urllib says holds the password
    if parts.scheme in POSTGRES and "@" in parts.path:
        raise unreadable(url)  # a slash in the password ended the host before its time
    return parts.scheme in POSTGRES and url.startswith(f"{parts.scheme}://")
