"""A face with a field of every type, for the tests of the request grammar."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, MetaData, Table, Text

from centrex.catalogue import (
    BOOLEAN,
    DATETIME,
    MONEY,
    NUMBER,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    DataFace,
    Empty,
    Show,
    one_of,
)

thing = Table(
    "thing",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("name", Text),
    Column("live", Boolean),
    Column("at", BigInteger),
    Column("state", Text),
    Column("tags", JSON),
    Column("cost", Float),
)
c = thing.c

THINGS: Final = DataFace(
    "things",
    permission="things",
    verbs=(),
    shows=(
        Show("id", c.id, NUMBER, "", filter=True, sort=True),
        Show("name", c.name, STRING, "", filter=True, sort=True),
        Show("live", c.live, BOOLEAN, "", filter=True, sort=True),
        Show("at", c.at, DATETIME, "", filter=True, sort=True),
        Show("state", c.state, one_of("new", "old"), "", filter=True),
        Show("tags", c.tags, STRINGS, "", filter=True),
        Show("cost", c.cost, MONEY, "", filter=True, default=False),
        Empty("parts", OBJECTS, "", filter=True),
        Empty("box", OBJECT, "", filter=True),
        Show("note", c.name, STRING, "", default=False),
        Empty("shelf", OBJECTS, ""),
    ),
)
"""``note`` and ``shelf`` are neither filterable nor sortable, ``note`` and ``cost`` are no default fields."""
