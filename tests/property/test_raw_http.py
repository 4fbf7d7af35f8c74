"""Raw bytes over a real socket: wrong lengths, garbled chunks, every verb on every path, clients that go away."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from random import Random
from typing import Final

import pytest
from structlog.testing import capture_logs

from tests.property.raw_requests import call, cases, garbled, posted
from tests.property.raw_runs import Listening, listening_at

CASES: Final = 300
GARBLED: Final = 200


@pytest.fixture
async def listening(database_url: str) -> AsyncIterator[Listening]:
    """A real server on a free port, over a world without limits of points."""
    async with listening_at(database_url) as server:
        yield server


def test_no_request_is_answered_with_a_fault(listening: Listening, caplog: pytest.LogCaptureFixture) -> None:
    tried = list(cases(listening.key, Random("raw")))
    noise = [garbled(listening.key, Random(f"raw {index}")) for index in range(GARBLED)]
    with capture_logs() as logs:
        wrong = [(case.name, problem) for case in tried if (problem := listening.problem(case))]
        faults = list(listening.faults(noise))
        last = listening.exchange(posted(call(listening.key)))
    assert wrong == [], "\n".join(map(str, wrong))
    assert faults == [], "\n".join(faults)
    assert len(tried) >= CASES
    assert last.startswith(b"HTTP/1.1 200 ")
    assert logs == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
