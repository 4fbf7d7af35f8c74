"""Ways in which the scope, access and SQL code could be wrong. Each must be found by the probes.

A mutant is a text of the program and what stands there instead; a text that is found no more must be followed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COMPILE: Final = "store/compile.py"
STEPS: Final = "store/steps.py"
BINDING: Final = "store/binding.py"
GATE: Final = "access/gate.py"
DIRECTORY: Final = "access/directory.py"
SERVICE: Final = "dialects/dataapi/service.py"
GROUPS: Final = "resources/virtual_number_group.py"


@dataclass(frozen=True)
class Mutant:
    """``old`` stands once in ``file``, below the package; ``breaks`` says what is wrong with ``new``."""

    breaks: str
    file: str
    old: str
    new: str


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
        "resources/employee.py",
        "on=(phone.customer_id == c.customer_id) & (phone.employee_id == c.id)",
        "on=(phone.employee_id == c.id)",
    ),
    Mutant(
        "a coach is found by his id alone",
        "resources/employee.py",
        ".where(coach.c.customer_id == c.customer_id, coach.c.id == c.coach_id)",
        ".where(coach.c.id == c.coach_id)",
    ),
)

CHANGES: Final = (
    Mutant(
        "no step is bound to the caller's customer",
        STEPS,
        'at level {level}")\n    return True\n',
        'at level {level}")\n    return False\n',
    ),
    Mutant(
        "everybody changes what he sees",
        STEPS,
        "    if level is not Level.CUSTOMER or",
        "    if",
    ),
    Mutant(
        "an inserted row is whose it says to be",
        STEPS,
        '    if owned:\n        values["customer_id"] = SCOPE_ACCOUNT\n    return insert',
        '    if owned:\n        values.setdefault("customer_id", SCOPE_ACCOUNT)\n    return insert',
    ),
    Mutant(
        "a row is given away",
        STEPS,
        '    if owned and "customer_id" in values:\n',
        "    if not values:\n",
    ),
    Mutant(
        "rows of all are updated",
        STEPS,
        "    return update(form.table).where(_where(form, owned)).values(values)",
        "    return update(form.table).where(_where(form, False)).values(values)",
    ),
    Mutant(
        "rows of all are added to",
        STEPS,
        "    changed = update(form.table).where(_where(form, owned))",
        "    changed = update(form.table).where(_where(form, False))",
    ),
    Mutant(
        "rows of all are deleted",
        STEPS,
        "    return delete(form.table).where(_where(form, owned))",
        "    return delete(form.table).where(_where(form, False))",
    ),
    Mutant(
        "rows of all are found",
        STEPS,
        "for name in form.columns)).where(_where(form, owned))",
        "for name in form.columns)).where(_where(form, False))",
    ),
    Mutant(
        "ids of all are found",
        STEPS,
        "    return select(identifier).where(_where(form, owned), ",
        "    return select(identifier).where(_where(form, False), ",
    ),
    Mutant(
        "the text of a step that the server wrote serves everybody",
        STEPS,
        "        self.written = lru_cache(maxsize=1024)(self._written)\n",
        "        kept: dict = {}\n"
        "        self.written = lambda form, own: kept.get(form) or kept.setdefault(form, self._written(form, own))\n",
    ),
    Mutant(
        "names are looked for among all customers",
        STEPS,
        "    if level is Level.SERVER or isinstance(step, NextId | SkipIds):\n",
        "    if level is Level.SERVER or isinstance(step, NextId | SkipIds) or "
        "any(name.endswith('_folded') for name in getattr(step, 'key', ())):\n",
    ),
    Mutant(
        "a member is not looked for",
        "engine/changes.py",
        "        if member not in found:\n",
        "        if member is None:\n",
    ),
    Mutant(
        "what is not the caller's is forbidden, where what does not exist is not found",
        "engine/core.py",
        "        return await self._store.change(audited(deed, steps), scope)\n",
        "        from centrex.errors import Forbidden\n"
        "        from centrex.scope import SERVER\n"
        "        from centrex.store.steps import Find\n"
        "        try:\n"
        "            return await self._store.change(audited(deed, steps), scope)\n"
        "        except EntityNotFound:\n"
        "            if await self._store.find(Find(resource.table, ('id',), {'id': checked.get('id', 0)}), SERVER):\n"
        "                raise Forbidden from None\n"
        "            raise\n",
    ),
    Mutant(
        "what is not found is forbidden",
        "engine/changes.py",
        '        raise EntityNotFound("id", identifier)\n',
        "        raise __import__('centrex.errors').errors.Forbidden('id', identifier)\n",
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
        "        with self._points.charged(visitor.account):\n",
        "        with self._points.charged(visitor.principal.caller.account):\n",
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

MUTANTS: Final = (*READS, *CHANGES, *ACCESS, *TOKENS)
