"""How a new migration is found and written: the tables of the code compared with a database's.

Only for developers and tests; what a migration does when it runs stands in the migration alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import (
    CreateIndexOp,
    CreateTableOp,
    DropIndexOp,
    DropTableOp,
    MigrateOperation,
    MigrationScript,
    ModifyTableOps,
)
from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Column, String
from sqlalchemy.types import TypeEngine

from centrex.resources import metadata

PARTITION: Final = re.compile(r"(call|call_leg)_(rest|[0-9]{4}_[0-9]{2})")
INDEX_OPS: Final = (CreateIndexOp, DropIndexOp)


@dataclass
class IdsOp(MigrateOperation):
    """Makes or drops the sequences that give ids to tables; does nothing on SQLite, which has none."""

    verb: str
    tables: tuple[str, ...]


@renderers.dispatch_for(IdsOp)
def _render_ids(context: AutogenContext, op: IdsOp) -> list[str]:
    names = tuple(f"{table}_ids" for table in op.tables)
    act = f"sa.Sequence(name).{op.verb}(op.get_bind(), checkfirst=False)"
    return [f"for name in {names}:", act, ""]


def _render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Column types that differ by database are written as the functions of script.py.mako."""
    if kind != "type" or "postgresql" not in item._variant_mapping:
        return False
    if isinstance(item, JSON):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "json()"
    return f"text({item.length})" if type(item) is String else False


def _other_type(
    context: MigrationContext,
    found_column: Column[Any],
    column: Column[Any],
    found: TypeEngine[Any],
    wanted: TypeEngine[Any],
) -> bool | None:
    """Alembic overlooks a collation that only one side has; None leaves the rest to it."""
    wanted = wanted.dialect_impl(context.dialect)
    return True if _collation(found) != _collation(wanted) else None


def _collation(kind: TypeEngine[Any]) -> object:
    return getattr(kind, "collation", None)


def _arrange(context: MigrationContext, revision: object, scripts: list[MigrationScript]) -> None:
    """Adds the sequences of new tables, and leaves out what needs no saying."""
    for script in scripts:
        if script.upgrade_ops and script.downgrade_ops:
            up, down = script.upgrade_ops.ops, script.downgrade_ops.ops
            tables = tuple(_tables_with_ids(up))
            up[:], down[:] = _plain(up), _plain(down)
            if tables:
                up.append(IdsOp("create", tables))
                down.append(IdsOp("drop", tables))


def _tables_with_ids(ops: Iterable[MigrateOperation]) -> Iterator[str]:
    return (op.table_name for op in ops if isinstance(op, CreateTableOp) and op.info.get("ids"))


def _plain(ops: list[MigrateOperation]) -> Iterator[MigrateOperation]:
    """Indexes need no copy of their table, and go with a table that is dropped."""
    dropped = {op.table_name for op in ops if isinstance(op, DropTableOp)}
    for op in list(ops):
        if not isinstance(op, ModifyTableOps) or not _only_indexes(op):
            yield op
        elif op.table_name not in dropped:
            yield from op.ops


def _only_indexes(op: ModifyTableOps) -> bool:
    return all(isinstance(each, INDEX_OPS) for each in op.ops)


def _no_partition(name: str | None, kind: str, parents: object) -> bool:
    """The parts of a table that is kept by month are no tables of their own."""
    return kind != "table" or name is None or not PARTITION.fullmatch(name)


OPTIONS: Final[dict[str, Any]] = {
    "target_metadata": metadata,
    "include_name": _no_partition,
    "compare_type": _other_type,
    "render_item": _render,
    "process_revision_directives": _arrange,
    "render_as_batch": True,  # SQLite changes a table by copying it
    "transactional_ddl": True,
}
"""What ``context.configure`` is given."""
