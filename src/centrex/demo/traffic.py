"""The calls of a demo customer as reports of an engine that all begin at the same moment; the days come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from centrex.demo.extensions import Exchange
from centrex.demo.world import Customer
from centrex.engine.call_report import LegReport
from centrex.outcomes import BY_MACHINE, TALKED, Outcome

START: Final = datetime(2025, 1, 1, tzinfo=UTC)
"""When all of them begin until they are given their times."""

CONTACTS: Final = 240
LONGEST_RING: Final = 24
NAMES: Final = (
    *("Ольга Крылова", "Сергей Ершов", "Инна Белая", "Склад №2", "Пётр Щукин", "Алёна", "Такси", "Бухгалтерия"),
    *("Tom Baker", "Zoë Fischer", "Ann O'Hara", "K. Weiß", "Émile", "Reception"),
)
"""What phones show of those who call; most show nothing."""

USUAL: Final[Mapping[str, int]] = {
    "talk_in": 24,
    "talk_out": 20,
    "ring_all": 9,
    "through_menu": 8,
    "transferred": 4,
    "menu_alone": 3,
    "busy_in": 4,
    "refused_in": 2,
    "unanswered_in": 6,
    "given_up_in": 5,
    "failed_in": 1,
    "busy_out": 3,
    "unanswered_out": 3,
    "refused_out": 1,
    "failed_out": 1,
    "talk_inside": 4,
    "unanswered_inside": 1,
    "busy_inside": 1,
}
"""How often each kind happens."""


@dataclass(frozen=True, slots=True)
class Team:
    """Who can be called at a customer, and who calls: short numbers, external ones, and the outside world.

    ``phones`` are rung; the first ``reception`` of them are the first group's. ``menu`` answers before a person does.
    """

    phones: tuple[str, ...]
    reception: int
    menu: str | None
    lines: tuple[str, ...]
    contacts: tuple[tuple[str, str | None], ...]


def team_of(customer: Customer, exchange: Exchange, mobile: str, chance: Random) -> Team:
    """Those whose phones work; ``mobile`` is the form of an outside number, # a digit."""
    phones = [each for each in exchange.extensions if each.type == "phone" and each.status == "active"]
    phones.sort(key=lambda each: each.group != 0)
    menus = [each.number for each in exchange.extensions if each.type == "ivr"]
    kept = mobile.rstrip("#")
    width = len(mobile) - len(kept)
    drawn = chance.sample(range(10**width), min(CONTACTS, 10**width))
    return Team(
        phones=tuple(each.number for each in phones),
        reception=sum(each.group == 0 for each in phones),
        menu=menus[0] if menus else None,
        lines=tuple(number.number for number in customer.numbers),
        contacts=tuple(
            (f"{kept}{number:0{width}}", chance.choice(NAMES) if chance.random() < 0.3 else None) for number in drawn
        ),
    )


class Traffic:
    """Draws calls of a team, each as the legs of its report."""

    def __init__(self, team: Team, chance: Random) -> None:
        self._team = team
        self._chance = chance
        self._kinds: Mapping[str, Callable[[], Iterator[LegReport]]] = {
            "talk_in": lambda: self._incoming(self._talked(), self._length()),
            "talk_out": lambda: self._outgoing(self._talked(), self._length()),
            "ring_all": self._ring_all,
            "through_menu": self._through_menu,
            "transferred": self._transferred,
            "menu_alone": self._menu_alone,
            "busy_in": lambda: self._incoming(Outcome.BUSY, 1),
            "refused_in": lambda: self._incoming(Outcome.REFUSED, 3),
            "unanswered_in": lambda: self._incoming(Outcome.NO_ANSWER, 30),
            "given_up_in": lambda: self._incoming(Outcome.CALLER_GAVE_UP, 12),
            "failed_in": lambda: self._incoming(Outcome.FAILED, 2),
            "busy_out": lambda: self._outgoing(Outcome.BUSY, 2),
            "unanswered_out": lambda: self._outgoing(Outcome.NO_ANSWER, 35),
            "refused_out": lambda: self._outgoing(Outcome.REFUSED, 6),
            "failed_out": lambda: self._outgoing(Outcome.FAILED, 1),
            "talk_inside": lambda: self._inside(self._talked(), self._length()),
            "unanswered_inside": lambda: self._inside(Outcome.NO_ANSWER, 25),
            "busy_inside": lambda: self._inside(Outcome.BUSY, 1),
        }

    def of_kind(self, kind: str) -> tuple[LegReport, ...]:
        """A call of one of the USUAL kinds."""
        return tuple(self._kinds[kind]())

    def usual(self, number: int) -> list[tuple[LegReport, ...]]:
        """So many calls as they come."""
        kinds = self._chance.choices(list(USUAL), list(USUAL.values()), k=number)
        return [self.of_kind(kind) for kind in kinds]

    def recorded(self, seconds: int, *, is_reception: bool, is_out: bool) -> tuple[LegReport, ...]:
        """A talk of exactly so many seconds."""
        phone = self._phone(is_reception=is_reception)
        way = self._outgoing if is_out else self._incoming
        return tuple(way(self._talked(), seconds, phone))

    def message(self, seconds: int, *, is_reception: bool) -> tuple[LegReport, ...]:
        """A message of so many seconds, left in the voicemail of a phone."""
        return tuple(self._incoming(Outcome.VOICEMAIL, seconds, self._phone(is_reception=is_reception)))

    def _incoming(self, outcome: Outcome, seconds: int, phone: str | None = None) -> Iterator[LegReport]:
        contact, name = self._chance.choice(self._team.contacts)
        line = self._chance.choice(self._team.lines)
        yield _leg(1, contact, phone or self._phone(), outcome, self._ring(), seconds, dialled=line, caller_name=name)

    def _outgoing(self, outcome: Outcome, seconds: int, phone: str | None = None) -> Iterator[LegReport]:
        contact, _ = self._chance.choice(self._team.contacts)
        yield _leg(1, phone or self._phone(), contact, outcome, self._ring(), seconds)

    def _inside(self, outcome: Outcome, seconds: int) -> Iterator[LegReport]:
        caller, called = self._chance.sample(self._team.phones, 2)
        yield _leg(1, caller, called, outcome, self._ring(), seconds)

    def _ring_all(self) -> Iterator[LegReport]:
        """All phones of the first group ring, one is picked up."""
        contact, name = self._chance.choice(self._team.contacts)
        line, ring, taken = self._chance.choice(self._team.lines), self._ring(), self._phone(is_reception=True)
        for place, phone in enumerate(self._team.phones[: self._team.reception], 1):
            outcome, seconds = (self._talked(), self._length()) if phone == taken else (Outcome.ANSWERED_ELSEWHERE, 0)
            yield _leg(place, contact, phone, outcome, ring, seconds, dialled=line, caller_name=name)

    def _through_menu(self) -> Iterator[LegReport]:
        if self._team.menu is None:
            yield from self._ring_all()
            return
        (menu,) = self._menu_alone()
        assert menu.ended is not None
        yield menu
        yield _leg(
            2,
            menu.caller,
            self._phone(),
            self._talked(),
            self._ring(),
            self._length(),
            dialled=menu.dialled,
            caller_name=menu.caller_name,
            after=_seconds(menu.ended),
        )

    def _menu_alone(self) -> Iterator[LegReport]:
        called = self._team.menu or self._phone()
        (leg,) = self._incoming(Outcome.MENU, self._chance.randint(5, 30), called)
        yield leg

    def _transferred(self) -> Iterator[LegReport]:
        """Who picks up hands the caller on."""
        (first,) = self._incoming(Outcome.CALLEE_HUNG_UP, self._chance.randint(8, 40))
        assert first.ended is not None
        yield first
        others = [phone for phone in self._team.phones if phone != first.called]
        yield _leg(
            2,
            first.caller,
            self._chance.choice(others),
            self._talked(),
            self._ring(),
            self._length(),
            dialled=first.dialled,
            caller_name=first.caller_name,
            after=_seconds(first.ended),
            transfer=True,
        )

    def _phone(self, *, is_reception: bool = False) -> str:
        phones: Sequence[str] = self._team.phones
        return self._chance.choice(phones[: self._team.reception] if is_reception else phones)

    def _talked(self) -> Outcome:
        return self._chance.choice((Outcome.CALLER_HUNG_UP, Outcome.CALLEE_HUNG_UP))

    def _ring(self) -> int:
        return self._chance.randint(2, LONGEST_RING)

    def _length(self) -> int:
        """Most talks are short."""
        return min(2400, 6 + int(self._chance.expovariate(1 / 150)))


def _leg(
    place: int,
    caller: str,
    called: str,
    outcome: Outcome,
    ring: int,
    seconds: int,
    *,
    dialled: str | None = None,
    caller_name: str | None = None,
    after: int = 0,
    transfer: bool = False,
) -> LegReport:
    """A leg that rings, and lasts ``seconds`` when it is answered; ``after`` is when it begins."""
    started = START + timedelta(seconds=after)
    is_answered = outcome in TALKED | BY_MACHINE
    answered = started + timedelta(seconds=ring) if is_answered else None
    length = ring + seconds if is_answered else (seconds or ring)
    return LegReport(
        leg_id=str(place),
        caller=caller,
        called=called,
        started=started,
        answered=answered,
        ended=started + timedelta(seconds=length),
        outcome=outcome,
        dialled=dialled,
        caller_name=caller_name,
        transfer=transfer,
    )


def _seconds(moment: datetime) -> int:
    return int((moment - START).total_seconds())
