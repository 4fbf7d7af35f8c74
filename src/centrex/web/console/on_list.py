"""What a list offers besides its rows: their pages, and the form of a new one."""

from __future__ import annotations

from typing import NamedTuple

from centrex.catalogue import Level
from centrex.engine.account_doors import may
from centrex.web.console.acting import Act
from centrex.web.console.administered import THINGS
from centrex.web.console.sections import KEYS_SECTION, Section
from centrex.web.console.settings_pages import EXTENSIONS
from centrex.web.console.things import can

NEW_KEY = "New key"


class OnList(NamedTuple):
    """The column that leads to the pages of rows, what stands below their addresses, and the words for a new one."""

    opens: int | None = None
    new: str | None = None
    below: str = ""


def on_list(section: Section, act: Act) -> OnList:
    """What the caller is offered on the list of a section."""
    if section is KEYS_SECTION:
        return OnList(0, NEW_KEY if may(act.caller, "insert") else None)
    if section is EXTENSIONS and act.caller.level is Level.EXTENSION_GROUP:
        return OnList(0, below="/settings")
    thing = THINGS.get(section.path)
    if thing is None or not can(thing.reads, act):
        return OnList()
    return OnList(thing.opens, thing.new if thing.creates and can(thing.creates, act) else None)
