"""Makes filter trees and whole requests for a list method out of the rows that it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from centrex.catalogue import Face, Field, Kind
from tests.property import jsqueries, oracle
from tests.property.likes import like, random_case, random_pattern
from tests.property.oracle import Joined, Row, Test, Tree
from tests.property.regexps import random_regexp
from tests.property.strange import STRANGE

DEPTH: Final = 4
NO_VALUE: Final = object()
FORMAT: Final = "%Y-%m-%d %H:%M:%S"
NO_FILTER: Final[tuple[Any, ...]] = (None, {}, {"filters": []}, {"filters": None}, {"condition": "or"})
HUGE: Final = (0, -1, 2**63 - 1, -(2**63))
PRICES: Final = (0.01, 10.99, -1.5, 1e-9)


@dataclass(frozen=True)
class Request:
    """The paging parameters of one call, and the tree behind its filter."""

    params: Mapping[str, Any]
    tree: Tree | None


@dataclass(frozen=True)
class Maker:
    """Makes requests for ``face`` as shown by ``rows``, in the time zone of the account."""

    random: Random
    face: Face
    rows: Sequence[Row]
    zone: str

    def request(self) -> Request:
        """A valid request; each parameter may be absent, null or empty."""
        random = self.random
        tree = self.tree(DEPTH) if self.filterable and random.random() < 0.97 else None
        chosen: dict[str, Any] = {
            "filter": oracle.as_json(tree) if tree else random.choice(NO_FILTER),
            "sort": self.sort(),
            "fields": self.fields(),
            "limit": random.choice((None, None, None, 0, 1, 3, 10.0, 1000, 10_000)),
            "offset": random.choice((None, None, None, 0, 1, 2.0, 7, 100_000)),
        }
        params = {name: value for name, value in chosen.items() if value is not None or random.random() < 0.1}
        return Request(dict(random.sample(sorted(params.items(), key=lambda item: item[0]), len(params))), tree)

    @property
    def filterable(self) -> list[Field]:
        return [show for show in self.face.fields.values() if show.filter]

    def sort(self) -> list[dict[str, Any]] | None:
        random = self.random
        names = [show.name for show in self.face.fields.values() if show.sort]
        if not names or random.random() < 0.3:
            return random.choice((None, []))
        return [self.sort_key(name) for name in random.choices(names, k=random.choice((1, 1, 2, 3)))]

    def sort_key(self, name: str) -> dict[str, Any]:
        order = self.random.choice(("asc", "desc", "desc", None, NO_VALUE))
        return {"field": name} if order is NO_VALUE else {"order": order, "field": name}

    def fields(self) -> list[str] | None:
        random = self.random
        chance = random.random()
        if chance < 0.65:
            return [next(iter(self.face.fields))]
        if chance < 0.72:
            return random.choice((None, []))
        return random.choices(tuple(self.face.fields), k=random.randint(1, 6))

    def tree(self, depth: int) -> Tree:
        random = self.random
        chance = random.random()
        if depth == 0 or chance < 0.4:
            return self.test()
        if chance < 0.45:
            return self.everything()
        children = tuple(self.tree(depth - 1) for _ in range(random.choice((0, 1, 2, 2, 3, 4))))
        return self.joined(children, random.choice(("and", "or")))

    def joined(self, children: tuple[Tree, ...], condition: str) -> Joined:
        nulls = self.nulls("field", "operator", "value")
        if condition == "and" and self.random.random() < 0.3:
            return Joined({**self.random.choice(({}, {"condition": None})), **nulls}, children)
        return Joined({"condition": condition, **nulls}, children)

    def nulls(self, *names: str) -> dict[str, None]:
        """Members of the other kind of filter, which as null count as absent; now and then there are some."""
        some = self.random.random() < 0.05
        return dict.fromkeys(name for name in names if some and self.random.random() < 0.7)

    def everything(self) -> Joined:
        """``x is null OR x is not null``, which must never reach beyond the caller's rows."""
        show = self.random.choice(self.filterable)
        tests = (
            Test({"field": show.name, "operator": sign}, oracle.is_null(show.type.kind, null=sign == "is_null"))
            for sign in ("is_null", "is_not_null")
        )
        return Joined({"condition": "or"}, tuple(tests))

    def test(self) -> Test:
        show = self.random.choice(self.filterable)
        if self.random.random() < 0.1:
            return self.null_test(show)
        return MAKERS[show.type.kind](self, show)

    def sent(self, show: Field, sign: str, value: object) -> dict[str, Any]:
        """The members of a test in any order."""
        members: list[tuple[str, object]] = [("field", show.name), ("operator", sign)]
        if value is not NO_VALUE:
            members.append(("value", value))
        members += self.nulls("filters", "condition").items()
        return dict(self.random.sample(members, len(members)))

    def null_test(self, show: Field) -> Test:
        null = self.random.random() < 0.5
        signs = ("=", "is_null") if null else ("!=", "is_not_null")
        sent = self.sent(show, self.random.choice(signs), self.random.choice((None, NO_VALUE)))
        return Test(sent, oracle.is_null(show.type.kind, null=null))

    def shown(self, show: Field) -> list[Any]:
        """What the rows show in this field, nulls left out."""
        return [row[show.name] for row in self.rows if row[show.name] is not None]

    def text(self, show: Field) -> str:
        """A string that a row shows, or might."""
        shown = self.shown(show)
        strange = not shown or self.random.random() < 0.2
        return str(self.random.choice(STRANGE if strange else shown))

    def number(self, show: Field) -> int | float:
        shown = self.shown(show)
        if not shown or self.random.random() < 0.1:
            return self.random.choice((*HUGE, *PRICES) if show.type.fraction else HUGE)
        found: int | float = self.random.choice(shown)
        return found + self.random.choice((-1, -0.01, 0, 0, 0.5, 1) if show.type.fraction else (-1, 0, 0, 0, 1))

    def spelled(self, number: int | float) -> object:
        """The number as clients write it: as one, as one with a zero fraction, as a string."""
        written: list[object] = [number, number, number, str(number)]
        if isinstance(number, int) and abs(number) < 2**53:
            written += [float(number), f"{number}.0", f"{number}e0", f"{number}.000E+0"]
        return self.random.choice(written)

    def number_test(self, show: Field) -> Test:
        if self.random.random() < 0.3:
            return self.list_test(show, self.number, self.spelled)
        sign, number = self.random.choice(tuple(oracle.ORDERS)), self.number(show)
        sent = self.sent(show, sign, self.spelled(number))
        return Test(sent, oracle.compares(Kind.NUMBER, sign, number, self.zone))

    def list_test(self, show: Field, value: Callable[[Field], Any], spelled: Callable[[Any], object]) -> Test:
        values = [value(show) for _ in range(self.random.choice((0, 1, 2, 3, 5, 5, 300)))]
        sign = self.random.choice(("in", "not_in"))
        sent = self.sent(show, sign, [spelled(each) for each in values])
        return Test(sent, oracle.is_among(values, among=sign == "in"))

    def string_test(self, show: Field) -> Test:
        chance = self.random.random()
        if chance < 0.2:
            return self.list_test(show, self.text, lambda text: text)
        if chance < 0.4:
            return self.equality(show, self.text(show))
        if chance < 0.6:
            found = random_regexp(self.random, self.text(show))
            return Test(self.sent(show, "regexp", found.posix), oracle.unless_null(found.found_in))
        return self.like_test(show)

    def like_test(self, show: Field) -> Test:
        sign = self.random.choice(("like", "ilike", "not_like", "not_ilike"))
        pattern = random_pattern(self.random, self.text(show))
        met = not sign.startswith("not_")
        if not sign.endswith("ilike"):
            return Test(self.sent(show, sign, pattern), oracle.unless_null(lambda text: like(pattern, text), met=met))
        pattern = random_case(self.random, pattern)
        lower = oracle.folded(pattern)
        return Test(
            self.sent(show, sign, pattern),
            oracle.unless_null(lambda text: like(lower, oracle.folded(text)), met=met),
        )

    def equality(self, show: Field, value: Any, spelled: object = NO_VALUE) -> Test:
        sign = self.random.choice(("=", "!="))
        sent = self.sent(show, sign, value if spelled is NO_VALUE else spelled)
        return Test(sent, oracle.compares(show.type.kind, sign, value, self.zone))

    def boolean_test(self, show: Field) -> Test:
        value = self.random.random() < 0.5
        return self.equality(show, value, self.random.choice((value, str(value).lower())))

    def enum_test(self, show: Field) -> Test:
        values = show.type.values or (*self.shown(show), "elsewhere")
        if self.random.random() < 0.5:
            return self.list_test(show, lambda _: self.random.choice(values), lambda text: text)
        return self.equality(show, self.random.choice(values))

    def datetime_test(self, show: Field) -> Test:
        sign = self.random.choice(tuple(oracle.ORDERS))
        moment = self.moment(show)
        return Test(self.sent(show, sign, moment), oracle.compares(Kind.DATETIME, sign, moment, self.zone))

    def moment(self, show: Field) -> str:
        shown = self.shown(show)
        if not shown or self.random.random() < 0.1:
            return self.random.choice(("0001-01-01 00:00:00", "9999-12-31 23:59:59", "1970-01-01 00:00:00"))
        near = datetime.fromisoformat(self.random.choice(shown))
        return (near + timedelta(seconds=self.random.choice((0, 0, 0, 1, -1, 1800, -3600)))).strftime(FORMAT)

    def container_test(self, show: Field) -> Test:
        if show.type.items is Kind.STRING and self.random.random() < 0.5:
            return self.overlap_test(show)
        node = jsqueries.random_node(self.random, self.shown(show))
        sent = self.sent(show, "jsquery", jsqueries.written(self.random, node))
        return Test(sent, lambda document: jsqueries.holds(node, document))

    def overlap_test(self, show: Field) -> Test:
        known = [*show.type.values, "elsewhere", "я"]
        wanted = self.random.choices(known, k=self.random.choice((0, 1, 1, 2)))
        sign = self.random.choice(("overlap", "not_overlap"))
        value = wanted[0] if len(wanted) == 1 and self.random.random() < 0.5 else wanted
        return Test(self.sent(show, sign, value), oracle.overlaps(wanted, overlap=sign == "overlap"))


MAKERS: Final[Mapping[Kind, Callable[[Maker, Field], Test]]] = {
    Kind.NUMBER: Maker.number_test,
    Kind.STRING: Maker.string_test,
    Kind.BOOLEAN: Maker.boolean_test,
    Kind.DATETIME: Maker.datetime_test,
    Kind.ENUM: Maker.enum_test,
    Kind.ARRAY: Maker.container_test,
    Kind.OBJECT: Maker.container_test,
}
