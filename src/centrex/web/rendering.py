"""Pages and redirects, with the headers that keep others from framing them, filling them in or reading them along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from centrex.i18n import said
from centrex.web.visit import Visit

HERE: Final = Path(__file__).parent
ICON: Final = Path(__file__).with_name("icon.svg")
HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language, Cookie",
}
_KEPT: Final[Mapping[str, str]] = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}


def page(
    visit: Visit,
    template: str,
    status: int = 200,
    target: str | None = None,
    *,
    scripts: bool = False,
    nonce: str = "",
    **values: object,
) -> Response:
    """The page in the visitor's language.

    ``target`` is the redirect URL to which a form of it may lead in the end; ``scripts`` lets it run files of ours,
    which may ask this server for more. ``nonce`` is what a script shows for the style sheets that it makes.
    """
    text = _rendered(visit.language, template, visit=visit, date=_date, nonce=nonce, **values)
    allowed = "'self'" if target is None else f"'self' {_origin(target)}"
    response = HTMLResponse(
        text, status, {**HEADERS, **_policy(allowed, scripts=scripts, nonce=nonce), "Content-Language": visit.language}
    )
    if visit.retry_after:
        response.headers["Retry-After"] = str(visit.retry_after)
    return _with_cookie(visit, response, visit.token if visit.is_new else None)


def public_page(language: str, template: str, status: int = 200, **values: object) -> Response:
    """A page that is the same for everybody, in a language; no cookie comes with it."""
    text = _rendered(language, template, visit=None, **values)
    headers = {**HEADERS, **_policy("'none'"), "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(text, status, {**headers, "Content-Language": language})


def sign_in_page(visit: Visit, target: str | None = None) -> Response:
    """The page on which one signs in, before the page that was asked for."""
    status = 200 if visit.problem is None else 429 if visit.retry_after else 401
    return page(visit, "sign_in", status, target)


def problem_page(visit: Visit, status: int, sentence: str, **values: object) -> Response:
    """A page that says what is wrong with the request."""
    return page(visit, "problem", status, sentence=said(visit.language, sentence, **values))


def see(visit: Visit, url: str, token: str | None = None) -> Response:
    """Sends the browser elsewhere, with another token in its cookie when one is given."""
    status = 302 if visit.method == "GET" else 303
    response = RedirectResponse(url, status, HEADERS)
    return _with_cookie(visit, response, token)


def static(name: str) -> Response:
    """A style sheet or a script of the pages."""
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return Response((HERE / name).read_bytes(), 200, _KEPT, kind)


def icon() -> Response:
    """The picture that browsers show beside the name of a page."""
    return Response(ICON.read_bytes(), 200, _KEPT, "image/svg+xml")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; every value is escaped, and one that is not there is a defect."""
    loader = PackageLoader("centrex.web")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _rendered(language: str, template: str, **values: object) -> str:
    return (
        environment().get_template(f"{template}.html").render(language=language, say=partial(said, language), **values)
    )


def _policy(form_action: str, *, scripts: bool = False, nonce: str = "") -> Mapping[str, str]:
    """What a page may load, and where its forms may lead."""
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    loaded = f"default-src 'none'; style-src {styles}; img-src 'self'; media-src 'self'"
    loaded += "; script-src 'self'; connect-src 'self'" if scripts else ""
    return {"Content-Security-Policy": f"{loaded}; base-uri 'none'; frame-ancestors 'none'; form-action {form_action}"}


def _with_cookie(visit: Visit, response: Response, token: str | None) -> Response:
    if token is not None:
        response.headers["Set-Cookie"] = visit.cookie(token)
    return response


def _origin(url: str) -> str:
    """The source expression of a redirect URL."""
    parts = urlsplit(url)
    return (
        f"{parts.scheme}://{parts.netloc}" if parts.netloc and parts.scheme in {"http", "https"} else f"{parts.scheme}:"
    )


def _date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
