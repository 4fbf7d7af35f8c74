"""Fields as they are typed: NAME=VALUE, or NAME:=JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from centrex.cli.refusing import UsageRefusal, shortened

if TYPE_CHECKING:
    from centrex.catalogue import Operation, Param


def arguments_of(operation: Operation, texts: Iterable[str]) -> dict[str, Any]:
    """The arguments of an operation; a text stands as it is, anything else is JSON, and so is what follows ``:=``.

    Raises UsageRefusal for what is no field of it, and for one that stands twice.
    """
    params = {param.name: param for param in operation.params if param.name != "id"}
    arguments: dict[str, Any] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        is_json = name.endswith(":")
        name = name.removesuffix(":")
        if not separator or name not in params:
            sentence = "{value} is no field: write NAME=VALUE, a name of {known}."
            raise UsageRefusal(sentence, value=shortened(text), known=", ".join(params))
        if name in arguments:
            raise UsageRefusal("{field} stands twice.", field=name)
        arguments[name] = _json(name, value) if is_json or not _is_text(params[name]) else value
    return arguments


def object_of(name: str, text: str) -> dict[str, Any]:
    """A JSON object."""
    value = _json(name, text)
    if not isinstance(value, dict):
        raise UsageRefusal("{field} must be a JSON object.", field=name)
    return value


def _is_text(param: Param) -> bool:
    from centrex.catalogue import Kind

    return param.type.kind in {Kind.STRING, Kind.ENUM, Kind.DATETIME}


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        sentence = "{field} cannot be {value}: write JSON, such as 5, true, null or [1, 2]."
        raise UsageRefusal(sentence, field=name, value=shortened(text)) from error


def _refuse(constant: str) -> None:
    """NaN and the infinities are no JSON."""
    raise ValueError(constant)
