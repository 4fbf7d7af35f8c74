"""Which language is spoken, and how."""

from __future__ import annotations

import pytest

from centrex.cli.language import of_usage
from centrex.i18n import Refusal, language, translated


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "run"}, "en"),
        ({"LANG": "ru_RU", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_GB", "LC_ALL": "ru_RU.KOI8-R", "LC_MESSAGES": "en_GB"}, "ru"),
        ({"CENTREX_LANG": "ru", "LC_ALL": "en_GB"}, "ru"),
        ({"CENTREX_LANG": "en", "LANG": "ru_RU"}, "en"),
        ({"CENTREX_LANG": "", "LC_ALL": "", "LANG": "ru_RU"}, "ru"),
    ],
)
def test_the_first_variable_that_is_set_decides(environ: dict[str, str], code: str) -> None:
    assert language(environ) == code


def test_a_message_has_its_values_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENTREX_LANG", "en")
    assert translated("User {id} is made.", id=5) == "User 5 is made."
    monkeypatch.setenv("CENTREX_LANG", "ru")
    assert translated("User {id} is made.", id="{x}") == "Пользователь {x} создан."
    assert translated("never translated {") == "never translated {"


def test_a_refusal_is_english_in_logs_and_the_persons_for_him(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENTREX_LANG", "ru")
    refusal = Refusal("There is no user {value}.", value=5)
    assert (str(refusal), refusal.translated()) == ("There is no user 5.", "Пользователя 5 нет.")


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Missing option '--x'.", "Не хватает параметра '--x'."),
        ("No such option: --x (Possible options: --y)", "Нет параметра --x (возможные: --y)"),
        (
            "Invalid value for '--port': Input should be less than or equal to 65535",
            "Недопустимое значение '--port': нужно число не больше 65535",
        ),
        ("Something new.", "Something new."),
    ],
)
def test_what_typer_refuses_is_translated(monkeypatch: pytest.MonkeyPatch, english: str, russian: str) -> None:
    monkeypatch.setenv("CENTREX_LANG", "ru")
    assert of_usage(english) == russian
