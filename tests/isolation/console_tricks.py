"""Tricks on the console: lists asked for what is others', forms that say more than they should, tokens of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Final

from centrex.web.console.routes import Route
from tests.isolation.console_aim import Targets, some
from tests.isolation.console_pages import Fields, Sent
from tests.isolation.rest_aim import NOTHING
from tests.isolation.rest_tricks import PUSHED

DAYS: Final = ("0001-01-01", "1970-01-01", "2025-06-01", "2025-07-31", "9999-12-31", "x")
PAGES: Final = ("0", "1", "2", "-1", "99999", "x")
TEXTS: Final = ("%", "_", "\\", "' OR 1=1 --", '"><b>', "anary", "*", "\u0661")


def list_tricks(routes: tuple[Route, ...], home: str, canaries: list[str], random: Random) -> Iterator[Sent]:
    """Of every list: searched for a part of others' texts, beyond its pages and days, with what no list asks for."""
    lists = [Sent(f"{home}{_plain(route, section.path)}") for route in routes for section in route.sections]
    lists = [sent for sent in lists if "{" not in sent.path]
    while lists:
        for sent in random.sample(lists, len(lists)):
            yield replace(sent, query=random.choice(_QUERIES)(canaries, random))


def _plain(route: Route, section: str) -> str:
    return route.path.replace("{section}", section)


def _searched(canaries: list[str], random: Random) -> Fields:
    """Without its first letter the text is found all the same, and is no canary where it is repeated."""
    return (("search", random.choice(canaries)[1:]),)


def _text(_: list[str], random: Random) -> Fields:
    return ("search", random.choice(TEXTS)), ("page", random.choice(PAGES))


def _period(_: list[str], random: Random) -> Fields:
    return ("since", random.choice(DAYS)), ("until", random.choice(DAYS)), ("page", random.choice(PAGES))


def _pushed(_: list[str], random: Random) -> Fields:
    names = random.sample(PUSHED, 2)
    given = [(name, str(random.randint(1, 30))) for name in names]
    return *given, ("sort", "customer_id"), ("limit", "9999")


_QUERIES: Final = (_searched, _searched, _text, _period, _pushed)


def form_tricks(sent: Sent, targets: Targets, canaries: list[str], random: Random) -> Iterator[Sent]:
    """A form with more than it asks for, with less, and with words and texts in place of what it holds."""
    form = sent.form or ()
    ids = [value for _, value in form if targets.names(value)] or [sent.path.rpartition("/")[2]]
    strange = some(targets.kin(ids[0]), random, 1) or [str(NOTHING)]
    known = {name for name, _ in form}
    pushed = tuple((name, strange[0]) for name in PUSHED if name not in known)
    yield replace(sent, form=(*form, *pushed))
    for place in some(range(len(form)), random, 2):
        name = form[place][0]
        yield replace(sent, form=(*form[:place], *form[place + 1 :]))
        yield replace(
            sent,
            form=(
                *form[:place],
                (name, random.choice([strange[0], random.choice(canaries)[1:], "", "x"])),
                *form[place + 1 :],
            ),
        )
