"""What is told of a database that is saved, whichever it is."""

from __future__ import annotations

from typing import Final, NamedTuple

from centrex.resources.fax import fax
from centrex.resources.recording import recording

REVISION: Final = "SELECT version_num FROM alembic_version"
TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
KEYS: Final = (recording.name, fax.name)
"""The tables whose column ``media`` names files."""


class Facts(NamedTuple):
    """The revision of the tables, the number of rows in each, and the keys of the files that rows name."""

    revision: str
    counts: dict[str, int]
    keys: set[str]
