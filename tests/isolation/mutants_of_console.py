"""Ways in which the console could show or change what is another's. Each must be found by its probes.

A text that is found no more in the program must be followed here.
"""

from __future__ import annotations

from typing import Final

from tests.isolation.mutant import Mutant

WEB: Final = "web/pages.py"
CONSOLE: Final = "web/console/pages.py"
GROUPS: Final = "web/console/group_pages.py"
THINGS: Final = "web/console/things.py"
REALMS: Final = "access/realms.py"
SESSIONS: Final = "engine/web_sessions.py"

CONSOLE_MUTANTS: Final = (
    Mutant(
        "whatever account the path names is shown",
        CONSOLE,
        "        if account != str(caller.account.id):\n",
        "        if False:\n",
    ),
    Mutant(
        "everybody sees all of the account",
        REALMS,
        "    return Scope(caller.level, caller.account.id, caller.user_id, caller.account.zone, caller.part_id, group)",
        "    level = caller.level if caller.level is Level.AGENT else Level.CUSTOMER\n"
        "    return Scope(level, caller.account.id, caller.user_id, caller.account.zone)",
    ),
    Mutant(
        "a form of any browser is taken",
        WEB,
        "        if not visit.is_ours:\n",
        "        if False:\n",
    ),
    Mutant(
        "who may only read takes groups apart",
        GROUPS,
        '        if visit.method == "POST" and not kind.writes(caller):\n',
        "        if False:\n",
    ),
    Mutant(
        "who is blocked stays signed in",
        SESSIONS,
        "        return caller if caller is not None and caller.active and caller.account.active else None\n",
        "        return caller\n",
    ),
    Mutant(
        "who may only read changes things",
        THINGS,
        "        return LEVEL_OF[operation.realm] is caller.level and (operation.reads or caller.writes)\n",
        "        return LEVEL_OF[operation.realm] is caller.level\n",
    ),
)
