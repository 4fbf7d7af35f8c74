"""The mutants that mutmut makes of access, scope and SQL code.

Its operators alone are taken, not its runner: that starts the tests anew for each mutant, and ours lay worlds out for
longer than they probe them; and it leaves out what a decorator stands on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from random import Random
from typing import Final

import libcst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.isolation.mutant import PROGRAM, Mutant

FILES: Final = (
    *(f"access/{name}.py" for name in ("bearers", "caller", "directory", "gate", "hourly", "ingest_keys", "links")),
    *(f"access/{name}.py" for name in ("on_behalf", "own", "points", "realms", "recent", "secrets", "throttle")),
    *("scope.py", "catalogue/tenancy.py"),
    *(f"store/{name}.py" for name in ("binding", "compile", "fields", "operands", "sqlite_sql", "steps")),
    *(f"store/{name}.py" for name in ("step_compiler", "step_sql")),
)
"""What decides whose rows are read and changed, and the SQL of both. The judges' databases are SQLite's: the SQL
of PostgreSQL is tried there by the probes and the oracle, in other slices."""


def some(number: int, count: int) -> list[Mutant]:
    """The mutants at this place, ``count`` of them, in an order that is always the same; none beyond the last."""
    places = [(file, index) for file in FILES for index in range(len(mutations_of(file)[1]))]
    Random("mutants").shuffle(places)
    return [mutant(file, index) for file, index in places[number * count :][:count]]


def mutations_of(file: str) -> tuple[libcst.Module, list[tuple[libcst.CSTNode, libcst.CSTNode]]]:
    """The file, and within its functions what can stand in the place of what."""
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    module = MetadataWrapper(libcst.parse_module((PROGRAM / file).read_text("utf-8"))).visit(visitor)
    kept = (one for one in visitor.mutations if one.contained_by_top_level_function is not None)
    return module, [(one.original_node, one.mutated_node) for one in kept]


def mutant(file: str, index: int) -> Mutant:
    """One of the mutants of a file: it is named by the lines that differ, and all of the file is its text."""
    module, mutations = mutations_of(file)
    original, mutated = mutations[index]
    broken = module.deep_replace(original, mutated)
    assert isinstance(broken, libcst.Module)
    changed = " ".join(_changed(module.code, broken.code))
    return Mutant(f"{file}: {changed}", file, module.code, broken.code)


def _changed(before: str, after: str) -> Iterator[str]:
    """The lines that differ, with their signs."""
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""):
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}:
            yield f"{line[0]} `{' '.join(line[1:].split())}`"
