"""Rounds of writers at a real server that is killed with SIGKILL at a moment of chance, and started again."""

from __future__ import annotations

import os
import random
import signal
import threading
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Final

from tests.durability.found import OURS, Found, contradictions, found
from tests.durability.ground import Ground
from tests.durability.ledger import Ledger, State
from tests.durability.writers import Hand, writing
from tests.programs import SECONDS, Running, serving

MOST_ACKNOWLEDGED: Final = 40
"""Answers that a round lives for, at most."""


def kill_rounds(url: str, media: Path, ground: Ground, rounds: int, seed: str) -> list[str]:
    """What was found wrong after any of the rounds; the database and the media are a copy of the ground's."""
    ledger = Ledger()
    chance = random.Random(seed)
    before = found(url, media, ground)
    wrong: list[str] = []
    for number in range(rounds):
        with serving_all(url, media) as server:
            wrong += _named(number, contradictions(ledger, found(url, media, ground), before))
            with writing(server.url, ground, ledger, f"w{seed}.{number}"):
                wanted = ledger.count + chance.randint(1, MOST_ACKNOWLEDGED)
                assert ledger.wait(wanted, SECONDS), "nothing was acknowledged"
                threading.Event().wait(chance.uniform(0, 0.01))
                kill(server)
    with serving_all(url, media) as server:
        there = found(url, media, ground)
        wrong += _named(rounds, contradictions(ledger, there, before))
        wrong += unlike(server, ground, there)
    return wrong


def serving_all(url: str, media: Path, *options: str) -> AbstractContextManager[Running]:
    """The server with its files and without limits."""
    return serving(url, "--media", str(media), "--hour-limit", "0", *options)


def kill(server: Running) -> None:
    """The process, and after it those that it has begun, which it would replace."""
    process = server.process.pid
    begun = [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    os.kill(process, signal.SIGKILL)
    for each in begun:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    server.wait()


def unlike(server: Running, ground: Ground, there: Found) -> list[str]:
    """Whose groups clients of either dialect read otherwise than they stand in the database."""
    hand = Hand(server.url, ground, Ledger(), random.Random(0))
    with closing(hand):
        groups = hand.data(None, "get.virtual_number_groups", fields=["name", "employees"], limit=10_000)
        folders = hand.rest(None, "GET", "/client/@me/extension_group/")
    shown: dict[str, State] = {}
    for each in (*groups, *folders):
        if ours := OURS.fullmatch(each["name"]):
            members = [tuple(person["id"] for person in each["employees"])] if "employees" in each else []
            shown[ours["key"]] = (int(ours["version"]), *members)
    groups_there = {key: state for key, state in there.states.items() if key not in there.of_calls}
    return [] if shown == groups_there else [f"clients read {shown.items() ^ groups_there.items()}"]


def _named(number: int, wrong: list[str]) -> list[str]:
    return [f"round {number}: {each}" for each in wrong]
