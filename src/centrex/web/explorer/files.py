"""What the explorer is made of: its modules, the descriptions, and its words in other languages."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from centrex.dialects.dataapi import explorer as data_api
from centrex.dialects.ringme import explorer as ringme
from centrex.i18n import LANGUAGES, catalogue, described
from centrex.web.explorer.things import THINGS, things

STATIC: Final = Path(__file__).with_name("static")
_TYPES: Final[Mapping[str, str]] = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
}
_SAID: Final = re.compile(r'\bsay\(\s*"((?:[^"\\]|\\.)*)"')


class File(NamedTuple):
    """Bytes as they are sent, and their tag."""

    media_type: str
    plain: bytes
    zipped: bytes
    tag: str


def file(name: str) -> File | None:
    """The file of a name; None when there is none."""
    return _known(name) if name in _MADE or name in _names() else None


@cache
def _known(name: str) -> File:
    made = _MADE.get(name)
    return packed(name, made() if made is not None else (STATIC / name).read_bytes())


def packed(name: str, content: bytes) -> File:
    """The content, ready to be sent."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return File(_TYPES[Path(name).suffix], content, gzip.compress(content, mtime=0), tag)


@cache
def _names() -> frozenset[str]:
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in _TYPES)


@cache
def modules() -> tuple[str, ...]:
    """The scripts, which the page may fetch all at once."""
    return tuple(sorted(name for name in _names() if name.endswith(".js")))


@cache
def messages() -> frozenset[str]:
    """What the scripts say to a person, the titles of things and of examples, in English."""
    scripts = (msgspec.json.decode(f'"{said}"') for name in modules() for said in _SAID.findall(_text(name)))
    titles = (example["title"] for example in msgspec.json.decode(_text("examples.json")))
    return frozenset((*scripts, *titles, *THINGS))


def _text(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def words(language: str) -> bytes:
    """Messages, and what the descriptions say of methods and fields, by their English text."""
    known = catalogue(language)
    own = {message: known[message] for message in sorted(messages()) if message in known}
    return msgspec.json.encode({"messages": own, "described": described(language)})


_MADE: Final[Mapping[str, Callable[[], bytes]]] = {
    "data_api.json": data_api.description,
    "ringme.json": ringme.description,
    "things.json": things,
    **{f"words.{language}.json": partial(words, language) for language in LANGUAGES[1:]},
}


def all_files() -> dict[str, File]:
    """Every file, for its weight."""
    found = {name: file(name) for name in (*_MADE, *sorted(_names()))}
    return {name: known for name, known in found.items() if known is not None}
