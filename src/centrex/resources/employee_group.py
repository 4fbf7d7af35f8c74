"""Groups of employees and the phones that they dial."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Text, cast, null

from centrex.catalogue import (
    AGENT_AND_CUSTOMER,
    BOOLEAN,
    NUMBER,
    NUMBERS,
    OBJECTS,
    STRING,
    DataFace,
    Nested,
    Operation,
    Param,
    Permission,
    Resource,
    Show,
    Verb,
    Write,
)
from centrex.resources.base import of_customer
from centrex.resources.employee import (
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
)
from centrex.resources.employee_params import SHORT_NUMBER

c, member, dialled, person, phone = (
    employee_group.c,
    employee_group_member.c,
    employee_group_phone.c,
    employee.c,
    employee_phone.c,
)

ID = Param("id", NUMBER, "Employee group id", required=True)
CREATED = (
    Param("name", STRING, "Employee group name", required=True, must=True, min_length=1),
    Param("members", NUMBERS, "Ids of the employees"),
    Param("group_phone_number", STRING, "Extension of the group", max_length=5, pattern=SHORT_NUMBER, component="va"),
    Param("queue_enabled", BOOLEAN, "Callers queue until a number is free", default=False, component="va"),
    Param(
        "channels_count",
        NUMBER,
        "Number of simultaneous calls",
        default=1,
        minimum=1,
        maximum=199,
        component="va",
    ),
)
UPDATED = (
    ID,
    replace(CREATED[0], required=False),
    *CREATED[1:4],
    replace(CREATED[4], default=None),
)
"""The vendor's table names a default for ``queue_enabled`` here too; what is absent keeps its value all the same."""

NUMBERS_UPDATED = Operation(
    name="update.group_employees_numbers",
    verb="update",
    access=AGENT_AND_CUSTOMER,
    permission=Permission("employees", "update"),
    doc="Set order and availability of the phones of an employee group",
    params=(
        ID,
        Param(
            "phone_numbers",
            OBJECTS,
            "Every number of the group, in the wanted order",
            required=True,
            max_items=100_000,
            fields=(
                Param("employee_phone_number_id", NUMBER, "Id of that number within the group", required=True),
                Param("available", BOOLEAN, "The number takes the group's calls", required=True),
            ),
        ),
    ),
)
"""So many numbers as the members of a full group can have."""

GROUP_EMPLOYEES = DataFace(
    "group_employees",
    permission="employees",
    verbs=(
        Verb("get", "List employee groups"),
        Verb("create", "Create an employee group", params=CREATED),
        Verb("update", "Change an employee group", params=UPDATED),
        Verb("delete", "Delete an employee group"),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Employee group id", filter=True),
        Show(
            "name",
            c.name,
            STRING,
            "Employee group name",
            filter=True,
            sort=True,
            write=Write(c.name, required=True, unique=c.name_folded),
        ),
        Nested(
            "members",
            employee_group_member.join(employee),
            on=(member.customer_id == c.customer_id) & (member.group_id == c.id),
            order_by=(member.employee_id,),
            doc="Members",
            shows=(
                Show("employee_id", person.id, NUMBER, "Employee id"),
                Show("employee_full_name", person.full_name, STRING, "Full name of the employee"),
            ),
        ),
        Nested(
            "phone_numbers",
            employee_group_phone.join(employee_phone).join(
                employee,
                (person.customer_id == phone.customer_id) & (person.id == phone.employee_id),
            ),
            on=(dialled.customer_id == c.customer_id) & (dialled.group_id == c.id),
            order_by=(dialled.position, dialled.id),
            doc="Numbers of the group in dialling order",
            filter=True,
            shows=(
                Show("employee_phone_number", phone.phone_number, STRING, "Phone number of the employee"),
                Show("employee_phone_number_id", dialled.id, NUMBER, "Id of that number within the group"),
                Show("employee_full_name", person.full_name, STRING, "Full name of the employee"),
                Show("employee_id", person.id, NUMBER, "Employee id"),
                Show("available", dialled.available, BOOLEAN, "The number takes the group's calls"),
            ),
        ),
        Show(
            "group_phone_number",
            c.group_phone_number,
            STRING,
            "Extension of the group",
            filter=True,
            sort=True,
            write=Write(c.group_phone_number),
        ),
        Show(
            "queue_enabled",
            c.queue_enabled,
            BOOLEAN,
            "Callers queue until a number is free",
            filter=True,
            write=Write(c.queue_enabled),
        ),
        Show(
            "channels_count",
            c.channels_count,
            NUMBER,
            "Number of simultaneous calls",
            filter=True,
            write=Write(c.channels_count),
        ),
        Show(
            "phone_number",
            cast(null(), Text),
            STRING,
            "Always null: a client in wide use asks for it",
            default=False,
            ours=True,
        ),
    ),
)

EMPLOYEE_GROUP = Resource(
    "employee_group",
    employee_group,
    of_customer(employee_group),
    faces=(GROUP_EMPLOYEES,),
    operations=(NUMBERS_UPDATED,),
)
