"""The fields of a form, made from the parameters of an operation: a parameter that is new in the catalogue is one more.

A choice among few is drawn as such; among many one writes the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from centrex.catalogue import Kind, Param
from centrex.i18n import described, said
from centrex.web import sentences
from centrex.web.console.words import LABELS, WORDS, WORDS_OF

SPARE_ROWS: Final = 2
MOST_OPTIONS: Final = 300
"""More than that are no choice any more: one writes the name."""

LONG: Final = 255
NOTHING: Final = "None"
"""The value that some types have for nothing; it is kept as null."""

Names = Mapping[str, Sequence[tuple[int, str]]]
"""By the dotted names of parameters, the ids out of which each is chosen, and what they are called."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form. ``kind`` says how it is drawn; one of parts or rows holds fields of its own.

    ``path`` is the dotted name by which the engine knows it, ``name`` that in the form, where rows are counted.
    """

    name: str
    path: str
    kind: str
    label: str
    hint: str
    is_needed: bool
    longest: int
    value: str = ""
    options: Sequence[Option] = ()
    members: Sequence[Input] = ()
    rows: Sequence[Sequence[Input]] = field(default=())


@dataclass(frozen=True, slots=True)
class Reading:
    """In which language a form is drawn, and what its choices are called."""

    language: str
    names: Names

    def inputs(
        self, params: Sequence[Param], values: Mapping[str, Any], prefix: str = "", path: str = ""
    ) -> list[Input]:
        """The fields of the parameters, which hold the values."""
        return [self._input(param, values.get(param.name, param.default), prefix, path) for param in params]

    def _input(self, param: Param, value: Any, prefix: str, path: str) -> Input:
        name, full = prefix + param.name, path + param.name
        label, hint = self._called(param)
        needed = not path and (param.required or (param.must and value is not None and not param.secret))
        drawn = Input(name, full, kind_of(param, full, self.names), label, hint, needed, param.max_length)
        if drawn.kind in {"select", "checks"}:
            return replace(drawn, options=self._options(param, full, value))
        if drawn.kind == "part":
            return replace(drawn, members=self.inputs(param.fields, value or {}, f"{name}.", f"{full}."))
        if drawn.kind == "rows":
            return replace(drawn, rows=self._rows(param, value or [], name, full))
        return replace(drawn, value=self._text(drawn.kind, full, value))

    def _text(self, kind: str, path: str, value: Any) -> str:
        """What stands in the field; a secret never does."""
        if value is None or kind == "password":
            return ""
        if kind in {"named", "names"}:
            return self._names(path, value)
        if kind == "check":
            return "on" if value else ""
        return "\n".join(value) if kind == "lines" else str(value)

    def _rows(self, param: Param, rows: list[dict[str, Any]], name: str, path: str) -> list[list[Input]]:
        blank: list[dict[str, Any]] = [{}] * min(SPARE_ROWS, max(0, param.max_items - len(rows)))
        return [
            self.inputs(param.fields, row, f"{name}.{number}.", f"{path}.")
            for number, row in enumerate([*rows, *blank])
        ]

    def _called(self, param: Param) -> tuple[str, str]:
        """What stands above the field, and what below it: the parameter's description, cut at its semicolon."""
        if param.doc in LABELS:
            return said(self.language, LABELS[param.doc]), ""
        told = described(self.language).get(param.doc, param.doc) if self.language != "en" else param.doc
        label, _, hint = told.partition("; ")
        return label, self._bounds(param) if "null" in hint or not hint or param.secret else hint

    def _bounds(self, param: Param) -> str:
        """How small and how large a value may be; of a secret that is there, that it stays."""
        if param.secret and not param.required:
            return said(self.language, sentences.STAYS)
        if param.maximum is not None:
            return said(self.language, sentences.FROM_TO, least=param.minimum, most=param.maximum)
        if param.min_length > 1:
            return said(self.language, sentences.AT_LEAST, least=param.min_length)
        return ""

    def _options(self, param: Param, path: str, value: Any) -> list[Option]:
        """What can be chosen; nothing too, where nothing may be and no value says so."""
        if path in self.names:
            named = [(str(each), name) for each, name in self.names[path]]
        else:
            named = [(each, said(self.language, _word(param, each))) for each in param.type.values]
        nothing = NOTHING if NOTHING in param.type.values else ""
        has_empty = not nothing and param.type.kind is not Kind.ARRAY and not (param.must and value is not None)
        chosen = {nothing} if value is None else {str(each) for each in (value if isinstance(value, list) else [value])}
        return [Option(each, name, each in chosen) for each, name in [*([("", "–")] if has_empty else []), *named]]

    def _names(self, path: str, value: Any) -> str:
        chosen = value if isinstance(value, list) else [value]
        known = dict(self.names[path])
        return "\n".join(known.get(each, str(each)) for each in chosen if each is not None)


def as_shown(inputs: Iterable[Input]) -> Iterator[tuple[str, str]]:
    """What a browser sends when nothing in the form is touched."""
    for each in inputs:
        match each.kind:
            case "part":
                yield from as_shown(each.members)
            case "rows":
                yield from as_shown(member for row in each.rows for member in row)
            case "checks":
                yield from ((f"{each.name}.{option.value}", "on") for option in each.options if option.is_chosen)
            case "select":
                chosen = [option.value for option in each.options if option.is_chosen]
                yield from [(each.name, value) for value in (chosen or [option.value for option in each.options])[:1]]
            case "check":
                yield from [(each.name, "on")] if each.value else []
            case _:
                yield each.name, each.value


def place_of(inputs: Iterable[Input], path: str) -> str | None:
    """The name of the field that has the path, or holds the row that has it."""
    for each in inputs:
        if each.path == path or (each.kind == "rows" and path.startswith(f"{each.path}.")):
            return each.name
        found = place_of(each.members, path)
        if found is not None or (each.kind == "part" and path.startswith(f"{each.path}.")):
            return found or each.name
    return None


def kind_of(param: Param, path: str, names: Names) -> str:
    """How the field of a parameter is drawn."""
    kind = param.type.kind
    if path in names:
        many = kind is Kind.ARRAY
        if len(names[path]) > MOST_OPTIONS:
            return "names" if many else "named"
        return "checks" if many else "select"
    if kind is Kind.ARRAY:
        return "rows" if param.type.items is Kind.OBJECT else "checks" if param.type.values else "lines"
    if param.name in HIDDEN:
        return "hidden"
    simple = {Kind.OBJECT: "part", Kind.BOOLEAN: "check", Kind.ENUM: "select", Kind.NUMBER: "number"}
    return simple.get(kind) or ("password" if param.secret else "area" if param.max_length > LONG else "text")


HIDDEN: Final = frozenset({"phone_id"})
"""What tells rows apart, and is nobody's to write."""


def _word(param: Param, value: str) -> str:
    return WORDS_OF.get(param.name, {}).get(value) or WORDS.get(value, value)
