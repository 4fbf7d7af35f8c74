"""Who the parties of a reported call are: numbers of the customer, his external numbers, or somebody outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from centrex.engine.call_report import LegReport
from centrex.engine.channels import party_in
from centrex.errors import PartyUnknown
from centrex.resources.employee import employee
from centrex.resources.extension import extension
from centrex.resources.virtual_number import virtual_number
from centrex.store.steps import Change, Find, Own, Rows

_SHORT: Final = re.compile(r"[0-9]{2,4}", re.ASCII)
_PUBLIC: Final = re.compile(r"\+[0-9]{3,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """An internal number as it is now, with whose it is; the employee's name is '' where it is nobody's."""

    id: int
    short: str
    type: str
    group_id: int | None
    employee_id: int | None
    employee_name: str


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a leg: ``name`` is what reports show; ``number`` is none for an outside party."""

    name: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """The numbers of one customer that a report may name: internal ones by short number, external ones with type."""

    prefix: str
    domain: str | None
    short_length: int
    numbers: Mapping[str, Number]
    external: Mapping[str, str]

    def party(self, address: str, channel: str | None, *, may_be_service: bool = False) -> Party:
        """Raises PartyUnknown for a number that should be one of the customer's and is none.

        ``may_be_service``: a short number that he has not is a service of the network, when one of his rings it.
        """
        name = _public(address)
        if name in self.external:
            return Party(name)
        for text in _addresses(name, channel):
            short = self._short(text)
            if short in self.numbers:
                return Party(f"{self.prefix}*{short}", self.numbers[short])
        short = self._short(name)
        if short and ("*" in name or (len(short) == self.short_length and not may_be_service)):
            raise PartyUnknown("party", name)
        return Party(name)

    def line(self, *addresses: str | None) -> str:
        """The first of them that is an external number of the customer, or ''."""
        return next((name for name in map(_public, filter(None, addresses)) if name in self.external), "")

    def _short(self, text: str) -> str:
        return short_number(text, self.prefix)


def short_number(text: str, prefix: str) -> str:
    """The short number of ``PREFIX*NUM``, ``DOMAIN*PREFIX*NUM`` or ``NUM``; '' for what is none of the customer's."""
    before, star, number = text.rpartition("*")
    own = not star or before.rpartition("*")[2] == prefix
    return number if own and _SHORT.fullmatch(number) else ""


def exchange_of(legs: Iterable[LegReport]) -> Change[Exchange]:
    """What the customer has of the numbers that the legs name."""
    identifier, prefix, domain, length = (yield Own(("id", "prefix", "domain", "extension_len")))[0]
    prefix = prefix if prefix is not None else str(identifier)
    named = set(_named(legs))
    shorts = sorted({short for text in named if (short := short_number(text, prefix))})
    numbers = yield from _numbers(shorts)
    public = sorted({text for text in named if text.isascii() and text.isdigit() and len(text) <= 15})
    rows = yield Find(virtual_number, ("number", "type"), {"number": public})
    return Exchange(prefix, domain, int(length), numbers, dict(rows))


def _numbers(shorts: list[str]) -> Change[dict[str, Number]]:
    columns = ("id", "number", "type", "extension_group_id", "employee_id")
    rows = yield Find(extension, columns, {"number": shorts})
    people = sorted({row[4] for row in rows if row[4] is not None})
    named: Rows = (yield Find(employee, ("id", "full_name"), {"id": people})) if people else []
    names: dict[int, str] = {row[0]: row[1] for row in named}
    return {row[1]: Number(row[0], row[1], row[2], row[3], row[4], names.get(row[4], "")) for row in rows}


def _named(legs: Iterable[LegReport]) -> Iterator[str]:
    for leg in legs:
        for text in (leg.caller, leg.called, leg.dialled, leg.caller_channel, leg.called_channel):
            if text is not None:
                yield _public(text)
                yield party_in(text) or ""


def _addresses(name: str, channel: str | None) -> Iterator[str]:
    """What may be a number: the name, the number in it, that of the channel."""
    yield name
    yield party_in(name) or ""
    if channel:
        yield party_in(channel) or ""


def _public(address: str) -> str:
    """A public number without its plus, as the account's own are kept."""
    return address[1:] if _PUBLIC.fullmatch(address) else address
