"""Requests that come exactly while points are about to be told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from centrex.access.points import added
from centrex.scope import Scope
from centrex.store import Store
from centrex.store.steps import Change


def overtaken(store: Store, monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Awaitable[object]]) -> list[Change[Any]]:
    """From now on somebody asks before the store adds anything up; the additions so far."""
    change_really, additions = store.change, []

    async def change(what: Change[Any], scope: Scope) -> Any:
        if getattr(what, "__name__", None) == added.__name__:
            additions.append(what)
            await ask()
        return await change_really(what, scope)

    monkeypatch.setattr(store, "change", change)
    return additions
