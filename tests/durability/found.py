"""What a database and its media hold after a failure, and how that contradicts what a ledger says."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from centrex.store.urls import sqlite_path
from tests.databases import fetch
from tests.durability.ground import Ground
from tests.durability.ledger import Ledger, State

OURS: Final = re.compile(r"(?P<key>w\S*\.\d+\.\d+) (?P<version>\d+)")
"""How writers name what they make."""

OF_CALLS: Final = ("call", "recording", "fax", "registration")
"""What moves the counter of the calls, and not the other."""

QUERIES: Final = {
    "groups": "SELECT id, name FROM virtual_number_group WHERE customer_id = {customer}",
    "members": "SELECT group_id, employee_id FROM virtual_number_group_employee WHERE customer_id = {customer}",
    "folders": "SELECT id, name FROM extension_group WHERE customer_id = {customer}",
    "keys": "SELECT call_id, engine_id FROM call_key WHERE customer_id = {customer}",
    "calls": "SELECT id, 0 FROM call WHERE customer_id = {customer}",
    "legs": "SELECT call_id, id FROM call_leg WHERE customer_id = {customer}",
    "recordings": "SELECT id, engine_id, part, media, digest FROM recording WHERE customer_id = {customer}",
    "files": "SELECT media, digest FROM recording",
    "audit": "SELECT object_kind, object_id, count(*) FROM audit WHERE customer_id = {customer} GROUP BY 1, 2",
    "counter": "SELECT changes FROM change_counter WHERE customer_id = {customer}",
}

Rows = list[tuple[Any, ...]]

Media = Path | Callable[[str], bytes | None]
"""Where files are: a folder, or what answers the content of one by its key, None without it."""


@dataclass
class Found:
    """What is there: the state of each object that a writer made, how often the audit names it, and what is wrong."""

    states: dict[str, State] = field(default_factory=dict)
    audited: dict[str, int] = field(default_factory=dict)
    of_calls: set[str] = field(default_factory=set)
    """Which of them are calls or their recordings."""
    unaudited: int = 0
    """Moves of the counter without an audit row, less the other way round: as many as there always were."""
    wrong: list[str] = field(default_factory=list)


def found(url: str, media: Media, ground: Ground) -> Found:
    """Reads all of it."""
    path = sqlite_path(url)
    if path is None:
        return asyncio.run(_found_on_postgres(url, media, ground))
    try:
        return _found_in(path, media, ground)
    except sqlite3.DatabaseError as error:
        return Found(wrong=[f"the file cannot be read: {error}"])


def contradictions(ledger: Ledger, there: Found, before: Found, moment: int | None = None) -> list[str]:
    """How what is there contradicts what was acknowledged until the moment; ``before`` is from before all writes."""
    wrong = list(there.wrong)
    for key in ledger.asked:
        state, possible = there.states.get(key), ledger.possible(key, moment)
        if state not in possible:
            wrong.append(f"{key} is {state}, and may be {possible}")
        elif state is not None and there.audited[key] != _changes(key, state):
            wrong.append(f"{key} is {state}, and the audit has {there.audited[key]} rows of it")
    wrong += [f"{key} was never asked for" for key in there.states.keys() - ledger.asked.keys()]
    if there.unaudited != before.unaudited:
        wrong.append(f"the counter and the audit are apart: {there.unaudited}, not {before.unaudited}")
    return wrong


def _changes(key: str, state: State) -> int:
    """How many changes lead to the state: versions count them, and a file has one."""
    return 1 if "/" in key else int(state[0])


def _found_in(path: Path, media: Media, ground: Ground) -> Found:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA synchronous=OFF")  # who comes last puts the log into the file
        checks = [*raw.execute("PRAGMA integrity_check"), *raw.execute("PRAGMA foreign_key_check")]
        if checks != [("ok",)]:
            return Found(wrong=[f"the file is damaged: {checks[:3]}"])
        rows = {name: raw.execute(_about(text, ground)).fetchall() for name, text in QUERIES.items()}
    return _read(rows, media)


async def _found_on_postgres(url: str, media: Media, ground: Ground) -> Found:
    return _read({name: await fetch(url, _about(text, ground)) for name, text in QUERIES.items()}, media)


def _about(text: str, ground: Ground) -> str:
    return text.format(customer=ground.customer_id)


def _read(rows: dict[str, Rows], media: Media) -> Found:
    there = Found()
    audit = {(kind, identifier): count for kind, identifier, count in rows["audit"]}
    members = _collected(rows["members"])
    for identifier, name in rows["groups"]:
        _add(there, name, audit.get(("virtual_number_group", identifier), 0), tuple(members.get(identifier, ())))
    for identifier, name in rows["folders"]:
        _add(there, name, audit.get(("extension_group", identifier), 0))
    _add_calls(there, rows, audit)
    _check_files(there, rows["files"], media)
    moved = sum(count for (kind, _), count in audit.items() if kind not in OF_CALLS)
    there.unaudited = rows["counter"][0][0] - moved
    return there


def _add(there: Found, name: str, audited: int, *more: object) -> None:
    ours = OURS.fullmatch(name)
    if ours is None:
        return
    key = ours["key"]
    if key in there.states:
        there.wrong.append(f"{key} is there twice")
    there.states[key] = (int(ours["version"]), *more)
    there.audited[key] = audited


def _add_calls(there: Found, rows: dict[str, Rows], audit: dict[tuple[str, int], int]) -> None:
    calls = {identifier for identifier, _ in rows["calls"]}
    legs = _collected(rows["legs"])
    if not calls == {identifier for identifier, _ in rows["keys"]} == set(legs):
        there.wrong.append("a call, its key and its legs are not all there")
    ours = set(there.states)
    for identifier, name in rows["keys"]:
        _add(there, f"{name} {len(legs.get(identifier, ()))}", audit.get(("call", identifier), 0))
    for identifier, call, part, _, digest in rows["recordings"]:
        if OURS.fullmatch(f"{call} 1"):
            there.states[f"{call}/{part}"] = (digest,)
            there.audited[f"{call}/{part}"] = audit.get(("recording", identifier), 0)
    there.of_calls = set(there.states) - ours


def _check_files(there: Found, files: Iterable[tuple[Any, ...]], media: Media) -> None:
    for key, digest in files:
        content = _content(media / key) if isinstance(media, Path) else media(key)
        if content is None:
            there.wrong.append(f"a row has no file: {key}")
        elif hashlib.sha256(content).hexdigest() != digest:
            there.wrong.append(f"a file is not whole: {key}")


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _collected(pairs: Rows) -> dict[int, list[int]]:
    """The second of each pair by the first, in order."""
    by: dict[int, list[int]] = {}
    for first, second in sorted(pairs):
        by.setdefault(first, []).append(second)
    return by
