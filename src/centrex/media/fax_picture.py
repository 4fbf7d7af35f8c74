"""A page of a fax as a picture that every browser shows: PNG, with dots as wide as they are high.

Pillow draws what is TIFF, PDFium (pypdfium2) what is PDF; both are imported only where they are used.
"""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from centrex.errors import MediaRefused
from centrex.media.fax import LARGEST_PAGE, Format, tell_of_the_system

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH: Final = 1728
"""Dots of a page of PDF, as many as a line of a fax has."""

_STRETCHED: Final = 4
"""Times that the dots of a fax may be higher than wide, or wider than high."""

_KEPT: Final = {"1", "L", "RGB"}
_PDFIUM: Final = threading.Lock()
"""PDFium does one thing at a time."""


def draw(path: Path, kind: Format, page: int, out: Path) -> None:
    """Writes the page, counted from 0, to ``out``. Raises MediaRefused for one that is not there or cannot be read."""
    drawn = _pdf_page(path, page) if kind is Format.PDF else _tiff_page(path, page)
    drawn.save(out, "PNG")


def _tiff_page(path: Path, page: int) -> Image:
    from PIL import Image

    try:
        with Image.open(path, formats=["TIFF"]) as picture:
            picture.seek(page)
            if picture.width * picture.height > LARGEST_PAGE:
                raise MediaRefused("unsupported")
            return _squared(picture.copy() if picture.mode in _KEPT else picture.convert("RGB"), picture.info)
    except MediaRefused:
        raise
    except Exception as error:  # there is no list of what a library may raise for what is no picture
        tell_of_the_system(error)
        raise MediaRefused("damaged") from error


def _squared(picture: Image, told: dict[str | tuple[int, int], object]) -> Image:
    """The picture with as many dots to an inch down as across: a fax of normal quality has half as many down."""
    dots = told.get("dpi")
    across, down = (float(each) for each in dots) if isinstance(dots, tuple) else (1.0, 1.0)
    height = round(picture.height * across / down) if across > 0 and down > 0 else 0
    is_meant = picture.height < height * _STRETCHED and height < picture.height * _STRETCHED
    if not is_meant or picture.width * height > LARGEST_PAGE:
        return picture
    return picture.resize((picture.width, height))


def _pdf_page(path: Path, page: int) -> Image:
    from pypdfium2 import PdfDocument

    with _PDFIUM:
        try:
            with PdfDocument(path) as document:
                wanted = document[page]
                width, height = wanted.get_size()
                scale = min(WIDTH / width, math.sqrt(LARGEST_PAGE / (width * height)))
                drawn: Image = wanted.render(scale=scale, grayscale=True).to_pil().copy()
                return drawn
        except Exception as error:  # nor for what is no document
            tell_of_the_system(error)
            raise MediaRefused("damaged") from error
