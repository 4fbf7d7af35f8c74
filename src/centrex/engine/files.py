"""Files as they are to be sent: where each is, in which format, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

import msgspec

from centrex.catalogue import Face
from centrex.query import Comparison, Query, Shape, Tree
from centrex.store import Page

OUTLINE: Final = "outline"
PICTURE: Final = "png"
FIELDS: Final = ("file_name", "media", "format")
"""What a face must have whose rows are files."""


class StoredFile(msgspec.Struct, frozen=True):
    """A file of the media store; ``send_as`` is the format that it is turned into first, none for as it is.

    ``OUTLINE`` is how loud a sound is, ``PICTURE`` the ``page`` of a fax, counted from 0.
    """

    media: str
    format: str
    file_name: str
    send_as: str | None = None
    page: int = 0

    @property
    def sent_format(self) -> str:
        return self.send_as or self.format

    @property
    def is_converted(self) -> bool:
        return self.send_as not in {None, self.format}

    @property
    def sent_name(self) -> str:
        """Its name, which ends as what is sent does."""
        if self.send_as in {OUTLINE, PICTURE}:
            return self.file_name
        return f"{PurePath(self.file_name).stem}.{self.sent_format}"

    def shown_as(self, kind: str, name: str, page: int = 0) -> StoredFile:
        """What a page shows of it; ``name`` is the end of its name, in the place of what stands after its dot."""
        return StoredFile(self.media, self.format, f"{PurePath(self.file_name).stem}{name}", kind, page)


@dataclass(frozen=True, slots=True)
class Archived:
    """The files of an archive, to be sent as one zip; ``made`` is the time that they have in it."""

    name: str
    made: datetime
    files: tuple[StoredFile, ...]


_decoder: Final = msgspec.json.Decoder(list[StoredFile])


def query_of_files(face: Face, tree: Tree, values: tuple[object, ...], limit: int) -> Query:
    """Asks for the files of the rows that meet the tests."""
    tests = 1 if isinstance(tree, Comparison) else len(tree.children)
    shape = Shape(tuple(name for name in face.fields if name in FIELDS), tree, (), tests)
    return Query(face, shape, values, limit, 0)


def files_in(found: Page, send_as: str | None = None) -> list[StoredFile]:
    """The files of the rows that were found."""
    return [msgspec.structs.replace(each, send_as=send_as) for each in _decoder.decode(found.data)]
