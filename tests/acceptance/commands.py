"""Commands on one database, in this process, and a program on a terminal of its own."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from centrex.cli.program import run
from tests.programs import CENTREX, SECONDS, environment


class Commands:
    """Commands on one database, in this process: what they print, and how they refuse."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = url
        self._capsys = capsys

    def told(self, *arguments: str, code: int = 0) -> Any:
        """The JSON that is printed, with this exit code."""
        left = run([*arguments, "--db", self.url])
        said = self._capsys.readouterr()
        assert (left, said.err) == (code, "")
        return json.loads(said.out)

    def refused(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and the only line on standard error."""
        try:
            code = run([*arguments, "--db", self.url])
        except SystemExit as end:
            code = int(str(end.code))
        said = self._capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        return code, said.err.rstrip("\n")


def on_terminal(*arguments: str, typed: Mapping[str, str] | None = None, code: int = 0, **variables: str) -> str:
    """What a person at a terminal sees of a command; what he types comes after what he is asked."""
    ours, its = os.openpty()
    settings = environment(COLUMNS="200", TERM="xterm", NO_COLOR="1", **variables)
    with subprocess.Popen(
        [CENTREX, *arguments], stdin=its, stdout=its, stderr=its, env=settings, start_new_session=True
    ) as process:
        os.close(its)
        seen = ""
        for asked, word in (typed or {}).items():
            seen += _seen(ours, asked)
            os.write(ours, f"{word}\n".encode())
        seen += _seen(ours, None)
        assert process.wait(SECONDS) == code, seen
    os.close(ours)
    return seen


def _seen(terminal: int, last: str | None) -> str:
    """What appears up to ``last``, or up to the end."""
    seen = b""
    while part := _part(terminal):
        seen += part
        if last is not None and seen.decode().endswith(last):
            break
    return seen.decode()


def _part(terminal: int) -> bytes:
    assert select.select([terminal], [], [], SECONDS)[0], "nothing more is shown"
    try:
        return os.read(terminal, 65536)
    except OSError:  # the program has closed its side
        return b""
