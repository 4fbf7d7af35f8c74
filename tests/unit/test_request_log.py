"""The log: one line an event, as JSON or for the eye, and never a line that a caller could forge."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
import structlog

from centrex.server import event_log
from centrex.server.request_log import RequestLog

FACTS: dict[str, Any] = {
    "at": 1_750_000_000.25,
    "request_id": "abc-1",
    "address": "192.0.2.1",
    "verb": "POST",
    "path": "/v2.0",
    "status": 200,
    "milliseconds": 1.23456,
}


def line(plain: bool, **facts: Any) -> str:
    stream = io.StringIO()
    RequestLog(stream, plain=plain).write(**{**FACTS, **facts})
    return stream.getvalue()


def test_a_request_is_one_json_object() -> None:
    told = line(False, method="get.employees", user_id=5, account_id=7)
    assert told.endswith("}\n")
    assert json.loads(told) == {
        "at": "2025-06-15T15:06:40.250+00:00",
        "event": "request",
        "request_id": "abc-1",
        "address": "192.0.2.1",
        "verb": "POST",
        "path": "/v2.0",
        "status": 200,
        "ms": 1.23,
        "method": "get.employees",
        "error": "",
        "user_id": 5,
        "account_id": 7,
    }


def test_for_the_eye_it_is_what_is_known() -> None:
    assert line(True, error="forbidden") == (
        "at=2025-06-15T15:06:40.250+00:00 event=request request_id=abc-1 address=192.0.2.1 "
        "verb=POST path=/v2.0 status=200 ms=1.23 error=forbidden\n"
    )


@pytest.mark.parametrize("path", ["/a b", "/a\nevent=forged", '/"', "/a=b", "/\u2028", "/\x9b31m", "/\\"])
def test_no_path_forges_a_line_or_a_fact(path: str) -> None:
    for plain in (True, False):
        told = line(plain, path=path)
        assert told.count("\n") == 1
        assert "path=/" not in told
    assert json.loads(line(False, path=path))["path"] == path


@pytest.fixture
def events(logging_restored: None) -> io.StringIO:
    """What is logged."""
    stream = io.StringIO()
    event_log.configure(plain=False, stream=stream)
    return stream


def test_an_event_is_one_json_object(events: io.StringIO) -> None:
    event_log.write("ready", url="http://[::1]:1")
    told = json.loads(events.getvalue())
    assert (told["event"], told["url"], told["level"]) == ("ready", "http://[::1]:1", "info")


def test_a_failure_is_logged_with_its_traceback_and_no_values(events: io.StringIO) -> None:
    secret = "correct horse"
    try:
        raise ValueError(len(secret))
    except ValueError:
        structlog.get_logger().exception("internal error")
    told = json.loads(events.getvalue())
    assert "ValueError: 13" in told["exception"]
    assert secret not in told["exception"].replace('secret = "correct horse"', "")


def test_warnings_of_libraries_are_logged_and_their_chatter_is_not(events: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").info("hello")
    logging.getLogger("uvicorn.error").warning("Invalid %s", "request")
    (told,) = [json.loads(each) for each in events.getvalue().splitlines()]
    assert (told["event"], told["logger"], told["level"]) == ("Invalid request", "uvicorn.error", "warning")


@pytest.mark.usefixtures("logging_restored")
def test_events_for_the_eye_are_key_and_value() -> None:
    stream = io.StringIO()
    event_log.configure(plain=True, stream=stream)
    event_log.write("two words", count=2)
    assert 'event="two words"' in stream.getvalue()
    assert "count=2" in stream.getvalue()
