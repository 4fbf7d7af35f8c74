"""Requests made from the OpenAPI document of the ways in find nothing that it does not say."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.contract.ingest_requested import whole_run
from tests.contract.requested import Plan

CASES = 5
CALLS, REGISTRATIONS = "POST /calls", "POST /registrations"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_requests_made_from_the_description_find_nothing(database_url: str, tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        run = fresh.submit(whole_run, database_url, tmp_path / "media", Plan(CASES)).result()
    assert run.findings == []
    assert {CALLS, REGISTRATIONS} <= run.passed
