"""Writers: threads that change objects of their own by both dialects and by ingest, over real sockets."""

from __future__ import annotations

import hashlib
import json
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

from centrex.media.tones import clip
from tests.durability.ground import Ground
from tests.durability.ledger import Asked, Ledger
from tests.pbx import leg, report
from tests.programs import SECONDS

SOUNDS: Final = tuple(clip(str(number), 0.1) for number in range(391, 395))
MOST_VERSIONS: Final = 4


class Refused(Exception):
    """An answer that acknowledges nothing: its status and its body."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body.decode(errors='replace')[:300]}")
        self.status = status
        self.body = body


class Hand:
    """One connection, and the requests of one writer on it."""

    def __init__(self, url: str, ground: Ground, ledger: Ledger, chance: random.Random) -> None:
        parts = urlsplit(url)
        self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        self.ground = ground
        self.ledger = ledger
        self.chance = chance

    def close(self) -> None:
        self.connection.close()

    def data(self, asked: Asked | None, method: str, **params: Any) -> Any:
        """The data of an answer of the Data API; ``asked`` is acknowledged."""
        told = {"access_token": self.ground.key, **params}
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": told}).encode()
        answer = json.loads(self._sent("POST", "/v2.0", body, {}, lambda status, body: b'"result"' in body, asked))
        return answer["result"]["data"]

    def rest(self, asked: Asked | None, method: str, path: str, body: Any = None) -> Any:
        """The JSON of an answer of the RingMe API, None when it has none."""
        sent = b"" if body is None else json.dumps(body).encode()
        answer = self._sent(method, f"/api/ver1.0{path}", sent, _bearer(self.ground.bearer), _is_done, asked)
        return json.loads(answer) if answer else None

    def ingest(self, asked: Asked | None, method: str, path: str, body: bytes) -> Any:
        """The JSON of an answer of the ways in for PBX engines."""
        return json.loads(self._sent(method, f"/ingest/v1/{path}", body, _bearer(self.ground.engine), _is_done, asked))

    def _sent(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        is_done: Callable[[int, bytes], bool],
        asked: Asked | None,
    ) -> bytes:
        kind = {"Content-Type": "application/json"} if body else {}
        self.connection.request(method, path, body, kind | headers)
        response = self.connection.getresponse()
        answer = response.read()
        if not is_done(response.status, answer):
            raise Refused(response.status, answer)
        if asked is not None:
            self.ledger.acknowledge(asked)
        return answer


def write_group(hand: Hand, key: str) -> None:
    """A group of numbers with its members by the Data API: created, changed some times, at times deleted."""
    identifier = 0
    for version in _versions(hand.chance):
        members = sorted(hand.chance.sample(hand.ground.people, 2))
        asked = hand.ledger.ask(key, (version, tuple(members)))
        named = {"name": f"{key} {version}", "employees": members}
        if version == 1:
            identifier = hand.data(asked, "create.virtual_number_groups", **named)["id"]
        else:
            hand.data(asked, "update.virtual_number_groups", id=identifier, **named)
    if hand.chance.random() < 0.2:
        hand.data(hand.ledger.ask(key, None), "delete.virtual_number_groups", id=identifier)


def write_folder(hand: Hand, key: str) -> None:
    """A group of extensions by the RingMe API, likewise."""
    path = "/client/@me/extension_group/"
    for version in _versions(hand.chance):
        asked = hand.ledger.ask(key, (version,))
        if version == 1:
            path += f"{hand.rest(asked, 'POST', path, {'name': f'{key} 1'})['id']}"
        else:
            hand.rest(asked, "PUT", path, {"name": f"{key} {version}"})
    if hand.chance.random() < 0.2:
        hand.rest(hand.ledger.ask(key, None), "DELETE", path)


def write_call(hand: Hand, key: str) -> None:
    """A call with a late leg, and its recordings."""
    for version in (1, 2):
        told = report(key, leg(str(version), called=str(390 + version), dialled=None))
        hand.ingest(hand.ledger.ask(key, (version,)), "POST", "calls", json.dumps(told).encode())
    for part in range(hand.chance.randint(0, 2)):
        sound = hand.chance.choice(SOUNDS)
        asked = hand.ledger.ask(f"{key}/{part}", (hashlib.sha256(sound).hexdigest(),))
        hand.ingest(asked, "PUT", f"media/{key}/{part}", sound)


WRITES: Final[Sequence[Callable[[Hand, str], None]]] = (write_group, write_folder, write_call)


class Writers:
    """Writers at work on one server. ``refusals`` are the answers that acknowledged nothing."""

    def __init__(self, url: str, ground: Ground, ledger: Ledger, name: str, number: int = 6) -> None:
        self.refusals: list[Refused] = []
        self._stopping = threading.Event()
        self._wrong: list[BaseException] = []
        hands = [Hand(url, ground, ledger, random.Random(f"{name}.{each}")) for each in range(number)]
        self._threads = [
            threading.Thread(target=self._write, args=(hand, f"{name}.{each}"), daemon=True)
            for each, hand in enumerate(hands)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Lets each end what it is at, or notice that the server has gone."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(SECONDS)
        assert not any(thread.is_alive() for thread in self._threads), "a writer hangs"
        if self._wrong:
            raise self._wrong[0]

    def _write(self, hand: Hand, name: str) -> None:
        with closing(hand):
            try:
                for number in count():
                    if self._stopping.is_set():
                        return
                    self._write_one(hand, f"{name}.{number}", WRITES[(number + len(name)) % len(WRITES)])
            except (OSError, HTTPException):
                return  # the server has gone, and with it the answer
            except BaseException as wrong:  # told by finish()
                self._wrong.append(wrong)

    def _write_one(self, hand: Hand, key: str, write: Callable[[Hand, str], None]) -> None:
        try:
            write(hand, key)
        except Refused as refusal:
            self.refusals.append(refusal)
            hand.ledger.refuse()


@contextmanager
def writing(url: str, ground: Ground, ledger: Ledger, name: str, number: int = 6) -> Iterator[Writers]:
    """Writers at work while the block lasts."""
    writers = Writers(url, ground, ledger, name, number)
    writers.start()
    try:
        yield writers
    finally:
        writers.finish()


def _versions(chance: random.Random) -> range:
    return range(1, 1 + chance.randint(1, MOST_VERSIONS))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _is_done(status: int, body: bytes) -> bool:
    return 200 <= status < 300
