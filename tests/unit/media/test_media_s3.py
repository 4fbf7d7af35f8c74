"""Files in a bucket, against a real S3 server on a real socket."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from centrex.errors import MediaMissing, MediaRefused, MediaTooLarge, StorageFailed
from centrex.store.media_files import MediaFiles, new_key
from centrex.store.media_s3 import S3MediaFiles, open_s3
from tests.unit.media.stores import CONTENT, LIMIT, Checked, Rows, checked, read, received, refusing, sha256, upload

LONG_AGO = 1_000_000_000.0
FUTURE = 4_000_000_000.0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the S3 server listens."""
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def bucket(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A new bucket; the settings are in the environment, as everywhere."""
    for name, value in (
        ("ENDPOINT_URL", address),
        ("ALLOW_HTTP", "true"),
        ("ACCESS_KEY_ID", "key"),
        ("SECRET_ACCESS_KEY", "secret"),
        ("REGION", "us-east-1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    httpx.post(f"{address}/moto-api/reset")
    httpx.put(f"{address}/bucket").raise_for_status()
    return "s3://bucket/pbx/media"


@pytest.fixture
def files(bucket: str, tmp_path: Path) -> S3MediaFiles:
    return open_s3(bucket, tmp_path)


def left(address: str) -> list[str]:
    """What is in the bucket, as another client sees it."""
    listing = httpx.get(f"{address}/bucket?list-type=2").text
    return [part.partition("</Key>")[0] for part in listing.split("<Key>")[1:]]


async def test_a_file_is_kept_as_it_came(files: S3MediaFiles, address: str, tmp_path: Path) -> None:
    kept = await received(files)
    assert (kept.size, kept.sha256, kept.facts) == (len(CONTENT), sha256(CONTENT), Checked("wav", len(CONTENT)))
    assert left(address) == [f"pbx/media/{kept.key}"]
    assert list(tmp_path.iterdir()) == []
    assert await read(files, kept.key) == CONTENT
    assert await files.size(kept.key) == len(CONTENT)
    async with files.local(kept.key) as path:
        assert path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == []


async def test_a_file_of_several_parts_is_kept_whole(files: S3MediaFiles) -> None:
    content = random.Random(3).randbytes(12_000_000)
    kept = await received(files, content)
    assert sha256(await read(files, kept.key)) == kept.sha256 == sha256(content)


async def test_a_part_of_a_file_can_be_read(files: S3MediaFiles) -> None:
    key = (await received(files)).key
    for start, end in ((0, 1), (5, 5), (1000, 1_100_000), (len(CONTENT) - 3, None), (0, len(CONTENT))):
        assert await read(files, key, start, end) == CONTENT[start:end]


async def test_a_missing_file_is_told(files: S3MediaFiles) -> None:
    key = new_key("wav")
    with pytest.raises(MediaMissing):
        await files.size(key)
    with pytest.raises(MediaMissing):
        await read(files, key)
    assert not await files.delete(key)


async def test_a_key_that_is_none_leads_nowhere(files: S3MediaFiles) -> None:
    for use in (files.size, files.delete):
        with pytest.raises(ValueError, match="not a media key"):
            await use("../other/secret")


async def test_a_deleted_file_is_gone(files: S3MediaFiles, address: str) -> None:
    key = (await received(files)).key
    assert await files.delete(key)
    assert not await files.delete(key)
    assert left(address) == []


async def test_what_is_refused_never_comes_there(files: S3MediaFiles, address: str, tmp_path: Path) -> None:
    with pytest.raises(MediaTooLarge):
        await files.receive(upload(), checked, 100)
    with pytest.raises(MediaRefused):
        await files.receive(upload(), refusing, LIMIT)
    assert left(address) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("steps", [1, 5, 10, 20, 40, 80])
async def test_an_upload_that_is_cancelled_leaves_nothing_or_the_whole_file(
    files: S3MediaFiles, address: str, tmp_path: Path, steps: int
) -> None:
    task = asyncio.create_task(received(files))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    done = await asyncio.gather(task, return_exceptions=True)
    whole = [] if isinstance(done[0], asyncio.CancelledError) else [f"pbx/media/{task.result().key}"]
    assert left(address) == whole
    assert list(tmp_path.iterdir()) == []


async def test_a_store_that_refuses_is_told(files: S3MediaFiles, address: str, tmp_path: Path) -> None:
    httpx.post(f"{address}/moto-api/reset")
    with pytest.raises(StorageFailed):
        await received(files)
    assert list(tmp_path.iterdir()) == []


async def test_a_store_that_does_not_answer_is_told(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(StorageFailed):
        await open_s3(bucket, tmp_path).size(new_key("wav"))


async def test_files_are_whose_mark_stands_there_first(files: S3MediaFiles, address: str) -> None:
    assert [await files.owner(mark) for mark in ("one", "two", "one")] == ["one"] * 3
    assert left(address) == ["pbx/media/.owner"]


async def test_a_sweep_removes_old_files_without_a_row(files: S3MediaFiles, address: str, tmp_path: Path) -> None:
    kept, orphan = [(await received(files, bytes([at]))).key for at in range(2)]
    httpx.put(f"{address}/bucket/pbx/media/README", content=b"of the operator")
    (tmp_path / "killed.part").touch()
    assert await files.sweep(Rows(kept).known, LONG_AGO) == 0
    assert await files.sweep(Rows(kept).known, FUTURE) == 2
    assert sorted(left(address)) == sorted([f"pbx/media/{kept}", "pbx/media/README"])
    assert orphan != kept
    assert list(tmp_path.iterdir()) == []


async def test_the_bucket_does_what_every_store_does(files: S3MediaFiles) -> None:
    store: MediaFiles = files
    await store.close()
