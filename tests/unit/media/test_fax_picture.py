"""A page of a fax, whatever it was kept as, is a picture with dots as wide as they are high."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from centrex.errors import MediaRefused
from centrex.media.fax import Format, write
from centrex.media.fax_picture import WIDTH, draw

PAGES = [["First"], ["Second", "with more lines", "than the other"]]


def drawn(path: Path, kind: Format, page: int) -> Image.Image:
    """The page as Pillow reads it again."""
    out = path.with_suffix(".png")
    draw(path, kind, page, out)
    picture = Image.open(out)
    picture.load()
    assert picture.format == "PNG"
    return picture.convert("L")


def ink(picture: Image.Image) -> float:
    """The share of dots that are dark."""
    return sum(picture.histogram()[:128]) / (picture.width * picture.height)


@pytest.mark.parametrize("kind", Format)
def test_every_page_is_drawn(tmp_path: Path, kind: Format) -> None:
    path = tmp_path / "fax"
    write(path, kind, PAGES)
    first, second = (drawn(path, kind, page) for page in (0, 1))
    assert first.width == second.width == WIDTH
    assert 0 < ink(first) < ink(second) < 0.1


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize("page", [2, 999])
def test_a_page_that_is_not_there_is_refused(tmp_path: Path, kind: Format, page: int) -> None:
    write(tmp_path / "fax", kind, PAGES)
    with pytest.raises(MediaRefused):
        drawn(tmp_path / "fax", kind, page)


@pytest.mark.parametrize("kind", Format)
def test_what_is_no_fax_is_refused(tmp_path: Path, kind: Format) -> None:
    (tmp_path / "fax").write_bytes(b"%PDF-1.4\nnothing\n%%EOF\n")
    with pytest.raises(MediaRefused):
        drawn(tmp_path / "fax", kind, 0)


@pytest.mark.parametrize(("dots", "height"), [((204, 98), 2082), ((204, 196), 1041), ((0, 0), 1000), ((900, 1), 1000)])
def test_a_fax_of_normal_quality_is_as_high_as_it_was_sent(tmp_path: Path, dots: tuple[int, int], height: int) -> None:
    path = tmp_path / "fax"
    Image.new("1", (WIDTH, 1000), 1).save(path, "TIFF", compression="group4", dpi=dots)
    assert drawn(path, Format.TIFF, 0).size == (WIDTH, height)


def test_a_page_in_other_colours_is_drawn_too(tmp_path: Path) -> None:
    path = tmp_path / "fax"
    Image.new("CMYK", (100, 100), (0, 0, 0, 255)).save(path, "TIFF")
    assert ink(drawn(path, Format.TIFF, 0)) == 1


def test_a_page_made_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fax"
    Image.new("1", (8000, 8000), 1).save(path, "TIFF", compression="group4")
    with pytest.raises(MediaRefused):
        drawn(path, Format.TIFF, 0)
