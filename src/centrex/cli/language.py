"""Puts what Typer shows of its own accord into the person's language."""

from __future__ import annotations

import gettext
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from centrex.i18n import LANGUAGES, language, translated

if TYPE_CHECKING:
    import typer

USAGE_ERRORS: Final = (
    "No such option: {name} (Possible options: {others})",
    "No such option: {name}",
    "No such command {name}. Did you mean {others}?",
    "No such command {name}.",
    "Missing command.",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Got unexpected extra argument(s) ({names})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Invalid value for {name}: {reason}",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be greater than or equal to {lowest}",
    "Input should be less than or equal to {highest}",
)
"""How Typer refuses what was typed, as templates: it has no other way to translate them."""

HEADINGS: Final = (
    "Arguments",
    "Commands",
    "Options",
    "[required]",
    "[default: {}]",
    "[env var: {}]",
)
"""What Typer asks gettext for."""

HELP: Final = "Show this message and exit."
USAGE: Final = "Usage: "


def prepare() -> None:
    """Lets Typer find its words in our catalogue: it looks them up when it is imported."""
    if language() != LANGUAGES[0]:
        gettext.gettext = translated  # Typer offers no other place to hand a catalogue in


def translate(command: Any) -> None:
    """Translates the help of a Typer command, of its options and of the commands below it."""
    if language() == LANGUAGES[0]:
        return
    command.context_class = _context()
    command.help = translated(command.help or "")
    help_option = command.get_help_option(command.context_class(command))
    for option in (*command.params, help_option):
        option.help = translated(getattr(option, "help", None) or "")
    for below in getattr(command, "commands", {}).values():
        translate(below)


def of_usage(message: str) -> str:
    """A refusal of Typer's, translated."""
    for template in USAGE_ERRORS:
        found = re.fullmatch(_pattern(template), message, re.DOTALL)
        if found:
            return translated(template, **{name: of_usage(part) for name, part in found.groupdict().items()})
    return message


def _pattern(template: str) -> str:
    return re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template))


def _context() -> type[typer.Context]:
    """A context whose usage lines begin with our word."""
    import typer

    class Context(typer.Context):
        def make_formatter(self) -> Any:
            formatter = super().make_formatter()
            ours = partial(formatter.write_usage, prefix=translated(USAGE))
            formatter.write_usage = ours  # type: ignore[method-assign]  # only this one formatter, only its prefix
            return formatter

    return Context
