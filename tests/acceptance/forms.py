"""Forms as a browser sends them: with what is chosen, ticked and written in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from tests.acceptance.oauth import Shown

TYPED: Final = frozenset({"text", "hidden", "password", "date", "search"})


@dataclass
class Sent:
    """Where a form leads, and what it sends untouched; ``offered`` are all names in it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Sent] = []
        self._name = ""
        self._is_first = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Sent(given["action"]))
        elif tag == "input" and given.get("name"):
            is_typed = given.get("type", "text") in TYPED
            is_sent = (is_typed or "checked" in given) and "disabled" not in given
            self._keep(given["name"], given.get("value", "" if is_typed else "on"), is_sent)
        elif tag == "select":
            self._name, self._is_first = given["name"], True
        elif tag == "option":
            self._keep(self._name, given["value"], self._is_first or "selected" in given)
            self._is_first = False
        elif tag == "textarea":
            self._name = given["name"]
            self._keep(self._name, "", True)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea":
            self.found[-1].fields[self._name] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.lasttag = ""

    def _keep(self, name: str, value: str, is_sent: bool) -> None:
        self.found[-1].offered.add(name)
        if is_sent:
            self.found[-1].fields[name] = value


def forms_in(shown: Shown) -> list[Sent]:
    """All forms of a page."""
    return _Forms(shown.response.text).found


def form_of(shown: Shown, deed: str | None = None) -> Sent:
    """The form of the page's own that does the deed; that of something new has none."""
    inner = [form for form in forms_in(shown) if not form.action.startswith("/app/l")]
    (found,) = [form for form in inner if form.fields.get("deed") == deed and "csrf" in form.fields]
    return found
