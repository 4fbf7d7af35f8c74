"""One request to the pages: what was asked and sent, in which language, and who has signed in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from centrex.access.caller import Caller
from centrex.access.secrets import SESSION_LENGTH, new_session_token
from centrex.engine.own_deeds import Place
from centrex.i18n import LANGUAGES, accepted

MOST_FIELDS: Final = 1_000
LANGUAGE: Final = "centrex-language"
"""The cookie that keeps the language of somebody's choice."""

LONGEST: Final = 4_000
"""Characters of a value."""

LISTS: Final = frozenset({"numbers", "left", "done"})
LONGEST_LIST: Final = 400_000
"""The fields of forms that hold lists, and as many characters."""

_TOKEN: Final = re.compile(rf"[a-z0-9]{{{SESSION_LENGTH}}}")


class Unreadable(Exception):
    """The query or the form cannot be read."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request. ``token`` is that of the browser, whether or not anybody has signed in with it.

    ``problem`` is what went wrong when somebody tried to, and ``retry_after`` how many seconds he has to rest.
    """

    method: str
    path: str
    raw_query: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    language: str
    token: str
    is_new: bool
    secure: bool
    place: Place
    caller: Caller | None = None
    problem: str | None = None
    retry_after: int = 0

    @property
    def csrf(self) -> str:
        """What a form must carry to be of ours: nobody can know it who does not know the cookie."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def is_ours(self) -> bool:
        """Whether the form that was sent is one that this browser was shown."""
        return hmac.compare_digest(self.form.get("csrf", "").encode(), self.csrf.encode())

    @property
    def url(self) -> str:
        """The same page, to be asked for again."""
        return f"{self.path}?{self.raw_query}" if self.raw_query else self.path

    def cookie(self, token: str) -> str:
        """The header that keeps a token in the browser; scripts and other sites' forms never send it."""
        secure = "; Secure" if self.secure else ""
        return f"{cookie_name(self.secure)}={token}; Path=/; HttpOnly; SameSite=Lax{secure}"


@dataclass(frozen=True, slots=True)
class Came:
    """What the server knows of a request besides itself."""

    place: Place
    secure: bool
    body: bytes = field(default=b"", repr=False)


def _language(request: Request) -> str:
    """The one that was chosen, else the one that the browser likes best."""
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else accepted(request.headers.get("accept-language", ""))


def cookie_name(secure: bool) -> str:
    """With https the browser itself sees to it that no other host sets the cookie."""
    return "__Host-centrex" if secure else "centrex"


def visit_of(request: Request, came: Came) -> Visit:
    """The request as the pages see it; nobody has signed in yet. Raises Unreadable."""
    query = _pairs(request.scope["query_string"])
    kept = request.cookies.get(cookie_name(came.secure), "")
    known = _TOKEN.fullmatch(kept) is not None
    return Visit(
        method=request.method,
        path=request.scope["path"],
        raw_query=request.scope["query_string"].decode(),
        query=query,
        form=_pairs(came.body),
        language=_language(request),
        token=kept if known else new_session_token(),
        is_new=not known,
        secure=came.secure,
        place=came.place,
    )


def _pairs(text: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Unreadable from error
    found = dict(pairs)
    if len(found) != len(pairs) or any("\0" in value or len(value) > _longest(name) for name, value in found.items()):
        raise Unreadable
    return found


def _longest(name: str) -> int:
    return LONGEST_LIST if name in LISTS else LONGEST
