"""Everything that the program says to a person has a Russian translation, and no translation is without use."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer
from jinja2 import PackageLoader
from jinja2.ext import extract_from_ast

import centrex
from centrex.cli import acting, call_import, language, number, number_import, refusing, tariff
from centrex.cli.program import app
from centrex.engine.new_number import Reason
from centrex.i18n import catalogue
from centrex.web import sentences
from centrex.web.console import administered, door_pages
from centrex.web.console.groups import ExtensionGroups, NumberGroups
from centrex.web.console.on_list import NEW_KEY
from centrex.web.console.pages import NEW_GROUP
from centrex.web.console.right_pages import WORDS_OF_ACTIONS, WORDS_OF_UNITS
from centrex.web.console.sections import SECTIONS
from centrex.web.console.settings_pages import OF_TYPES
from centrex.web.console.tallies import WEEKDAYS
from centrex.web.console.words import LABELS, WORDS, WORDS_OF
from centrex.web.explorer import files as explorer
from centrex.web.rendering import environment

SOURCES: Final = sorted(Path(centrex.__file__).parent.rglob("*.py"))
SPEAKING: Final = {
    "translated": 0,
    "Refusal": 0,
    "SettingsError": 0,
    "UsageRefusal": 0,
    "NotThisWorld": 0,
    "SchemaMismatch": 0,
    "DatabaseUrlError": 0,
    "__init__": 0,
    "Column": 1,
    "Section": 1,
    "Heading": 0,
    "Picture": 1,
    "say": 0,
    "Finding": 2,
}
"""Calls that take a message, and at which place."""


OF_COMMANDS: Final = (
    refusing.SENTENCES,
    number.OF_ADDING,
    number.OF_ASSIGNING,
    number.OF_RELEASING,
    number_import.OF_IMPORTING,
    tariff.OF_PLANS,
    acting.OF_ENTRIES,
)
"""What operations refuse, as each command says it."""


def said_in(file: Path) -> Iterator[str]:
    """The messages in the calls of a file, also when a name stands for one."""
    tree = ast.parse(file.read_text("utf-8"))
    named: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_text(node.value):
            named.setdefault(node.targets[0].id, set()).add(_text(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = SPEAKING.get(_name(node.func))
            if place is not None and len(node.args) > place:
                argument = node.args[place]
                yield from named.get(argument.id, ()) if isinstance(argument, ast.Name) else ()
                yield from [_text(argument)] if _is_text(argument) else ()


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _text(node: ast.expr) -> str:
    value: str = ast.literal_eval(node)
    return value


def helped_in(command: Any) -> Iterator[str]:
    """The help of a command, of its options and of the commands below it."""
    yield command.help
    help_option = command.get_help_option(typer.Context(command))
    yield from (option.help for option in (*command.params, help_option) if getattr(option, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from helped_in(below)


def shown_in(template: str) -> Iterator[str]:
    """The messages of a page."""
    source, _, _ = PackageLoader("centrex.web").get_source(environment(), template)
    for _, _, message in extract_from_ast(environment().parse(source), ("say",)):
        yield from (part for part in (message if isinstance(message, tuple) else [message]) if part is not None)


def console_messages() -> set[str]:
    """What the pages of groups say of what they hold."""
    of_numbers = {text for _, title, others, _ in NumberGroups.lists for text in (title, others)}
    headings = {section.under.title for section in SECTIONS}
    return of_numbers | headings | {*ExtensionGroups.titles, ExtensionGroups.deletion, NumberGroups.deletion}


def all_messages() -> set[str]:
    spoken = {message for file in SOURCES for message in said_in(file)}
    spoken |= {message for name, message in vars(sentences).items() if name.isupper()}
    spoken |= {message for name in environment().list_templates() for message in shown_in(name)}
    spoken |= explorer.messages()
    spoken |= {"yes", "no", *console_messages(), *WORDS.values(), *LABELS.values(), *WEEKDAYS}
    spoken |= {word for words in WORDS_OF.values() for word in words.values()}
    spoken |= {*administered.messages(), *door_pages.messages(), NEW_KEY, NEW_GROUP}
    spoken |= {*WORDS_OF_UNITS.values(), *WORDS_OF_ACTIONS.values(), *(each.title for each in OF_TYPES.values())}
    of_typer = {*language.USAGE_ERRORS, *language.HEADINGS, language.USAGE}
    refused = {sentence for sentences in OF_COMMANDS for sentence in sentences.values()}
    reasons = {*number_import.REASONS.values(), *call_import.REASONS.values()}
    return spoken | of_typer | refused | reasons | set(helped_in(typer.main.get_command(app)))


def test_every_message_has_a_russian_translation_and_none_is_left_over() -> None:
    assert sorted(all_messages() ^ catalogue("ru").keys()) == []


def test_every_reason_for_which_a_line_is_refused_has_a_sentence() -> None:
    assert number_import.REASONS.keys() == {reason.value for reason in Reason}


def test_a_translation_has_the_same_values_as_the_message() -> None:
    unlike = [message for message, told in catalogue("ru").items() if _values(told) != _values(message)]
    assert unlike == []


def _values(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
