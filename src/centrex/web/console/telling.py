"""What a form that was sent says: arguments of an operation. Whether they are right the engine alone says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from centrex.catalogue import Kind, Param
from centrex.web.console.inputs import LONG, SPARE_ROWS, Names, kind_of

Form = Mapping[str, str]
_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
_FRACTION: Final = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")


def arguments_of(params: Sequence[Param], form: Form, names: Names, prefix: str = "", path: str = "") -> dict[str, Any]:
    """What a form says of the parameters. What is empty is null; a secret that is, is left out.

    ``prefix`` stands before the names of the fields in the form, ``path`` before those in the operation.
    """
    told = {param.name: _told(param, form, names, prefix + param.name, path + param.name) for param in params}
    secrets = {param.name for param in params if param.secret}
    return {name: value for name, value in told.items() if value is not None or name not in secrets}


def _told(param: Param, form: Form, names: Names, name: str, path: str) -> Any:
    read = _READ.get(kind_of(param, path, names), _scalar)
    return read(param, form, names, name, path)


def _scalar(param: Param, form: Form, names: Names, name: str, path: str) -> Any:
    text = form.get(name, "")
    if param.secret:
        return text or None
    text = text.replace("\r\n", "\n").strip()
    is_number = param.type.kind is Kind.NUMBER
    return (_number(text, fraction=param.type.fraction) if is_number else text) if text else None


def _check(param: Param, form: Form, names: Names, name: str, path: str) -> bool:
    return name in form


def _checks(param: Param, form: Form, names: Names, name: str, path: str) -> list[int | str]:
    values: list[int | str] = [each for each, _ in names[path]] if path in names else [*param.type.values]
    return [each for each in values if f"{name}.{each}" in form]


def _named(param: Param, form: Form, names: Names, name: str, path: str) -> int | str | None:
    return _by_name(form.get(name, "").strip(), names[path])


def _lines(param: Param, form: Form, names: Names, name: str, path: str) -> list[int | str | None]:
    written = [line.strip() for line in form.get(name, "").splitlines() if line.strip()]
    return [_by_name(line, names[path]) if path in names else line for line in written]


def _part(param: Param, form: Form, names: Names, name: str, path: str) -> dict[str, Any] | None:
    """An object that is as empty as when the form of a new thing is shown is none."""
    members = arguments_of(param.fields, form, names, f"{name}.", f"{path}.")
    begun = {member.name: member.default or None for member in param.fields}
    return None if all((value or None) == begun[each] for each, value in members.items()) else members


def _rows(param: Param, form: Form, names: Names, name: str, path: str) -> list[dict[str, Any]]:
    """Rows in which what must be there is empty are none; what is empty in others is left out."""
    needed = [each.name for each in param.fields if each.required]
    told = []
    for number in range(min(param.max_items, LONG) + SPARE_ROWS):
        if any(form.get(f"{name}.{number}.{each}", "").strip() for each in needed):
            row = arguments_of(param.fields, form, names, f"{name}.{number}.", f"{path}.")
            told.append({each: value for each, value in row.items() if value is not None})
    return told


_READ: Final[Mapping[str, Callable[[Param, Form, Names, str, str], Any]]] = {
    "check": _check,
    "checks": _checks,
    "named": _named,
    "names": _lines,
    "lines": _lines,
    "part": _part,
    "rows": _rows,
}
"""How the fields of each kind are read, but for those of one value."""


def _number(text: str, *, fraction: bool) -> int | float | str:
    """The number, or the text as it is, which the engine refuses."""
    if fraction and _FRACTION.fullmatch(text):
        return float(text.replace(",", "."))
    return int(text) if _WHOLE.fullmatch(text) else text


def _by_name(text: str, named: Sequence[tuple[int, str]]) -> int | str | None:
    """The id of what is called so, or has the id that was written; any other text is left to the engine to refuse."""
    found = next((each for each, name in named if name == text), None)
    if found is not None:
        return found
    return int(text) if _WHOLE.fullmatch(text) else text or None
