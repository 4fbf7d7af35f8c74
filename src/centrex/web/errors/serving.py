"""``/errors/`` and ``/errors/{mnemonic}``: the list of errors and the page of each, for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from centrex import errors
from centrex.i18n import LANGUAGES, accepted, said
from centrex.web import sentences
from centrex.web.errors.answers import DATA_API, Answer, Told, gathered
from centrex.web.errors.texts import explanations
from centrex.web.rendering import public_page

BASE: Final = errors.PAGES.rstrip("/")
LIST_PATHS: Final = (BASE, errors.PAGES)
PATH: Final = f"{errors.PAGES}{{mnemonic}}"


class Line(NamedTuple):
    """A line of the list; codes stand with commas between them."""

    mnemonic: str
    meaning: str
    codes: str
    statuses: str


class ErrorPages:
    """Answers for one server."""

    def __init__(self, more: Iterable[Told] = ()) -> None:
        """``more`` is how errors are told outside of the dialects."""
        self._answers = gathered(more)

    async def all(self, request: Request) -> Response:
        """Every error in one line."""
        language, asked = _language(request)
        lines = [
            Line(mnemonic, told[language].meaning, *_codes(self._answers.get(mnemonic, ())))
            for mnemonic, told in explanations().items()
        ]
        return public_page(language, "errors", lines=lines, asked=asked)

    async def one(self, request: Request) -> Response:
        """The page of an error; 404 for a mnemonic that nothing has."""
        language, asked = _language(request)
        mnemonic = request.path_params["mnemonic"]
        told = explanations().get(mnemonic)
        if told is None:
            return public_page(language, "problem", 404, sentence=said(language, sentences.NO_ERROR))
        answers = self._answers.get(mnemonic, ())
        return public_page(language, "error", mnemonic=mnemonic, told=told[language], answers=answers, asked=asked)


def _codes(answers: Iterable[Answer]) -> tuple[str, str]:
    """Those of the Data API, and statuses of HTTP."""
    told: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for answer in answers:
        told[answer.api != DATA_API][str(answer.code)] = None
    return ", ".join(told[0]), ", ".join(told[1])


def _language(request: Request) -> tuple[str, str]:
    """That of the query, which links keep, or that which the browser likes best."""
    wished = request.query_params.get("lang", "")
    if wished in LANGUAGES:
        return wished, f"?lang={wished}"
    return accepted(request.headers.get("accept-language", "")), ""
