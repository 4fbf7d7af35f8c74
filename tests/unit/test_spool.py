"""What is kept of a long answer, in memory and on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from centrex.errors import ServerBusy
from centrex.spool import IN_MEMORY, Long, Spool

ROW = b'{"name":"' + b"x" * 1_000 + b'"}'


def test_no_rows_are_an_empty_array() -> None:
    spool = Spool()
    assert (spool.size, spool.whole()) == (2, b"[]")


@pytest.mark.parametrize("count", [1, 3_000])
async def test_the_pieces_are_the_whole_and_as_long_as_said(count: int) -> None:
    """3,000 rows are more than are kept in memory."""
    answer, same = Long(b"<", Spool(), b">"), Spool()
    for start in range(0, count, 500):
        rows = [ROW] * min(500, count - start)
        answer.rows.add(rows)
        same.add(rows)
    pieces = [piece async for piece in answer.rows.pieces()]
    assert (answer.size > IN_MEMORY) == (count > 1)
    assert len(b"".join(pieces)) == answer.size - 2 == same.size
    assert b"".join(pieces) == same.whole() == b"[" + b",".join([ROW] * count) + b"]"
    assert answer.whole() == b"<" + b"".join(pieces) + b">"


def test_without_room_the_store_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    spool = Spool()
    with pytest.raises(ServerBusy):
        spool.add([b"x" * (IN_MEMORY + 1)])
    spool.close()
