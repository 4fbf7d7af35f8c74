"""`centrex backup` and `centrex restore`: the whole of a server into a folder, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from centrex.cli.options import AsJson, Config, Database
from centrex.cli.refusing import sentences
from centrex.cli.showing import tell
from centrex.i18n import translated
from centrex.settings import Settings, load

if TYPE_CHECKING:
    from centrex.store.backup.manifest import Manifest

Media = Annotated[str | None, typer.Option(help="Where recordings and faxes are kept: a folder, or s3://bucket.")]


def backup(
    folder: Annotated[Path, typer.Argument(help="The new folder that will hold it.")],
    media: Media = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Save the database, its recordings and faxes into a new folder, while the server works; media on S3 stay there."""
    from centrex.clock import SystemClock
    from centrex.store.backup.saving import save

    with sentences():
        settings = _settings(db, media, config)
        made = save(settings.db, settings.media, folder, SystemClock())
    said = [translated("Saved to {folder}: {rows} rows and {files} files.", folder=folder, **_counts(made))]
    if made.media is not None and made.media.startswith("s3://"):
        said.append(translated("Recordings and faxes stay in {place}.", place=made.media))
    if made.missing:
        said.append(translated("Files that rows name and that are not there: {missing}.", missing=len(made.missing)))
    tell(_facts(folder, made), " ".join(said), as_json)


def restore(
    folder: Annotated[Path, typer.Argument(help="The folder that `centrex backup` made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the database holds now.")] = False,
    media: Media = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup into an empty database, or in the place of one that no server uses; all of it or nothing."""
    from centrex.store.backup.saving import restore as put_back

    with sentences():
        settings = _settings(db, media, config)
        made = put_back(folder, settings.db, settings.media, replace=replace)
    said = translated("Restored from {folder}: {rows} rows and {files} files.", folder=folder, **_counts(made))
    tell(_facts(folder, made), said, as_json)


def _settings(db: str | None, media: str | None, config: Path | None) -> Settings:
    return load({"db": db, "media": media}, file=config)


def _counts(made: Manifest) -> dict[str, int]:
    return {"rows": made.rows, "files": made.files}


def _facts(folder: Path, made: Manifest) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "made_at": made.made_at,
        "version": made.version,
        "revision": made.revision,
        **_counts(made),
        "bytes": made.bytes,
        "media": made.media,
        "missing": made.missing,
    }
