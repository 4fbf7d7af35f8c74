"""``/explorer``: the page, its files by name, and the users of the demo where there are some."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from centrex.i18n import LANGUAGES, accepted, said
from centrex.web.explorer.files import File, file, modules, packed
from centrex.web.rendering import environment

BASE: Final = "/explorer"
VENDORS: Final = "/api/ver1.0/client_api_explorer"
"""Where the vendor of the RingMe API has his."""

PATHS: Final = (BASE, f"{BASE}/", VENDORS, f"{VENDORS}/")
DEMO: Final = "demo.json"
_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Explorer:
    """Answers for one server; ``demo`` is what the page is told of the demo's users, as JSON."""

    def __init__(self, demo: bytes | None = None) -> None:
        self._demo = None if demo is None else packed(DEMO, demo)

    def page(self, request: Request) -> Response:
        """The page, in the language of the query or in that which the browser likes best."""
        wanted = request.query_params.get("lang", "")
        language = wanted if wanted in LANGUAGES else accepted(request.headers.get("accept-language", ""))
        text = (
            environment()
            .get_template("explorer.html")
            .render(
                language=language,
                languages=" ".join(LANGUAGES),
                modules=modules(),
                demo=self._demo is not None,
                say=partial(said, language),
            )
        )
        headers = {**_HEADERS, "Cache-Control": "no-cache", "Content-Language": language, "Vary": "Accept-Language"}
        return Response(text, 200, headers, "text/html")

    def file(self, request: Request) -> Response:
        """A file of the page; 304 when the browser has it already."""
        name = request.path_params["name"]
        found = self._demo if name == DEMO else file(name)
        if found is None:
            return PlainTextResponse("There is no such file.\n", 404, _HEADERS)
        return _sent(found, request.headers, kept=name != DEMO)


def _sent(found: File, asked: Headers, *, kept: bool) -> Response:
    zipped = _GZIP.search(asked.get("accept-encoding", "")) is not None
    tag = f'{found.tag[:-1]}-gzip"' if zipped else found.tag
    headers = {
        "Cache-Control": "no-cache" if kept else "no-store",
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if kept and tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(found.zipped if zipped else found.plain, 200, headers, found.media_type)
