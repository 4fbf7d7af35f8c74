"""Reads a list as the console asks for it: what is searched for, days of the caller's own zone, one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from centrex.access import realms
from centrex.access.caller import Caller
from centrex.catalogue import Face, Kind, Operation, Show
from centrex.catalogue_rest import RestFace
from centrex.engine.core import Engine
from centrex.patterns import fold
from centrex.query import Comparison, Group, Query, Shape, Tree
from centrex.scope import Scope
from centrex.web.console.acting import MOST, Row
from centrex.web.console.sections import Look, Section, Source, face_of, period_of

ROWS: Final = 50
DAYS: Final = 28
MOST_DAYS: Final = 31
"""As many as every list of the APIs can be asked for at once."""

LAST_PAGE: Final = 2_000
LONGEST_SEARCH: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """``since`` and ``until`` are days, the last one itself too; ``sort`` is a field, after a minus downwards."""

    search: str
    page: int
    since: date
    until: date
    now: float
    sort: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What an address says of it, but for the page."""
        told = {"search": self.search, "since": self.since.isoformat(), "until": self.until.isoformat()}
        return {**told, "sort": self.sort} if self.sort else told

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The field after which the rows come, and whether the greatest is first."""
        return self.sort.removeprefix("-"), self.sort.startswith("-")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of rows, and how many there are in all."""

    rows: list[Row]
    total: int


def asked_of(query: Mapping[str, str], caller: Caller, now: float) -> Asked:
    """What an address asks for; what makes no sense is left out."""
    today = datetime.fromtimestamp(now, ZoneInfo(caller.account.zone)).date()
    until = _day(query.get("until"), today)
    since = min(_day(query.get("since"), until - timedelta(days=DAYS - 1)), until)
    since = max(since, until - timedelta(days=MOST_DAYS - 1))
    page = query.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    search, sort = query.get("search", "").strip()[:LONGEST_SEARCH], query.get("sort", "")
    return Asked(search, max(1, min(number, LAST_PAGE)), since, until, now, sort)


async def found(engine: Engine, section: Section, source: Source, caller: Caller, asked: Asked) -> Found:
    """One page of the list."""
    query = _query(source, section, caller, asked, ROWS, (asked.page - 1) * ROWS)
    return await _read(engine, source, query, realms.at_home(caller), asked.now)


async def first_of_group(
    engine: Engine, section: Section, source: Source, caller: Caller, asked: Asked, limit: int, group_id: int
) -> Found:
    """The first rows of the list that belong to a group of the caller's account; the operation is one for groups."""
    query = _query(source, section, caller, asked, limit, 0)
    return await _read(engine, source, query, realms.in_group(caller, group_id), asked.now)


async def all_found(engine: Engine, section: Section, source: Source, caller: Caller, asked: Asked) -> Found:
    """The whole list, or the first of it."""
    query = _query(source, section, caller, asked, MOST, 0)
    return await _read(engine, source, query, realms.at_home(caller), asked.now)


async def _read(engine: Engine, source: Source, query: Query, scope: Scope, now: float) -> Found:
    if isinstance(source, Look):
        page = await engine.page(source.resource, query, scope)
        rows: list[Row] = msgspec.json.decode(page.data)
        return Found([source.told(row, now) for row in rows] if source.told else rows, page.total)
    assert isinstance(source, Operation)
    answer = await engine.listing(source, query, scope)
    return Found(msgspec.json.decode(answer.whole()), answer.total)


def _query(source: Source, section: Section, caller: Caller, asked: Asked, limit: int, offset: int) -> Query:
    face, period = face_of(source), period_of(source)
    wanted = {column.field for column in section.columns} | {section.key or key_of(face)}
    fields = tuple(name for name in face.fields if name in wanted)
    tests, values = _tests(face, section, asked)
    sort = ((period, True),) if period else face.sort if isinstance(face, RestFace) else ()
    if asked.sorted_by[0] in sortable(section, face):
        sort = (asked.sorted_by,)
    if period:
        tests.append(Group("and", (Comparison(period, ">="), Comparison(period, "<="))))
        values += seconds(asked, caller)
    tree = Group("and", tuple(tests)) if len(tests) > 1 else tests[0] if tests else None
    return Query(face, Shape(fields, tree, sort, len(values)), tuple(values), limit, offset)


def sortable(section: Section, face: Face) -> list[str]:
    """The fields of the columns after which the rows can come."""
    return [column.field for column in section.columns if isinstance(face.fields[column.field], Show)]


def _tests(face: Face, section: Section, asked: Asked) -> tuple[list[Tree], list[object]]:
    """That one of the fields that are searched holds the text, whatever its case."""
    if not asked.search:
        return [], []
    looked = [name for name in section.search if isinstance(face.fields[name], Show)]
    tests = tuple(Comparison(name, "ilike") for name in looked)
    return [Group("or", tests) if len(tests) > 1 else tests[0]], [fold(pattern_of(asked.search))] * len(tests)


def pattern_of(search: str) -> str:
    """The pattern of LIKE that the text meets wherever it stands."""
    return "%" + "".join(f"\\{sign}" if sign in "\\%_" else sign for sign in search) + "%"


def seconds(asked: Asked, caller: Caller) -> tuple[int, int]:
    """The first and the last of the days, since 1970."""
    zone = ZoneInfo(caller.account.zone)
    begin = datetime.combine(asked.since, time.min, zone)
    end = datetime.combine(asked.until + timedelta(days=1), time.min, zone)
    return int(begin.timestamp()), int(end.timestamp()) - 1


def _day(text: str | None, otherwise: date) -> date:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return day if 1970 < day.year < 9999 else otherwise


def key_of(face: Face) -> str:
    """The field that names a row; rows that nothing is done with have none."""
    return face.key if isinstance(face, RestFace) else "id"


def kinds(section: Section, face: Face) -> dict[str, Kind]:
    """What the columns hold."""
    return {column.field: face.fields[column.field].type.kind for column in section.columns}
