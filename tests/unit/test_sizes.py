"""How many rows an account has is what was last counted of all of them, and of nothing less."""

from __future__ import annotations

from typing import Any, Final

from centrex.catalogue import Face, Level
from centrex.query import Query
from centrex.query.rows import parse_query
from centrex.resources.calls_report import CALLS_REPORT
from centrex.resources.employee_group import EMPLOYEE_GROUP
from centrex.scope import Scope
from centrex.store.small import FEW, KEPT, Sizes

GROUPS: Final = EMPLOYEE_GROUP.faces[0]
PERIOD: Final = {"date_from": "2025-06-01 00:00:00", "date_till": "2025-06-02 00:00:00"}


def asked(face: Face = GROUPS, **arguments: Any) -> Query:
    return parse_query(face, arguments, "UTC")


def seen(account: int = 7, part: int = 0, group: int = 0) -> Scope:
    return Scope(Level.EXTENSION if part else Level.CUSTOMER, account, 1, "UTC", part, group)


def test_what_was_counted_holds_for_the_same_rows_however_they_are_asked_for() -> None:
    sizes = Sizes()
    assert not sizes.are_few(asked(), seen())
    sizes.remember(asked(), seen(), FEW)
    assert sizes.of(asked(limit=1, offset=1), seen()) == FEW
    assert sizes.are_few(asked(filter={"field": "id", "operator": "=", "value": 1}), seen())
    for other in (seen(account=8), seen(part=1), seen(part=1, group=2)):
        assert sizes.of(asked(), other) is None
    sizes.remember(asked(), seen(), FEW + 1)
    assert not sizes.are_few(asked(), seen())


def test_a_filter_and_a_period_count_less_than_all() -> None:
    sizes = Sizes()
    sizes.remember(asked(filter={"field": "id", "operator": "=", "value": 1}), seen(), 1)
    assert sizes.of(asked(), seen()) is None
    report = asked(CALLS_REPORT, **PERIOD)
    sizes.remember(report, seen(), 1)
    assert sizes.of(report, seen()) is None


def test_accounts_are_remembered_in_bounds() -> None:
    sizes = Sizes()
    for account in range(KEPT + 1):
        sizes.remember(asked(), seen(account), 1)
    assert [sizes.of(asked(), seen(account)) for account in (0, 1, KEPT)] == [None, 1, 1]
