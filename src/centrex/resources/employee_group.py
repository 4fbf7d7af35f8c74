"""Groups of employees and the phones that they dial."""

from __future__ import annotations

from centrex.catalogue import BOOLEAN, NUMBER, STRING, DataFace, Nested, Resource, Show, Verb
from centrex.resources.base import of_customer
from centrex.resources.employee import (
    NO_TEXT,
    employee,
    employee_group,
    employee_group_member,
    employee_group_phone,
    employee_phone,
)

c, member, dialled, person, phone = (
    employee_group.c,
    employee_group_member.c,
    employee_group_phone.c,
    employee.c,
    employee_phone.c,
)

GROUP_EMPLOYEES = DataFace(
    "group_employees",
    permission="employees",
    verbs=(Verb("get", "List employee groups"),),
    shows=(
        Show("id", c.id, NUMBER, "Employee group id", filter=True),
        Show("name", c.name, STRING, "Employee group name", filter=True, sort=True),
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
                Show(
                    "employee_phone_number",
                    phone.phone_number,
                    STRING,
                    "Phone number of the employee",
                ),
                Show(
                    "employee_phone_number_id",
                    dialled.id,
                    NUMBER,
                    "Id of that number within the group",
                ),
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
        ),
        Show(
            "queue_enabled",
            c.queue_enabled,
            BOOLEAN,
            "Callers queue until a number is free",
            filter=True,
        ),
        Show("channels_count", c.channels_count, NUMBER, "Number of simultaneous calls", filter=True),
        Show(
            "phone_number",
            NO_TEXT,
            STRING,
            "Always null: a client in wide use asks for it",
            default=False,
            ours=True,
        ),
    ),
)

EMPLOYEE_GROUP = Resource("employee_group", employee_group, of_customer(employee_group), faces=(GROUP_EMPLOYEES,))
