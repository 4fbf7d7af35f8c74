"""PBX engines that send what they have to tell until it is answered, though answers are lost and the server dies."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.databases import fetch
from tests.durability.ground import Ground
from tests.durability.kills import kill, serving_all
from tests.durability.writers import SOUNDS
from tests.pbx import leg, report
from tests.programs import SECONDS

TOGETHER: Final = 5
"""Calls of a request."""
ENGINES: Final = 4
"""Every request is sent by two of them."""
TIMES: Final = 2
"""How often each hears of every request that it was done."""

Told = tuple[str, str, bytes]
"""A request: method, path and body."""

CALLS: Final = "SELECT k.engine_id FROM call_key k JOIN call c ON c.id = k.call_id"
LEGS: Final = "SELECT k.engine_id, l.engine_id FROM call_key k JOIN call_leg l ON l.call_id = k.call_id"
RECORDINGS: Final = "SELECT engine_id FROM recording"


class Delivery:
    """What there is to tell, and to which server at the moment."""

    def __init__(self, ground: Ground, calls: int, seed: str) -> None:
        self.ground = ground
        self.names = [f"{seed}.{number}" for number in range(calls)]
        self.known = set(self.names)
        self.wrong: list[str] = []
        self.heard = 0
        self._url = ""
        self._is_over = False
        self._changed = threading.Condition()

    def __enter__(self) -> Delivery:
        return self

    def __exit__(self, *how: object) -> None:
        self._is_over = True

    @property
    def requests(self) -> list[Told]:
        """Calls of two legs, some at a time, and after them a recording of the first of them."""
        told: list[Told] = []
        for first in range(0, len(self.names), TOGETHER):
            some = self.names[first : first + TOGETHER]
            body = json.dumps([report(name, *_legs()) for name in some]).encode()
            told += [("POST", "calls", body), ("PUT", f"media/{some[0]}/0", SOUNDS[0])]
        return told

    def serve(self, url: str) -> None:
        """From now on the server is there."""
        with self._changed:
            self._url = url
            self._changed.notify_all()

    def wait(self, heard: int) -> None:
        """Waits until so many requests were answered."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.heard >= heard, SECONDS), "nothing is answered"

    def deliver(self, requests: Sequence[Told], chance: random.Random) -> None:
        """Sends each again and again until it was heard often enough that it was done."""
        for told in requests:
            heard = 0
            while heard < TIMES and not self._is_over:
                url = self._url
                try:
                    heard += self._sent(url, told, chance.random())
                except (OSError, HTTPException):
                    self._wait_for_another(url)

    def _sent(self, url: str, told: Told, how: float) -> bool:
        """Whether an answer was heard that says it was done; some are not waited for, some requests break off."""
        method, path, body = told
        parts = urlsplit(url)
        headers = {"Authorization": f"Bearer {self.ground.engine}", "Content-Length": str(len(body))}
        with closing(HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)) as connection:
            connection.request(method, f"/ingest/v1/{path}", body if how > 0.1 else body[: len(body) // 2], headers)
            if how < 0.4:
                return False
            response = connection.getresponse()
            answer = response.read()
        if response.status not in {200, 503}:
            self.wrong.append(f"{path}: {response.status} {answer[:300]!r}")
        return self._noted(response.status != 503)

    def _noted(self, done: bool) -> bool:
        with self._changed:
            self.heard += done
            self._changed.notify_all()
        return done

    def _wait_for_another(self, url: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._url != url, 0.05)


def delivered(url: str, media: Path, ground: Ground, calls: int, kills: int, seed: str, *options: str) -> list[str]:
    """What was refused, or is stored otherwise than once each, of so many calls and their recordings."""
    delivery = Delivery(ground, calls, f"w{seed}")
    requests = delivery.requests
    halves = (requests[: len(requests) // 2], requests[len(requests) // 2 :])
    chance = random.Random(seed)
    with ThreadPoolExecutor(ENGINES) as pool, delivery:
        engines = [
            pool.submit(delivery.deliver, halves[each % 2], random.Random(f"{seed}.{each}")) for each in range(ENGINES)
        ]
        for number in range(kills + 1):
            with serving_all(url, media, *options) as server:
                delivery.serve(server.url)
                if number == kills:
                    for engine in engines:
                        engine.result(SECONDS)
                else:
                    rest = ENGINES * TIMES * len(requests) // 2 - delivery.heard
                    delivery.wait(delivery.heard + chance.randint(1, max(1, rest // (kills + 1))))
                    kill(server)
    return delivery.wrong + _not_once(url, delivery)


def _not_once(url: str, delivery: Delivery) -> list[str]:
    """Calls, legs and recordings that are not there once."""
    wrong: list[str] = []
    for what, query, wanted in (
        ("calls", CALLS, {(name,) for name in delivery.names}),
        ("legs", LEGS, {(name, each["leg_id"]) for name in delivery.names for each in _legs()}),
        ("recordings", RECORDINGS, {(name,) for name in delivery.names[::TOGETHER]}),
    ):
        stored = Counter(row for row in asyncio.run(fetch(url, query)) if row[0] in delivery.known)
        wrong += [f"{what}: {row} is there {count} times" for row, count in stored.items() if count != 1]
        wrong += [f"{what}: {row} is not there" for row in wanted - stored.keys()]
    return wrong


def _legs() -> list[dict[str, Any]]:
    return [leg(str(number), called=str(390 + number), dialled=None) for number in (1, 2)]
