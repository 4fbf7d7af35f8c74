"""The methods of a dialect: who may call them, on what, and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from sqlalchemy import ColumnElement

from centrex.catalogue.fields import Field
from centrex.catalogue.params import Param
from centrex.catalogue.tenancy import AGENT_AND_CUSTOMER, Level

ANY_USER: Final = "any_user"
"""Stands where the vendor names no right: every user who may use the dialect may call it."""


@dataclass(frozen=True, slots=True)
class Permission:
    """The right ``unit:action`` that a user needs; the actions are select, insert, update and delete."""

    unit: str
    action: str


class Face(Protocol):
    """What any dialect shows of a resource, as far as reading it needs to know."""

    @property
    def noun(self) -> str: ...

    @property
    def shows(self) -> tuple[Field, ...]: ...

    @property
    def fields(self) -> Mapping[str, Field]: ...

    @property
    def only(self) -> ColumnElement[bool] | None: ...

    @property
    def params(self) -> tuple[Param, ...]: ...

    @property
    def paged(self) -> bool: ...

    @property
    def summary(self) -> bool: ...

    @property
    def grouped(self) -> tuple[str, ...]: ...

    def __hash__(self) -> int: ...


class Answer(Enum):
    """What a change answers as its data."""

    ID = "id"
    EMPTY = "empty"
    SUCCESS = "success"


@dataclass(frozen=True, eq=False, slots=True)
class Operation:
    """One method of a dialect: who may call it, with which right and components, on which face.

    Of the parameters ``alternatives`` exactly one is sent; ``changes_access`` says that the method changes who may
    come in.
    """

    name: str
    verb: str
    access: frozenset[Level]
    permission: Permission | None
    doc: str
    face: Face | None = None
    components: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    ours: bool = False
    acts_for: bool = True
    answer: Answer = Answer.EMPTY
    alternatives: tuple[str, ...] = ()
    changes_access: bool = False

    @property
    def takes_user_id(self) -> bool:
        """Whether an agent names the user in whose name he acts."""
        return self.acts_for and self.access == AGENT_AND_CUSTOMER
