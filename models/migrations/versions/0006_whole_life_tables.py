"""Projects, prices, relations, repairs, requirements, clocks, generation runs and postings (domain.md 1-7, 11)."""

from __future__ import annotations

from typing import Any

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
_INDEXES = {
    "template_group": "parent_id",
    "project": "customer_id",
    "stage_role": "role_id",
    "stage_step": "to_id",
    "category_use": "category_id project_id technician_id",
    "price": "category_id customer_id item_id project_id technician_id",
    "agreement_object": "object_id",
    "agreement_task": "task_id",
    "clock_event": "order_id reason_id",
    "item_requirement": "item_id object_id",
    "order_object": "object_id",
    "order_task": "task_id",
    "repair_line": "condition_id diagnosis_area_id diagnosis_id object_id "
    "resolution_id stage_id symptom_id technician_id",
    "posting": "agreement_id category_id customer_id item_id order_id project_id technician_id voucher",
}


def _to(table: str, column: str, other: str, *, goes_too: bool = False) -> sa.ForeignKeyConstraint:
    """A reference of a table to the id of another; whether the row goes with what it names."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=name, ondelete="CASCADE" if goes_too else None
    )


def _coded(table: str, *columns: sa.Column[Any]) -> None:
    """Make a table whose rows people know by a code of their own."""
    op.create_table(
        table,
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{table}_code")),
    )


def upgrade() -> None:
    """Make the tables."""
    _coded(
        "category",
        sa.Column("type", base.words(terms.TransactionType, "type"), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    _coded("diagnosis_area")
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
    _coded("repair_condition")
    _coded(
        "repair_stage",
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    _coded("resolution")
    _coded("symptom_area")
    op.create_table(
        "template_group",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        _to("template_group", "parent_id", "template_group"),
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
        _to("diagnosis", "area_id", "diagnosis_area"),
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
        _to("project", "customer_id", "customer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_table(
        "stage_role",
        sa.Column("stage_id", base.BIG, nullable=False),
        sa.Column("role_id", base.BIG, nullable=False),
        _to("stage_role", "role_id", "role"),
        _to("stage_role", "stage_id", "stage", goes_too=True),
        sa.PrimaryKeyConstraint("stage_id", "role_id", name=op.f("pk_stage_role")),
    )
    op.create_table(
        "stage_step",
        sa.Column("from_id", base.BIG, nullable=False),
        sa.Column("to_id", base.BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        _to("stage_step", "from_id", "stage", goes_too=True),
        _to("stage_step", "to_id", "stage", goes_too=True),
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
        _to("symptom", "area_id", "symptom_area"),
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
        _to("category_use", "category_id", "category", goes_too=True),
        _to("category_use", "project_id", "project", goes_too=True),
        _to("category_use", "technician_id", "technician", goes_too=True),
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
        _to("price", "category_id", "category", goes_too=True),
        _to("price", "customer_id", "customer", goes_too=True),
        _to("price", "item_id", "item", goes_too=True),
        _to("price", "project_id", "project", goes_too=True),
        _to("price", "technician_id", "technician", goes_too=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
    )
    op.create_table(
        "agreement_object",
        sa.Column("agreement_id", base.BIG, nullable=False),
        sa.Column("object_id", base.BIG, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        _to("agreement_object", "agreement_id", "agreement", goes_too=True),
        _to("agreement_object", "object_id", "service_object"),
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
        _to("agreement_task", "agreement_id", "agreement", goes_too=True),
        _to("agreement_task", "task_id", "service_task"),
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
        _to("clock_event", "order_id", "service_order", goes_too=True),
        _to("clock_event", "reason_id", "reason"),
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
        _to("item_requirement", "agreement_line_id", "agreement_line"),
        _to("item_requirement", "item_id", "item"),
        _to("item_requirement", "object_id", "service_object"),
        _to("item_requirement", "order_id", "service_order", goes_too=True),
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
        _to("occurrence", "agreement_line_id", "agreement_line", goes_too=True),
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
        _to("order_object", "object_id", "service_object"),
        _to("order_object", "order_id", "service_order", goes_too=True),
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
        _to("order_task", "order_id", "service_order", goes_too=True),
        _to("order_task", "task_id", "service_task"),
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
        _to("repair_line", "condition_id", "repair_condition"),
        _to("repair_line", "diagnosis_area_id", "diagnosis_area"),
        _to("repair_line", "diagnosis_id", "diagnosis"),
        _to("repair_line", "object_id", "service_object"),
        _to("repair_line", "order_id", "service_order", goes_too=True),
        _to("repair_line", "resolution_id", "resolution"),
        _to("repair_line", "stage_id", "repair_stage"),
        _to("repair_line", "symptom_area_id", "symptom_area"),
        _to("repair_line", "symptom_id", "symptom"),
        _to("repair_line", "technician_id", "technician"),
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
        _to("posting", "agreement_id", "agreement"),
        _to("posting", "category_id", "category"),
        _to("posting", "customer_id", "customer"),
        _to("posting", "item_id", "item"),
        _to("posting", "order_id", "service_order"),
        _to("posting", "order_line_id", "order_line"),
        _to("posting", "project_id", "project"),
        _to("posting", "reverses_id", "posting"),
        _to("posting", "technician_id", "technician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index("ix_price_kind_type_starts_on", "price", ["kind", "type", "starts_on"], unique=False)
    op.create_index(
        "uq_item_requirement_occurrence",
        "item_requirement",
        ["agreement_line_id", "calculated_date"],
        unique=True,
    )
    op.create_index(
        "ix_repair_line_worked",
        "repair_line",
        ["symptom_area_id", "symptom_id", "finished_at", "resolution_id", "diagnosis_id", "object_id"],
        unique=False,
    )
    op.create_index("ix_posting_posted_on_id", "posting", ["posted_on", "id"], unique=False)
    op.create_index("uq_posting_order_line_id_turn", "posting", ["order_line_id", "turn"], unique=True)
    op.create_index("uq_posting_reverses_id", "posting", ["reverses_id"], unique=True)
    for table, columns in _INDEXES.items():
        for column in columns.split():
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Drop them, those that point at others first."""
    for table in reversed(_MADE):
        op.drop_table(table)
