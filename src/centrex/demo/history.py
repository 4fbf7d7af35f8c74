"""What happened at a demo customer in the three months before now: calls, sounds, faxes, phones that came and went.

All but the times follows from the seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from centrex.demo.calendar import Calendar
from centrex.demo.extensions import Exchange
from centrex.demo.media import Clip, File, Media
from centrex.demo.outlines import OUTLINES
from centrex.demo.traffic import Team, Traffic, team_of
from centrex.demo.world import Customer
from centrex.engine.call_report import LegReport
from centrex.media import fax
from centrex.resources.recording import RECORD, VOICEMAIL

ALIKE: Final = 16
"""Calls that differ in their times alone: somebody calls again, and it goes like the last time."""

TALK: Final = "talk_in"
FRESH: Final = (TALK, "talk_out", RECORD, "unanswered_in", VOICEMAIL, RECORD, "busy_in", RECORD)
"""The last calls of today."""

FAX_PAUSE: Final = 0.08
"""The share of the three months that lies between two faxes of the first customer."""

TO_RECEPTION: Final = 0.6


@dataclass(frozen=True, slots=True)
class Plan:
    """How much there is of everything."""

    calls: int
    records: int
    messages: int
    faxes: int


PLANS: Final = (Plan(17_000, 300, 40, 12), Plan(4_000, 50, 10, 4), Plan(4_000, 50, 10, 4))
"""Of each customer in turn; 25,000 calls together."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call: which of the history's ``shapes`` it has, and when it began in seconds since 1970."""

    shape: int
    started: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording (or a message) of a call, by the call's place."""

    kind: str
    call: int
    clip: Clip


@dataclass(frozen=True, slots=True)
class Letter:
    """A fax, and when it was received."""

    caller: str
    destination: str
    received: int
    file: File[fax.Fax]


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened; ``calls`` in the order of time."""

    shapes: tuple[tuple[LegReport, ...], ...]
    calls: tuple[Call, ...]
    sounds: tuple[Sound, ...]
    letters: tuple[Letter, ...]
    phones: tuple[str, ...]


def make_history(seed: int, place: int, customer: Customer, exchange: Exchange, media: Media, now: int) -> History:
    """The history of the customer at ``place`` in the world, up to ``now`` in seconds since 1970."""
    chance = Random(f"history {seed} {place}")
    team = team_of(customer, exchange, OUTLINES[place].mobile, chance)
    return _Making(PLANS[place], team, media, Calendar(now, customer.timezone), chance).history(now)


class _Making:
    """A history under way."""

    def __init__(self, plan: Plan, team: Team, media: Media, calendar: Calendar, chance: Random) -> None:
        self._plan = plan
        self._team = team
        self._media = media
        self._calendar = calendar
        self._chance = chance
        self._traffic = Traffic(team, chance)
        self._shapes = self._traffic.usual(plan.calls // ALIKE)
        self._sounds: list[Sound] = []

    def history(self, now: int) -> History:
        marked = self._marked()
        usual = len(self._shapes)
        shapes = [
            self._shape(place, marked[place]) if place in marked else self._chance.randrange(usual)
            for place in range(self._plan.calls)
        ]
        times = [
            self._calendar.at((place + self._chance.random()) / self._plan.calls) for place in range(self._plan.calls)
        ]
        lengths = [_length(legs) for legs in self._shapes]
        return History(
            shapes=tuple(self._shapes),
            calls=tuple(
                Call(shape, min(at, now - 1 - lengths[shape])) for shape, at in zip(shapes, sorted(times), strict=True)
            ),
            sounds=tuple(self._sounds),
            letters=tuple(self._letters()),
            phones=self._team.phones,
        )

    def _marked(self) -> dict[int, str]:
        """The places of the calls that have a sound, spread over the whole time, and of the last ones."""
        last = self._plan.calls
        marked = {last - len(FRESH) + index: kind for index, kind in enumerate(FRESH)}
        for kind, wanted in ((RECORD, self._plan.records), (VOICEMAIL, self._plan.messages)):
            number = wanted - FRESH.count(kind)
            for index in range(number):
                place = int((index + self._chance.random()) / number * last)
                while place in marked:
                    place = (place + 1) % last
                marked[place] = kind
        return marked

    def _shape(self, place: int, kind: str) -> int:
        """The shape of a call of its own; notes its sound."""
        is_reception = place >= self._plan.calls - len(FRESH) or self._chance.random() < TO_RECEPTION
        if kind == RECORD:
            clip = self._chance.choice(self._media.clips)
            is_out = self._chance.random() < 0.4
            legs = self._traffic.recorded(clip.seconds, is_reception=is_reception, is_out=is_out)
        elif kind == VOICEMAIL:
            clip = self._chance.choice(self._media.messages)
            legs = self._traffic.message(clip.seconds, is_reception=is_reception)
        else:
            self._shapes.append(self._traffic.of_kind(kind))
            return len(self._shapes) - 1
        self._sounds.append(Sound(kind, place, clip))
        self._shapes.append(legs)
        return len(self._shapes) - 1

    def _letters(self) -> Iterator[Letter]:
        """Every other fax comes to the first group; the last one came today."""
        for number in range(self._plan.faxes):
            phones: Sequence[str] = self._team.phones
            yield Letter(
                caller=self._chance.choice(self._team.contacts)[0],
                destination=self._chance.choice(phones if number % 2 else phones[: self._team.reception]),
                received=self._calendar.at(1 - number * FAX_PAUSE - 0.0001),
                file=self._media.faxes[number % len(self._media.faxes)],
            )


def _length(legs: Sequence[LegReport]) -> int:
    """Seconds from the first ring to the end."""
    ended = max(leg.ended for leg in legs if leg.ended is not None)
    return int((ended - legs[0].started).total_seconds())
