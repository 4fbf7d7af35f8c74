"""Servers in processes of their own: started, waited for, asked, weighed and stopped. Only on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, Final

from benchmarks.load import LOOPBACK, Target

PROCESSES: Final = Path("/proc")
TICKS: Final = os.sysconf("SC_CLK_TCK")
START_SECONDS: Final = 30.0


class NotStarted(Exception):
    """A server ended, or did not answer in time; the text is what it said last."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """CPU that it has used since its start."""
        return cpu_seconds(self.process.pid)

    def megabytes(self) -> float:
        """Memory that is resident; not a number where there is no /proc."""
        return self._status("VmRSS")

    def peak_megabytes(self) -> float:
        """The most that ever was."""
        return self._status("VmHWM")

    def _status(self, name: str) -> float:
        status = PROCESSES / str(self.process.pid) / "status"
        if not status.exists():
            return float("nan")
        kilobytes = next(line for line in status.read_text().splitlines() if line.startswith(f"{name}:"))
        return int(kilobytes.split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """CPU in user and system mode that a process has used (fields 14 and 15 of proc(5)).

    Not a number where there is no /proc, 0 for a process that is not there.
    """
    if not PROCESSES.exists():
        return float("nan")
    try:
        fields = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def uvicorn(application: str, port: int) -> list[str]:
    """The command that serves an application as fast as uvicorn can, without an access log."""
    settings = ["--host", LOOPBACK, "--port", str(port), "--loop", "uvloop", "--http", "httptools"]
    quiet = ["--no-access-log", "--log-level", "warning", "--no-proxy-headers", "--no-server-header"]
    return [sys.executable, "-m", "uvicorn", application, *settings, *quiet]


def centrex(*arguments: str) -> list[str]:
    """The command ``centrex`` of this environment."""
    return [str(Path(sys.executable).parent / "centrex"), *arguments]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The process of a command whose standard error goes to ``log``, until the block is left."""
    with log.open("wb") as said:
        process = start(command, said, environment)
        try:
            yield Server(port, process)
        finally:
            stop(process)


def start(
    command: Sequence[str], said: IO[bytes], environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """A process of its own; what it prints is kept apart from what it logs."""
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=said,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Asks it to end, and ends it when it does not."""
    process.terminate()
    try:
        process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def wait_for(server: Server, target: Target, log: Path) -> bytes:
    """The first answer of a server that starts; raises NotStarted."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.process.poll() is None:
        try:
            return ask(target)
        except (OSError, HTTPException):
            time.sleep(0.002)
    raise NotStarted(log.read_text(errors="replace")[-2000:])


def ask(target: Target) -> bytes:
    """The answer to one request; raises OSError or HTTPException."""
    connection = HTTPConnection(LOOPBACK, target.port, timeout=10)
    try:
        connection.request(target.method, target.path, target.body.encode(), target.headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise HTTPException(f"status {answer.status}")
        return answer.read()
    finally:
        connection.close()
