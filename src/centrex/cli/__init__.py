"""The command line. A command imports what it needs when it runs, so that every one of them starts fast."""

from __future__ import annotations

import sys


def main() -> None:
    """The program ``centrex``; leaves with exit code 0, 1 for a failure or 2 for a usage error."""
    from centrex.cli import serving

    arguments = sys.argv[1:]
    flags = serving.plain_flags(arguments)
    if flags is not None:
        serving.serve(flags)
        return
    from centrex.cli import language

    language.prepare()  # before Typer is imported, which asks for its words then
    from centrex.cli.program import run

    sys.exit(run(arguments))
