"""People, places, objects, stages and the other things orders refer to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base, terms

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calendar",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("holidays_of", sa.String(length=10), nullable=True),
        sa.Column("open_days", sa.String(length=40), nullable=False),
        sa.Column("opens", base.TimeOfDay(), nullable=False),
        sa.Column("closes", base.TimeOfDay(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("code", name=op.f("uq_calendar_code")),
    )
    op.create_table(
        "customer",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", base.words(terms.Language, "language"), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
    )
    op.create_table(
        "item",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("cost_price", base.BIG, nullable=True),
        sa.Column("sales_price", base.BIG, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_table(
        "reason",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
        sa.UniqueConstraint("code", name=op.f("uq_reason_code")),
    )
    op.create_table(
        "role",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("code", name=op.f("uq_role_code")),
    )
    op.create_table(
        "service_interval",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit", base.words(terms.IntervalUnit, "unit"), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_interval")),
        sa.UniqueConstraint("code", name=op.f("uq_service_interval_code")),
    )
    op.create_table(
        "service_task",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("internal_note", sa.Text(), nullable=True),
        sa.Column("external_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_task")),
        sa.UniqueConstraint("code", name=op.f("uq_service_task_code")),
    )
    op.create_table(
        "skill",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("code", name=op.f("uq_skill_code")),
    )
    op.create_table(
        "stage",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", base.BIG, nullable=True),
        sa.Column("may_modify", sa.Boolean(), nullable=False),
        sa.Column("may_delete", sa.Boolean(), nullable=False),
        sa.Column("may_cancel", sa.Boolean(), nullable=False),
        sa.Column("may_post", sa.Boolean(), nullable=False),
        sa.Column("needs_reason", sa.Boolean(), nullable=False),
        sa.Column("stops_clock", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["stage.id"], name=op.f("fk_stage_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("code", name=op.f("uq_stage_code")),
    )
    op.create_index("ix_stage_parent_id", "stage", ["parent_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_table(
        "time_window",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("method", base.words(terms.WindowMethod, "method"), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_window")),
        sa.UniqueConstraint("code", name=op.f("uq_time_window_code")),
    )
    op.create_table(
        "app_user",
        sa.Column("login", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role_id", base.BIG, nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_app_user_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("login", name=op.f("uq_app_user_login")),
    )
    op.create_index("ix_app_user_role_id", "app_user", ["role_id"], unique=False)
    op.create_table(
        "closed_day",
        sa.Column("calendar_id", base.BIG, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_closed_day_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_day")),
        sa.UniqueConstraint("calendar_id", "on_date", name=op.f("uq_closed_day_calendar_id_on_date")),
    )
    op.create_table(
        "company",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", base.words(terms.Language, "language"), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("calendar_id", base.BIG, nullable=True),
        sa.Column("travel_factor", sa.Float(), nullable=False),
        sa.Column("travel_speed", sa.Float(), nullable=False),
        sa.Column("order_prefix", sa.String(length=10), nullable=False),
        sa.Column("next_order", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_company_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_index("ix_company_calendar_id", "company", ["calendar_id"], unique=False)
    op.create_table(
        "service_level",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("calendar_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_service_level_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_level")),
        sa.UniqueConstraint("code", name=op.f("uq_service_level_code")),
    )
    op.create_index("ix_service_level_calendar_id", "service_level", ["calendar_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.Column("access_notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_site_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
    )
    op.create_index("ix_site_customer_id", "site", ["customer_id"], unique=False)
    op.create_table(
        "agreement_group",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service_level_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["service_level_id"], ["service_level.id"], name=op.f("fk_agreement_group_service_level_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_group")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_group_code")),
    )
    op.create_index(
        "ix_agreement_group_service_level_id", "agreement_group", ["service_level_id"], unique=False
    )
    op.create_table(
        "contact",
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_id", base.BIG, nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_contact_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("customer_id", "name", name=op.f("uq_contact_customer_id_name")),
    )
    op.create_index("ix_contact_site_id", "contact", ["site_id"], unique=False)
    op.create_table(
        "service_object",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("object_group", sa.String(length=60), nullable=True),
        sa.Column("item_id", base.BIG, nullable=True),
        sa.Column("serial_number", sa.Text(), nullable=True),
        sa.Column("customer_id", base.BIG, nullable=True),
        sa.Column("site_id", base.BIG, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_service_object_customer_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_service_object_item_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_service_object_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_object")),
        sa.UniqueConstraint("code", name=op.f("uq_service_object_code")),
    )
    op.create_index("ix_service_object_customer_id", "service_object", ["customer_id"], unique=False)
    op.create_index("ix_service_object_item_id", "service_object", ["item_id"], unique=False)
    op.create_index("ix_service_object_object_group", "service_object", ["object_group"], unique=False)
    op.create_index("ix_service_object_site_id", "service_object", ["site_id"], unique=False)
    op.create_table(
        "technician",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team_id", base.BIG, nullable=True),
        sa.Column("home_site_id", base.BIG, nullable=True),
        sa.Column("shift_start", base.TimeOfDay(), nullable=False),
        sa.Column("shift_end", base.TimeOfDay(), nullable=False),
        sa.Column("work_days", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["home_site_id"], ["site.id"], name=op.f("fk_technician_home_site_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_technician_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
        sa.UniqueConstraint("code", name=op.f("uq_technician_code")),
    )
    op.create_index("ix_technician_home_site_id", "technician", ["home_site_id"], unique=False)
    op.create_index("ix_technician_team_id", "technician", ["team_id"], unique=False)
    op.create_table(
        "travel_time",
        sa.Column("from_site_id", base.BIG, nullable=False),
        sa.Column("to_site_id", base.BIG, nullable=False),
        sa.Column("minutes", sa.Float(precision=53), nullable=False),
        sa.Column("kilometres", sa.Float(precision=53), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_site_id"], ["site.id"], name=op.f("fk_travel_time_from_site_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_site_id"], ["site.id"], name=op.f("fk_travel_time_to_site_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_site_id", "to_site_id", name=op.f("pk_travel_time")),
    )
    op.create_index("ix_travel_time_to_site_id", "travel_time", ["to_site_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("starts_at", base.Instant(), nullable=False),
        sa.Column("ends_at", base.Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_absence_technician_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("technician_id", "starts_at", name=op.f("uq_absence_technician_id_starts_at")),
    )
    op.create_index("ix_absence_starts_at", "absence", ["starts_at"], unique=False)
    op.create_table(
        "technician_skill",
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("skill_id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_technician_skill_skill_id")),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_technician_skill_technician_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("technician_id", "skill_id", name=op.f("pk_technician_skill")),
    )
    op.create_index("ix_technician_skill_skill_id", "technician_skill", ["skill_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("technician_skill")
    op.drop_table("absence")
    op.drop_table("travel_time")
    op.drop_table("technician")
    op.drop_table("service_object")
    op.drop_table("contact")
    op.drop_table("agreement_group")
    op.drop_table("site")
    op.drop_table("service_level")
    op.drop_table("company")
    op.drop_table("closed_day")
    op.drop_table("app_user")
    op.drop_table("time_window")
    op.drop_table("team")
    op.drop_table("stage")
    op.drop_table("skill")
    op.drop_table("service_task")
    op.drop_table("service_interval")
    op.drop_table("role")
    op.drop_table("reason")
    op.drop_table("item")
    op.drop_table("customer")
    op.drop_table("calendar")
