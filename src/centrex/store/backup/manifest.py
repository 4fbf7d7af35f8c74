"""What a backup says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from centrex.i18n import Refusal
from centrex.store.schema import HEAD

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"
DATABASES: Final = {SQLITE: "database.sqlite", POSTGRES: "database.dump"}
"""The name of the database in a backup, by its product."""

PIECE: Final = 1024 * 1024


class Manifest(msgspec.Struct, frozen=True):
    """``counts`` are rows by table; ``files`` and ``bytes`` tell of media, and ``missing`` are those not to be found.

    ``media`` is where media were; those of S3 stay there. ``sums`` is the SHA-256 of ``SHA256SUMS``.
    """

    version: str
    made_at: str
    product: str
    revision: str
    counts: dict[str, int]
    media: str | None
    files: int
    bytes: int
    missing: list[str]
    sums: str
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The last file of a backup."""
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    (folder / MANIFEST).write_bytes(text)


def read_manifest(folder: Path) -> Manifest:
    """Raises Refusal for what is no backup, or one that only a newer program can read."""
    try:
        text = (folder / MANIFEST).read_bytes()
        manifest = msgspec.json.decode(text, type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise Refusal("{folder} is no backup of Centrex.", folder=folder) from error
    if manifest.format > FORMAT or manifest.revision > HEAD or manifest.product not in DATABASES:
        raise Refusal(
            "{folder} was made by a newer Centrex ({version}, revision {revision}; this program knows {head}): "
            "restore it with that program.",
            folder=folder,
            version=manifest.version,
            revision=manifest.revision,
            head=HEAD,
        )
    return manifest


def check_sums(folder: Path, manifest: Manifest) -> dict[str, str]:
    """The hashes of the files of a backup by their names, each compared with its file. Raises Refusal."""
    _check(folder, SUMS, manifest.sums)
    named = (line.partition("  ") for line in (folder / SUMS).read_text("utf-8").splitlines())
    sums = {name: digest for digest, _, name in named}
    for name, digest in sums.items():
        _check(folder, name, digest)
    return sums


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(folder: Path, name: str, digest: str) -> None:
    path = folder / name
    if not path.is_file() or digest_of(path) != digest:
        sentence = "The backup {folder} is damaged: {name} is not what was saved. Nothing was restored."
        raise Refusal(sentence, folder=folder, name=name)
