"""How long employees were in which status over a period."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Text, and_, case, cast, or_

from centrex.catalogue import (
    ANY_USER,
    BOOLEAN,
    DATETIME,
    NOW,
    NUMBER,
    STRING,
    DataFace,
    Param,
    Resource,
    Show,
    Totals,
    Verb,
    argument,
)
from centrex.resources.base import of_customer
from centrex.resources.employee import employee
from centrex.resources.employee_face import GROUPS
from centrex.resources.employee_status import employee_status, employee_status_change

c, stay, status = employee.c, employee_status_change.c, employee_status.c

PARAMS = (
    Param("date_from", DATETIME, "Start of the period", required=True),
    Param("date_till", DATETIME, "End of the period", required=True),
    Param(
        "only_default_statuses_in_stats",
        BOOLEAN,
        "Count standard statuses alone, by mnemonic; otherwise all of them, by id",
        default=True,
    ),
)
FROM, TILL = (argument(param.name, param.type) for param in PARAMS[:2])
ONLY_STANDARD = argument(PARAMS[2].name, BOOLEAN)


def _earlier(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one < other, one), else_=other)


def _later(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one > other, one), else_=other)


END = _earlier(TILL, NOW)
"""What has not happened yet is not counted."""

STATUS_STATS = Totals(
    "status_stats",
    employee_status_change.join(employee_status),
    on=and_(
        stay.customer_id == c.customer_id,
        stay.employee_id == c.id,
        stay.since < END,
        stay.until > FROM,
        stay.until > stay.since,
        END > FROM,
        or_(~ONLY_STANDARD, status.mnemonic.is_not(None)),
    ),
    key=case((ONLY_STANDARD, status.mnemonic), else_=cast(stay.status_id, Text)),
    value=_earlier(stay.until, END) - _later(stay.since, FROM),
    doc="Seconds in each status that he was in, by mnemonic or id",
    filter=True,
)

EMPLOYEE_STATS = DataFace(
    "employee_stat",
    permission=ANY_USER,
    verbs=(Verb("get", "List how long employees were in which status", components=("call_center",)),),
    params=PARAMS,
    shows=(
        Show("id", c.id, NUMBER, "Employee id", filter=True),
        Show("first_name", c.first_name, STRING, "First name", filter=True, sort=True),
        Show("last_name", c.last_name, STRING, "Last name", filter=True, sort=True),
        Show("patronymic", c.patronymic, STRING, "Middle name", sort=True),
        Show("full_name", c.full_name, STRING, "Last, first and middle name", filter=True, sort=True),
        STATUS_STATS,
        GROUPS,
    ),
)

EMPLOYEE_STAT = Resource("employee_stat", employee, of_customer(employee), faces=(EMPLOYEE_STATS,))
