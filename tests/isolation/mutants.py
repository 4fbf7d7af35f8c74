"""Ways in which the scope, access and SQL code could be wrong. Each must be found by the probes.

A mutant is a text of the program and what stands there instead; a text that is found no more must be followed here.
"""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant
from tests.isolation.mutants_of_access import ACCESS, LINKS, REQUESTS, TOKENS
from tests.isolation.mutants_of_changes import CHANGES

COMPILE: Final = "store/compile.py"
TENANCY: Final = "catalogue/tenancy.py"
BINDING: Final = "store/binding.py"
GROUPS: Final = "resources/virtual_number_group.py"
EMPLOYEES: Final = "resources/employee_face.py"


READS: Final = (
    Mutant(
        "every row is everybody's",
        TENANCY,
        "        own = column == SCOPE_ACCOUNT\n",
        "        own = true()\n",
    ),
    Mutant(
        "a row is shown that is the caller's or passes his filter",
        COMPILE,
        "    return and_(*conditions)\n",
        "    return or_(*conditions)\n",
    ),
    Mutant(
        "the caller's tree has no brackets, so that an OR leaves the tenant behind",
        COMPILE,
        "        conditions.append(tree.self_group())\n    return and_(*conditions)\n",
        "        if getattr(tree, 'operator', None) is __import__('operator').or_:\n"
        "            return or_(and_(*conditions, tree.clauses[0]), *tree.clauses[1:])\n"
        "        conditions.append(tree)\n"
        "    return and_(*conditions)\n",
    ),
    Mutant(
        "the total counts the rows of all",
        COMPILE,
        "select_from(source).where(where).scalar_subquery()",
        "select_from(source).scalar_subquery()",
    ),
    Mutant(
        "the page is cut from the rows of all",
        COMPILE,
        "            .where(where)\n            .limit(",
        "            .limit(",
    ),
    Mutant(
        "rows are shown that a face leaves out",
        COMPILE,
        "        conditions.append(face.only)\n",
        "        pass\n",
    ),
    Mutant(
        "a customer's users are found by the wrong column",
        "resources/user.py",
        "tenancy=Tenancy(customer=u.customer_id, agent=u.agent_id)",
        "tenancy=Tenancy(customer=u.id, agent=u.agent_id)",
    ),
    Mutant(
        "an agent's users are found by the wrong column",
        "resources/user.py",
        "tenancy=Tenancy(customer=u.customer_id, agent=u.agent_id)",
        "tenancy=Tenancy(customer=u.customer_id, agent=u.customer_id)",
    ),
    Mutant(
        "the columns of agents and customers are swapped",
        "resources/customer.py",
        "tenancy=Tenancy(customer=c.id, agent=c.agent_id)",
        "tenancy=Tenancy(customer=c.agent_id, agent=c.id)",
    ),
    Mutant(
        "users below a customer see what an agent sees",
        TENANCY,
        "        if level in {Level.AGENT, Level.CUSTOMER}:\n            return own\n",
        "        if level is not Level.EXTENSION:\n            return own\n",
    ),
    Mutant(
        "the user of the look-up is left out",
        "resources/user.py",
        "    access=frozenset(),\n    verbs=(),\n    only=u.id == SCOPE_USER,\n",
        "    access=frozenset(),\n    verbs=(),\n",
    ),
    Mutant(
        "the object of an account is of any of its users",
        "resources/user.py",
        '    only=u.id == SCOPE_USER,\n    paged=False,\n    shows=(\n        Show("app_id"',
        '    paged=False,\n    shows=(\n        Show("app_id"',
    ),
    Mutant(
        "account and user change places among the parameters",
        BINDING,
        "        given = [scope.account_id, scope.user_id,",
        "        given = [scope.user_id, scope.account_id,",
    ),
    Mutant(
        "the statement of a page serves every level",
        BINDING,
        "        key = (query.face, shape, level, each)\n",
        "        key = (query.face, shape, each)\n",
    ),
    Mutant(
        "the statement of an object serves every level",
        BINDING,
        "        key = (face, level)\n",
        "        key = (face, None)\n",
    ),
    Mutant(
        "employees of a group are tied to it by its id alone",
        GROUPS,
        "on=(group_employee.c.customer_id == c.customer_id) & (group_employee.c.group_id == c.id)",
        "on=(group_employee.c.group_id == c.id)",
    ),
    Mutant(
        "phones of an employee are tied to him by his id alone",
        EMPLOYEES,
        "on=(phone.customer_id == c.customer_id) & (phone.employee_id == c.id)",
        "on=(phone.employee_id == c.id)",
    ),
    Mutant(
        "a coach is found by his id alone",
        EMPLOYEES,
        ".where(coach.c.customer_id == c.customer_id, coach.c.id == c.coach_id)",
        ".where(coach.c.id == c.coach_id)",
    ),
    Mutant(
        "what an employee is named by is found by its id alone",
        EMPLOYEES,
        ".where(table.c.customer_id == c.customer_id, table.c.id == c[reference])",
        ".where(table.c.id == c[reference])",
    ),
    Mutant(
        "groups of an employee are tied to him by his id alone",
        EMPLOYEES,
        "on=(member.customer_id == c.customer_id) & (member.employee_id == c.id)",
        "on=(member.employee_id == c.id)",
    ),
    Mutant(
        "members of an employee group are tied to it by its id alone",
        "resources/employee_group.py",
        "on=(member.customer_id == c.customer_id) & (member.group_id == c.id)",
        "on=(member.group_id == c.id)",
    ),
    Mutant(
        "phones that a group dials are tied to it by its id alone",
        "resources/employee_group.py",
        "on=(dialled.customer_id == c.customer_id) & (dialled.group_id == c.id)",
        "on=(dialled.group_id == c.id)",
    ),
    Mutant(
        "stays in a status are those of everybody with the id",
        "resources/employee_stat.py",
        "        stay.customer_id == c.customer_id,\n",
        "",
    ),
    Mutant(
        "tariff plans are open to every agent",
        "resources/tariff_plan.py",
        "Tenancy(agent=c.agent_id)",
        "Tenancy(everyone=True)",
    ),
    Mutant(
        "numbers that are taken are shown as free",
        "resources/pool_number.py",
        "    only=c.customer_id.is_(None),\n",
        "",
    ),
    Mutant(
        "what nobody is to see is everybody's",
        TENANCY,
        "            return true() if self.everyone else None\n",
        "            return true()\n",
    ),
)

MUTANTS: Final = (*READS, *CHANGES, *ACCESS, *TOKENS, *LINKS, *REQUESTS)
