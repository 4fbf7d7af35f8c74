"""``centrex serve`` without Typer, whose parser alone would cost the server a tenth of a second and 15 MB."""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from centrex.cli.refusing import sentences
from centrex.i18n import Refusal, translated
from centrex.settings import NAMES, load

if TYPE_CHECKING:
    import socket

    from centrex.settings import Settings

CONFIG: Final = "config"
FLAGS: Final = {f"--{name.replace('_', '-')}": name for name in (*NAMES, CONFIG)}

Flags = Mapping[str, str | None]


def plain_flags(arguments: Sequence[str]) -> Flags | None:
    """The flags of ``serve --name value …``; None for anything else: Typer reads it, helps or refuses."""
    if arguments[:1] != ["serve"]:
        return None
    flags: dict[str, str | None] = {}
    words = iter(arguments[1:])
    for word in words:
        name, separator, attached = word.partition("=")
        value = attached if separator else next(words, None)
        if name not in FLAGS or value is None:
            return None
        flags[FLAGS[name]] = value
    return flags


def serve(flags: Flags) -> None:
    """Serves until SIGTERM or SIGINT; says on standard error when it answers, and where."""
    gc.disable()  # until the server answers: what is imported is there to stay, and is looked through for nothing
    with sentences():
        config = flags.get(CONFIG)
        given = {name: value for name, value in flags.items() if name != CONFIG}
        settings = load(given, file=Path(config) if config else None)
        from centrex.server import running

        with listening(settings.host, settings.port) as listener:
            running.serve(settings, listener, lambda: _announce(settings, running.url_of(listener)))


def listening(host: str, port: int) -> socket.socket:
    """The socket of the server; raises Refusal with a sentence."""
    from centrex.server import running

    try:
        return running.listen(host, port)
    except OSError as error:
        raise _refused(error, host, port) from error


def _refused(error: OSError, host: str, port: int) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal("Port {port} of {host} is taken: choose another --port.", host=host, port=port)
    if error.errno == errno.EACCES:
        return Refusal("Port {port} is not for you: choose a --port from 1024 on.", port=port)
    return Refusal("{host} is no address of this machine: choose another --host.", host=host)


def _announce(settings: Settings, url: str) -> None:
    from centrex.server import event_log, running

    if running.is_plain(settings):
        print(translated("Centrex answers at {url}; Ctrl+C ends it.", url=url), file=sys.stderr, flush=True)
    else:
        event_log.write("ready", url=url)
