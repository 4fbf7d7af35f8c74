"""What was asked of a server and what it acknowledged, object by object, and so what must be found afterwards.

Each object has one writer, who asks for the next change once the last was acknowledged, and leaves the object alone
after a request of unknown outcome.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

State = Any
"""What can be read back of an object; None is that there is none."""


@dataclass(slots=True)
class Asked:
    """A change that was sent; ``acknowledged`` is the moment, as the ledger counts it, once there is one."""

    state: State
    acknowledged: int | None = None


@dataclass
class Ledger:
    """``now`` tells moments that only grow, such as the length of what a disk has recorded."""

    now: Callable[[], int] = lambda: 0
    asked: dict[str, list[Asked]] = field(default_factory=dict)
    count: int = 0
    refused: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def ask(self, key: str, state: State) -> Asked:
        """Writes down that a change is about to be sent."""
        asked = Asked(state)
        self.asked.setdefault(key, []).append(asked)
        return asked

    def acknowledge(self, asked: Asked) -> None:
        """Writes down that the answer has come."""
        with self._changed:
            asked.acknowledged = self.now()
            self.count += 1
            self._changed.notify_all()

    def refuse(self) -> None:
        """Writes down that one was refused."""
        with self._changed:
            self.refused += 1
            self._changed.notify_all()

    def wait(self, count: int, seconds: float, *, refused: float = float("inf")) -> bool:
        """Waits until so many changes were acknowledged in all, or refused; answers whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count or self.refused >= refused, seconds)

    def possible(self, key: str, moment: int | None = None) -> list[State]:
        """What may be found of the object after a failure at the moment, by default after all that is written.

        The last state that was acknowledged until then, or one that was asked for after it.
        """
        states: list[State] = [None]
        for asked in self.asked[key]:
            if asked.acknowledged is not None and (moment is None or asked.acknowledged <= moment):
                states = []
            states.append(asked.state)
        return states
