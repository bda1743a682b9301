"""Agreements, orders and visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base, terms

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "agreement",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("group_id", base.BIG, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("combine", base.words(terms.Combine, "combine"), nullable=False),
        sa.Column("template", sa.Boolean(), nullable=False),
        sa.Column("service_level_id", base.BIG, nullable=True),
        sa.Column("preferred_technician_id", base.BIG, nullable=True),
        sa.Column("site_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_agreement_customer_id")),
        sa.ForeignKeyConstraint(["group_id"], ["agreement_group.id"], name=op.f("fk_agreement_group_id")),
        sa.ForeignKeyConstraint(
            ["preferred_technician_id"], ["technician.id"], name=op.f("fk_agreement_preferred_technician_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_level_id"], ["service_level.id"], name=op.f("fk_agreement_service_level_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_agreement_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_code")),
    )
    op.create_index("ix_agreement_customer_id", "agreement", ["customer_id"], unique=False)
    op.create_index("ix_agreement_ends_on", "agreement", ["ends_on"], unique=False)
    op.create_index("ix_agreement_group_id", "agreement", ["group_id"], unique=False)
    op.create_index(
        "ix_agreement_preferred_technician_id", "agreement", ["preferred_technician_id"], unique=False
    )
    op.create_index("ix_agreement_service_level_id", "agreement", ["service_level_id"], unique=False)
    op.create_index("ix_agreement_site_id", "agreement", ["site_id"], unique=False)
    op.create_table(
        "agreement_line",
        sa.Column("agreement_id", base.BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("interval_id", base.BIG, nullable=True),
        sa.Column("time_window_id", base.BIG, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("object_id", base.BIG, nullable=True),
        sa.Column("task_id", base.BIG, nullable=True),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("item_id", base.BIG, nullable=True),
        sa.Column("quantity", base.Quantity(), nullable=False),
        sa.Column("cost_price", base.BIG, nullable=True),
        sa.Column("sales_price", base.BIG, nullable=True),
        sa.Column("earliest_start", base.TimeOfDay(), nullable=True),
        sa.Column("latest_start", base.TimeOfDay(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_line_agreement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interval_id"], ["service_interval.id"], name=op.f("fk_agreement_line_interval_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_agreement_line_item_id")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["service_object.id"], name=op.f("fk_agreement_line_object_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["service_task.id"], name=op.f("fk_agreement_line_task_id")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_agreement_line_technician_id")
        ),
        sa.ForeignKeyConstraint(
            ["time_window_id"], ["time_window.id"], name=op.f("fk_agreement_line_time_window_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_line")),
        sa.UniqueConstraint("agreement_id", "line", name=op.f("uq_agreement_line_agreement_id_line")),
    )
    op.create_index("ix_agreement_line_interval_id", "agreement_line", ["interval_id"], unique=False)
    op.create_index("ix_agreement_line_item_id", "agreement_line", ["item_id"], unique=False)
    op.create_index("ix_agreement_line_object_id", "agreement_line", ["object_id"], unique=False)
    op.create_index("ix_agreement_line_task_id", "agreement_line", ["task_id"], unique=False)
    op.create_index("ix_agreement_line_technician_id", "agreement_line", ["technician_id"], unique=False)
    op.create_index("ix_agreement_line_time_window_id", "agreement_line", ["time_window_id"], unique=False)
    op.create_table(
        "service_order",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("stage_id", base.BIG, nullable=False),
        sa.Column("created_at", base.Instant(), nullable=False),
        sa.Column("site_id", base.BIG, nullable=True),
        sa.Column("agreement_id", base.BIG, nullable=True),
        sa.Column("contact_id", base.BIG, nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("priority", base.words(terms.Priority, "priority"), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("earliest_start", base.TimeOfDay(), nullable=True),
        sa.Column("latest_start", base.TimeOfDay(), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("preferred_technician_id", base.BIG, nullable=True),
        sa.Column("service_level_id", base.BIG, nullable=True),
        sa.Column("origin", base.words(terms.Origin, "origin"), nullable=False),
        sa.Column("progress", base.words(terms.Progress, "progress"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_service_order_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_service_order_contact_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_service_order_customer_id")),
        sa.ForeignKeyConstraint(
            ["preferred_technician_id"],
            ["technician.id"],
            name=op.f("fk_service_order_preferred_technician_id"),
        ),
        sa.ForeignKeyConstraint(
            ["service_level_id"], ["service_level.id"], name=op.f("fk_service_order_service_level_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_service_order_site_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_service_order_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_order")),
        sa.UniqueConstraint("number", name=op.f("uq_service_order_number")),
    )
    op.create_index("ix_service_order_agreement_id", "service_order", ["agreement_id"], unique=False)
    op.create_index("ix_service_order_contact_id", "service_order", ["contact_id"], unique=False)
    op.create_index("ix_service_order_customer_id_id", "service_order", ["customer_id", "id"], unique=False)
    op.create_index(
        "ix_service_order_in_process",
        "service_order",
        ["id"],
        unique=False,
        sqlite_where=sa.text("progress = 'in_process'"),
        postgresql_where=sa.text("progress = 'in_process'"),
    )
    op.create_index(
        "ix_service_order_preferred_technician_id", "service_order", ["preferred_technician_id"], unique=False
    )
    op.create_index("ix_service_order_priority_id", "service_order", ["priority", "id"], unique=False)
    op.create_index("ix_service_order_service_date_id", "service_order", ["service_date", "id"], unique=False)
    op.create_index("ix_service_order_service_level_id", "service_order", ["service_level_id"], unique=False)
    op.create_index("ix_service_order_site_id", "service_order", ["site_id"], unique=False)
    op.create_index("ix_service_order_stage_id_id", "service_order", ["stage_id", "id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("object_id", base.BIG, nullable=True),
        sa.Column("task_id", base.BIG, nullable=True),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("item_id", base.BIG, nullable=True),
        sa.Column("quantity", base.Quantity(), nullable=False),
        sa.Column("cost_price", base.BIG, nullable=True),
        sa.Column("sales_price", base.BIG, nullable=True),
        sa.Column("calculated_date", sa.Date(), nullable=True),
        sa.Column("starts_after", base.TimeOfDay(), nullable=True),
        sa.Column("ends_before", base.TimeOfDay(), nullable=True),
        sa.Column("status", base.words(terms.LineStatus, "status"), nullable=False),
        sa.Column("signed_off", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_order_line_item_id")),
        sa.ForeignKeyConstraint(["object_id"], ["service_object.id"], name=op.f("fk_order_line_object_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_order_line_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["service_task.id"], name=op.f("fk_order_line_task_id")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_order_line_technician_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "line", name=op.f("uq_order_line_order_id_line")),
    )
    op.create_index("ix_order_line_item_id", "order_line", ["item_id"], unique=False)
    op.create_index("ix_order_line_object_id", "order_line", ["object_id"], unique=False)
    op.create_index("ix_order_line_task_id", "order_line", ["task_id"], unique=False)
    op.create_index("ix_order_line_technician_id", "order_line", ["technician_id"], unique=False)
    op.create_table(
        "order_skill",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("skill_id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_order_skill_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_order_skill_skill_id")),
        sa.PrimaryKeyConstraint("order_id", "skill_id", name=op.f("pk_order_skill")),
    )
    op.create_index("ix_order_skill_skill_id", "order_skill", ["skill_id"], unique=False)
    op.create_table(
        "stage_change",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("stage_id", base.BIG, nullable=False),
        sa.Column("reason_id", base.BIG, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("entered_at", base.Instant(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_stage_change_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], name=op.f("fk_stage_change_reason_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_stage_change_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index("ix_stage_change_order_id", "stage_change", ["order_id"], unique=False)
    op.create_index("ix_stage_change_reason_id", "stage_change", ["reason_id"], unique=False)
    op.create_index("ix_stage_change_stage_id", "stage_change", ["stage_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("starts_at", base.Instant(), nullable=False),
        sa.Column("ends_at", base.Instant(), nullable=False),
        sa.Column("status", base.words(terms.VisitStatus, "status"), nullable=False),
        sa.Column("move_lock", base.words(terms.Lock, "move_lock"), nullable=True),
        sa.Column("overlap_reason", sa.Text(), nullable=True),
        sa.Column("order_number", sa.String(length=40), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("site_id", base.BIG, nullable=True),
        sa.Column("priority", base.words(terms.Priority, "priority"), nullable=False),
        sa.Column("promise_from", base.Instant(), nullable=True),
        sa.Column("promise_to", base.Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_visit_ends_after_start")),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_visit_order_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_visit_site_id")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_visit_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sqlite_autoincrement=True,  # the id of a dropped visit comes back with that visit only
    )
    op.create_index("ix_visit_order_id", "visit", ["order_id"], unique=False)
    op.create_index("ix_visit_site_id", "visit", ["site_id"], unique=False)
    op.create_index("ix_visit_starts_at", "visit", ["starts_at"], unique=False)
    op.create_index("ix_visit_technician_id_starts_at", "visit", ["technician_id", "starts_at"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("visit")
    op.drop_table("stage_change")
    op.drop_table("order_skill")
    op.drop_table("order_line")
    op.drop_table("service_order")
    op.drop_table("agreement_line")
    op.drop_table("agreement")
