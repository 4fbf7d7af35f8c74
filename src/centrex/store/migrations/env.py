"""What Alembic runs for every command; the connection and its transaction belong to the caller."""

from typing import Any

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations.batch import ApplyBatchImpl
from sqlalchemy import Table

from centrex.store.comparing import OPTIONS


class ComputedKept(SQLiteImpl):
    """Copies a table without its generated columns, which SQLite computes and lets nobody write."""

    __dialect__ = "sqlite"  # in place of Alembic's own, which fails on such tables

    def prep_table_for_batch(self, batch_impl: ApplyBatchImpl, table: Table) -> None:
        transfers: dict[str, dict[str, Any]] = batch_impl.column_transfers
        for column in table.columns:
            if column.computed is not None and column.name in transfers:
                del transfers[column.name]["expr"]


context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
