"""A sweep removes what has no row, and nothing that may still get one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from centrex.store.media import MediaStore
from tests.unit.media.stores import Rows, left, received

OLD = 1_000_000_000.0
HOUR_AGO = 1_500_000_000.0
FUTURE = 4_000_000_000.0

BEGUN = """
import asyncio, sys
from pathlib import Path
from centrex.store.media import MediaStore

async def chunks():
    yield bytes(300_000)
    yield bytes(300_000)
    print("begun", flush=True)
    await asyncio.sleep(60)

asyncio.run(MediaStore(Path(sys.argv[1])).receive(chunks(), lambda path: None, 10**9))
"""


def aged(path: Path) -> None:
    os.utime(path, (OLD, OLD))


async def test_a_sweep_removes_old_files_without_a_row(files: MediaStore, root: Path) -> None:
    kept, orphan, young = [(await received(files, bytes([at]))).key for at in range(3)]
    aged(root / kept)
    aged(root / orphan)
    rows = Rows(kept)
    assert await files.sweep(rows.known, HOUR_AGO) == 1
    assert left(root) == sorted([kept, young])
    assert sorted(key for keys in rows.asked for key in keys) == sorted([kept, orphan])


async def test_a_sweep_removes_what_a_killed_upload_has_left(files: MediaStore, root: Path) -> None:
    incoming = root / ".incoming"
    incoming.mkdir(parents=True)
    for name in ("old.part", "young.part"):
        (incoming / name).write_bytes(b"begin")
    aged(incoming / "old.part")
    assert await files.sweep(Rows().known, HOUR_AGO) == 1
    assert left(root) == [".incoming/young.part"]


async def test_a_sweep_leaves_what_is_not_ours(files: MediaStore, root: Path) -> None:
    for name in ("README", "ab/README", "ab/cd/README", f"ab/cd/ffff{'0' * 28}.wav"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
        aged(root / name)
    assert await files.sweep(Rows().known, HOUR_AGO) == 0
    assert len(left(root)) == 4


async def test_files_are_whose_mark_stands_there_first(files: MediaStore, root: Path) -> None:
    assert await files.owner("zero") == "zero"
    assert not root.exists()  # without files there is nothing to be marked
    await received(files, b"sound")
    assert [await files.owner(mark) for mark in ("one", "two", "one")] == ["one"] * 3
    (root / ".owner").unlink()
    assert await files.owner("two") == "two"


async def test_a_sweep_of_a_store_that_has_no_file_yet_is_none(files: MediaStore) -> None:
    assert await files.sweep(Rows().known, HOUR_AGO) == 0


async def test_an_upload_that_is_killed_leaves_only_what_a_sweep_removes(files: MediaStore, root: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", BEGUN, root], stdout=subprocess.PIPE) as uploading:
        assert uploading.stdout is not None
        assert uploading.stdout.readline() == b"begun\n"
        uploading.kill()
    assert [Path(name).parent.name for name in left(root)] == [".incoming"]
    assert await files.sweep(Rows().known, FUTURE) == 1
    assert left(root) == []
