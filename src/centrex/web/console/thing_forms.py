"""The forms of a thing as they are drawn and read: its fields, what can be chosen in them, and what was wrong."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from centrex.access import realms
from centrex.catalogue import Kind, Operation, Param, Show
from centrex.catalogue_rest import RestOperation
from centrex.errors import CentrexError, DataTypeError, InvalidParameterValue, RequiredParameterMissed, ServerBusy
from centrex.i18n import said
from centrex.query import Query, Shape
from centrex.web import sentences
from centrex.web.console.acting import MOST, Act, Row
from centrex.web.console.inputs import Input, Names, Reading, as_shown, place_of
from centrex.web.console.sections import face_of
from centrex.web.console.telling import arguments_of
from centrex.web.console.things import Thing, can
from centrex.web.errors.texts import explanations

SEEN: Final = "seen"
CALLED: Final = ("full_name", "name")
"""By which of its fields a thing that can be chosen is called, the first that it has."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was not done, in the language of the page; ``path`` is the field that is wrong, if one is."""

    sentence: str
    path: str = ""
    mnemonic: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of an operation, as they stand for a row or for nothing yet."""

    params: tuple[Param, ...]
    names: Names
    language: str
    values: Mapping[str, Any]

    @property
    def inputs(self) -> list[Input]:
        """The fields, with the values in them."""
        return Reading(self.language, self.names).inputs(self.params, self.values)

    @property
    def shown(self) -> dict[str, Any]:
        """The arguments that it stands for while nobody has touched it."""
        return arguments_of(self.params, dict(as_shown(self.inputs)), self.names)

    @property
    def seal(self) -> str:
        """Tells whether the form that was sent showed the same."""
        return hashlib.sha256(msgspec.json.encode(self.shown, order="deterministic")).hexdigest()[:32]

    def is_of(self, sent: Mapping[str, str]) -> bool:
        """Whether the form that was sent showed the same values."""
        return hmac.compare_digest(sent.get(SEEN, "").encode(), self.seal.encode())

    def told(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """The arguments that were sent."""
        return arguments_of(self.params, sent, self.names)

    def place(self, problem: Problem | None) -> str | None:
        """The name of the field that the problem is about."""
        return place_of(self.inputs, problem.path) if problem and problem.path else None


async def form_of(act: Act, thing: Thing, operation: Operation, row: Row) -> Form:
    """The form of the operation for a row; an empty one is none yet."""
    params = thing.asks(operation, act)
    values = {param.name: _plain(param, row[param.name]) for param in params if param.name in row} or thing.begins
    choices = {path: choice for path, choice in thing.choices.items() if can(choice, act)}
    paths = set(_paths(params))
    names = {path: await names_of(act, choice) for path, choice in choices.items() if path in paths}
    return Form(params, names, act.visit.language, values)


async def names_of(act: Act, operation: Operation) -> Sequence[tuple[int, str]]:
    """The ids of a list and what they are called, each name once."""
    face = face_of(operation)
    called = next(name for name in CALLED if isinstance(face.fields.get(name), Show))
    scope, fields = realms.at_home(act.caller), ("id", called)
    if isinstance(operation, RestOperation):
        answer = await act.engine.listing(operation, Query(face, Shape(fields, None, (), 0), (), MOST, 0), scope)
    else:
        answer = await act.engine.list_rows(operation, {"fields": list(fields), "limit": MOST}, scope)
    found = [(row["id"], str(row[called])) for row in msgspec.json.decode(answer.whole())]
    counted = Counter(name for _, name in found)
    return [(each, name if counted[name] == 1 else f"{name} ({each})") for each, name in found]


def problem_of(error: CentrexError, language: str) -> Problem:
    """What the engine refused, in the words of the page of the error. Raises a server that is busy again."""
    if isinstance(error, ServerBusy):
        raise error
    told = _AT_A_FIELD.get(type(error))
    sentence = said(language, told) if told else explanations()[error.mnemonic][language].meaning.replace("`", "")
    return Problem(sentence, error.field or "", error.mnemonic)


def changed_meanwhile(language: str) -> Problem:
    """Somebody else has changed the thing since its form was shown."""
    return Problem(said(language, sentences.CHANGED_MEANWHILE))


_AT_A_FIELD: Final[Mapping[type[CentrexError], str]] = {
    RequiredParameterMissed: sentences.NEEDED,
    DataTypeError: sentences.NO_NUMBER,
    InvalidParameterValue: sentences.NO_SUCH_VALUE,
}
"""What a person is told of what a form says wrong, whom parameters and types say nothing."""


def _paths(params: Sequence[Param], path: str = "") -> list[str]:
    below = [inner for param in params for inner in _paths(param.fields, f"{path}{param.name}.")]
    return [*(path + param.name for param in params), *below]


def _plain(param: Param, value: Any) -> Any:
    """Members by their ids, where that is how they are set."""
    if param.type.kind is Kind.ARRAY and param.type.items is Kind.NUMBER and isinstance(value, list):
        return [next(part for name, part in each.items() if name.endswith("id")) for each in value]
    return value
