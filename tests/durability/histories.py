"""Clients who write and read the same few names at once, by both dialects, while the server is killed repeatedly."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from typing import Final

from tests.durability.ground import Ground
from tests.durability.kills import kill, serving_all
from tests.durability.ledger import Ledger
from tests.durability.linearizable import NEVER, Deed, disorder
from tests.durability.writers import Hand
from tests.programs import SECONDS, Running

CLIENTS: Final = 6
KEYS: Final = 2
"""Of each dialect."""
DEEDS: Final = 150
"""In a round, unless another number is asked for."""
WRITES: Final = 0.3
"""Of all deeds."""


@dataclass(frozen=True)
class Register:
    """A name that is written and read by its id."""

    key: str
    write: Callable[[Hand, str], None]
    read: Callable[[Hand], str]


@dataclass
class History:
    """The deeds by register, with times of one clock."""

    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    _more: threading.Condition = field(default_factory=threading.Condition)

    def write(self, hand: Hand, register: Register, value: str) -> None:
        """Notes the write also when it has no answer."""
        began, ended = time.monotonic(), NEVER
        try:
            register.write(hand, value)
            ended = time.monotonic()
        finally:
            self._note(register, Deed(value, True, began, ended))

    def read(self, hand: Hand, register: Register) -> None:
        began = time.monotonic()
        value = register.read(hand)
        self._note(register, Deed(value, False, began, time.monotonic()))

    def wait(self, count: int) -> None:
        """Until there are so many."""
        with self._more:
            assert self._more.wait_for(lambda: self.count >= count, SECONDS), "nothing is done"

    def _note(self, register: Register, deed: Deed) -> None:
        with self._more:
            self.deeds[register.key].append(deed)
            self.count += 1
            self._more.notify_all()


def histories(
    url: str, media: Path, ground: Ground, rounds: int, seed: str, *options: str, deeds: int = DEEDS
) -> tuple[int, list[str]]:
    """How many deeds there were, at least ``deeds`` a round, and of which no order explains what was read."""
    history = History()
    registers: list[Register] = []
    for number in range(rounds + 1):
        with serving_all(url, media, *options) as server:
            with closing(_connected(server.url, ground, seed)) as hand:
                registers = registers or _made(hand)
                for register in registers:
                    history.read(hand, register)
            if number < rounds:
                _one_round(server, ground, registers, history, f"{seed}.{number}", deeds)
    wrong = [
        f"{register.key}: {each}"
        for register in registers
        for each in disorder(history.deeds[register.key], register.key)
    ]
    return history.count, wrong


def _one_round(
    server: Running, ground: Ground, registers: list[Register], history: History, name: str, deeds: int
) -> None:
    """Clients at work until the server is killed."""
    hands = [_connected(server.url, ground, f"{name}.{each}") for each in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        ends = [pool.submit(_work, hand, registers, history, f"{name}.{number}") for number, hand in enumerate(hands)]
        most = history.count + random.Random(name).randint(deeds, 2 * deeds)
        history.wait(most)
        kill(server)
    for end in ends:
        end.result()


def _work(hand: Hand, registers: list[Register], history: History, name: str) -> None:
    with closing(hand), suppress(OSError, HTTPException):  # the server has gone
        for number in count():
            register = hand.chance.choice(registers)
            if hand.chance.random() < WRITES:
                history.write(hand, register, f"{name}.{number}")
            else:
                history.read(hand, register)


def _connected(url: str, ground: Ground, seed: str) -> Hand:
    return Hand(url, ground, Ledger(), random.Random(seed))


def _made(hand: Hand) -> list[Register]:
    """New groups of either dialect; the first name of each is its key."""
    groups = [f"group {number}" for number in range(KEYS)]
    folders = [f"folder {number}" for number in range(KEYS)]
    return [*(_group(hand, key) for key in groups), *(_folder(hand, key) for key in folders)]


def _group(hand: Hand, key: str) -> Register:
    identifier = hand.data(None, "create.virtual_number_groups", name=key)["id"]
    by_id = {"field": "id", "operator": "=", "value": identifier}

    def write(hand: Hand, value: str) -> None:
        hand.data(None, "update.virtual_number_groups", id=identifier, name=value)

    def read(hand: Hand) -> str:
        return str(hand.data(None, "get.virtual_number_groups", filter=by_id, fields=["name"])[0]["name"])

    return Register(key, write, read)


def _folder(hand: Hand, key: str) -> Register:
    path = "/client/@me/extension_group/"
    path += str(hand.rest(None, "POST", path, {"name": key})["id"])

    def write(hand: Hand, value: str) -> None:
        hand.rest(None, "PUT", path, {"name": value})

    def read(hand: Hand) -> str:
        return str(hand.rest(None, "GET", path)["name"])

    return Register(key, write, read)
