"""Which answers can be null, told from columns, joins and expressions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, ColumnElement, Integer, MetaData, Table, Text, case, cast, func, null, select
from sqlalchemy import literal_column as literal

from centrex.catalogue import STRING, Show
from centrex.catalogue.nulls import can_be_null

META = MetaData()
KEPT = Table("kept", META, Column("id", Integer, nullable=False), Column("note", Text))
OTHER = Table("other", META, Column("id", Integer, nullable=False), Column("name", Text, nullable=False))
INNER = KEPT.join(OTHER, KEPT.c.id == OTHER.c.id)
OUTER = KEPT.outerjoin(OTHER, KEPT.c.id == OTHER.c.id)
COUNT = select(func.count()).select_from(OTHER).scalar_subquery()
GROUPED = select(func.count()).group_by(OTHER.c.name).scalar_subquery()


@pytest.mark.parametrize(
    ("value", "inner", "outer"),
    [
        (KEPT.c.id, False, False),
        (KEPT.c.note, True, True),
        (OTHER.c.name, False, True),
        (OTHER.c.name + "*" + OTHER.c.name, False, True),
        (OTHER.c.name + KEPT.c.note, True, True),
        (func.coalesce(KEPT.c.note, OTHER.c.name), False, True),
        (func.coalesce(KEPT.c.note, literal("''")), False, False),
        (func.coalesce(KEPT.c.note, cast(KEPT.c.id, Text)), False, False),
        (func.lower(OTHER.c.name), True, True),
        (cast(null(), BigInteger), True, True),
        (null(), True, True),
        (KEPT.c.note.is_(None), False, False),
        (OTHER.c.name == "x", True, True),
        (case((KEPT.c.id == 1, OTHER.c.id)), True, True),
        (COUNT, False, False),
        (GROUPED, True, True),
        (func.coalesce(GROUPED, literal("0")), False, False),
    ],
)
def test_a_field_can_be_null_unless_it_plainly_cannot(value: ColumnElement[Any], inner: bool, outer: bool) -> None:
    show = Show("field", value, STRING, "")
    assert (can_be_null(show, INNER), can_be_null(show, OUTER)) == (inner, outer)
