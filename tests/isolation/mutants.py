"""Ways in which the scope, access and SQL code could be wrong. Each must be found by the probes.

A mutant is a text of the program and what stands there instead; a text that is found no more must be followed here.
"""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant
from tests.isolation.mutants_of_changes import CHANGES

COMPILE: Final = "store/compile.py"
BINDING: Final = "store/binding.py"
GATE: Final = "access/gate.py"
DIRECTORY: Final = "access/directory.py"
SERVICE: Final = "dialects/dataapi/service.py"
GROUPS: Final = "resources/virtual_number_group.py"
EMPLOYEES: Final = "resources/employee_face.py"


READS: Final = (
    Mutant(
        "every row is everybody's",
        COMPILE,
        "    return column == SCOPE_ACCOUNT\n",
        "    return true()\n",
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
        "catalogue.py",
        "        return self.agent if level is Level.AGENT else None\n",
        "        return self.agent\n",
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
        "        key = (query.face, shape, level)\n",
        "        key = (query.face, shape)\n",
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
        COMPILE,
        "    if column is None and resource.tenancy.everyone:\n",
        "    if column is None:\n",
    ),
)

ACCESS: Final = (
    Mutant(
        "a customer names another user",
        GATE,
        "        if user_id is not None and _user_id(user_id) != caller.user_id:\n",
        "        if user_id is not None and _user_id(user_id) < 0:\n",
    ),
    Mutant(
        "an agent acts for customers of another",
        GATE,
        "acting.account.agent_id != agent.account.id",
        "acting.account.agent_id is None",
    ),
    Mutant(
        "the user's account is compared, not that of its agent",
        GATE,
        "acting.account.agent_id != agent.account.id",
        "agent.account.id not in (acting.account.id, acting.account.agent_id)",
    ),
    Mutant("an agent acts for a blocked user", GATE, " or not acting.active:\n", ":\n"),
    Mutant(
        "an agent acts for users of another level",
        GATE,
        "        if acting.level is not Level.CUSTOMER:\n",
        "        if acting.level is Level.SERVER:\n",
    ),
    Mutant(
        "every level calls every method", GATE, "        if caller.level not in operation.access:\n", "        if 0:\n"
    ),
    Mutant("a locked account is open", GATE, "        if not account.active:\n", "        if 0:\n"),
    Mutant("every address is on every whitelist", GATE, "        if not account.allows(address):\n", "        if 0:\n"),
    Mutant(
        "the whitelist is that of the agent",
        SERVICE,
        "        self._gate.admit(visitor.account, exchange.address)\n",
        "        self._gate.admit(visitor.principal.caller.account, exchange.address)\n",
    ),
    Mutant(
        "the agent is charged",
        SERVICE,
        "        with self._points.charged(visitor.account) as points:\n            self._gate.authorize(operation",
        "        with self._points.charged(visitor.principal.caller.account) as points:\n"
        "            self._gate.authorize(operation",
    ),
    Mutant(
        "the limits told are the agent's",
        SERVICE,
        "        exchange.visitor, exchange.account = visitor, visitor.account\n",
        "        exchange.visitor, exchange.account = visitor, visitor.principal.caller.account\n",
    ),
    Mutant(
        "the rights are those of the agent",
        GATE,
        "not visitor.acting.may(permission.unit",
        "not visitor.principal.caller.may(permission.unit",
    ),
    Mutant("rights are not asked for", GATE, "        if permission and not visitor", "        if 0 and not visitor"),
    Mutant(
        "the right to the API is that of the customer's user",
        GATE,
        "not visitor.principal.caller.may(rights.DATA_API",
        "not visitor.acting.may(rights.DATA_API",
    ),
    Mutant(
        "the components are those of the agent",
        GATE,
        "        enabled = visitor.account.components\n",
        "        enabled = visitor.principal.caller.account.components\n",
    ),
    Mutant(
        "the rows are those of the agent",
        GATE,
        "        acting = visitor.acting\n        return Scope(",
        "        acting = visitor.principal.caller\n        return Scope(",
    ),
    Mutant(
        "unknown parameters are ignored",
        "engine/arguments.py",
        "        if name not in allowed:\n",
        "        if name == 'nothing':\n",
    ),
)

TOKENS: Final = (
    Mutant(
        "any token is the first key",
        DIRECTORY,
        '("user_id", "kind", "status", "expires_at"), {"digest": secret})',
        '("user_id", "kind", "status", "expires_at"), {})',
    ),
    Mutant(
        "any token is the first session",
        DIRECTORY,
        'step = Find(session, ("user_id", "expires_at"), {"digest": secret})',
        'step = Find(session, ("user_id", "expires_at"), {})',
    ),
    Mutant("a blocked user is let in", DIRECTORY, "        if not caller.active:\n", "        if 0:\n"),
    Mutant(
        "a session never ends",
        DIRECTORY,
        "        if not rows or rows[0][1] <= self._clock.now():\n",
        "        if not rows:\n",
    ),
    Mutant(
        "a key never ends",
        DIRECTORY,
        "        ended = expires_at is not None and expires_at <= self._clock.now()\n",
        "        ended = False\n",
    ),
    Mutant("a blocked key opens", DIRECTORY, '        if status == "blocked":\n', "        if 0:\n"),
    Mutant(
        "a temporary key outlives its blocking",
        DIRECTORY,
        '(ended or status != "active"):\n',
        "ended:\n",
    ),
    Mutant(
        "what was looked up once holds for ever",
        "access/recent.py",
        "        if kept is None or self._clock.elapsed() - kept[0] >= SECONDS:\n",
        "        if kept is None:\n",
    ),
    Mutant(
        "a closed session is remembered",
        "engine/sessions.py",
        "        self._directory.forget_token(token)\n",
        "        pass\n",
    ),
    Mutant(
        "a closed session stays",
        "engine/sessions.py",
        '    yield Delete(session, {"digest": secret})\n    return user_id\n',
        "    yield from ()\n    return user_id\n",
    ),
    Mutant(
        "a key closes like a session",
        "engine/sessions.py",
        "        if not principal.is_session:\n            raise Forbidden\n",
        "",
    ),
)

REQUESTS: Final = (
    Mutant(
        "a request is laid to the agent's account",
        "server/data_api.py",
        "                visitor.account.id,\n                visitor.principal.caller.user_id,\n",
        "                visitor.principal.caller.account.id,\n                visitor.principal.caller.user_id,\n",
    ),
    Mutant(
        "a request is laid to the user in whose name it was sent",
        "server/data_api.py",
        "                visitor.principal.caller.user_id,\n",
        "                visitor.acting.user_id,\n",
    ),
)

MUTANTS: Final = (*READS, *CHANGES, *ACCESS, *TOKENS, *REQUESTS)
