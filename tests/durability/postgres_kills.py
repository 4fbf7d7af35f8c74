"""PostgreSQL itself killed with SIGKILL while writers write, and recovered; the server of ours stays and goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from tests.durability.faults import UNFORESEEN, unlike_refusals
from tests.durability.found import contradictions, found
from tests.durability.ground import Ground
from tests.durability.kills import MOST_ACKNOWLEDGED, serving_all, unlike
from tests.durability.ledger import Ledger
from tests.durability.writers import writing
from tests.postgres import PostgresServer, installed_programs, wheel_programs
from tests.programs import SECONDS, wait_until

REFUSALS: Final = 6
MANY: Final = 10**9


def postgres_kill_rounds(
    postgres: PostgresServer, url: str, media: Path, ground: Ground, rounds: int, seed: str
) -> list[str]:
    """What was found wrong after any of the rounds. The PostgreSQL is one that syncs, with nobody else on it.

    The database is the one in which the ground was laid: in one copied by CREATE DATABASE the sequences of
    PostgreSQL 15 go back to where they stood in the copy.
    """
    ledger, before = Ledger(), found(url, media, ground)
    chance = random.Random(seed)
    wrong: list[str] = []
    with serving_all(url, media) as server:
        for number in range(rounds):
            with writing(server.url, ground, ledger, f"w{seed}.{number}") as writers:
                assert ledger.wait(ledger.count + chance.randint(1, MOST_ACKNOWLEDGED), SECONDS), "no answers"
                killed(postgres)
                assert ledger.wait(MANY, SECONDS, refused=ledger.refused + REFUSALS), "nothing was refused"
                started_again(postgres)
                if not ledger.wait(ledger.count + 20, SECONDS):
                    wrong.append(f"round {number}: nothing was acknowledged once PostgreSQL was there again")
            told = contradictions(ledger, found(url, media, ground), before) + unlike_refusals(writers)
            wrong += [f"round {number}: {each}" for each in told]
        wrong += [f"unforeseen: {line}" for line in server.log if line["event"] in UNFORESEEN]
        wrong += unlike(server, ground, found(url, media, ground))
    return wrong


def killed(postgres: PostgresServer) -> None:
    """Its first process; the others notice, and end."""
    os.kill(int((_folder(postgres) / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def started_again(postgres: PostgresServer) -> None:
    """With the options that it had, once the last process of the one before has gone."""
    programs = installed_programs() or wheel_programs()
    assert programs is not None
    folder = _folder(postgres)
    owner = folder.stat()
    wait_until(
        lambda: (
            not subprocess.run(
                [programs / "pg_ctl", "-D", folder, "-l", folder.with_name("server.log"), "-w", "restart"],
                capture_output=True,
                check=False,
                cwd=folder,
                user=owner.st_uid,
                group=owner.st_gid,
                extra_groups=(),
            ).returncode
        )
    )


def _folder(postgres: PostgresServer) -> Path:
    return Path(parse_qs(urlsplit(postgres.maintenance).query)["host"][0]) / "data"
