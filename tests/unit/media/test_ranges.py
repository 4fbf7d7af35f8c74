"""Which part of a file is sent, and under which name."""

from __future__ import annotations

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centrex.server.ranges import content_disposition, part

TAG = '"abc"'
SIZE = 1000


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, 1000),
        ("bytes=-1", 999, 1000),
        ("bytes=-5000", 0, 1000),
        ("bytes=900-5000", 900, 1000),
        ("bytes=999-999", 999, 1000),
        ("Bytes = 1-2", 1, 3),
        (" bytes=1-2, ", 1, 3),
    ],
)
def test_a_range_is_sent(header: str, start: int, end: int) -> None:
    sent = part(SIZE, TAG, header)
    assert (sent.status, sent.start, sent.end) == (206, start, end)
    assert sent.headers() == [
        (b"accept-ranges", b"bytes"),
        (b"content-range", f"bytes {start}-{end - 1}/1000".encode()),
    ]


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes=", "bytes=-", "bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes=1-2-3"],
)
def test_all_is_sent_when_no_one_range_is_asked_for(header: str | None) -> None:
    sent = part(SIZE, TAG, header)
    assert sent[:3] == (200, 0, 1000)
    assert sent.headers() == [(b"accept-ranges", b"bytes")]


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=-0", 1000), ("bytes=0-", 0), ("bytes=-1", 0)]
)
def test_a_range_outside_of_the_file_cannot_be_sent(header: str, size: int) -> None:
    sent = part(size, TAG, header)
    assert (sent.status, sent.end - sent.start) == (416, 0)
    assert (b"content-range", f"bytes */{size}".encode()) in sent.headers()


def test_a_range_of_a_file_that_has_changed_is_all_of_it() -> None:
    assert part(SIZE, TAG, "bytes=1-2", TAG).status == 206
    assert part(SIZE, TAG, "bytes=1-2", '"other"').status == 200
    assert part(SIZE, TAG, "bytes=1-2", "Sun, 22 Nov 2026 03:39:16 GMT").status == 200
    assert part(SIZE, 'W/"abc"', "bytes=1-2", 'W/"abc"').status == 200
    assert part(SIZE, TAG, "bytes=5000-", '"other"').status == 200


@given(st.text() | st.from_regex(r"bytes=\d*-\d*", fullmatch=True), st.integers(0, 10**13))
def test_no_header_asks_for_what_is_not_there(header: str, size: int) -> None:
    sent = part(size, TAG, header)
    assert 0 <= sent.start <= sent.end <= size
    assert (sent.start < sent.end) == (sent.status == 206 or (sent.status == 200 and size > 0))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a b.mp3", 'attachment; filename="a b.mp3"'),
        (
            "звонок.mp3",
            "attachment; filename=\"______.mp3\"; filename*=UTF-8''%D0%B7%D0%B2%D0%BE%D0%BD%D0%BE%D0%BA.mp3",
        ),
        ('a"b\\c.wav', "attachment; filename=\"a_b_c.wav\"; filename*=UTF-8''a%22b%5Cc.wav"),
        ("a\r\nSet-Cookie: x=1", 'attachment; filename="aSet-Cookie: x=1"'),
        ("100%41.wav", "attachment; filename=\"100_41.wav\"; filename*=UTF-8''100%2541.wav"),
        ("\r\n\x00", 'attachment; filename="file"'),
    ],
)
def test_a_file_is_named_in_a_header(name: str, header: str) -> None:
    assert content_disposition(name) == header


def test_a_file_may_be_shown_at_once() -> None:
    assert content_disposition("a.mp3", inline=True) == 'inline; filename="a.mp3"'


@given(st.text(min_size=1))
def test_no_name_breaks_the_header(name: str) -> None:
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    assert message.get_filename() is not None
