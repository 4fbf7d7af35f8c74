"""Ways in which the door, tokens and the log of requests could be wrong."""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant

GATE: Final = "access/gate.py"
DIRECTORY: Final = "access/directory.py"
SERVICE: Final = "dialects/dataapi/service.py"

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

LINKS: Final = (
    Mutant(
        "a link of the reports is looked for in all accounts",
        "dialects/dataapi/media.py",
        "self._engine.page(SOUND, query, self._gate.scope(visitor))",
        "self._engine.page(SOUND, query, "
        "__import__('dataclasses') and __import__('msgspec').structs.replace(self._gate.scope(visitor), account_id=4))",
    ),
    Mutant(
        "a link of the reports leads to its file whatever call it stands below",
        "dialects/dataapi/media.py",
        'for name in ("link", "communication_id", "kind")))\n',
        'for name in ("link", "link", "kind")))\n',
    ),
    Mutant(
        "the files of the reports are for whoever has a key",
        "dialects/dataapi/media.py",
        "        self._gate.authorize(_REPORT, visitor)\n",
        "",
    ),
)

REQUESTS: Final = (
    Mutant(
        "a request is laid to the agent's account",
        "server/data_api.py",
        "caller=(visitor.account.id,",
        "caller=(visitor.principal.caller.account.id,",
    ),
    Mutant(
        "a request is laid to the user in whose name it was sent",
        "server/data_api.py",
        "visitor.principal.caller.user_id) if visitor",
        "visitor.acting.user_id) if visitor",
    ),
)
