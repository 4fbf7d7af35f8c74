"""Calls made from the OpenRPC document find nothing that it does not say of a method."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.contract.rpc_requested import METHODS_CALLED, failures, requested

EXAMPLES: Final = 6
HASHING: Final = frozenset({"create.customers"})
"""Each call of it takes long."""


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_calls_made_from_the_description_are_answered_as_described(database_url: str, tmp_path: Path) -> None:
    called = [method for method in METHODS_CALLED if method not in HASHING]
    with requested(database_url, tmp_path) as asked:
        found = [failure for method in called for failure in failures(asked, method, EXAMPLES, None)]
    assert found == []
    assert {method for method in called if method.startswith("get")} <= asked.passed.keys()
