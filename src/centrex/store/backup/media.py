"""Media in and out of a backup: the files that rows name, copied from a folder and back into one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from centrex.i18n import Refusal
from centrex.store.backup.facts import Facts
from centrex.store.backup.files import copied, made, sync
from centrex.store.backup.manifest import digest_of
from centrex.store.media_files import is_key
from centrex.store.media_opening import S3, beside
from centrex.store.urls import safe, sqlite_path

MEDIA: Final = "media"
MOMENTS: Final = 5
"""How often the database is taken at most."""


class Saved(NamedTuple):
    """What the database held at its moment, size and SHA-256 of the files by key, and the keys that have no file."""

    facts: Facts
    files: Mapping[str, tuple[int, str]]
    missing: Collection[str]


def place_of(setting: str, url: str) -> str | None:
    """Where the media of a database are; None when nothing says so."""
    database = sqlite_path(url)
    if setting or database is None:
        return setting or None
    return str(beside(database))


def folder_of(place: str | None, url: str, files: int) -> Path | None:
    """The folder of the media, None where there is none to be copied. Raises Refusal when ``files`` need one."""
    if place is None and files:
        raise Refusal(
            "The database {database} has {files} recordings and faxes: say with --media where they are.",
            database=safe(url),
            files=files,
        )
    return None if place is None or place.startswith(S3) else Path(place)


def source_of(place: str | None, url: str, files: int) -> Path | None:
    """The same; raises Refusal as well when it is not there and ``files`` should be."""
    folder = folder_of(place, url, files)
    if folder is not None and files and not folder.is_dir():
        raise Refusal(
            "There is no folder {folder}, but the database {database} has {files} recordings and faxes: "
            "say with --media where they are.",
            folder=str(folder),
            database=safe(url),
            files=files,
        )
    return folder


def saved(take: Callable[[], Facts], folder_for: Callable[[Facts], Path | None], to: Path) -> Saved:
    """Takes the database first and its files then: a file is there before its row, and longer.

    A file that is gone by then belonged to a row that was deleted meanwhile, so that the database is taken once more;
    what is still named and still not there was lost before.
    """
    files: dict[str, tuple[int, str]] = {}
    missing: set[str] = set()
    for _ in range(MOMENTS):
        facts = take()
        folder = folder_for(facts)
        if folder is None:
            return Saved(facts, {}, ())
        known = missing
        missing = {key for key in facts.keys - files.keys() if not _copied(folder, key, to, files)}
        if missing <= known:
            break
    for key in files.keys() - facts.keys:
        (to / key).unlink()
        del files[key]
    return Saved(facts, files, missing)


def _copied(folder: Path, key: str, to: Path, files: dict[str, tuple[int, str]]) -> bool:
    if not is_key(key):
        return False
    made(to, (to / key).parent, 0o700)
    try:
        files[key] = copied(folder / key, to / key)
    except FileNotFoundError:
        return False
    return True


def put_back(saved: Path, sums: Mapping[str, str], folder: Path) -> None:
    """Copies the files of a backup into the folder, and makes them durable; those that are there already stay."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    touched = {folder.parent, folder}
    for name, digest in sums.items():
        source, target = saved / name, folder / Path(name).relative_to(MEDIA)
        if not is_key(str(target.relative_to(folder))):
            raise Refusal("{name} in the backup is no file of ours.", name=name)
        made(folder, target.parent, 0o750)
        if not (target.exists() and digest_of(target) == digest):
            copied(source, target, 0o640)
        touched |= {target.parent, target.parent.parent}
    for each in touched:
        sync(each)


def of_media(sums: Mapping[str, str]) -> dict[str, str]:
    """The files of a backup that are media."""
    return {name: digest for name, digest in sums.items() if name.startswith(f"{MEDIA}/")}


def lines(names: Iterable[tuple[str, str]]) -> bytes:
    """Names and their hashes as `sha256sum` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in names).encode()
