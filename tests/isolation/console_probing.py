"""Visits the console in pairs of worlds and judges what is shown, and what became of others' rows."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Final

from centrex.web.console.routes import Route
from centrex.web.console.sections import APPLICATIONS, CONSENTS
from tests.isolation.aim import in_turn
from tests.isolation.console_aim import CONSOLE, Targets, astray, key_of, shape_of, some, unlinked
from tests.isolation.console_cast import NOBODY, ConsoleCast, Visitor
from tests.isolation.console_pages import Form, Page, Sent, filled
from tests.isolation.console_tricks import form_tricks, list_tricks
from tests.isolation.console_worlds import Pair, alike
from tests.isolation.probing import CANARY, Tally
from tests.isolation.rest_worlds import Reply
from tests.isolation.rows import Rows

BEGINNINGS: Final = (CONSOLE, "/app/")
SIGN_OUT: Final = "/app/logout"
LOGIN: Final = "login"
FORM: Final = "form of"
OWN: Final = {APPLICATIONS.path, CONSENTS.path}
WALKED: Final = 1
"""So many pages of a kind are opened by everybody."""
TURN: Final = 4_000
ENDING: Final = ("delete", "remove", "end", "block", "lock", "revoke", "close")
"""What takes something away is done last."""
PART_OF_CHANGES: Final = 4


class ConsoleProber:
    """Probes pairs of worlds that were copied from one, with the people of ``cast`` and the ``rows`` that it had."""

    def __init__(self, cast: ConsoleCast, rows: Rows, tally: Tally, routes: tuple[Route, ...]) -> None:
        self.cast = cast
        self.tally = tally
        self.routes = routes
        self.targets = Targets(rows)
        self.pages: dict[str, list[Sent]] = defaultdict(list)
        """By their kind the addresses that somebody found, and in ``forms`` what could be sent."""
        self.forms: dict[tuple[str, ...], Form] = {}
        self.canaries = sorted({part.canary for part in cast.rest.parts})

    async def probe_all(self, pairs: list[Pair], number: int, turn: int = 0) -> None:
        """Everybody walks about; then everybody tries what any other found, so many times at least; then his own.

        A page of the router that nobody was shown stands in the tally with 0, and so does one that takes no form.
        """
        self.tally.passed.update(dict.fromkeys(self.due(), 0))
        found = [(pair, visitor, await self.walk(pair, visitor)) for pair in pairs for visitor in self.visitors(pair)]
        share = -(-number // len(found))
        for begin in range(0, share, TURN):
            for pair, visitor, _ in found:
                await self.look_for_others(pair, visitor, min(TURN, share - begin), turn + begin)
        for pair, visitor, forms in found:
            await self.do_his_own(pair, visitor, forms)

    def due(self) -> Iterator[str]:
        """Every page that the router knows, and every one to which forms are sent."""
        for route in self.routes:
            for section in route.sections:
                yield key_of(route, section)
                if route.posts:
                    yield f"{FORM} {key_of(route, section)}"

    def visitors(self, pair: Pair) -> list[Visitor]:
        """Who comes, and one whose cookie was never given."""
        return [*self.cast.of(pair.part), Visitor("nobody", NOBODY, 0, pair.part, comes_in=False)]

    async def walk(self, pair: Pair, visitor: Visitor) -> dict[tuple[str, ...], Form]:
        """Follows the links of his pages, and opens some of every kind besides; answers the forms that he was shown."""
        random = Random(visitor.name)
        home = f"{CONSOLE}/{visitor.part.account_id}/"
        waiting = deque(Sent(path) for path in BEGINNINGS)
        besides = deque(unlinked(self.routes, self.targets, home, random, WALKED) if visitor.comes_in else ())
        seen: Counter[tuple[str, ...]] = Counter()
        forms: dict[tuple[str, ...], Form] = {}
        while waiting or besides:
            sent = (waiting or besides).popleft()
            key = self._kind(sent)
            seen[key] += 1
            if seen[key] <= WALKED and sent.path != SIGN_OUT:
                reply = await self.ask(pair, visitor, sent)
                page = shown(sent, reply)
                forms |= {(shape_of(self.routes, form.action), *form.sign): form for form in page.forms}
                waiting += [link for link in page.links if _is_page(link)]
                if reply.status == 200:
                    self.pages[key[0]].append(sent)
        self.forms |= forms
        return forms

    def _kind(self, sent: Sent) -> tuple[str, ...]:
        """Such as of the page of a new thing, and of those that there are."""
        last = sent.path.rpartition("/")[2]
        return shape_of(self.routes, sent.path), last if last.isalpha() else "", *sorted(dict(sent.query))

    async def look_for_others(self, pair: Pair, visitor: Visitor, number: int, turn: int) -> None:
        """Reads and changes of which none is to reach what is not his."""
        random = Random(f"{visitor.name} {turn}")
        for sent in islice(in_turn(*self._reads(visitor, random)), number - number // PART_OF_CHANGES):
            await self.ask(pair, visitor, sent)
        await self.change_what_is_others(pair, visitor, number // PART_OF_CHANGES, random)

    def _reads(self, visitor: Visitor, random: Random) -> Iterator[Iterator[Sent]]:
        home = f"{CONSOLE}/{visitor.part.account_id}/"
        known = [sent for kind in self.pages.values() for sent in kind]
        mixed = random.sample(known, len(known))
        yield (at_home(sent, home) for sent in mixed)
        yield (other for sent in mixed for other in astray(at_home(sent, home), self.targets, random, 2))
        yield iter(mixed)
        yield list_tricks(self.routes, home, self.canaries, random)

    async def change_what_is_others(self, pair: Pair, visitor: Visitor, number: int, random: Random) -> None:
        """Forms of anybody's, as they are and astray; a batch for each, after which the rows are looked at."""
        home = f"{CONSOLE}/{visitor.part.account_id}/"
        forms = [form for form in self.forms.values() if self._is_sent(form)]
        before = self.tally.probes
        for form in random.sample(forms, len(forms)):
            if self.tally.probes - before >= number:
                return
            sent = self._borrowed(form, random.randrange(10**6), home)
            await self._unasked(pair, visitor, sent, random)
            batch = [*astray(sent, self.targets, random, 1), *form_tricks(sent, self.targets, self.canaries, random)]
            await self.send(pair, visitor, some(batch, random, 6), form.sign)

    def _borrowed(self, form: Form, number: int, home: str) -> Sent:
        """A form that others were shown, sent from here. The texts in it lose their first letter, and what names
        something does not: what he wrote himself is no canary when he reads it again."""
        sent = at_home(filled(form, number, next(iter(form.deeds), None)), home)
        texts = (
            (name, held if self.targets.names(held) else held.replace("canary", "anary"))
            for name, held in sent.form or ()
        )
        return Sent(sent.path, sent.query, tuple(texts))

    def _is_sent(self, form: Form) -> bool:
        """Whoever signs in or out is somebody else from then on."""
        asks_who = {each.name for each in form.controls} == {LOGIN, "password"}
        return form.method == "post" and form.action != SIGN_OUT and not asks_who

    async def _unasked(self, pair: Pair, visitor: Visitor, sent: Sent, random: Random) -> None:
        """A form without the token of his browser, or with that of another's."""
        other = random.choice([each for each in self.cast.visitors if each != visitor])
        for token in (None, csrf(other.cookie), "", csrf(visitor.cookie)[:-1]):
            reply = await self.ask(pair, visitor, sent, token=token)
            if reply.status not in {403, 404}:
                self.tally.find(f"{sent} by {visitor.name} with {token} was answered {reply}")

    async def do_his_own(self, pair: Pair, visitor: Visitor, forms: dict[tuple[str, ...], Form]) -> None:
        """What his forms are for; after each the rows are looked at. First he sends the forms that only others have."""
        home = f"{CONSOLE}/{visitor.part.account_id}/"
        strange = [form for key, form in self.forms.items() if key not in forms and self._is_sent(form)]
        sent = [self._borrowed(form, number, home) for number, form in enumerate(strange, start=900)]
        await self.send(pair, visitor, sent, ("what others do",))
        for key, form in sorted(forms.items(), key=lambda item: (_ends(item[1]), item[0])):
            if self._is_sent(form):
                deeds: list[tuple[str, str] | None] = [*form.deeds] or [None]
                sent = [filled(form, number, deed) for number, deed in enumerate(deeds, start=700)]
                await self.send(pair, visitor, sent, key)

    async def send(self, pair: Pair, visitor: Visitor, batch: Iterable[Sent], key: tuple[str, ...]) -> None:
        """Forms with the token of his browser. What is refused changes nothing."""
        before, passed = pair.rows, False
        for sent in batch:
            reply = await self.ask(pair, visitor, sent, token=csrf(visitor.cookie))
            if reply.status < 400:
                passed |= visitor.changes or self._is_everybodys(sent)
                self._count(f"{FORM} {shape_of(self.routes, sent.path)}")
        await self.compare_strangers(pair, f"{key} by {visitor.name}")
        if not passed and pair.rows != before:
            self.tally.find(f"{pair.name}: {key} by {visitor.name} was refused and changed rows")

    async def ask(self, pair: Pair, visitor: Visitor, sent: Sent, token: str | None = None) -> Reply:
        """Asks both worlds, and judges what can be judged whatever was asked."""
        if token is not None and sent.form is not None:
            sent = Sent(sent.path, sent.query, (*sent.form, ("csrf", token)))
        reply = await pair.full.ask(sent, visitor.cookie)
        other = await pair.lonely.ask(sent, visitor.cookie)
        self.tally.probes += 1
        if alike(reply) != alike(other):
            self.tally.find(
                f"{sent} by {visitor.name} was answered {differing(alike(reply), alike(other))} without others' rows"
            )
        said = repr(sent).encode()
        for canary in set(CANARY.findall(reply.body + repr(reply.headers).encode())):
            if canary not in said and not (visitor.comes_in and self.cast.shows(pair.part, canary.decode())):
                self.tally.find(f"{sent} by {visitor.name} was shown {canary!r}: {reply}")
        if reply.status >= 500:
            self.tally.find(f"{sent} by {visitor.name} was answered an error of ours: {reply}")
        self._check_door(visitor, sent, reply)
        if sent.form is None and reply.status == 200:
            self._count(shape_of(self.routes, sent.path))
        return reply

    def _count(self, page: str) -> None:
        if page in self.tally.passed:
            self.tally.passed[page] += 1

    def _is_everybodys(self, sent: Sent) -> bool:
        """Whether also who may only read does it: it is about himself."""
        below = shape_of(self.routes, sent.path).partition(":")[0]
        return not sent.path.startswith(CONSOLE) or below in OWN

    def _check_door(self, visitor: Visitor, sent: Sent, reply: Reply) -> None:
        """Who does not come in is asked to sign in, and nobody finds a page below an account that is not his."""
        if not sent.path.startswith(CONSOLE) or sent.form is not None or reply.status != 200:
            return
        account = sent.path.removeprefix(CONSOLE).strip("/").partition("/")[0]
        if not visitor.comes_in and b'name="password"' not in reply.body:
            self.tally.find(f"{sent} was shown to {visitor.name}: {reply}")
        if visitor.comes_in and account != str(visitor.part.account_id):
            self.tally.find(f"{sent} of another account was shown to {visitor.name}: {reply}")

    async def compare_strangers(self, pair: Pair, after: str) -> None:
        """What is another's stands as it stood, and what is the visitors' own came out the same in both worlds."""
        now = await pair.strangers()
        if now != pair.strange:
            rows = [key for key in {**pair.strange, **now} if pair.strange[key] != now[key]]
            self.tally.find(f"{pair.name}: after {after} rows differ: {rows[:4]}")
            pair.strange = now


def at_home(sent: Sent, home: str) -> Sent:
    """The same below the account of the visitor."""
    if not sent.path.startswith(f"{CONSOLE}/"):
        return sent
    below = sent.path.removeprefix(f"{CONSOLE}/").partition("/")[2]
    return Sent(home + below, sent.query, sent.form)


def csrf(cookie: str) -> str:
    """What the forms of a browser carry."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def shown(sent: Sent, reply: Reply) -> Page:
    """The page of an answer, or none; where one is sent elsewhere the only link leads there."""
    headers = dict(reply.headers)
    if b"location" in headers:
        there = headers[b"location"].decode()
        return Page(sent.path, f'<a href="{there}"></a>'.replace("&", "&amp;"))
    is_page = b"html" in headers.get(b"content-type", b"")
    return Page(sent.path, reply.body.decode() if is_page else "")


def differing(one: Reply, other: Reply) -> str:
    """Where two answers part."""
    if one.body == other.body:
        return f"{one.status} {one.headers}, not {other.status} {other.headers}"
    place = next((at for at, pair in enumerate(zip(one.body, other.body, strict=False)) if pair[0] != pair[1]), 0)
    begin = max(0, place - 60)
    return f"{one.status} {one.body[begin : place + 200]!r}, not {other.status} {other.body[begin : place + 200]!r}"


def _is_page(link: Sent) -> bool:
    return link.path.startswith(BEGINNINGS) and not link.path.endswith((".css", ".js"))


def _ends(form: Form) -> bool:
    words = {each.value for each in form.controls} | {value for _, value in form.deeds}
    return any(word in text for text in {*words, form.action} for word in ENDING)
