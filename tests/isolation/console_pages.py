"""What a page of the console leads to: links of every kind, and forms with all that can be sent with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

LEADING: Final = {"href", "src", "action", "formaction"}
"""Attributes that hold an address; so may any that begins with ``data-`` or ``hx-``."""
WORDS: Final = {"text", "search", "password", "email", "tel", "url", "number", "date", "textarea"}
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sent:
    """A request of a browser; one without a ``form`` is a GET. The token of its form comes with it when it is asked."""

    path: str
    query: Fields = ()
    form: Fields | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"


@dataclass
class Control:
    """A field: what it holds, what else could be chosen, and what kind of text may be written."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    needed: bool = False


@dataclass
class Form:
    """A form of a page; ``deeds`` are the names and values of its buttons, of which one is pressed."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    deeds: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sign(self) -> tuple[str, ...]:
        """By which forms for the same purpose know each other: hidden words, not ids, and the names of fields."""
        words = [each.value for each in self.controls if each.kind == "hidden" and each.value.isalpha()]
        return *words, *sorted({each.name for each in self.controls} | {name for name, _ in self.deeds})


class Page(HTMLParser):
    """The links and forms of a page that was shown at ``path``."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self._path = path
        self._links: list[str] = []
        self._named: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: Control | None = None
        self.forms: list[Form] = []
        self.feed(html)

    @property
    def links(self) -> Iterator[Sent]:
        """Where the page leads on this server, each once."""
        for link in dict.fromkeys(self._links):
            yield sent_to(urljoin(self._path, link))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            leads = name in LEADING or (name.startswith(("data-", "hx-")) and value.startswith(("/", "?")))
            if leads and name not in {"action", "hx-post"} and not value.startswith("#"):
                self._links.append(value)
        if tag == "form" or "hx-post" in given:
            self._begin(given)
        elif tag in {"input", "select", "textarea", "button"}:
            self._control(tag, given)
        elif tag == "option" and self._select is not None:
            self._option(given)

    def _begin(self, given: Mapping[str, str]) -> None:
        action = given.get("action") or given.get("hx-post") or self._path
        self._form = Form(urljoin(self._path, action), given.get("method", "post").lower())
        self.forms.append(self._form)
        if "id" in given:
            self._named[given["id"]] = self._form

    def _control(self, tag: str, given: Mapping[str, str]) -> None:
        form = self._named.get(given.get("form", "")) or self._form
        name, value = given.get("name"), given.get("value", "")
        if form is None or not name or name == "csrf":
            return
        if tag == "button":
            form.deeds.append((name, value))
            return
        kind = given.get("type", "text") if tag == "input" else tag
        known = next((each for each in form.controls if each.name == name and kind == "radio"), None)
        control = known or Control(name, kind, "" if kind in {"radio", "checkbox"} else value)
        control.needed |= "required" in given
        if known is None:
            form.controls.append(control)
        if kind in {"radio", "checkbox"}:
            control.choices.append(value or "on")
            control.value = (value or "on") if "checked" in given else control.value
        self._select = control if tag == "select" else self._select

    def _option(self, given: Mapping[str, str]) -> None:
        assert self._select is not None
        self._select.choices.append(given.get("value", ""))
        if "selected" in given or not self._select.value:
            self._select.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


def sent_to(address: str) -> Sent:
    """The request of a link."""
    parts = urlsplit(address)
    return Sent(parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)))


def filled(form: Form, number: int, deed: tuple[str, str] | None) -> Sent:
    """The form as a person would send it: what must be there is written, and of the buttons one is pressed."""
    fields = [(each.name, _value(each, number)) for each in form.controls]
    sent = [(name, value) for name, value in fields if value is not None] + ([deed] if deed else [])
    there = sent_to(form.action)
    if form.method == "get":
        return Sent(there.path, tuple(sent))
    return Sent(there.path, there.query, tuple(sent))


def _value(control: Control, number: int) -> str | None:
    if control.kind in {"checkbox", "radio"}:
        return control.value or (control.choices[number % len(control.choices)] if control.needed else None)
    if control.value or control.kind not in WORDS or not control.needed:
        return control.value
    return _WRITTEN.get(control.kind, "made {n}").format(n=number)


_WRITTEN: Final[Mapping[str, str]] = {
    "email": "made{n}@example.org",
    "url": "https://example.org/{n}",
    "number": "{n}",
    "tel": "7495{n:07}",
    "date": "2025-06-30",
    "password": "Passw0rd-{n}-Long",
}
