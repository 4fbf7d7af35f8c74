"""Many connections for a while: no error, no request that is not in the log, and no descriptor that stays open."""

from __future__ import annotations

import os
from typing import Final

import pytest

from proof.soak import CONNECTIONS, soaked

SECONDS: Final = float(os.environ.get("CENTREX_SOAK", "30"))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_answer_of_a_server_under_load_is_an_error(database_url: str) -> None:
    soak = soaked(database_url, SECONDS, "ci")
    print(f"{soak.answered} answers, {soak.grown(lambda one: one.megabytes):+.1%} MiB")
    assert soak.errors == []
    assert soak.answered > CONNECTIONS
    assert soak.logged == soak.answered
    assert soak.grown(lambda one: one.descriptors) < 0.05
