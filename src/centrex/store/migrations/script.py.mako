<%!
    def body(text):
        """Without what Alembic says to the developer."""
        lines = [line for line in (text or "").split("\n") if not line.strip().startswith("# ###")]
        return "\n".join(lines).strip() or "pass"
%>\
<%
    code = (upgrades or "") + (downgrades or "")
%>\
"""${up_revision}: ${message}. Once released, never changed."""

# ruff: noqa: E501, PLR0915

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
% if imports:
${imports}
% endif

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}


def upgrade() -> None:
    """The tables of this revision, from those of the one before."""
    ${upgrades | body}


def downgrade() -> None:
    """The tables of the revision before, from those of this one."""
    ${downgrades | body}
% if " text(" in code:


def text(length: int) -> sa.String:
    """Text that both databases compare and sort by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
% endif
% if " json(" in code:


def json() -> sa.JSON:
    """jsonb on PostgreSQL."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
% endif
