"""Files of cdr_csv: a line is a leg, and a bad line is refused alone."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from centrex.engine.call_report import CallReport
from centrex.ingest import asterisk
from centrex.ingest.refusals import ReportRefused
from centrex.outcomes import Outcome
from tests.unit.ingest.payloads import MASTER_CSV, cdr, line, unanswered

MOSCOW = ZoneInfo("Europe/Moscow")
ALL = asterisk.COLUMNS[21]


def read(*lines: str) -> list[tuple[int, CallReport | ReportRefused]]:
    return [(number, told) for number, told in asterisk.from_csv(lines, MOSCOW)]


def test_a_line_of_the_master_file() -> None:
    ((number, call),) = read(MASTER_CSV + "\n")
    assert isinstance(call, CallReport)
    (leg,) = call.legs
    assert (number, call.call_id, call.customer, leg.leg_id) == (1, "1772443800.40", "000", "1772443800.40-71")
    assert (leg.caller_name, leg.outcome, leg.cause) == ("Anna, of Bluebird", Outcome.CALLEE_HUNG_UP, "16")
    assert leg.started.isoformat() == "2026-03-02T09:30:00+00:00"


@pytest.mark.parametrize("count", sorted(asterisk.COLUMNS))
def test_optional_columns_are_known_by_their_number(count: int) -> None:
    columns = asterisk.COLUMNS[count]
    ((_, call),) = read(line(cdr(userfield="vip"), columns))
    assert isinstance(call, CallReport)
    known = {"uniqueid", "linkedid"} & set(columns)
    assert len(columns) == count
    assert call.call_id == ("1772443800.40" if known else "")
    assert call.legs[0].leg_id == ("1772443800.40" if "uniqueid" in columns else "") + (
        "-71" if {"uniqueid", "sequence"} <= set(columns) else ""
    )


def test_a_first_line_may_name_the_columns() -> None:
    names = ("calldate", "src", "dst", "dstchannel", "disposition", "duration", "uniqueid", "HangupSource")
    row = unanswered("NO ANSWER", calldate="2026-03-02 12:30:00", HangupSource="", dstchannel="PJSIP/302-00000001")
    lines = ["\ufeff" + ",".join(names) + "\r\n", line(row, names) + "\r\n"]
    ((number, call),) = read(*lines)
    assert isinstance(call, CallReport)
    assert (number, call.legs[0].called, call.legs[0].outcome) == (2, "302", Outcome.NO_ANSWER)
    header = asterisk.header_in(lines[0])
    assert header is not None
    assert [told.read for told in asterisk.from_csv(lines[1:], MOSCOW, header=header)] == [call]
    assert asterisk.header_in(MASTER_CSV) is None
    assert asterisk.header_in("") is None
    assert asterisk.header_in('"src","dst') is None


def test_a_bad_line_is_refused_alone_with_its_number() -> None:
    told = read(
        line(cdr(), ALL),
        "",
        line(cdr(), ALL[:15]),
        line(cdr(), ALL)[:-40],
        line(cdr(start="2026-03-02 25:00:00"), ALL),
        line(cdr(sequence=72), ALL),
    )
    refused = [(number, str(call)) for number, call in told if isinstance(call, ReportRefused)]
    assert refused == [
        (3, "3: body: has 15 columns"),
        (4, "4: body: is no line of CSV"),
        (5, "5: start: is no time: 2026-03-02 25:00:00"),
    ]
    assert [number for number, call in told if isinstance(call, CallReport)] == [1, 6]


def test_a_quote_that_never_ends_takes_no_neighbour_along() -> None:
    told = read('"000","7916', line(cdr(), ALL))
    assert [(number, type(call)) for number, call in told] == [(1, ReportRefused), (2, CallReport)]
    assert str(told[0][1]) == "1: body: is no line of CSV"


def test_a_file_is_read_a_line_at_a_time() -> None:
    taken = []

    def file() -> Iterator[str]:
        for sequence in range(1_000_000):
            taken.append(sequence)
            yield line(cdr(sequence=sequence), ALL)

    first = next(asterisk.from_csv(file(), MOSCOW))
    assert (first.number, taken) == (1, [0])
