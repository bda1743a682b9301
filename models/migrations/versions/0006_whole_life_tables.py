"""Projects, prices, relations, repairs, requirements, clocks, generation runs and postings (domain.md 1-7, 11)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base, terms

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MADE = (
    "category",
    "diagnosis_area",
    "generation_run",
    "repair_condition",
    "repair_stage",
    "resolution",
    "symptom_area",
    "template_group",
    "diagnosis",
    "project",
    "stage_role",
    "stage_step",
    "symptom",
    "category_use",
    "price",
    "agreement_object",
    "agreement_task",
    "clock_event",
    "item_requirement",
    "occurrence",
    "order_object",
    "order_task",
    "repair_line",
    "posting",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
    )
    op.create_table(
        "diagnosis_area",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnosis_area")),
        sa.UniqueConstraint("code", name=op.f("uq_diagnosis_area_code")),
    )
    op.create_table(
        "generation_run",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", base.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("undone_at", base.Instant(timezone=True), nullable=True),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation_run")),
    )
    op.create_table(
        "repair_condition",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_condition")),
        sa.UniqueConstraint("code", name=op.f("uq_repair_condition_code")),
    )
    op.create_table(
        "repair_stage",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_stage")),
        sa.UniqueConstraint("code", name=op.f("uq_repair_stage_code")),
    )
    op.create_table(
        "resolution",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("code", name=op.f("uq_resolution_code")),
    )
    op.create_table(
        "symptom_area",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_symptom_area")),
        sa.UniqueConstraint("code", name=op.f("uq_symptom_area_code")),
    )
    op.create_table(
        "template_group",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["template_group.id"], name=op.f("fk_template_group_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_group")),
        sa.UniqueConstraint("code", name=op.f("uq_template_group_code")),
    )
    op.create_table(
        "diagnosis",
        sa.Column("area_id", base.BIG, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["diagnosis_area.id"], name=op.f("fk_diagnosis_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnosis")),
        sa.UniqueConstraint("area_id", "code", name=op.f("uq_diagnosis_area_id_code")),
    )
    op.create_table(
        "project",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", base.BIG, nullable=True),
        sa.Column("type", base.words(terms.ProjectType, "type"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_project_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_table(
        "stage_role",
        sa.Column("stage_id", base.BIG, nullable=False),
        sa.Column("role_id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_stage_role_role_id")),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stage.id"], name=op.f("fk_stage_role_stage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stage_id", "role_id", name=op.f("pk_stage_role")),
    )
    op.create_table(
        "stage_step",
        sa.Column("from_id", base.BIG, nullable=False),
        sa.Column("to_id", base.BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["stage.id"], name=op.f("fk_stage_step_from_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["stage.id"], name=op.f("fk_stage_step_to_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_step")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_stage_step_from_id_to_id")),
    )
    op.create_table(
        "symptom",
        sa.Column("area_id", base.BIG, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["symptom_area.id"], name=op.f("fk_symptom_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_symptom")),
        sa.UniqueConstraint("area_id", "code", name=op.f("uq_symptom_area_id_code")),
    )
    op.create_table(
        "category_use",
        sa.Column("category_id", base.BIG, nullable=False),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("project_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_category_use_category_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_category_use_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_category_use_technician_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_use")),
    )
    op.create_table(
        "price",
        sa.Column("kind", base.words(terms.PriceKind, "kind"), nullable=False),
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", base.BIG, nullable=False),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("category_id", base.BIG, nullable=True),
        sa.Column("project_id", base.BIG, nullable=True),
        sa.Column("customer_id", base.BIG, nullable=True),
        sa.Column("item_id", base.BIG, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_price_category_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_price_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_price_item_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_price_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_price_technician_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
    )
    op.create_table(
        "agreement_object",
        sa.Column("agreement_id", base.BIG, nullable=False),
        sa.Column("object_id", base.BIG, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_object_agreement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["object_id"], ["service_object.id"], name=op.f("fk_agreement_object_object_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_object")),
        sa.UniqueConstraint(
            "agreement_id", "object_id", name=op.f("uq_agreement_object_agreement_id_object_id")
        ),
    )
    op.create_table(
        "agreement_task",
        sa.Column("agreement_id", base.BIG, nullable=False),
        sa.Column("task_id", base.BIG, nullable=False),
        sa.Column("internal_note", sa.Text(), nullable=True),
        sa.Column("external_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_task_agreement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["task_id"], ["service_task.id"], name=op.f("fk_agreement_task_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_task")),
        sa.UniqueConstraint("agreement_id", "task_id", name=op.f("uq_agreement_task_agreement_id_task_id")),
    )
    op.create_table(
        "clock_event",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("action", base.words(terms.ClockAction, "action"), nullable=False),
        sa.Column("at", base.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", base.Instant(timezone=True), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("reason_id", base.BIG, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_clock_event_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["reason_id"], ["reason.id"], name=op.f("fk_clock_event_reason_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_event")),
    )
    op.create_table(
        "item_requirement",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item_id", base.BIG, nullable=False),
        sa.Column("quantity", base.Quantity(), nullable=False),
        sa.Column("delivered", base.Quantity(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("status", base.words(terms.RequirementStatus, "status"), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("object_id", base.BIG, nullable=True),
        sa.Column("cost_price", base.BIG, nullable=True),
        sa.Column("sales_price", base.BIG, nullable=True),
        sa.Column("agreement_line_id", base.BIG, nullable=True),
        sa.Column("calculated_date", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_line_id"],
            ["agreement_line.id"],
            name=op.f("fk_item_requirement_agreement_line_id"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_requirement_item_id")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["service_object.id"], name=op.f("fk_item_requirement_object_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_item_requirement_order_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_requirement")),
        sa.UniqueConstraint("order_id", "line", name=op.f("uq_item_requirement_order_id_line")),
    )
    op.create_table(
        "occurrence",
        sa.Column("agreement_line_id", base.BIG, nullable=False),
        sa.Column("calculated_date", sa.Date(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_line_id"],
            ["agreement_line.id"],
            name=op.f("fk_occurrence_agreement_line_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint(
            "agreement_line_id",
            "calculated_date",
            name=op.f("uq_occurrence_agreement_line_id_calculated_date"),
        ),
    )
    op.create_table(
        "order_object",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("object_id", base.BIG, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["service_object.id"], name=op.f("fk_order_object_object_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_order_object_order_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_object")),
        sa.UniqueConstraint("order_id", "object_id", name=op.f("uq_order_object_order_id_object_id")),
    )
    op.create_table(
        "order_task",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("task_id", base.BIG, nullable=False),
        sa.Column("internal_note", sa.Text(), nullable=True),
        sa.Column("external_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_order_task_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["service_task.id"], name=op.f("fk_order_task_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_task")),
        sa.UniqueConstraint("order_id", "task_id", name=op.f("uq_order_task_order_id_task_id")),
    )
    op.create_table(
        "repair_line",
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("created_at", base.Instant(timezone=True), nullable=False),
        sa.Column("object_id", base.BIG, nullable=True),
        sa.Column("condition_id", base.BIG, nullable=True),
        sa.Column("symptom_area_id", base.BIG, nullable=True),
        sa.Column("symptom_id", base.BIG, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("diagnosis_area_id", base.BIG, nullable=True),
        sa.Column("diagnosis_id", base.BIG, nullable=True),
        sa.Column("resolution_id", base.BIG, nullable=True),
        sa.Column("stage_id", base.BIG, nullable=True),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("finished_at", base.Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["repair_condition.id"], name=op.f("fk_repair_line_condition_id")
        ),
        sa.ForeignKeyConstraint(
            ["diagnosis_area_id"], ["diagnosis_area.id"], name=op.f("fk_repair_line_diagnosis_area_id")
        ),
        sa.ForeignKeyConstraint(["diagnosis_id"], ["diagnosis.id"], name=op.f("fk_repair_line_diagnosis_id")),
        sa.ForeignKeyConstraint(["object_id"], ["service_object.id"], name=op.f("fk_repair_line_object_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["service_order.id"], name=op.f("fk_repair_line_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name=op.f("fk_repair_line_resolution_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["repair_stage.id"], name=op.f("fk_repair_line_stage_id")),
        sa.ForeignKeyConstraint(
            ["symptom_area_id"], ["symptom_area.id"], name=op.f("fk_repair_line_symptom_area_id")
        ),
        sa.ForeignKeyConstraint(["symptom_id"], ["symptom.id"], name=op.f("fk_repair_line_symptom_id")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_repair_line_technician_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_line")),
        sa.UniqueConstraint("order_id", "line", name=op.f("uq_repair_line_order_id_line")),
        sqlite_autoincrement=True,  # the id of a removed repair comes back with that repair only
    )
    op.create_table(
        "posting",
        sa.Column("voucher", sa.Integer(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("order_id", base.BIG, nullable=False),
        sa.Column("order_line_id", base.BIG, nullable=False),
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", base.Instant(timezone=True), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("quantity", base.Quantity(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_price", base.BIG, nullable=False),
        sa.Column("sales_price", base.BIG, nullable=False),
        sa.Column("cost_amount", base.BIG, nullable=False),
        sa.Column("sales_amount", base.BIG, nullable=False),
        sa.Column("agreement_id", base.BIG, nullable=True),
        sa.Column("project_id", base.BIG, nullable=True),
        sa.Column("category_id", base.BIG, nullable=True),
        sa.Column("technician_id", base.BIG, nullable=True),
        sa.Column("item_id", base.BIG, nullable=True),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("customer_code", sa.Text(), nullable=False),
        sa.Column("agreement_code", sa.Text(), nullable=False),
        sa.Column("project_code", sa.Text(), nullable=False),
        sa.Column("category_code", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("technician_code", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("reverses_id", base.BIG, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.CheckConstraint(
            "turn <> 0 AND (turn < 0) = (reverses_id IS NOT NULL)", name=op.f("ck_posting_turn")
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_posting_agreement_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_posting_category_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_posting_customer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_posting_item_id")),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_posting_order_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_posting_order_line_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_posting_project_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["posting.id"], name=op.f("fk_posting_reverses_id")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_posting_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_template_group_parent_id"), "template_group", ["parent_id"], unique=False)
    op.create_index(op.f("ix_project_customer_id"), "project", ["customer_id"], unique=False)
    op.create_index(op.f("ix_stage_role_role_id"), "stage_role", ["role_id"], unique=False)
    op.create_index(op.f("ix_stage_step_to_id"), "stage_step", ["to_id"], unique=False)
    op.create_index(op.f("ix_category_use_category_id"), "category_use", ["category_id"], unique=False)
    op.create_index(op.f("ix_category_use_project_id"), "category_use", ["project_id"], unique=False)
    op.create_index(op.f("ix_category_use_technician_id"), "category_use", ["technician_id"], unique=False)
    op.create_index(op.f("ix_price_category_id"), "price", ["category_id"], unique=False)
    op.create_index(op.f("ix_price_customer_id"), "price", ["customer_id"], unique=False)
    op.create_index(op.f("ix_price_item_id"), "price", ["item_id"], unique=False)
    op.create_index("ix_price_kind_type_starts_on", "price", ["kind", "type", "starts_on"], unique=False)
    op.create_index(op.f("ix_price_project_id"), "price", ["project_id"], unique=False)
    op.create_index(op.f("ix_price_technician_id"), "price", ["technician_id"], unique=False)
    op.create_index(op.f("ix_agreement_object_object_id"), "agreement_object", ["object_id"], unique=False)
    op.create_index(op.f("ix_agreement_task_task_id"), "agreement_task", ["task_id"], unique=False)
    op.create_index(op.f("ix_clock_event_order_id"), "clock_event", ["order_id"], unique=False)
    op.create_index(op.f("ix_clock_event_reason_id"), "clock_event", ["reason_id"], unique=False)
    op.create_index(op.f("ix_item_requirement_item_id"), "item_requirement", ["item_id"], unique=False)
    op.create_index(op.f("ix_item_requirement_object_id"), "item_requirement", ["object_id"], unique=False)
    op.create_index(
        "uq_item_requirement_occurrence",
        "item_requirement",
        ["agreement_line_id", "calculated_date"],
        unique=True,
    )
    op.create_index(op.f("ix_order_object_object_id"), "order_object", ["object_id"], unique=False)
    op.create_index(op.f("ix_order_task_task_id"), "order_task", ["task_id"], unique=False)
    op.create_index(op.f("ix_repair_line_condition_id"), "repair_line", ["condition_id"], unique=False)
    op.create_index(
        op.f("ix_repair_line_diagnosis_area_id"), "repair_line", ["diagnosis_area_id"], unique=False
    )
    op.create_index(op.f("ix_repair_line_diagnosis_id"), "repair_line", ["diagnosis_id"], unique=False)
    op.create_index(op.f("ix_repair_line_object_id"), "repair_line", ["object_id"], unique=False)
    op.create_index(op.f("ix_repair_line_resolution_id"), "repair_line", ["resolution_id"], unique=False)
    op.create_index(op.f("ix_repair_line_stage_id"), "repair_line", ["stage_id"], unique=False)
    op.create_index(
        "ix_repair_line_worked",
        "repair_line",
        ["symptom_area_id", "symptom_id", "finished_at", "resolution_id", "diagnosis_id", "object_id"],
        unique=False,
    )
    op.create_index(op.f("ix_repair_line_symptom_id"), "repair_line", ["symptom_id"], unique=False)
    op.create_index(op.f("ix_repair_line_technician_id"), "repair_line", ["technician_id"], unique=False)
    op.create_index(op.f("ix_posting_agreement_id"), "posting", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_posting_category_id"), "posting", ["category_id"], unique=False)
    op.create_index(op.f("ix_posting_customer_id"), "posting", ["customer_id"], unique=False)
    op.create_index(op.f("ix_posting_item_id"), "posting", ["item_id"], unique=False)
    op.create_index(op.f("ix_posting_order_id"), "posting", ["order_id"], unique=False)
    op.create_index("ix_posting_posted_on_id", "posting", ["posted_on", "id"], unique=False)
    op.create_index(op.f("ix_posting_project_id"), "posting", ["project_id"], unique=False)
    op.create_index(op.f("ix_posting_technician_id"), "posting", ["technician_id"], unique=False)
    op.create_index(op.f("ix_posting_voucher"), "posting", ["voucher"], unique=False)
    op.create_index("uq_posting_order_line_id_turn", "posting", ["order_line_id", "turn"], unique=True)
    op.create_index("uq_posting_reverses_id", "posting", ["reverses_id"], unique=True)


def downgrade() -> None:
    """Drop them, those that point at others first."""
    for table in reversed(_MADE):
        op.drop_table(table)
