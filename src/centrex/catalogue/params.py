"""The parameters of methods, and those that follow from fields."""

from __future__ import annotations

from dataclasses import dataclass

from centrex.catalogue.errors import CatalogueError
from centrex.catalogue.fields import Field, Nested, Show
from centrex.catalogue.types import NUMBERS, Type


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a method besides the paging ones, or a member of one.

    ``minimum`` and ``maximum`` bound a number, ``min_length`` and ``max_length`` a text, ``max_items`` an array;
    a text matches the whole of ``pattern``. A ``secret`` is hashed before it is stored, and never told in an error.
    One that is ``shown_once`` its handler makes into what is kept; the answer to the change shows it, as nothing else
    does. ``fields`` are the members of an object, or of each object in an array. ``component`` is what the account
    needs to send it. ``default`` is what create takes when it is absent; ``must`` refuses null in an update;
    ``needed_with`` is a parameter that cannot be sent without this one.
    """

    name: str
    type: Type
    doc: str
    required: bool = False
    must: bool = False
    default: object = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int = 0
    max_length: int = 255
    pattern: str | None = None
    max_items: int = 10_000
    needed_with: str | None = None
    fields: tuple[Param, ...] = ()
    component: str | None = None
    secret: bool = False
    shown_once: bool = False


def written_param(show: Field, *, creating: bool) -> Param:
    """The parameter that sets a field; an array of members is set by their ids."""
    if isinstance(show, Nested):
        return Param(show.name, NUMBERS, f"ids: {show.doc}")
    if not isinstance(show, Show) or show.write is None:
        raise CatalogueError(f"{show.name} cannot be written")
    write = show.write
    return Param(
        show.name,
        show.type,
        show.doc,
        required=creating and write.required,
        must=write.required,
        min_length=1 if write.required else 0,
        max_length=write.max_length,
    )
