"""Files in a directory: a key means a whole and durable file, and what was cut short leaves none."""

from __future__ import annotations

import asyncio
import os
import random
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from centrex.errors import MediaMissing, MediaRefused, MediaTooLarge, StorageFailed, StorageFull
from centrex.store.media import MediaStore
from centrex.store.media_files import MediaFiles, checked_key, new_key
from tests.unit.media.stores import CONTENT, LIMIT, Checked, checked, left, read, received, refusing, sha256, upload


class Gone(Exception):
    """The client has closed."""


async def interrupted() -> AsyncIterator[bytes]:
    yield CONTENT
    raise Gone


async def test_a_file_is_kept_as_it_came(files: MediaStore, root: Path) -> None:
    kept = await received(files)
    assert (kept.size, kept.sha256, kept.facts) == (len(CONTENT), sha256(CONTENT), Checked("wav", len(CONTENT)))
    assert left(root) == [kept.key]
    assert await read(files, kept.key) == CONTENT
    assert await files.size(kept.key) == len(CONTENT)
    async with files.local(kept.key) as path:
        assert path.read_bytes() == CONTENT


async def test_a_key_is_made_of_the_random_bytes_and_the_format(root: Path) -> None:
    keys = [(await received(MediaStore(root / str(at), random.Random(1).randbytes), b"x")).key for at in range(2)]
    assert keys[0] == keys[1]
    assert checked_key(keys[0]).endswith(".wav")
    assert keys[0].split("/")[2].startswith("".join(keys[0].split("/")[:2]))


async def test_a_file_that_is_there_is_never_overwritten(root: Path) -> None:
    """Not even when the random bytes come again."""
    kept = await received(MediaStore(root, random.Random(1).randbytes), b"first")
    again = MediaStore(root, random.Random(1).randbytes)
    with pytest.raises(StorageFailed):
        await received(again, b"second")
    assert left(root) == [kept.key]
    assert await read(again, kept.key) == b"first"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "../../../etc/passwd",
        "/etc/passwd",
        "ab/cd/../../x",
        f"ab/cd/ffff{'0' * 28}.wav",
        f"ab/cd/abcd{'0' * 28}.wav\n",
        f"ab/cd/abcd{'0' * 28}",
        f"AB/CD/ABCD{'0' * 28}.wav",
        ".incoming/x.part",
    ],
)
async def test_a_key_that_is_none_leads_nowhere(files: MediaStore, key: str) -> None:
    for use in (files.size, files.delete):
        with pytest.raises(ValueError, match="not a media key"):
            await use(key)
    with pytest.raises(ValueError, match="not a media key"):
        await read(files, key)


def test_a_format_that_is_no_ending_makes_no_key() -> None:
    with pytest.raises(ValueError, match="not a media key"):
        new_key("../x")


async def test_a_part_of_a_file_can_be_read(files: MediaStore) -> None:
    key = (await received(files)).key
    for start, end in ((0, 1), (5, 5), (1000, 700_000), (len(CONTENT) - 3, None), (0, len(CONTENT))):
        assert await read(files, key, start, end) == CONTENT[start:end]


async def test_a_file_that_is_removed_while_it_is_read_is_read_to_its_end(files: MediaStore) -> None:
    key = (await received(files)).key
    async with files.open(key) as media:
        assert media.size == len(CONTENT)
        assert await files.delete(key)
        assert b"".join([piece async for piece in media.stream()]) == CONTENT


async def test_a_file_that_shrinks_while_it_is_read_is_an_error(files: MediaStore, root: Path) -> None:
    key = (await received(files)).key
    async with files.open(key) as media:
        os.truncate(root / key, 10)
        with pytest.raises(StorageFailed):
            _ = [piece async for piece in media.stream()]


async def test_a_missing_file_is_told(files: MediaStore) -> None:
    key = new_key("wav")
    with pytest.raises(MediaMissing):
        await files.size(key)
    with pytest.raises(MediaMissing):
        await read(files, key)
    with pytest.raises(MediaMissing):
        async with files.local(key):
            pass
    assert not await files.delete(key)


async def test_a_deleted_file_is_gone(files: MediaStore, root: Path) -> None:
    key = (await received(files)).key
    assert await files.delete(key)
    assert not await files.delete(key)
    assert left(root) == []


async def test_a_file_above_the_limit_leaves_nothing(files: MediaStore, root: Path) -> None:
    with pytest.raises(MediaTooLarge) as refusal:
        await files.receive(upload(), checked, len(CONTENT) - 1)
    assert refusal.value.params == {"limit": len(CONTENT) - 1}
    assert left(root) == []
    assert (await files.receive(upload(), checked, len(CONTENT))).size == len(CONTENT)


async def test_the_rest_of_a_file_above_the_limit_is_not_even_read(files: MediaStore) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1000
            yield bytes(1000)

    with pytest.raises(MediaTooLarge):
        await files.receive(endless(), checked, 5_500)
    assert taken == 6000


async def test_a_file_that_is_refused_leaves_nothing(files: MediaStore, root: Path) -> None:
    with pytest.raises(MediaRefused):
        await files.receive(upload(), refusing, LIMIT)
    assert left(root) == []


async def test_a_client_that_goes_away_leaves_nothing(files: MediaStore, root: Path) -> None:
    with pytest.raises(Gone):
        await files.receive(interrupted(), checked, LIMIT)
    assert left(root) == []


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55])
async def test_an_upload_that_is_cancelled_leaves_nothing_or_the_whole_file(
    files: MediaStore, root: Path, steps: int
) -> None:
    """After so many turns of the loop, also in the middle of the work of a thread."""
    task = asyncio.create_task(received(files))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done = await asyncio.gather(task, return_exceptions=True)
    assert left(root) == ([] if isinstance(done[0], asyncio.CancelledError) else [task.result().key])


async def test_an_upload_that_is_cancelled_while_it_is_checked_leaves_nothing(files: MediaStore, root: Path) -> None:
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def slow(path: Path) -> Checked:
        asyncio.run_coroutine_threadsafe(cancelled(), loop).result()
        return checked(path)

    async def cancelled() -> None:
        """Twice, as by one who is in a hurry."""
        begun.set()
        for _ in range(2):
            task.cancel()
            await asyncio.sleep(0)

    task = asyncio.create_task(files.receive(upload(), slow, LIMIT))
    await begun.wait()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(root) == []


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may become larger than this, as far as the system lets one try it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_is_told_and_leaves_nothing(files: MediaStore, root: Path) -> None:
    with full_disk(len(CONTENT) - 1), pytest.raises(StorageFull):
        await received(files)
    assert left(root) == []


async def test_a_store_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file, not a directory")
    with pytest.raises(StorageFailed):
        await received(MediaStore(tmp_path / "media"))


async def test_many_uploads_at_once_are_all_kept(files: MediaStore, root: Path) -> None:
    contents = [bytes([at]) * 100_000 for at in range(20)]
    kept = await asyncio.gather(*(received(files, content) for content in contents))
    assert left(root) == sorted(one.key for one in kept)
    assert [await read(files, one.key) for one in kept] == contents


async def test_the_directory_does_what_every_store_does(files: MediaStore) -> None:
    store: MediaFiles = files
    await store.close()
