"""What the source must not say: scopes made elsewhere than in access, SQL elsewhere than in the store."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

import centrex

PROGRAM: Final = Path(centrex.__file__).parent
TREES: Final = {
    file.relative_to(PROGRAM).as_posix(): ast.parse(file.read_text("utf-8")) for file in sorted(PROGRAM.rglob("*.py"))
}
MAKE_SCOPES: Final = ("scope.py", "access/", "demo/", "engine/sessions.py")
"""``engine/sessions.py`` makes that of the user's own account, where his sessions are."""
SEE_ALL: Final = ("access/", "engine/", "server/app.py", "cli/", "demo/", "store/backup/saving.py")
"""Where the sight of the server itself may be used: the look-up of callers, and the operator."""
EDGES: Final = {
    "dialects/dataapi/service.py": "answers the vendor's internal error, and logs",
    "dialects/ringme/service.py": "answers an internal error, and logs",
    "server/app.py": "says that it is not ready",
    "server/ingest_api.py": "answers an internal error, and logs",
    "engine/gathering.py": "hands the error to whoever waits for the answer",
    "media/fax.py": "tells a file that a library cannot read from one that it can",
    "media/fax_picture.py": "the same of a page that a library cannot draw",
    "store/postgres_counters.py": "hands the error to whoever waits for a counter",
    "server/upkeep.py": "tries again later what the store did not take",
    "store/sqlite_writer.py": "hands the error to whoever waits for the change",
    "cli/refusing.py": "turns an error into a sentence and an exit code",
    "cli/doctor.py": "reports what is wrong instead of ending",
}
"""The only files that may catch every Exception, and why."""
STATEMENTS: Final = {"insert", "update", "delete", "text", "union", "union_all", "exists", "create_engine", "DDL"}
RUNNING: Final = {"execute", "executemany", "executescript", "fetch", "fetchrow", "fetchval", "copy_records_to_table"}
SQL: Final = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE|DROP|PRAGMA)\s", re.DOTALL
)


def outside(*places: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of the program that stands in none of these files and folders, with its file."""
    for name, tree in TREES.items():
        if not name.startswith(places):
            yield from ((name, node) for node in ast.walk(tree))


def is_call_of(names: set[str]) -> Callable[[ast.AST], bool]:
    """Whether a node calls a function or method of one of these names."""

    def is_call(node: ast.AST) -> bool:
        called = node.func if isinstance(node, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
        return name in names

    return is_call


def imported(node: ast.AST, module: str) -> set[str]:
    """The names that a node imports from a module or what lies below it."""
    if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{module}."):
        return {alias.name for alias in node.names}
    return set()


def test_the_rules_see_the_program() -> None:
    assert {"scope.py", "store/compile.py", "access/gate.py", *EDGES} <= TREES.keys()
    assert is_call_of({"Scope"})(ast.parse("Scope(1)", mode="eval").body)
    assert SQL.match("DELETE FROM employee ")


def test_only_access_makes_scopes() -> None:
    assert [name for name, node in outside(*MAKE_SCOPES) if is_call_of({"Scope"})(node)] == []


def test_no_scope_is_made_from_another() -> None:
    know = {name for name, node in outside() if "Scope" in imported(node, "centrex.scope")}
    assert [name for name, node in outside() if name in know and "replace" in imported(node, "dataclasses")] == []


def test_only_the_operator_and_the_lookup_of_callers_see_all() -> None:
    assert [name for name, node in outside(*SEE_ALL, "scope.py") if "SERVER" in imported(node, "centrex.scope")] == []
    levels = ("catalogue/tenancy.py", "scope.py", "store/", "access/")
    seen = [name for name, node in outside(*levels) if isinstance(node, ast.Attribute) and node.attr == "SERVER"]
    assert seen == []


def test_only_the_store_runs_statements() -> None:
    assert [name for name, node in outside("store/") if is_call_of(RUNNING)(node)] == []
    drivers = [name for name, node in outside("store/") if _imports(node, "sqlite3") or _imports(node, "asyncpg")]
    assert [name for name in drivers if not name.startswith("cli/")] == [], "the command line names their errors"


def _imports(node: ast.AST, module: str) -> bool:
    named = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
    return module in named or bool(imported(node, module))


def test_only_the_store_writes_statements() -> None:
    assert [
        (name, made) for name, node in outside("store/") if (made := imported(node, "sqlalchemy") & STATEMENTS)
    ] == []
    assert [name for name, node in outside("store/") if SQL.match(f"{_text(node)} ")] == []


def _text(node: ast.AST) -> str:
    """The text of a literal, or the begin of an f-string."""
    if isinstance(node, ast.JoinedStr) and node.values:
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_resources_select_only_within_a_column() -> None:
    selects = [(name, node) for name, node in outside("store/") if is_call_of({"select"})(node)]
    within = {id(inner) for _, node in outside("store/") if _is_column(node) for inner in ast.walk(node)}
    assert [name for name, node in selects if not name.startswith("resources/") or id(node) not in within] == []


def _is_column(node: ast.AST) -> bool:
    return is_call_of({"scalar_subquery"})(node)


STORES: Final = {
    "store/__init__.py": "Store",
    "store/sqlite.py": "SqliteStore",
    "store/postgres.py": "PostgresStore",
}


@pytest.mark.parametrize(("file", "name"), STORES.items())
def test_every_way_into_a_store_takes_a_scope(file: str, name: str) -> None:
    found = [node for node in ast.walk(TREES[file]) if isinstance(node, ast.ClassDef) and node.name == name]
    ways = [node for node in found[0].body if isinstance(node, ast.AsyncFunctionDef) and node.name[0] != "_"]
    assert {way.name for way in ways} >= {"page", "one", "find", "change", "close"}
    for way in ways:
        arguments = way.args
        typed = [(one.arg, ast.unparse(one.annotation)) for one in arguments.args if one.annotation]
        assert way.name == "close" or (typed[-1] == ("scope", "Scope") and not arguments.defaults), way.name


def test_only_the_edges_catch_everything() -> None:
    catching = {name for name, node in outside() if isinstance(node, ast.ExceptHandler) and _catches_all(node)}
    assert catching == EDGES.keys()


def _catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it takes every exception, and does not hand it on."""
    caught = "" if handler.type is None else ast.unparse(handler.type)
    last = handler.body[-1]
    hands_on = isinstance(last, ast.Raise) and last.exc is None
    return bool(re.search(r"\b(Base)?Exception\b", caught) or not caught) and not hands_on
