"""Groups of virtual numbers with the employees and employee groups that answer them."""

from __future__ import annotations

from sqlalchemy import Column, Index

from centrex.catalogue import (
    NUMBER,
    STRING,
    DataFace,
    Link,
    Nested,
    Numbered,
    Resource,
    Show,
    Verb,
    Write,
)
from centrex.resources.base import link_table, of_customer, tenant_table, text
from centrex.resources.employee import employee, employee_group
from centrex.resources.virtual_number import virtual_number

virtual_number_group = tenant_table(
    "virtual_number_group",
    Column("name", text(), nullable=False),
    Column("name_folded", text(510), nullable=False),
    Column("number", text(24), nullable=False),
    Index(None, "customer_id", "name_folded", unique=True),
    Index(None, "customer_id", "number", unique=True),
    Index(None, "customer_id", "name"),
)
"""``number`` is g1, g2, … per customer, given by the server and never given twice."""

group_employee = link_table(
    "virtual_number_group_employee", "virtual_number_group", "group_id", "employee", "employee_id"
)
group_phone = link_table(
    "virtual_number_group_phone",
    "virtual_number_group",
    "group_id",
    "virtual_number",
    "virtual_number_id",
)
group_team = link_table(
    "virtual_number_group_team",
    "virtual_number_group",
    "group_id",
    "employee_group",
    "employee_group_id",
)

c = virtual_number_group.c

VIRTUAL_NUMBER_GROUPS = DataFace(
    "virtual_number_groups",
    permission="number_management",
    verbs=(
        Verb("get", "List groups of virtual numbers"),
        Verb("create", "Create a group of virtual numbers", ours=True),
        Verb("update", "Change a group of virtual numbers", ours=True),
        Verb("delete", "Delete a group of virtual numbers", ours=True),
    ),
    shows=(
        Show(
            "id",
            c.id,
            NUMBER,
            "Virtual number group id",
            filter=True,
            sort=True,
        ),
        Show(
            "name",
            c.name,
            STRING,
            "Virtual number group name",
            filter=True,
            sort=True,
            write=Write(c.name, required=True, unique=c.name_folded),
        ),
        Show("number", c.number, STRING, "Group number: g1, g2, …", filter=True, sort=True),
        Nested(
            "employees",
            group_employee.join(employee),
            on=(group_employee.c.customer_id == c.customer_id) & (group_employee.c.group_id == c.id),
            order_by=(group_employee.c.employee_id,),
            doc="Employees of the group",
            write=Link(group_employee, "group_id", "employee_id", employee),
            shows=(
                Show("id", employee.c.id, NUMBER, "Employee id"),
                Show("full_name", employee.c.full_name, STRING, "Full name of the employee"),
            ),
        ),
        Nested(
            "virtual_phones",
            group_phone.join(virtual_number),
            on=(group_phone.c.customer_id == c.customer_id) & (group_phone.c.group_id == c.id),
            order_by=(group_phone.c.virtual_number_id,),
            doc="Virtual numbers of the group",
            write=Link(group_phone, "group_id", "virtual_number_id", virtual_number),
            shows=(
                Show("id", virtual_number.c.id, NUMBER, "Virtual number id"),
                Show("number", virtual_number.c.number, STRING, "Virtual number"),
            ),
        ),
        Nested(
            "employee_groups",
            group_team.join(employee_group),
            on=(group_team.c.customer_id == c.customer_id) & (group_team.c.group_id == c.id),
            order_by=(group_team.c.employee_group_id,),
            doc="Employee groups of the group",
            write=Link(group_team, "group_id", "employee_group_id", employee_group),
            shows=(
                Show("id", employee_group.c.id, NUMBER, "Employee group id"),
                Show("name", employee_group.c.name, STRING, "Employee group name"),
            ),
        ),
    ),
)

VIRTUAL_NUMBER_GROUP = Resource(
    "virtual_number_group",
    virtual_number_group,
    of_customer(virtual_number_group),
    faces=(VIRTUAL_NUMBER_GROUPS,),
    numbered=Numbered(c.number, "g", "virtual_number_groups"),
)
