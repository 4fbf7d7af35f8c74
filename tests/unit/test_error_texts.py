"""Every error that a caller can meet is explained in both languages, and what the explanations name is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from centrex.cli.program import app
from centrex.dialects.dataapi import errors as data_api
from centrex.dialects.dataapi.methods import DISCOVER, METHODS
from centrex.dialects.ringme import errors as ringme
from centrex.dialects.ringme import oauth
from centrex.errors import CentrexError
from centrex.i18n import LANGUAGES
from centrex.ingest.wire import REQUESTS
from centrex.server.ingest_api import error_answers
from centrex.web.errors.answers import BY_REDIRECT, gathered
from centrex.web.errors.texts import explanations

CONTRACT: Final = Path(__file__).parents[1] / "contract" / "data_api"
LONGEST: Final = {"meaning": 100, "when": 420, "mend": 320}


def ours(kind: type[CentrexError] = CentrexError) -> Iterator[str]:
    """The mnemonics of all errors of the program."""
    for below in kind.__subclasses__():
        yield from [below.mnemonic] if "mnemonic" in vars(below) else ()
        yield from ours(below)


def vendors() -> Iterator[str]:
    """The mnemonics that the vendor documents: for all methods, and for those that we provide."""
    common = json.loads((CONTRACT / "errors.json").read_text("utf-8"))
    for section, listed in common.items():
        yield from (error["mnemonic"] for error in listed) if section != "call_api_all" else ()
    for file in CONTRACT.glob("*.json"):
        for method in json.loads(file.read_text("utf-8")).get("methods", ()):
            provided = method["name"] in METHODS
            yield from (error["mnemonic"] for error in method.get("errors", ())) if provided else ()


def of_ringme() -> Iterator[str]:
    told = (*ringme.TABLE.values(), *ringme.MISSING.values(), ringme.NOT_PROVIDED)
    yield from (answer.status for answer in told if answer.status)


def test_every_error_of_all_apis_has_an_explanation_and_nothing_else_has() -> None:
    in_envelopes = {mnemonic for _, _, mnemonic in data_api.ENVELOPE}
    of_oauth = {*oauth.DESCRIPTIONS, *BY_REDIRECT, "invalid_request", "too_many_attempts", "temporarily_unavailable"}
    known = {*ours(), *vendors(), *of_ringme(), *in_envelopes, *of_oauth, *REQUESTS}
    assert sorted(known ^ explanations().keys()) == []


def test_every_answer_has_a_page_to_stand_on() -> None:
    told = gathered(error_answers())
    assert told.keys() <= explanations().keys()
    every = {mnemonic: {answer.api for answer in answers} for mnemonic, answers in told.items()}
    assert {(answer.api, answer.code) for answer in told["body_too_large"]} == {("/ingest/v1/", 413)}
    assert {answer.code for answer in told["invalid_parameter_value"] if answer.api == "/ingest/v1/"} == {400, 422}
    assert every["invalid_request"] == {"Data API", "OAuth"}
    assert every["validation_error"] == {"RingMe API"}
    assert {answer.code for answer in gathered()["forbidden"]} == {-32003, -32602, 409}


def test_every_explanation_is_there_in_every_language() -> None:
    assert {tuple(languages) for languages in explanations().values()} == {LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_explanations_are_short_and_whole_and_in_their_language(code: str) -> None:
    for mnemonic, languages in explanations().items():
        for name, text in languages[code]._asdict().items():
            place = f"{mnemonic}.{name}: {text}"
            assert text == text.strip(), place
            assert text.endswith("."), place
            assert len(text) <= LONGEST[name], place
            assert text.count("`") % 2 == 0, place
            assert bool(re.search("[а-яё]", re.sub(r"`[^`]*`", "", text))) == (code == "ru"), place


def test_both_languages_name_the_same_methods_parameters_and_commands() -> None:
    for mnemonic, languages in explanations().items():
        english, russian = (sorted(named(" ".join(languages[code]))) for code in LANGUAGES)
        assert english == russian, mnemonic


def test_methods_and_commands_that_are_named_exist() -> None:
    known = {*METHODS, DISCOVER, *commands(typer.main.get_command(app))}
    said = {each for languages in explanations().values() for each in named(" ".join(languages["en"]))}
    meant = {each for each in said if re.fullmatch(r"centrex .+|[a-z]+\.[a-z_]+", each)} - {"metadata.limits"}
    assert len(meant) > 15
    assert meant - known == set()


def named(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]*)`", text)


def commands(command: Any, name: str = "centrex") -> Iterator[str]:
    """All commands, as they are typed."""
    yield name
    for below, found in getattr(command, "commands", {}).items():
        yield from commands(found, f"{name} {below}")
