"""Faxes as TIFF and PDF: what a file is, whether it is whole, and how one is made for a simulated fax.

Pillow reads and writes the pictures, pypdf reads PDF; both are imported only where they are used.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from centrex.errors import MediaRefused
from centrex.media.tiff import tiff_is_whole

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES: Final = 500
LARGEST_PAGE: Final = 16_000_000
"""Dots; a page of 1728 to a line and 391 lines to an inch has half of that."""

_WIDTH: Final = 1728
_HEIGHT: Final = 2292
_DOTS_PER_INCH: Final = (204, 196)
_MARGIN: Final = 120
_TYPE_SIZE: Final = 40
_TIFF_STARTS: Final = (b"II*\x00", b"MM\x00*")
_PDF_START: Final = b"%PDF-"
_PDF_END: Final = b"%%EOF"


class Format(StrEnum):
    """The formats that are kept."""

    TIFF = "tiff"
    PDF = "pdf"


CONTENT_TYPES: Final = {Format.TIFF: "image/tiff", Format.PDF: "application/pdf"}


@dataclass(frozen=True, slots=True)
class Fax:
    """How many pages, and of what."""

    format: Format
    content_type: str
    pages: int


def probe(path: Path) -> Fax:
    """What the file is, by its content alone.

    Raises MediaRefused: empty, not_fax, cut, damaged, unsupported (a page of more dots than any fax has) or too_long
    (more than MOST_PAGES pages). Raises OSError when it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise MediaRefused("empty")
    if start.startswith(_TIFF_STARTS):
        if not tiff_is_whole(path):
            raise MediaRefused("cut")
        return _fax(Format.TIFF, _tiff_pages(path))
    if start.startswith(_PDF_START):
        return _fax(Format.PDF, _pdf_pages(path))
    raise MediaRefused("not_fax")


def _fax(kind: Format, pages: int) -> Fax:
    if pages < 1:
        raise MediaRefused("damaged")
    if pages > MOST_PAGES:
        raise MediaRefused("too_long")
    return Fax(kind, CONTENT_TYPES[kind], pages)


def _tiff_pages(path: Path) -> int:
    """How many pages there are, each of which can be read to its last line."""
    from PIL import Image

    pages = 0
    try:
        with Image.open(path, formats=["TIFF"]) as picture:
            while pages <= MOST_PAGES:
                _load(picture)
                pages += 1
                picture.seek(pages)
    except EOFError:
        return pages
    except MediaRefused:
        raise
    except Exception as error:  # there is no list of what a library may raise for what is no picture
        tell_of_the_system(error)
        raise MediaRefused("damaged") from error
    return pages


def _load(picture: Image) -> None:
    """Reads the page, unless it is so large that it was made to fill the memory."""
    if picture.width * picture.height > LARGEST_PAGE:
        raise MediaRefused("unsupported")
    picture.load()


def _pdf_pages(path: Path) -> int:
    """How many pages the document says there are. The end of the file is looked for first: what was cut has none."""
    from pypdf import PdfReader

    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1024))
        if _PDF_END not in file.read():
            raise MediaRefused("cut")
        try:
            return len(PdfReader(file).pages)
        except Exception as error:  # there is no list of what a library may raise for what is no document
            tell_of_the_system(error)
            raise MediaRefused("damaged") from error


def tell_of_the_system(error: Exception) -> None:
    """Raises it again when it is not about what the file holds, but that it cannot be read now."""
    if isinstance(error, OSError) and error.errno is not None:
        raise error


def write(path: Path, target: Format, pages: Sequence[Sequence[str]]) -> None:
    """Writes a fax of so many pages of lines, black on white, 1728 dots wide, 204 × 196 to an inch, in Group 4."""
    first, *rest = [_page(lines) for lines in pages]
    if target is Format.TIFF:
        first.save(path, "TIFF", save_all=True, append_images=rest, compression="group4", dpi=_DOTS_PER_INCH)
        return
    # Without dates of its own, so that the same pages make the same bytes.
    day = time.gmtime(0)
    first.save(
        path, "PDF", save_all=True, append_images=rest, title="Fax", resolution=204.0, creationDate=day, modDate=day
    )


def _page(lines: Sequence[str]) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("1", (_WIDTH, _HEIGHT), 1)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(_TYPE_SIZE)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + 2 * _TYPE_SIZE * number), line, fill=0, font=font)
    return page
