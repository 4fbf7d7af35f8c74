"""Ways in which the RingMe API could reach beyond its realms. Each must be found by its probes.

A text that is found no more in the program must be followed here.
"""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant

REALMS: Final = "access/realms.py"
BEARERS: Final = "access/bearers.py"
STEP_COMPILER: Final = "store/step_compiler.py"
STEP_SQL: Final = "store/step_sql.py"
TENANCY: Final = "catalogue/tenancy.py"
COMPILE: Final = "store/compile.py"
SERVICE: Final = "dialects/ringme/service.py"
ERRORS: Final = "dialects/ringme/errors.py"
PLAIN: Final = "dialects/ringme/plain.py"
FILTERS: Final = "dialects/ringme/filters.py"
USERS: Final = "engine/realm_users.py"
EXTENSIONS: Final = "engine/extensions.py"

DOOR: Final = (
    Mutant(
        "who is blocked comes in",
        REALMS,
        "    if not caller.active or not caller.account.active:\n",
        "    if not caller.account.active:\n",
    ),
    Mutant(
        "the users of a locked client come in",
        REALMS,
        "    if not caller.active or not caller.account.active:\n",
        "    if not caller.active:\n",
    ),
    Mutant(
        "an application of the lower level changes",
        REALMS,
        "    if not (operation.reads or operation.call_api or all_access):\n",
        "    if False:\n",
    ),
    Mutant(
        "an application of the lower level changes whatever its user may",
        BEARERS,
        "        return self.access == ALL\n",
        "        return True\n",
    ),
    Mutant(
        "who may only read changes",
        REALMS,
        "    if not (operation.reads or caller.writes):\n",
        "    if False:\n",
    ),
    Mutant(
        "who may only read makes event handlers with an application of the lower level",
        REALMS,
        "    if not (operation.reads or caller.writes):\n",
        "    if not (operation.reads or operation.call_api or caller.writes):\n",
    ),
    Mutant(
        "a realm above the user's own is looked for",
        REALMS,
        "    if operation.realm not in REACHES.get(caller.level, _NOBODY):\n",
        "    if False:\n",
    ),
    Mutant(
        "tokens live for ever",
        BEARERS,
        "        if bearer.expires_at <= self._clock.now():\n",
        "        if False:\n",
    ),
    Mutant(
        "what an access changed is told to nobody",
        SERVICE,
        "        if operation.changes_access:\n",
        "        if False:\n",
    ),
)
PLACES: Final = (
    Mutant(
        "every id is the user's own part",
        REALMS,
        "            return known if known == own_id else None\n",
        "            return known\n",
    ),
    Mutant(
        "every id leads to the user's own part",
        REALMS,
        "            return known if known == own_id else None\n",
        "            return own_id\n",
    ),
    Mutant(
        "@me is a user's own in every realm",
        REALMS,
        "            return own_id if own else None\n",
        "            return own_id\n",
    ),
    Mutant(
        "every extension is everybody's",
        REALMS,
        '        return known if realm is Realm.EXTENSION_GROUP else await self._extension(caller, {"id": known})\n',
        "        return known\n",
    ),
    Mutant(
        "a group's user finds all extensions of his client",
        REALMS,
        '        rows = await self._store.find(Find(extension, ("id",), key), own_scope(caller))\n',
        '        whole = Scope(Level.CUSTOMER, caller.account.id, caller.user_id, "UTC")\n'
        '        rows = await self._store.find(Find(extension, ("id",), key), whole)\n',
    ),
    Mutant(
        "extensions of all clients are found",
        REALMS,
        '        rows = await self._store.find(Find(extension, ("id",), key), own_scope(caller))\n',
        "        whole = Scope(Level.SERVER, 0, 0)\n"
        '        rows = await self._store.find(Find(extension, ("id",), key), whole)\n',
    ),
    Mutant(
        "a foreign prefix is as good as one's own",
        REALMS,
        "    own = not star or before == prefix\n",
        "    own = True\n",
    ),
    Mutant(
        "a group of nobody's has lists",
        REALMS,
        "        if scope.level is not Level.EXTENSION_GROUP or caller.level is Level.EXTENSION_GROUP:\n",
        "        if True:\n",
    ),
    Mutant(
        "a part of nobody's is taken as it is named",
        REALMS,
        '        return bool(await self._store.find(Find(extension_group, ("id",), {"id": scope.part_id}), '
        "own_scope(caller)))\n",
        "        return True\n",
    ),
    Mutant(
        "a group's user is not known as one below a number",
        REALMS,
        "        group = caller.part_id if caller.level is Level.EXTENSION_GROUP else 0\n",
        "        group = 0\n",
    ),
    Mutant(
        "a user's own scope has no part",
        REALMS,
        '    return Scope(caller.level, caller.account.id, caller.user_id, "UTC", caller.part_id)\n',
        '    return Scope(Level.CUSTOMER, caller.account.id, caller.user_id, "UTC", caller.part_id)\n',
    ),
    Mutant(
        "what stands below a part is the client's",
        REALMS,
        "        return Scope(level, caller.account.id, caller.user_id,",
        "        return Scope(Level.CUSTOMER, caller.account.id, caller.user_id,",
    ),
)
ROWS: Final = (
    Mutant(
        "reads forget the part",
        TENANCY,
        "            return None\n        if self.history and level is Level.EXTENSION:\n"
        "            return own & (part == SCOPE_PART) & ((SCOPE_GROUP == 0) | (self.extension_group == SCOPE_GROUP))\n"
        "        return own & (part == SCOPE_PART)\n",
        "            return None\n        return own\n",
    ),
    Mutant(
        "reads of a part forget the client",
        TENANCY,
        "        return own & (part == SCOPE_PART)\n",
        "        return part == SCOPE_PART\n",
    ),
    Mutant(
        "reads of a client forget the client",
        TENANCY,
        "        if level in {Level.AGENT, Level.CUSTOMER}:\n            return own\n",
        "        if level in {Level.AGENT, Level.CUSTOMER}:\n            return true()\n",
    ),
    Mutant(
        "history is shown to the group that a number is in now",
        TENANCY,
        " & ((SCOPE_GROUP == 0) | (self.extension_group == SCOPE_GROUP))\n",
        "\n",
    ),
    Mutant(
        "no read of the dialect has a tenant",
        COMPILE,
        "    conditions: list[ColumnElement[bool]] = [scope_condition(resource, level)]\n",
        "    conditions: list[ColumnElement[bool]] = [scope_condition(resource, level)][1:]\n",
    ),
    Mutant(
        "users of all levels are one list",
        COMPILE,
        "        conditions.append(face.only)\n",
        "        pass\n",
    ),
    Mutant(
        "steps forget the part",
        STEP_COMPILER,
        ", *([(part, SCOPE_PART)] if part is not None else [])]\n",
        "]\n",
    ),
    Mutant(
        "steps of a part forget the client",
        STEP_COMPILER,
        '    bound_columns = [("customer_id", SCOPE_ACCOUNT), *([(part, SCOPE_PART)] if part is not None else [])]\n',
        '    bound_columns = [(part, SCOPE_PART)] if part is not None else [("customer_id", SCOPE_ACCOUNT)]\n',
    ),
    Mutant(
        "steps of a client forget the client",
        STEP_COMPILER,
        "    return tuple(bound_columns)\n",
        "    return tuple(bound_columns) if part is not None or type(step).__name__.startswith('Insert') else ()\n",
    ),
    Mutant(
        "rows of all are updated",
        STEP_SQL,
        "    return update(form.table).where(_where(form, owners, sql)).values(values)",
        "    return update(form.table).where(_where(form, (), sql)).values(values)",
    ),
    Mutant(
        "rows of all are deleted",
        STEP_SQL,
        "    return delete(form.table).where(_where(form, owners, sql))\n",
        "    return delete(form.table).where(_where(form, (), sql))\n",
    ),
    Mutant(
        "rows of all are found by their ids",
        STEP_SQL,
        "    return select(identifier).where(_where(form, owners, sql),",
        "    return select(identifier).where(_where(form, (), sql),",
    ),
    Mutant(
        "rows of all are counted",
        STEP_SQL,
        "    return select(func.count()).select_from(form.table).where(_where(form, owners, sql))\n",
        "    return select(func.count()).select_from(form.table).where(_where(form, (), sql))\n",
    ),
)
"""Not in this list: changes of what a part has itself. Whatever row they name, the store binds it to the part."""

ENGINE: Final = (
    Mutant(
        "a number is placed in any group",
        EXTENSIONS,
        '        yield from require(extension_group, "extension_group_id", [work.integer("extension_group_id")])\n',
        "        pass\n",
    ),
    Mutant(
        "a number of another client's prefix is made",
        EXTENSIONS,
        "    own = not star or before == prefix\n",
        "    own = True\n",
    ),
    Mutant(
        "a DID leads to any number",
        "engine/dids.py",
        "            yield from require(extension, name, [work.integer(name)])\n",
        "            pass\n",
    ),
    Mutant(
        "a user is made for any group or number",
        USERS,
        "        yield from require(kind.target, kind.member, [target])\n",
        "",
    ),
    Mutant(
        "a user is made for any client",
        USERS,
        "    if target != work.scope.account_id:\n",
        "    if False:\n",
    ),
    Mutant(
        "a user of any level is changed as one of this",
        USERS,
        '{"id": identifier, "level": kind.level})\n',
        '{"id": identifier})\n',
    ),
    Mutant(
        "the users of a group stay when it goes",
        "engine/extension_groups.py",
        "    yield from remove_users_of(extension_group_id=identifier)\n",
        "    yield from remove_users_of(extension_group_id=-1)\n    yield Update(__import__('centrex.resources.user', "
        "fromlist=['user']).user, {'extension_group_id': identifier}, {'extension_group_id': None})\n",
    ),
)
TELLING: Final = (
    Mutant(
        "a group is not looked for before a change",
        SERVICE,
        "        await self._require(bearer, scope, operation)\n        if operation.action in OF_FILES:\n",
        "        if operation.action in OF_FILES:\n",
    ),
    Mutant(
        "an empty list is not asked whose it is",
        SERVICE,
        '        if data == b"[]":\n',
        "        if False:\n",
    ),
    Mutant(
        "places are looked for before rights",
        SERVICE,
        "        realms.authorize(operation, bearer.caller, all_access=bearer.all_access)\n"
        "        scope = await self._realms.scope(bearer.caller, operation.realm, found.reference)\n",
        "        scope = await self._realms.scope(bearer.caller, operation.realm, found.reference)\n"
        "        realms.authorize(operation, bearer.caller, all_access=bearer.all_access)\n",
    ),
    Mutant(
        "whoever is known comes in",
        "dialects/ringme/door.py",
        "        realms.admit(bearer.caller)\n",
        "",
    ),
    Mutant(
        "the body says which object is meant",
        SERVICE,
        '                arguments["id"] = identifier\n',
        '                arguments.setdefault("id", identifier)\n',
    ),
    Mutant(
        "a wrong body is told before a missing object",
        SERVICE,
        "            if operation.action is Action.CHANGE:\n",
        "            if False:\n",
    ),
    Mutant(
        "users of a group are told of the client",
        PLAIN,
        "    if caller.level is not Level.CUSTOMER:\n",
        "    if False:\n",
    ),
    Mutant(
        "the user of the token is any of his client",
        "resources/realm_user.py",
        "    only=u.id == SCOPE_USER,\n",
        "    only=u.id <= SCOPE_USER,\n",
    ),
    Mutant(
        "the client's limits count what all have",
        "resources/limit.py",
        "    return select(func.count()).select_from(table).where(table.c.customer_id == c.id).scalar_subquery()\n",
        "    return select(func.count()).select_from(table).where(table.c.customer_id > 0).correlate(customer)"
        ".scalar_subquery()\n",
    ),
    Mutant(
        "numbers are joined with the settings of another's",
        "resources/phone.py",
        "(c.customer_id == extension.c.customer_id) & (c.extension_id == extension.c.id)",
        "c.extension_id == extension.c.id",
    ),
)
FILES: Final = "dialects/ringme/files.py"
WHOLE: Final = "__import__('msgspec').structs.replace(scope, level='customer', part_id=0)"
"""The client's sight, whoever asks."""

CALLS: Final = (
    Mutant(
        "a call is shown with everybody's parts",
        "resources/call_history.py",
        "            tenancy=history_of(call_leg),\n",
        "",
    ),
    Mutant(
        "history is changed by the group that a number is in now",
        STEP_COMPILER,
        '    if scope.group_id and level is Level.EXTENSION and step.table.info.get("history"):\n',
        "    if False:\n",
    ),
    Mutant(
        "rows of all are found by their time",
        STEP_SQL,
        "    return select(*shown).where(_where(form, owners, sql), column",
        "    return select(*shown).where(_where(form, (), sql), column",
    ),
    Mutant(
        "a sound of the other kind is deleted",
        "engine/media_removal.py",
        '{**_kind(work), "uuid"',
        '{"uuid"',
    ),
    Mutant(
        "sounds are joined with parts of another's calls",
        "resources/cdr.py",
        "    and_(c.customer_id == sound.customer_id, c.started_at ==",
        "    and_(c.started_at ==",
    ),
    Mutant(
        "a file is everybody's of the client",
        FILES,
        "        found = files_in(await self._engine.rows(operation, query, scope), face.served_as)\n",
        f"        found = files_in(await self._engine.rows(operation, query, {WHOLE}), face.served_as)\n",
    ),
    Mutant(
        "an archive holds everybody's files of the client",
        FILES,
        "        files = files_in(await self._engine.rows(operation, query, scope))\n",
        f"        files = files_in(await self._engine.rows(operation, query, {WHOLE}))\n",
    ),
    Mutant(
        "everybody's recordings of the client are counted",
        SERVICE,
        "            return (await self._engine.rows(operation, query, scope)).data\n",
        f"            return (await self._engine.rows(operation, query, {WHOLE})).data\n",
    ),
    Mutant(
        "an address leads on whoever was blocked since",
        FILES,
        "        realms.admit(caller)\n",
        "",
    ),
    Mutant(
        "an address leads on to where its user is no more",
        FILES,
        "        scope = await self._realms.scope(caller, realm, part)\n",
        "        scope = realms.own_scope(caller)\n",
    ),
    Mutant(
        "an address holds for ever",
        "access/links.py",
        "    if now >= signed.until:\n",
        "    if False:\n",
    ),
    Mutant(
        "addresses need not be signed",
        "access/links.py",
        "base64_decode(_signer(key).unsign(token.encode()))",
        "base64_decode(token.encode().rpartition(b'.')[0])",
    ),
)
REST_MUTANTS: Final = (*DOOR, *PLACES, *ROWS, *ENGINE, *TELLING, *CALLS)
