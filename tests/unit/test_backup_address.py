"""The address of a database on a command line, which everybody on the machine can read."""

from __future__ import annotations

import pytest

from centrex.store.backup.postgres import without_password

ADDRESSES = {
    "postgresql://me@host:5432/db": ("postgresql://me@host:5432/db", None),
    "postgresql://me:p%40ss@host/db": ("postgresql://me@host/db", "p@ss"),
    "postgres:///db?host=/run/pg&password=a%20b": ("postgres:///db?host=%2Frun%2Fpg", "a b"),
    "postgresql://me:one@[::1]:5432/db?sslmode=require": ("postgresql://me@[::1]:5432/db?sslmode=require", "one"),
    "postgresql://me@/db?host=/run/pg": ("postgresql://me@/db?host=%2Frun%2Fpg", None),
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_it_is_the_same_without_the_password(url: str) -> None:
    assert without_password(url) == ADDRESSES[url]
