"""A change over the RingMe API sets what was sent and nothing else: each member alone, by everybody who may.

What may be changed comes from the catalogue; what changed is read from the tables, past the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Table
from sqlalchemy.sql.visitors import iterate

from centrex.catalogue import Param, Show
from centrex.catalogue_rest import Action, RestOperation
from centrex.resources import REST_OPERATIONS
from tests.isolation.effects import Changed, difference
from tests.isolation.rest_aim import RestAim
from tests.isolation.rest_cast import Holder, Part
from tests.isolation.rest_door import entered
from tests.isolation.rest_probing import RestProber, Sender
from tests.isolation.rest_tricks import request
from tests.isolation.rest_worlds import Pair, callers
from tests.isolation.rows import Rows, read_rows

CHANGES: Final = tuple(operation for operation in REST_OPERATIONS if operation.action is Action.CHANGE)
CONSEQUENCES: Final = {"status": {"oauth_token"}, "access": {"oauth_token"}, "password": {"oauth_token"}}
"""Tables that a member changes besides: the tokens of a user who is locked out."""


@dataclass
class Changer:
    """Changes what its callers may in the whole world of a pair, each member so many times.

    ``taken`` is what was taken, by operation and member; what was read holds until the next request.
    """

    prober: RestProber
    pair: Pair
    times: int = 1

    def __post_init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()
        self.tried = 0
        self._rows: Rows | None = None

    async def failures(self, operation: RestOperation) -> list[str]:
        """By each of the callers who is let in."""
        holders = [one for one in callers(self.pair, self.prober.cast) if entered(one, operation) is None]
        found: list[str] = []
        for holder in holders:
            for param in (param for param in operation.params if param.name != "id"):
                for turn in range(self.times):
                    found += [each async for each in self._changed(holder, operation, param, turn)]
        return found

    async def _changed(self, holder: Holder, operation: RestOperation, param: Param, turn: int) -> Any:
        """Sends one member, and tells what else became of what there is."""
        aim = self.prober.aim(Sender(self.pair, holder), operation, turn)
        for below, identifier in list(self._targets(aim, holder))[:1]:
            asked = request(aim, str(below.id), identifier, body={param.name: aim.value(param)})
            store = self.pair.full.application.store
            before = self._rows or await read_rows(store)
            reply = await self.pair.full.ask(asked, holder.token)
            self._rows = await read_rows(store)
            changed = difference(before, self._rows)
            self.tried += 1
            if reply.status == 200:
                self.taken.add((operation.name, param.name))
            for stray in _strays(aim, param, changed, None if reply.status == 200 else reply.status):
                yield f"{asked} by {holder.name} was answered {reply.status}, and changed {stray}"

    def _targets(self, aim: RestAim, holder: Holder) -> Iterator[tuple[Part, Any]]:
        """What he may change; of users those whom nobody here acts as."""
        spare = {other.user_id for other in self.prober.cast.holders if other.status != "active"}
        for part in aim.realm_parts:
            for identifier in aim.own_ids(part) if aim.operation.has_id else [""]:
                if aim.table != "user" or identifier in spare:
                    yield part, identifier


def _strays(aim: RestAim, param: Param, changed: Changed, refused: int | None) -> Iterator[str]:
    """What is not the member's to change; of a refused change that is everything."""
    columns = _columns(aim, param) if refused is None else {}
    besides = CONSEQUENCES.get(param.name, set()) if refused is None else set()
    for name, (lost, new) in changed.items():
        if name in columns and len(lost) == len(new) == 1:
            differ = {column for column, value in new[0].items() if lost[0][column] != value}
            yield from (f"{name}.{column} with {param.name}" for column in sorted(differ - columns[name]))
        elif name not in besides:
            yield f"{name}: {lost[:2]} to {new[:2]}"


def _columns(aim: RestAim, param: Param) -> dict[str, set[str]]:
    """By table the columns that the member may set: those that its field is made of, and what goes with them."""
    show = aim.face.fields.get(param.name)
    shown = [show.value] if isinstance(show, Show) else []
    shown += [show.write.column] if isinstance(show, Show) and show.write else []
    found: dict[str, set[str]] = {aim.table: {param.name}}
    for element in (each for value in shown for each in iterate(value)):
        if isinstance(element, Column) and isinstance(element.table, Table):
            found.setdefault(element.table.name, set()).add(str(element.name))
    return {
        table: names | {f"{name}_{ending}" for name in names for ending in ("folded", "hash", "ha1")}
        for table, names in found.items()
    }
