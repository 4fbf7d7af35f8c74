"""Requests made from the OpenAPI document find nothing that the document does not say, and no error of the server."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.contract.requested import TESTING, Plan
from tests.contract.ringme.described import OPERATIONS
from tests.contract.ringme.requested import whole_run


def test_requests_made_from_the_description_find_nothing(database_url: str, tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        run = fresh.submit(whole_run, database_url, tmp_path, Plan()).result()
    assert run.findings == []
    assert run.phases == set(TESTING)
    assert OPERATIONS.keys() - run.passed == set()
