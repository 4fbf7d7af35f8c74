"""Opens the media store that a setting names. Imports the library of S3 only when it is asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from centrex.i18n import Refusal
from centrex.store.media import MediaStore
from centrex.store.media_files import MediaFiles
from centrex.store.urls import sqlite_path

S3: Final = "s3://"
BESIDE: Final = "-media"
"""After the name of a SQLite file: where its media are unless the setting says otherwise."""


def open_media(setting: str, database_url: str) -> MediaFiles | None:
    """A directory, or ``s3://bucket/prefix``; None for PostgreSQL without a setting. Raises Refusal."""
    if setting.startswith(S3):
        return _s3(setting)
    if setting:
        return MediaStore(Path(setting))
    database = sqlite_path(database_url)
    return MediaStore(beside(database)) if database is not None else None


def beside(database: Path) -> Path:
    """The directory of a SQLite database's media."""
    return database.with_name(database.name + BESIDE)


def _s3(setting: str) -> MediaFiles:
    try:
        from centrex.store.media_s3 import open_s3
    except ImportError as error:
        raise Refusal("Media on S3 need the library obstore: install centrex[s3].") from error
    return open_s3(setting, Path(tempfile.gettempdir(), "centrex-uploads"))
