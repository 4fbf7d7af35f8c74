"""Ways in which steps, and the changes that take them, could reach what is another's."""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant

STEP_COMPILER: Final = "store/step_compiler.py"
STEP_SQL: Final = "store/step_sql.py"
ENGINE: Final = "engine/core.py"

OWNERS: Final = (
    Mutant(
        "no step is bound to the caller's customer",
        STEP_COMPILER,
        '    bound_columns = [("customer_id", SCOPE_ACCOUNT), *([(part, SCOPE_PART)] if part is not None else [])]\n',
        "    bound_columns = [(part, SCOPE_PART)] if part is not None else []\n",
    ),
    Mutant(
        "no step is bound to the agent",
        STEP_COMPILER,
        '        return (("agent_id", SCOPE_ACCOUNT),)\n',
        "        return ()\n",
    ),
    Mutant(
        "what an agent has himself is what his customers have",
        STEP_COMPILER,
        '    if level is Level.AGENT and "agent_id" in columns:\n',
        '    if level is Level.AGENT and "agent_id" in columns and "customer_id" not in columns:\n',
    ),
    Mutant(
        "a customer's sight of accounts is the server's",
        STEP_COMPILER,
        "    if isinstance(step, Own) or (step.table is customer and level is Level.CUSTOMER):\n",
        "    if step.table is customer and level is Level.CUSTOMER and type(step) is not Own:\n        return ()\n"
        "    if isinstance(step, Own):\n",
    ),
    Mutant(
        "everybody changes what he sees",
        STEP_COMPILER,
        "    if column not in table.c:\n",
        "    if column not in table.c:\n        return None\n    if table is None:\n",
    ),
    Mutant(
        "an inserted row is whose it says to be",
        STEP_SQL,
        "values({**values, **dict(owners)})",
        "values({**dict(owners), **values})",
    ),
    Mutant(
        "many inserted rows are whose they say to be",
        STEP_COMPILER,
        "picked({**owners, **row})",
        'picked({**owners, "scope_account": row.get("customer_id", owners["scope_account"]), **row})',
    ),
    Mutant(
        "a row is given away",
        STEP_SQL,
        "for name, value in owners if name in values)\n",
        "for name, value in owners if not values)\n",
    ),
    *(
        Mutant(
            f"rows of all are {done}",
            STEP_SQL,
            f"{before}where(_where(form, owners, sql){after}",
            f"{before}where(_where(form, (), sql){after}",
        )
        for done, before, after in (
            ("updated", "    return update(form.table).", ").values(values)"),
            ("added to", "    changed = update(form.table).", ")\n"),
            ("deleted", "    return delete(form.table).", ")\n"),
            ("deleted when they are old", "    found = select(*keys).", ", column <"),
            ("found", "for name in form.columns)).", ")\n"),
            ("counted", "select_from(form.table).", ")\n"),
            ("found by their ids", "    return select(identifier).", ", sql"),
            ("let go of", "    return update(form.table).", ").values({"),
            ("entered", "    return select(form.table.c.id).", ")\n"),
        )
    ),
    Mutant(
        "a row is taken from whoever has it",
        STEP_SQL,
        "    free = and_(_where(form, (), sql), columns.customer_id.is_(None))\n",
        "    free = _where(form, (), sql)\n",
    ),
    Mutant(
        "a row is taken for whoever is named",
        STEP_SQL,
        '    taker = SCOPE_ACCOUNT if owners else _new(form.table, "customer_id")\n',
        '    taker = _new(form.table, "customer_id") if "customer_id" in form.columns else SCOPE_ACCOUNT\n',
    ),
    Mutant(
        "an agent is in an account before he is let in",
        STEP_COMPILER,
        "            if isinstance(step, Enter) and rows:\n",
        "            if isinstance(step, Enter):\n",
    ),
    Mutant(
        "who is in an account is the server there",
        "scope.py",
        "        return Scope(Level.CUSTOMER, customer_id,",
        "        return Scope(Level.SERVER, customer_id,",
    ),
    Mutant(
        "who is in an account is the agent still",
        "scope.py",
        "        return Scope(Level.CUSTOMER, customer_id,",
        "        return Scope(self.level, self.account_id,",
    ),
    Mutant(
        "the text of a step that the server wrote serves everybody",
        STEP_COMPILER,
        "        self.written = lru_cache(maxsize=1024)(self._written)\n",
        "        kept: dict = {}\n"
        "        self.written = lambda form, own: kept.get(form) or kept.setdefault(form, self._written(form, own))\n",
    ),
    Mutant(
        "names are looked for among all customers",
        STEP_COMPILER,
        "    if level is Level.SERVER or isinstance(step, NextId | NextIds | SkipIds):\n",
        "    if level is Level.SERVER or isinstance(step, NextId | NextIds | SkipIds) or "
        "any(name.endswith('_folded') for name in getattr(step, 'key', ())):\n",
    ),
    Mutant(
        "short numbers are looked for among all customers",
        STEP_COMPILER,
        "    if level is Level.SERVER or isinstance(step, NextId | NextIds | SkipIds):\n",
        "    if level is Level.SERVER or isinstance(step, NextId | NextIds | SkipIds) or "
        "any(name.endswith('_phone_number') for name in getattr(step, 'key', ())):\n",
    ),
)

ENTRIES: Final = (
    Mutant(
        "a member is not looked for",
        "engine/members.py",
        "        if identifier not in found:\n",
        "        if identifier is None:\n",
    ),
    Mutant(
        "what is not the caller's is forbidden, where what does not exist is not found",
        ENGINE,
        "        changed = await self._store.change(audited(deed, steps(work)), scope)\n",
        "        from centrex.errors import Forbidden\n"
        "        from centrex.scope import SERVER\n"
        "        from centrex.store.steps import Find\n"
        "        try:\n"
        "            changed = await self._store.change(audited(deed, steps(work)), scope)\n"
        "        except EntityNotFound:\n"
        "            if await self._store.find(Find(resource.table, ('id',), {'id': checked.get('id', 0)}), SERVER):\n"
        "                raise Forbidden from None\n"
        "            raise\n",
    ),
    Mutant(
        "what is not found is forbidden",
        "engine/work.py",
        "        raise EntityNotFound(name, identifier)\n",
        "        raise __import__('centrex.errors').errors.Forbidden(name, identifier)\n",
    ),
    Mutant(
        "an entry is not looked for",
        "engine/work.py",
        '    if not (yield Find(work.resource.table, ("id",), {"id": identifier})):\n',
        '    if (yield Find(work.resource.table, ("id",), {"id": identifier})) is None:\n',
    ),
    Mutant(
        "a phone is anybody's",
        "engine/employee_phones.py",
        "        if identifier not in own:\n",
        "        if identifier is None:\n",
    ),
    Mutant(
        "a group that an employee joins is not looked for",
        "engine/employees.py",
        '    yield from require(employee_group, "groups", wanted)\n',
        "",
    ),
    Mutant(
        "a coach is not looked for",
        "engine/employees.py",
        '        yield from require(employee, "coach.coach_id", [coach_id])\n',
        "        yield from ()\n",
    ),
    Mutant(
        "the position of an operator is not looked for",
        "engine/chat_operators.py",
        '        yield from require(employee_position, "operator.operator_position_id", [position_id])\n',
        "        yield from ()\n",
    ),
    Mutant(
        "a member of an employee group is not looked for",
        "engine/employee_groups.py",
        '    yield from require(employee, "members", wanted)\n',
        "",
    ),
    Mutant(
        "a phone that a group dials is not looked for",
        "engine/employee_groups.py",
        '            raise EntityNotFound("phone_numbers.employee_phone_number_id", number_id)\n',
        "            continue\n",
    ),
    Mutant(
        "a number is connected though it was not to be had",
        "engine/numbers.py",
        "    if not (yield Claim(pool_number, wanted.key, owner)):\n",
        "    if (yield Claim(pool_number, wanted.key, owner)) is None:\n",
    ),
    Mutant(
        "any plan is open to any agent",
        "engine/customers.py",
        '    rows = yield Find(tariff_plan, ("components", *_PLAN_LIMITS), {"id": identifier})\n    if not rows:\n',
        '    rows = yield Find(tariff_plan, ("components", *_PLAN_LIMITS), {"id": identifier})\n'
        "    rows = rows or [('[]', None, None, None)]\n    if not rows:\n",
    ),
    Mutant(
        "a new customer is nobody's",
        "engine/customers.py",
        "    yield Insert(customer, values)\n    yield from _inside(identifier)\n",
        "    yield Insert(customer, values)\n",
    ),
    Mutant(
        "who came in through the API is remembered after he was shut out",
        "dialects/dataapi/service.py",
        "        if operation.changes_access:\n",
        "        if operation is None:\n",
    ),
)

CHANGES: Final = (*OWNERS, *ENTRIES)
