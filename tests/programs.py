"""The program `centrex` as a person runs it: a process of its own, waited for by what it says, never by time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final

CENTREX: Final = str(Path(sys.executable).with_name("centrex"))
SECONDS: Final = 120.0
"""How long anything may take before a test gives up."""

OWN_VARIABLES: Final = ("CENTREX_DB", "CENTREX_CONFIG", "CENTREX_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def environment(**more: str) -> dict[str, str]:
    """The environment of the tests without what would change the program's answers."""
    return {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES} | more


def run(*arguments: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """The program from beginning to end; ``given`` is its standard input."""
    return subprocess.run(
        [CENTREX, *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        env=environment(**variables),
    )


def answer(*arguments: str, given: str = "") -> Any:
    """What the program printed as JSON; fails with its complaint when there was one."""
    finished = run(*arguments, given=given)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


class Lines:
    """The lines of a stream, as they come."""

    def __init__(self, stream: IO[str]) -> None:
        self.all: list[str] = []
        self._coming: Queue[str] = Queue()
        self._reader = Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def next(self) -> str:
        """The next line; fails when none comes."""
        try:
            return self._coming.get(timeout=SECONDS)
        except Empty:
            raise AssertionError(f"no line came after {self.all}") from None

    def until(self, wanted: Callable[[str], bool]) -> str:
        """The next line that is wanted."""
        line = self.next()
        while not wanted(line):
            assert line, f"the stream ended after {self.all}"
            line = self.next()
        return line

    def rest(self) -> None:
        """Reads to the end of the stream."""
        self._reader.join(SECONDS)

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self.all.append(line)
            self._coming.put(line)
        self._coming.put("")


class Running:
    """A server process; ``url`` is known once it said that it answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.process = process
        self.output = Lines(process.stdout)
        self.errors = Lines(process.stderr)
        self.url = ""

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tells it to end; answers its exit code, with all that it said in ``output`` and ``errors``."""
        self.process.send_signal(how)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(SECONDS)
        self.output.rest()
        self.errors.rest()
        return code

    @property
    def log(self) -> list[dict[str, Any]]:
        """The lines of its log so far."""
        return [json.loads(line) for line in self.errors.all if line.startswith("{")]


@contextmanager
def started(*arguments: str, program: Sequence[str] = (CENTREX,), **variables: str) -> Iterator[Running]:
    """The program in the background, ended with the block."""
    process = subprocess.Popen(
        [*program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(**variables),
    )
    running = Running(process)
    try:
        yield running
    finally:
        if process.poll() is None:
            running.stop()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


@contextmanager
def serving(url: str, *arguments: str, program: Sequence[str] = (CENTREX,), **variables: str) -> Iterator[Running]:
    """`centrex serve` on a database, ready to answer."""
    with started("serve", "--db", url, "--port", "0", *arguments, program=program, **variables) as running:
        line = running.errors.until(lambda said: '"ready"' in said or not said.startswith("{"))
        assert line.startswith("{"), line
        running.url = json.loads(line)["url"]
        yield running


@contextmanager
def demonstrating(*arguments: str, **variables: str) -> Iterator[tuple[Running, dict[str, Any]]]:
    """`centrex demo --json`, ready to answer, and what it said."""
    with started("demo", "--json", "--port", "0", *arguments, **variables) as running:
        line = running.output.next()
        assert line, running.errors.all
        said = json.loads(line)
        running.url = said["url"]
        yield running, said


def wait_until(holds: Callable[[], bool]) -> None:
    """Asks again and again."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < SECONDS, "it never held"
