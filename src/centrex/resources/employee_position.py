"""Positions: what stands beside the name of an employee in his signature."""

from __future__ import annotations

from sqlalchemy import Column, Index

from centrex.catalogue import NUMBER, STRING, DataFace, Param, Resource, Show, Verb, Write
from centrex.resources.base import of_customer, tenant_table, text

employee_position = tenant_table(
    "employee_position",
    Column("name", text(), nullable=False),
    Column("name_folded", text(510), nullable=False),
    Index(None, "customer_id", "name_folded", unique=True),
)

c = employee_position.c

EMPLOYEE_POSITIONS = DataFace(
    "employee_positions",
    permission="employees",
    verbs=(
        Verb("get", "List positions"),
        Verb("create", "Create a position"),
        Verb(
            "update",
            "Rename a position",
            params=(
                Param("id", NUMBER, "Position id", required=True),
                Param("name", STRING, "Position name", required=True, must=True, min_length=1),
            ),
        ),
        Verb("delete", "Delete a position"),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Position id", filter=True),
        Show(
            "name",
            c.name,
            STRING,
            "Position name",
            filter=True,
            sort=True,
            write=Write(c.name, required=True, unique=c.name_folded),
        ),
    ),
)

EMPLOYEE_POSITION = Resource(
    "employee_position", employee_position, of_customer(employee_position), faces=(EMPLOYEE_POSITIONS,)
)
