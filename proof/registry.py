"""Which slices there are, in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from proof.slices import Slice

MODULES: Final = (
    *("proof.trees", "proof.calls", "proof.rest", "proof.rpc", "proof.isolation", "proof.mutants", "proof.partial"),
    *("proof.durability", "proof.backups", "proof.cache", "proof.soak"),
)
"""Each has a tuple ``SLICES``."""


class UnknownSlice(Exception):
    """No slice, nor a row of them, has the name."""


@dataclass(frozen=True)
class Listed:
    """A slice and the module that has it, where another process finds it again."""

    module: str
    slice: Slice


def listed(modules: Sequence[str] = MODULES) -> list[Listed]:
    return [Listed(module, each) for module in modules for each in import_module(module).SLICES]


def chosen(entries: Sequence[Listed], names: str) -> list[Listed]:
    """Those that are named, by row or in full, with commas between; all when nothing is. Raises UnknownSlice."""
    asked = {name.strip() for name in names.split(",") if name.strip()}
    known = {name for each in entries for name in (each.slice.name, each.slice.row)}
    if asked - known:
        raise UnknownSlice(
            f"there is no slice {', '.join(sorted(asked - known))}; there are {', '.join(sorted(known))}"
        )
    return [each for each in entries if not asked or asked & {each.slice.name, each.slice.row}]


def find(module: str, name: str) -> Slice:
    """The slice of that name in a module."""
    slices: tuple[Slice, ...] = import_module(module).SLICES
    return next(each for each in slices if each.name == name)
