"""0001: initial. Once released, never changed."""

# ruff: noqa: E501, PLR0915

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """The tables of this revision, from those of the one before."""
    op.create_table(
        "api_request",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("method", text(64), nullable=False),
        sa.Column("result", text(64), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("address", text(64), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=False),
        sa.Column("request_id", text(64), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_api_request")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_api_request_at"), "api_request", ["at"], unique=False)
    op.create_index(op.f("ix_api_request_customer_id_at"), "api_request", ["customer_id", "at"], unique=False)
    op.create_table(
        "country_phone_prefix",
        sa.Column("prefix", text(7), nullable=False),
        sa.Column("country", text(2), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "country", name=op.f("pk_country_phone_prefix")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "id_counter",
        sa.Column("name", text(64), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_id_counter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "number_category",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", text(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_category")),
        sa.UniqueConstraint("name", name=op.f("uq_number_category_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "server_audit",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("address", text(64), nullable=False),
        sa.Column("operation", text(64), nullable=False),
        sa.Column("object_kind", text(64), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_audit")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tariff_plan",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=True),
        sa.Column("name", text(255), nullable=False),
        sa.Column("components", json(), nullable=False),
        sa.Column("day_limit", sa.Integer(), nullable=True),
        sa.Column("minute_limit", sa.Integer(), nullable=True),
        sa.Column("number_limit", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff_plan")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_tariff_plan_agent_id"), "tariff_plan", ["agent_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=True),
        sa.Column("agent_type", text(20), nullable=True),
        sa.Column("name", text(255), nullable=False),
        sa.Column("description", text(1000), nullable=True),
        sa.Column("prefix", text(20), nullable=True),
        sa.Column("status", text(20), nullable=False),
        sa.Column("status_changed_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("timezone", text(64), nullable=False),
        sa.Column("lang", text(2), nullable=False),
        sa.Column("project", text(64), nullable=False),
        sa.Column("report_currency", text(3), nullable=False),
        sa.Column("tariff_plan_id", sa.BigInteger(), nullable=True),
        sa.Column("day_limit", sa.Integer(), nullable=True),
        sa.Column("minute_limit", sa.Integer(), nullable=True),
        sa.Column("number_limit", sa.Integer(), nullable=True),
        sa.Column("monthly_base_limit", sa.Float(), nullable=True),
        sa.Column("monthly_base_notify_limit", sa.Float(), nullable=True),
        sa.Column("monthly_base_notify_emails", json(), nullable=False),
        sa.Column("monthly_calls_limit", sa.BigInteger(), nullable=True),
        sa.Column("monthly_calls_notify_limit", sa.BigInteger(), nullable=True),
        sa.Column("monthly_calls_notify_emails", json(), nullable=False),
        sa.Column("daily_calls_limit", sa.BigInteger(), nullable=True),
        sa.Column("daily_calls_notify_limit", sa.BigInteger(), nullable=True),
        sa.Column("daily_calls_notify_emails", json(), nullable=False),
        sa.Column("domain", text(255), server_default="sip.localhost", nullable=False),
        sa.Column("domain_prefix", text(20), nullable=True),
        sa.Column("extension_len", sa.Integer(), server_default="3", nullable=False),
        sa.Column("email", text(255), nullable=True),
        sa.Column("type", text(1), server_default="J", nullable=False),
        sa.Column("jur_address", text(1000), nullable=True),
        sa.Column("fact_address", text(1000), nullable=True),
        sa.Column("ambassadors", text(1000), nullable=True),
        sa.Column("contact_phones", text(1000), nullable=True),
        sa.Column("extra_params", text(4000), nullable=True),
        sa.Column("dial_rule_id", sa.BigInteger(), nullable=True),
        sa.Column("did_as_transfer_caller_id", text(16), nullable=True),
        sa.Column("disk_space_notify_email", text(255), nullable=True),
        sa.Column("disk_space_notify_threshold", sa.Integer(), nullable=True),
        sa.Column("geo_list", text(1000), nullable=True),
        sa.Column("hold_music", sa.BigInteger(), nullable=True),
        sa.Column("media_days", sa.Integer(), nullable=True),
        sa.Column("reg_status_log", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["customer.id"], name=op.f("fk_customer_agent_id")),
        sa.ForeignKeyConstraint(["tariff_plan_id"], ["tariff_plan.id"], name=op.f("fk_customer_tariff_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("id", "agent_id", name=op.f("uq_customer_id_agent_id")),
        sa.UniqueConstraint("prefix", name=op.f("uq_customer_prefix")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_customer_agent_id"), "customer", ["agent_id"], unique=False)
    op.create_index(op.f("ix_customer_tariff_plan_id"), "customer", ["tariff_plan_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("address", text(64), nullable=False),
        sa.Column("request_id", text(64), nullable=False),
        sa.Column("operation", text(64), nullable=False),
        sa.Column("object_kind", text(64), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_audit_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_audit")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_audit_customer_id_at"), "audit", ["customer_id", "at"], unique=False)
    op.create_table(
        "change_counter",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_change_counter_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_change_counter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_component",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("component", text(64), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_component_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "component", name=op.f("pk_customer_component")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "employee_group",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("name_folded", text(510), nullable=False),
        sa.Column("group_phone_number", text(5), nullable=True),
        sa.Column("queue_enabled", sa.Boolean(), nullable=False),
        sa.Column("channels_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_group_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_group")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_group_customer_id_group_phone_number"),
        "employee_group",
        ["customer_id", "group_phone_number"],
        unique=True,
    )
    op.create_index(
        op.f("ix_employee_group_customer_id_name_folded"), "employee_group", ["customer_id", "name_folded"], unique=True
    )
    op.create_table(
        "employee_position",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("name_folded", text(510), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_position_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_position")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_position_customer_id_name_folded"),
        "employee_position",
        ["customer_id", "name_folded"],
        unique=True,
    )
    op.create_table(
        "employee_status",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("mnemonic", text(32), nullable=True),
        sa.Column("description", text(1000), nullable=True),
        sa.Column("color", text(9), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("in_external_allowed_call_directions", json(), nullable=False),
        sa.Column("in_internal_allowed_call_directions", json(), nullable=False),
        sa.Column("out_external_allowed_call_directions", json(), nullable=False),
        sa.Column("out_internal_allowed_call_directions", json(), nullable=False),
        sa.Column("allowed_phone_protocols", json(), nullable=False),
        sa.Column("is_select_allowed", sa.Boolean(), nullable=False),
        sa.Column("is_worktime", sa.Boolean(), nullable=False),
        sa.Column("is_auto_out_calls_ready", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_status_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_status")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_status_customer_id_mnemonic"), "employee_status", ["customer_id", "mnemonic"], unique=True
    )
    op.create_table(
        "extension_group",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("extra_params", text(4000), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_extension_group_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_extension_group")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ordinal",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("series", text(64), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ordinal_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "series", name=op.f("pk_ordinal")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "points_used",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("window", text(8), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_points_used_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "window", name=op.f("pk_points_used")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pool_number",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("number", text(15), nullable=False),
        sa.Column("category", text(16), nullable=False),
        sa.Column("location_mnemonic", text(64), nullable=True),
        sa.Column("location_name", text(255), nullable=True),
        sa.Column("onetime_payment", sa.Float(), nullable=False),
        sa.Column("monthly_charge", sa.Float(), nullable=False),
        sa.Column("min_charge", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_pool_number_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_number")),
        sa.UniqueConstraint("number", name=op.f("uq_pool_number_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_pool_number_customer_id"), "pool_number", ["customer_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", text(4), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=False),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("number", text(4), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_registration_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_registration")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_registration_customer_id_at"), "registration", ["customer_id", "at"], unique=False)
    op.create_index(
        op.f("ix_registration_customer_id_extension_group_id_at"),
        "registration",
        ["customer_id", "extension_group_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_registration_customer_id_extension_id_at"),
        "registration",
        ["customer_id", "extension_id", "at"],
        unique=False,
    )
    op.create_table(
        "virtual_number_group",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("name_folded", text(510), nullable=False),
        sa.Column("number", text(24), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_virtual_number_group_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_virtual_number_group")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_virtual_number_group_customer_id_name"), "virtual_number_group", ["customer_id", "name"], unique=False
    )
    op.create_index(
        op.f("ix_virtual_number_group_customer_id_name_folded"),
        "virtual_number_group",
        ["customer_id", "name_folded"],
        unique=True,
    )
    op.create_index(
        op.f("ix_virtual_number_group_customer_id_number"),
        "virtual_number_group",
        ["customer_id", "number"],
        unique=True,
    )
    op.create_table(
        "whitelist_entry",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("network", text(64), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_whitelist_entry_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "network", name=op.f("pk_whitelist_entry")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "employee",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("login", text(255), nullable=True),
        sa.Column("login_folded", text(510), nullable=True),
        sa.Column("last_name", text(255), nullable=False),
        sa.Column("first_name", text(255), nullable=True),
        sa.Column("patronymic", text(255), nullable=True),
        sa.Column(
            "full_name",
            text(800),
            sa.Computed(
                "last_name || coalesce(' ' || nullif(first_name, ''), '') || coalesce(' ' || nullif(patronymic, ''), '')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("email", text(255), nullable=True),
        sa.Column("status_id", sa.BigInteger(), nullable=True),
        sa.Column("calls_available", sa.Boolean(), nullable=False),
        sa.Column("call_recording", text(8), nullable=False),
        sa.Column("allowed_in_call_types", json(), nullable=False),
        sa.Column("allowed_out_call_types", json(), nullable=False),
        sa.Column("in_external_allowed_call_directions", json(), nullable=False),
        sa.Column("in_internal_allowed_call_directions", json(), nullable=False),
        sa.Column("out_external_allowed_call_directions", json(), nullable=False),
        sa.Column("out_internal_allowed_call_directions", json(), nullable=False),
        sa.Column("coach_id", sa.BigInteger(), nullable=True),
        sa.Column("coach_always_enabled", sa.Boolean(), nullable=False),
        sa.Column("extension_phone_number", text(5), nullable=True),
        sa.Column("extension_voice_mail_enabled", sa.Boolean(), nullable=False),
        sa.Column("extension_queue_enabled", sa.Boolean(), nullable=False),
        sa.Column("operator_display_name", text(255), nullable=True),
        sa.Column("operator_password_hash", text(255), nullable=True),
        sa.Column("operator_position_id", sa.BigInteger(), nullable=True),
        sa.Column("operator_offline_message_enabled", sa.Boolean(), nullable=True),
        sa.Column("operator_invite_to_chat_enabled", sa.Boolean(), nullable=True),
        sa.Column("operator_chat_enabled", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id", "coach_id"],
            ["employee.customer_id", "employee.id"],
            name=op.f("fk_employee_customer_id_coach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "operator_position_id"],
            ["employee_position.customer_id", "employee_position.id"],
            name=op.f("fk_employee_customer_id_operator_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "status_id"],
            ["employee_status.customer_id", "employee_status.id"],
            name=op.f("fk_employee_customer_id_status_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_employee_customer_id_coach_id"), "employee", ["customer_id", "coach_id"], unique=False)
    op.create_index(
        op.f("ix_employee_customer_id_extension_phone_number"),
        "employee",
        ["customer_id", "extension_phone_number"],
        unique=True,
    )
    op.create_index(op.f("ix_employee_customer_id_full_name"), "employee", ["customer_id", "full_name"], unique=False)
    op.create_index(
        op.f("ix_employee_customer_id_login_folded"), "employee", ["customer_id", "login_folded"], unique=True
    )
    op.create_index(
        op.f("ix_employee_customer_id_operator_position_id"),
        "employee",
        ["customer_id", "operator_position_id"],
        unique=False,
    )
    op.create_index(op.f("ix_employee_customer_id_status_id"), "employee", ["customer_id", "status_id"], unique=False)
    op.create_table(
        "employee_status_change",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_name", text(800), nullable=True),
        sa.Column("status_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "status_id"],
            ["employee_status.customer_id", "employee_status.id"],
            name=op.f("fk_employee_status_change_customer_id_status_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_status_change_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_status_change")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_status_change_customer_id_employee_id_since"),
        "employee_status_change",
        ["customer_id", "employee_id", "since"],
        unique=False,
    )
    op.create_index(
        op.f("ix_employee_status_change_customer_id_status_id"),
        "employee_status_change",
        ["customer_id", "status_id"],
        unique=False,
    )
    op.create_table(
        "virtual_number_group_team",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "employee_group_id"],
            ["employee_group.customer_id", "employee_group.id"],
            name=op.f("fk_virtual_number_group_team_customer_id_employee_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "group_id"],
            ["virtual_number_group.customer_id", "virtual_number_group.id"],
            name=op.f("fk_virtual_number_group_team_customer_id_group_id"),
        ),
        sa.PrimaryKeyConstraint(
            "customer_id", "group_id", "employee_group_id", name=op.f("pk_virtual_number_group_team")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_virtual_number_group_team_customer_id_employee_group_id"),
        "virtual_number_group_team",
        ["customer_id", "employee_group_id"],
        unique=False,
    )
    op.create_table(
        "employee_group_member",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "employee_id"],
            ["employee.customer_id", "employee.id"],
            name=op.f("fk_employee_group_member_customer_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "group_id"],
            ["employee_group.customer_id", "employee_group.id"],
            name=op.f("fk_employee_group_member_customer_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("customer_id", "group_id", "employee_id", name=op.f("pk_employee_group_member")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_group_member_customer_id_employee_id"),
        "employee_group_member",
        ["customer_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "extension",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", text(4), nullable=False),
        sa.Column("type", text(8), nullable=False),
        sa.Column("status", text(8), nullable=False),
        sa.Column("label", text(255), nullable=True),
        sa.Column("caller_id_name", text(255), nullable=True),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.Column("extra_params", text(4000), nullable=True),
        sa.Column("message_did", text(255), nullable=True),
        sa.Column("dial_rule_id", sa.BigInteger(), nullable=True),
        sa.Column("dial_rule_limit", sa.Integer(), nullable=True),
        sa.Column("ani_rfc3325", sa.Boolean(), nullable=False),
        sa.Column("did_as_transfer_caller_id", text(16), nullable=True),
        sa.Column("fax_mailto", text(4000), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "employee_id"],
            ["employee.customer_id", "employee.id"],
            name=op.f("fk_extension_customer_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_group_id"],
            ["extension_group.customer_id", "extension_group.id"],
            name=op.f("fk_extension_customer_id_extension_group_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_extension_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_extension")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_extension_customer_id_employee_id"), "extension", ["customer_id", "employee_id"], unique=False
    )
    op.create_index(
        op.f("ix_extension_customer_id_extension_group_id"),
        "extension",
        ["customer_id", "extension_group_id"],
        unique=False,
    )
    op.create_index(op.f("ix_extension_customer_id_number"), "extension", ["customer_id", "number"], unique=True)
    op.create_table(
        "virtual_number_group_employee",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "employee_id"],
            ["employee.customer_id", "employee.id"],
            name=op.f("fk_virtual_number_group_employee_customer_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "group_id"],
            ["virtual_number_group.customer_id", "virtual_number_group.id"],
            name=op.f("fk_virtual_number_group_employee_customer_id_group_id"),
        ),
        sa.PrimaryKeyConstraint(
            "customer_id", "group_id", "employee_id", name=op.f("pk_virtual_number_group_employee")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_virtual_number_group_employee_customer_id_employee_id"),
        "virtual_number_group_employee",
        ["customer_id", "employee_id"],
        unique=False,
    )
    op.create_table(
        "employee_phone",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("phone_number", text(64), nullable=False),
        sa.Column("channels_count", sa.Integer(), nullable=False),
        sa.Column("dial_time", sa.Integer(), nullable=False),
        sa.Column("status", text(8), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id", "employee_id"],
            ["employee.customer_id", "employee.id"],
            name=op.f("fk_employee_phone_customer_id_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_employee_phone_customer_id_extension_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_phone_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_phone")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_phone_customer_id_employee_id_position"),
        "employee_phone",
        ["customer_id", "employee_id", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_employee_phone_customer_id_extension_id"),
        "employee_phone",
        ["customer_id", "extension_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_employee_phone_customer_id_phone_number"),
        "employee_phone",
        ["customer_id", "phone_number"],
        unique=False,
    )
    op.create_table(
        "event_handler",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=False),
        sa.Column("url", text(2000), nullable=False),
        sa.Column("event_type", text(16), nullable=False),
        sa.Column("method", text(4), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_event_handler_customer_id_extension_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_event_handler_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_event_handler")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_event_handler_customer_id_extension_id"),
        "event_handler",
        ["customer_id", "extension_id"],
        unique=False,
    )
    op.create_table(
        "phone",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("extension_id", sa.BigInteger(), nullable=False),
        sa.Column("announce_sound_upon_outgoing_call", sa.BigInteger(), nullable=True),
        sa.Column("announce_sound_upon_incoming_call", sa.BigInteger(), nullable=True),
        sa.Column("append_to_cid_name_on_transfer", text(255), nullable=True),
        sa.Column("auth_type", text(8), nullable=False),
        sa.Column("call_screening_enabled", sa.Boolean(), nullable=False),
        sa.Column("conference_announce_caller_name", sa.Boolean(), nullable=False),
        sa.Column("conference_end_on_exit", sa.Boolean(), nullable=False),
        sa.Column("conference_pin", text(32), nullable=True),
        sa.Column("password_ha1", text(32), nullable=False),
        sa.Column("allow_webrtc", sa.Boolean(), nullable=False),
        sa.Column("record_enabled", sa.Boolean(), nullable=False),
        sa.Column("record_transfer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_phone_customer_id_extension_id"),
        ),
        sa.PrimaryKeyConstraint("customer_id", "extension_id", name=op.f("pk_phone")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=True),
        sa.Column("level", text(20), nullable=False),
        sa.Column("login", text(255), nullable=False),
        sa.Column("password_hash", text(255), nullable=False),
        sa.Column("status", text(20), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("description", text(1000), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("access", text(16), server_default="full", nullable=False),
        sa.Column("email", text(255), nullable=True),
        sa.Column("timezone", text(64), nullable=True),
        sa.Column("extra_params", text(4000), nullable=True),
        sa.Column("extension_group_id", sa.BigInteger(), nullable=True),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id", "agent_id"], ["customer.id", "customer.agent_id"], name=op.f("fk_user_customer_id_agent_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_group_id"],
            ["extension_group.customer_id", "extension_group.id"],
            name=op.f("fk_user_customer_id_extension_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_user_customer_id_extension_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_user_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("customer_id", "id", name=op.f("uq_user_customer_id_id")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_user_agent_id"), "user", ["agent_id"], unique=False)
    op.create_index(
        op.f("ix_user_customer_id_extension_group_id"), "user", ["customer_id", "extension_group_id"], unique=False
    )
    op.create_index(op.f("ix_user_customer_id_extension_id"), "user", ["customer_id", "extension_id"], unique=False)
    op.create_table(
        "virtual_number",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", text(15), nullable=False),
        sa.Column("redirection_phone_number", text(64), nullable=True),
        sa.Column("activated_at", sa.BigInteger(), nullable=True),
        sa.Column("status", text(16), nullable=False),
        sa.Column("category", text(16), nullable=False),
        sa.Column("type", text(24), nullable=False),
        sa.Column("comment", text(1000), nullable=True),
        sa.Column("name", text(255), nullable=True),
        sa.Column("extension_id", sa.BigInteger(), nullable=True),
        sa.Column("message_extension_id", sa.BigInteger(), nullable=True),
        sa.Column("allow_message", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_virtual_number_customer_id_extension_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "message_extension_id"],
            ["extension.customer_id", "extension.id"],
            name=op.f("fk_virtual_number_customer_id_message_extension_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_virtual_number_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_virtual_number")),
        sa.UniqueConstraint("number", name=op.f("uq_virtual_number_number")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_virtual_number_customer_id_extension_id"),
        "virtual_number",
        ["customer_id", "extension_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_virtual_number_customer_id_message_extension_id"),
        "virtual_number",
        ["customer_id", "message_extension_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_virtual_number_customer_id_number"), "virtual_number", ["customer_id", "number"], unique=False
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("status", text(16), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"], ["user.customer_id", "user.id"], name=op.f("fk_api_key_customer_id_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_api_key_customer_id_user_id"), "api_key", ["customer_id", "user_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("app_id", text(32), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", text(24), nullable=False),
        sa.Column("access", text(16), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("redirect_urls", json(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"],
            ["user.customer_id", "user.id"],
            name=op.f("fk_application_customer_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_application_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("app_id", name=op.f("uq_application_app_id")),
        sa.UniqueConstraint("customer_id", "id", name=op.f("uq_application_customer_id_id")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_application_customer_id_user_id"), "application", ["customer_id", "user_id"], unique=False)
    op.create_table(
        "employee_group_phone",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("phone_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "group_id"],
            ["employee_group.customer_id", "employee_group.id"],
            name=op.f("fk_employee_group_phone_customer_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "phone_id"],
            ["employee_phone.customer_id", "employee_phone.id"],
            name=op.f("fk_employee_group_phone_customer_id_phone_id"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_employee_group_phone_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_employee_group_phone")),
        info={"ids": True},
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_employee_group_phone_customer_id_group_id_position"),
        "employee_group_phone",
        ["customer_id", "group_id", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_employee_group_phone_customer_id_phone_id"),
        "employee_group_phone",
        ["customer_id", "phone_id"],
        unique=False,
    )
    op.create_table(
        "session",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"], ["user.customer_id", "user.id"], name=op.f("fk_session_customer_id_user_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_session_customer_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_session")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_session_customer_id_user_id"), "session", ["customer_id", "user_id"], unique=False)
    op.create_table(
        "user_permission",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", text(64), nullable=False),
        sa.Column("is_select", sa.Boolean(), nullable=False),
        sa.Column("is_insert", sa.Boolean(), nullable=False),
        sa.Column("is_update", sa.Boolean(), nullable=False),
        sa.Column("is_delete", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"],
            ["user.customer_id", "user.id"],
            name=op.f("fk_user_permission_customer_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("customer_id", "user_id", "unit", name=op.f("pk_user_permission")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "virtual_number_group_phone",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("virtual_number_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "group_id"],
            ["virtual_number_group.customer_id", "virtual_number_group.id"],
            name=op.f("fk_virtual_number_group_phone_customer_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "virtual_number_id"],
            ["virtual_number.customer_id", "virtual_number.id"],
            name=op.f("fk_virtual_number_group_phone_customer_id_virtual_number_id"),
        ),
        sa.PrimaryKeyConstraint(
            "customer_id", "group_id", "virtual_number_id", name=op.f("pk_virtual_number_group_phone")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_virtual_number_group_phone_customer_id_virtual_number_id"),
        "virtual_number_group_phone",
        ["customer_id", "virtual_number_id"],
        unique=False,
    )
    op.create_table(
        "web_session",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"],
            ["user.customer_id", "user.id"],
            name=op.f("fk_web_session_customer_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_session")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_web_session_customer_id_user_id"), "web_session", ["customer_id", "user_id"], unique=False)
    op.create_index(op.f("ix_web_session_expires_at"), "web_session", ["expires_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_consent_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"],
            ["user.customer_id", "user.id"],
            name=op.f("fk_consent_customer_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("customer_id", "user_id", "application_id", name=op.f("pk_consent")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_consent_application_id"), "consent", ["application_id"], unique=False)
    op.create_table(
        "oauth_token",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", text(8), nullable=False),
        sa.Column("family", text(32), nullable=False),
        sa.Column("redirect_uri", text(2000), nullable=True),
        sa.Column("challenge", text(128), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("spent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_oauth_token_application_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "user_id"],
            ["user.customer_id", "user.id"],
            name=op.f("fk_oauth_token_customer_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_oauth_token")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_oauth_token_application_id"), "oauth_token", ["application_id"], unique=False)
    op.create_index(op.f("ix_oauth_token_customer_id_user_id"), "oauth_token", ["customer_id", "user_id"], unique=False)
    op.create_index(op.f("ix_oauth_token_expires_at"), "oauth_token", ["expires_at"], unique=False)
    op.create_index(op.f("ix_oauth_token_family"), "oauth_token", ["family"], unique=False)
    for name in (
        "api_request_ids",
        "server_audit_ids",
        "tariff_plan_ids",
        "customer_ids",
        "audit_ids",
        "employee_group_ids",
        "employee_position_ids",
        "employee_status_ids",
        "extension_group_ids",
        "registration_ids",
        "virtual_number_group_ids",
        "employee_ids",
        "employee_status_change_ids",
        "extension_ids",
        "employee_phone_ids",
        "event_handler_ids",
        "user_ids",
        "virtual_number_ids",
        "api_key_ids",
        "application_ids",
        "employee_group_phone_ids",
    ):
        sa.Sequence(name).create(op.get_bind(), checkfirst=False)


def downgrade() -> None:
    """The tables of the revision before, from those of this one."""
    op.drop_table("oauth_token")
    op.drop_table("consent")
    op.drop_table("web_session")
    op.drop_table("virtual_number_group_phone")
    op.drop_table("user_permission")
    op.drop_table("session")
    op.drop_table("employee_group_phone")
    op.drop_table("application")
    op.drop_table("api_key")
    op.drop_table("virtual_number")
    op.drop_table("user")
    op.drop_table("phone")
    op.drop_table("event_handler")
    op.drop_table("employee_phone")
    op.drop_table("virtual_number_group_employee")
    op.drop_table("extension")
    op.drop_table("employee_group_member")
    op.drop_table("virtual_number_group_team")
    op.drop_table("employee_status_change")
    op.drop_table("employee")
    op.drop_table("whitelist_entry")
    op.drop_table("virtual_number_group")
    op.drop_table("registration")
    op.drop_table("pool_number")
    op.drop_table("points_used")
    op.drop_table("ordinal")
    op.drop_table("extension_group")
    op.drop_table("employee_status")
    op.drop_table("employee_position")
    op.drop_table("employee_group")
    op.drop_table("customer_component")
    op.drop_table("change_counter")
    op.drop_table("audit")
    op.drop_table("customer")
    op.drop_table("tariff_plan")
    op.drop_table("server_audit")
    op.drop_table("number_category")
    op.drop_table("id_counter")
    op.drop_table("country_phone_prefix")
    op.drop_table("api_request")
    for name in (
        "api_request_ids",
        "server_audit_ids",
        "tariff_plan_ids",
        "customer_ids",
        "audit_ids",
        "employee_group_ids",
        "employee_position_ids",
        "employee_status_ids",
        "extension_group_ids",
        "registration_ids",
        "virtual_number_group_ids",
        "employee_ids",
        "employee_status_change_ids",
        "extension_ids",
        "employee_phone_ids",
        "event_handler_ids",
        "user_ids",
        "virtual_number_ids",
        "api_key_ids",
        "application_ids",
        "employee_group_phone_ids",
    ):
        sa.Sequence(name).drop(op.get_bind(), checkfirst=False)


def text(length: int) -> sa.String:
    """Text that both databases compare and sort by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def json() -> sa.JSON:
    """jsonb on PostgreSQL."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
