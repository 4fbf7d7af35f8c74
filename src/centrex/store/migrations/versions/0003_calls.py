"""0003: calls. Once released, never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"


MONTHLY = ("call", "call_leg")


def upgrade() -> None:
    """The tables of this revision, from those of the one before."""
    op.create_table(
        "signing_key",
        sa.Column("name", text(32), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_signing_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "call",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("uuid", text(32), nullable=False),
        sa.Column("direction", text(3), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("talked_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", text(24), nullable=True),
        sa.Column("result", text(16), nullable=True),
        sa.Column("disposition", text(16), nullable=True),
        sa.Column("cause", text(64), nullable=True),
        sa.Column("finish_reason", text(48), nullable=True),
        sa.Column("is_lost", sa.Boolean(), nullable=False),
        sa.Column("is_transfer", sa.Boolean(), nullable=False),
        sa.Column("caller", text(128), nullable=False),
        sa.Column("caller_domain", text(255), nullable=True),
        sa.Column("caller_name", text(255), nullable=True),
        sa.Column("called", text(128), nullable=False),
        sa.Column("called_domain", text(255), nullable=True),
        sa.Column("contact_number", text(128), nullable=False),
        sa.Column("virtual_number", text(32), nullable=False),
        sa.Column("source", text(32), nullable=False),
        sa.Column("talker", text(128), nullable=True),
        sa.Column("talker_domain", text(255), nullable=True),
        sa.Column("operator_number", text(128), nullable=True),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.Column("extension_number", text(4), nullable=True),
        sa.Column("extension_type", text(8), nullable=True),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.Column("first_answered_employee_id", sa.BigInteger(), nullable=True),
        sa.Column("first_answered_employee_name", text(255), nullable=True),
        sa.Column("first_talked_employee_id", sa.BigInteger(), nullable=True),
        sa.Column("first_talked_employee_name", text(255), nullable=True),
        sa.Column("last_answered_employee_id", sa.BigInteger(), nullable=True),
        sa.Column("last_answered_employee_name", text(255), nullable=True),
        sa.Column("last_talked_employee_id", sa.BigInteger(), nullable=True),
        sa.Column("last_talked_employee_name", text(255), nullable=True),
        sa.Column("wait_duration", sa.Integer(), nullable=False),
        sa.Column("talk_duration", sa.Integer(), nullable=False),
        sa.Column("clean_talk_duration", sa.Integer(), nullable=False),
        sa.Column("total_duration", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "started_at", "id", name=op.f("pk_call")),
        info={"ids": True, "history": True},
        postgresql_partition_by="RANGE (started_at)",
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_call_customer_id_extension_group_id_started_at"),
        "call",
        ["customer_id", "extension_group_id", "started_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_call_customer_id_extension_id_started_at"),
        "call",
        ["customer_id", "extension_id", "started_at"],
        unique=False,
    )
    op.create_index(op.f("ix_call_customer_id_id"), "call", ["customer_id", "id"], unique=False)
    op.create_index(op.f("ix_call_customer_id_uuid"), "call", ["customer_id", "uuid"], unique=False)
    op.create_table(
        "call_counter",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_counter_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_call_counter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "call_employee",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("full_name", text(255), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("is_talked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_employee_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "call_id", "employee_id", name=op.f("pk_call_employee")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "call_key",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("engine_id", text(128), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_key_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "engine_id", name=op.f("pk_call_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "call_leg",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("call_started_at", sa.BigInteger(), nullable=False),
        sa.Column("call_uuid", text(32), nullable=False),
        sa.Column("engine_id", text(128), nullable=False),
        sa.Column("side", text(3), nullable=False),
        sa.Column("flow", text(8), nullable=False),
        sa.Column("direction", text(3), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", text(24), nullable=True),
        sa.Column("result", text(20), nullable=True),
        sa.Column("disposition", text(16), nullable=True),
        sa.Column("cause", text(64), nullable=True),
        sa.Column("finish_reason", text(48), nullable=True),
        sa.Column("caller", text(128), nullable=False),
        sa.Column("caller_domain", text(255), nullable=True),
        sa.Column("caller_name", text(255), nullable=True),
        sa.Column("called", text(128), nullable=False),
        sa.Column("called_domain", text(255), nullable=True),
        sa.Column("dialled", text(128), nullable=False),
        sa.Column("contact_number", text(128), nullable=False),
        sa.Column("virtual_number", text(32), nullable=False),
        sa.Column("source", text(32), nullable=False),
        sa.Column("domain", text(255), nullable=True),
        sa.Column("employee_name", text(255), nullable=True),
        sa.Column("is_transfer", sa.Boolean(), nullable=False),
        sa.Column("is_talked", sa.Boolean(), nullable=False),
        sa.Column("is_failed", sa.Boolean(), nullable=False),
        sa.Column("duration", sa.Integer(), nullable=False),
        sa.Column("total_duration", sa.Integer(), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.Column("extension_number", text(4), nullable=True),
        sa.Column("extension_type", text(8), nullable=True),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_leg_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "started_at", "id", name=op.f("pk_call_leg")),
        info={"ids": True, "history": True},
        postgresql_partition_by="RANGE (started_at)",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_call_leg_customer_id_call_id"), "call_leg", ["customer_id", "call_id"], unique=False)
    op.create_index(
        op.f("ix_call_leg_customer_id_extension_group_id_started_at"),
        "call_leg",
        ["customer_id", "extension_group_id", "started_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_call_leg_customer_id_extension_id_started_at"),
        "call_leg",
        ["customer_id", "extension_id", "started_at"],
        unique=False,
    )
    op.create_index(op.f("ix_call_leg_customer_id_id"), "call_leg", ["customer_id", "id"], unique=False)
    op.create_table(
        "fax",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("uuid", text(36), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("caller", text(128), nullable=False),
        sa.Column("destination", text(128), nullable=False),
        sa.Column("engine_id", text(128), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("media", text(64), nullable=False),
        sa.Column("digest", text(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("format", text(8), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=False),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_fax_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_fax")),
        info={"ids": True, "history": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_fax_customer_id_engine_id_part"), "fax", ["customer_id", "engine_id", "part"], unique=True)
    op.create_index(
        op.f("ix_fax_customer_id_extension_group_id_received_at"),
        "fax",
        ["customer_id", "extension_group_id", "received_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_fax_customer_id_extension_id_received_at"),
        "fax",
        ["customer_id", "extension_id", "received_at"],
        unique=False,
    )
    op.create_index(op.f("ix_fax_customer_id_received_at"), "fax", ["customer_id", "received_at"], unique=False)
    op.create_index(op.f("ix_fax_customer_id_uuid"), "fax", ["customer_id", "uuid"], unique=True)
    op.create_index(op.f("ix_fax_media"), "fax", ["media"], unique=True)
    op.create_table(
        "ingest_key",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("status", text(16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ingest_key_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_ingest_key_digest")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ingest_key_customer_id"), "ingest_key", ["customer_id"], unique=False)
    op.create_table(
        "recording",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("uuid", text(64), nullable=False),
        sa.Column("link", text(32), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("call_id", sa.BigInteger(), nullable=False),
        sa.Column("leg_id", sa.BigInteger(), nullable=False),
        sa.Column("leg_started_at", sa.BigInteger(), nullable=False),
        sa.Column("engine_id", text(128), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("media", text(64), nullable=False),
        sa.Column("digest", text(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("format", text(8), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("file_name", text(255), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.Column("extension_number", text(4), nullable=True),
        sa.Column("extension_type", text(8), nullable=True),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_recording_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_recording")),
        info={"ids": True, "history": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_recording_customer_id_call_id"), "recording", ["customer_id", "call_id"], unique=False)
    op.create_index(
        op.f("ix_recording_customer_id_engine_id_kind_part"),
        "recording",
        ["customer_id", "engine_id", "kind", "part"],
        unique=True,
    )
    op.create_index(
        op.f("ix_recording_customer_id_extension_group_id_kind_started_at_size"),
        "recording",
        ["customer_id", "extension_group_id", "kind", "started_at", "size"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recording_customer_id_extension_id_kind_started_at_size"),
        "recording",
        ["customer_id", "extension_id", "kind", "started_at", "size"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recording_customer_id_kind_started_at_size"),
        "recording",
        ["customer_id", "kind", "started_at", "size"],
        unique=False,
    )
    op.create_index(op.f("ix_recording_customer_id_leg_id"), "recording", ["customer_id", "leg_id"], unique=False)
    op.create_index(op.f("ix_recording_customer_id_link"), "recording", ["customer_id", "link"], unique=True)
    op.create_index(op.f("ix_recording_customer_id_uuid"), "recording", ["customer_id", "uuid"], unique=True)
    op.create_index(op.f("ix_recording_media"), "recording", ["media"], unique=True)
    for name in ("call_ids", "call_leg_ids", "fax_ids", "ingest_key_ids", "recording_ids"):
        sa.Sequence(name).create(op.get_bind(), checkfirst=False)
    if op.get_bind().dialect.name == "postgresql":
        for table in MONTHLY:
            op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")


def downgrade() -> None:
    """The tables of the revision before, from those of this one."""
    op.drop_table("recording")
    op.drop_table("ingest_key")
    op.drop_table("fax")
    op.drop_table("call_leg")
    op.drop_table("call_key")
    op.drop_table("call_employee")
    op.drop_table("call_counter")
    op.drop_table("call")
    op.drop_table("signing_key")
    for name in ("call_ids", "call_leg_ids", "fax_ids", "ingest_key_ids", "recording_ids"):
        sa.Sequence(name).drop(op.get_bind(), checkfirst=False)


def text(length: int) -> sa.String:
    """Text that both databases compare and sort by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
