"""Positions of employees: what keeps one from being deleted."""

from __future__ import annotations

from centrex.engine import changes
from centrex.engine.work import Work
from centrex.errors import DependencyError
from centrex.resources.employee import employee
from centrex.store.steps import Change, Find


def delete(work: Work) -> Change[int]:
    """Removes a position; raises DependencyError for one that an operator holds."""
    identifier = work.integer("id")
    if (yield Find(employee, ("id",), {"operator_position_id": identifier})):
        raise DependencyError("id", identifier)
    return (yield from changes.delete(work))
