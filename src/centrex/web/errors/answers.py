"""How each API tells an error: codes, statuses and texts, gathered from their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from centrex.dialects.dataapi import errors as data_api
from centrex.dialects.ringme import errors as ringme
from centrex.dialects.ringme import oauth
from centrex.errors import EntityNotFound, ServerBusy, TooManyAttempts

DATA_API: Final = "Data API"
RINGME: Final = "RingMe API"
OAUTH: Final = "OAuth"
INGEST: Final = "/ingest/v1/"

BY_REDIRECT: Final = (
    "access_denied",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_response_type",
)
"""What ``/oauth/authorize`` tells an application in the redirect URL, where no text stands."""


class Answer(NamedTuple):
    """``code`` is that of JSON-RPC or of HTTP; ``name`` is what programs read; ``text`` has names in braces."""

    api: str
    code: int
    name: str | None
    text: str


Told = tuple[str, Answer]
"""A mnemonic, and an answer that belongs to it."""


def gathered(more: Iterable[Told] = ()) -> Mapping[str, tuple[Answer, ...]]:
    """By mnemonic: what the dialects answer, and ``more``."""
    found: dict[str, dict[Answer, None]] = {}
    for mnemonic, answer in (*_of_data_api(), *_of_ringme(), *_of_oauth(), *more):
        found.setdefault(mnemonic, {})[answer] = None
    return {mnemonic: tuple(answers) for mnemonic, answers in found.items()}


def _of_data_api() -> Iterator[Told]:
    for error, (code, text) in data_api.TABLE.items():
        yield error.mnemonic, Answer(DATA_API, code, error.mnemonic, text)
    for code, text, mnemonic in data_api.ENVELOPE:
        yield mnemonic, Answer(DATA_API, code, mnemonic, text)


def _of_ringme() -> Iterator[Told]:
    """An error stands below our mnemonic, and below the vendor's where that is another one."""
    told = [(error.mnemonic, answer) for error, answer in ringme.TABLE.items()]
    told += [(EntityNotFound.mnemonic, answer) for answer in (*ringme.MISSING.values(), ringme.NOT_FOUND)]
    told += [(ServerBusy.mnemonic, ringme.INTERNAL)]
    for mnemonic, (code, status, text) in told:
        for name in dict.fromkeys((mnemonic, status or mnemonic)):
            yield name, Answer(RINGME, code, status, text)
    code, status, text = ringme.NOT_PROVIDED
    yield str(status), Answer(RINGME, code, status, text)


def _of_oauth() -> Iterator[Told]:
    for name, text in oauth.DESCRIPTIONS.items():
        yield name, Answer(OAUTH, oauth.STATUS.get(name, 400), name, text)
    yield "invalid_request", Answer(OAUTH, 400, "invalid_request", "The parameter … is missing.")
    yield TooManyAttempts.mnemonic, Answer(OAUTH, 429, "too_many_attempts", "Too many wrong attempts")
    yield "temporarily_unavailable", Answer(OAUTH, 503, "temporarily_unavailable", "Try again")
    for name in BY_REDIRECT:
        yield name, Answer(OAUTH, 302, name, "…?error=" + name)
