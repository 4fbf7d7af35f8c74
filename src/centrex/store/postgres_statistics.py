"""Which tables PostgreSQL should count (``ANALYZE``): until it has, it takes bad plans.

Autovacuum counts tables and partitions within a minute of their filling, where it is on, and never a partitioned whole.
"""

from __future__ import annotations

from typing import Any, Final

import asyncpg
from asyncpg.pool import PoolConnectionProxy

_WHOLES: Final = """
SELECT whole.oid::regclass::text
FROM pg_class AS whole, LATERAL (
    SELECT sum(pg_relation_size(part.oid)) AS size, sum(greatest(part.reltuples, 0)) AS counted
    FROM pg_partition_tree(whole.oid) AS leaf JOIN pg_class AS part ON part.oid = leaf.relid WHERE leaf.isleaf
) AS parts
WHERE whole.relkind = 'p' AND whole.relnamespace = current_schema()::regnamespace AND NOT whole.relispartition
AND parts.size > 65536 AND (whole.reltuples < 0 OR parts.counted > 2 * whole.reltuples)
ORDER BY 1
"""
"""Partitioned tables that were never counted, or have twice the rows since."""

_TABLES: Final = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
AND pg_relation_size(oid) > 65536 + 2 * relpages::bigint * current_setting('block_size')::bigint
ORDER BY 1
"""
"""Tables and partitions that are twice as large as when they were counted; of a few pages any plan is good."""


async def count_grown(connection: PoolConnectionProxy[Any] | asyncpg.Connection[Any]) -> None:
    """Has them counted: a whole with its partitions, and then what else is left. It holds up no read and no change.

    Raises asyncpg's errors.
    """
    for question in (_WHOLES, _TABLES):
        for (table,) in await connection.fetch(question):
            async with connection.transaction():
                await connection.execute("SET LOCAL statement_timeout = 0")
                await connection.execute(f"ANALYZE {table}")
