"""A fax is a TIFF or a PDF with pages that can all be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from centrex.errors import MediaRefused
from centrex.media import fax
from centrex.media.fax import Format, probe, write
from tests.unit.media.sounds import cut

PAGES = [["To: 4951234567", "Page 1"], ["Page 2"], []]
TYPES = {Format.TIFF: "image/tiff", Format.PDF: "application/pdf"}


def refused(path: Path) -> str:
    """Why the file is refused."""
    with pytest.raises(MediaRefused) as refusal:
        probe(path)
    return refusal.value.reason


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("target", Format)
@pytest.mark.parametrize("count", [1, 3])
def test_a_fax_is_known_by_its_content(tmp_path: Path, target: Format, count: int) -> None:
    write(tmp_path / "a", target, PAGES[:count])
    found = probe(tmp_path / "a")
    assert (found.format, found.content_type, found.pages) == (target, TYPES[target], count)


@pytest.mark.parametrize("target", Format)
def test_the_same_pages_make_the_same_bytes(tmp_path: Path, target: Format) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, target, PAGES)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_page_is_as_wide_as_a_fax_and_in_group_4(tmp_path: Path) -> None:
    write(tmp_path / "a", Format.TIFF, PAGES)
    with Image.open(tmp_path / "a") as page:
        assert (page.width, page.mode, page.info["compression"], page.info["dpi"]) == (1728, "1", "group4", (204, 196))
        assert page.convert("L").getextrema() == (0, 255)


@pytest.mark.parametrize("target", Format)
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.75, 0.99])
def test_a_fax_that_was_cut_is_refused(tmp_path: Path, target: Format, share: float) -> None:
    write(tmp_path / "a", target, PAGES)
    assert refused(cut(tmp_path / "a", share)) == "cut"


@pytest.mark.parametrize("compression", ["raw", "group3", "tiff_lzw", "packbits"])
def test_other_ways_to_write_a_page_are_read_and_refused_when_cut(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "a"
    mode = "1" if compression == "group3" else "L"
    Image.effect_noise((400, 300), 60).convert(mode).save(path, "TIFF", compression=compression)
    assert probe(path).pages == 1
    assert refused(cut(path, 0.6)) == "cut"


@pytest.mark.parametrize("content", [b"%!PS-Adobe", b"\x89PNG\r\n\x1a\n", b"plain text", b"MZ" + bytes(100)])
def test_what_is_no_fax_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(written(tmp_path / "a", content)) == "not_fax"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"II*\x00", "cut"),
        (b"II*\x00" + bytes(4), "damaged"),
        (b"MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x08", "cut"),
        (b"MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x08" + bytes(2), "cut"),
        (b"%PDF-1.4\n%%EOF", "damaged"),
        (b"%PDF-1.4\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF", "damaged"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert refused(written(tmp_path / "a", content)) == reason


def test_a_page_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    Image.new("1", (5000, 5000)).save(tmp_path / "a", "TIFF", compression="group4")
    assert refused(tmp_path / "a") == "unsupported"


def test_a_fax_of_too_many_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fax, "MOST_PAGES", 2)
    for target in Format:
        write(tmp_path / "a", target, PAGES)
        assert refused(tmp_path / "a") == "too_long"
        write(tmp_path / "a", target, PAGES[:2])
        assert probe(tmp_path / "a").pages == 2
