"""What the board's rules ask for: copies on visits, skills that expire, who may not go where, closed days.

Columns are added in plain SQL, as in revision 0007. The copies on visits refer to nothing: the order that they
are copied from does, and an agreement that an order has left may go.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from models import base, terms
from models.migrations.guards_postgresql import AUDITED_RULES

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COLUMNS = {
    "company": {"daily_minutes": "INTEGER DEFAULT 600 NOT NULL"},
    "technician": {"daily_minutes": "INTEGER"},
    "technician_skill": {"valid_until": "DATE"},
    "visit": {
        "customer_id": "KEY",
        "agreement_id": "KEY",
        "service_level_id": "KEY",
        "crew_id": "KEY",
        "override_reason": "TEXT",
    },
}
_COPIED = ("customer_id", "agreement_id", "service_level_id")
_ALLOWED = ("owner", "manager")
_OVERRIDE = f";{terms.Right.OVERRIDE.value}"


def upgrade() -> None:
    """Add them, fill in the copies, and let owners and managers override."""
    run = op.get_bind().exec_driver_sql
    key = "BIGINT" if _is_postgresql() else "INTEGER"
    for table, columns in _COLUMNS.items():
        for name, definition in columns.items():
            run(f"ALTER TABLE {table} ADD COLUMN {name} {definition.replace('KEY', key)}")
    _create_tables()
    _audit_visits("DISABLE")
    copies = ", ".join(
        f"{name} = (SELECT {name} FROM service_order WHERE service_order.id = visit.order_id)"
        for name in _COPIED
    )
    run(f"UPDATE visit SET {copies}")
    _audit_visits("ENABLE")
    role = _role()
    missing = role.c.code.in_(_ALLOWED) & role.c.rights.not_like(f"%{_OVERRIDE[1:]}%")
    op.get_bind().execute(role.update().where(missing).values(rights=role.c.rights + _OVERRIDE))
    if _is_postgresql():
        for table in AUDITED_RULES:
            run(
                f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION audit_row()"
            )


def downgrade() -> None:
    """Take them away."""
    for table in reversed(AUDITED_RULES):
        op.drop_table(table)
    role = _role()
    op.get_bind().execute(role.update().values(rights=sa.func.replace(role.c.rights, _OVERRIDE, "")))
    for table, columns in _COLUMNS.items():
        for name in columns:
            op.get_bind().exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {name}")


def _create_tables() -> None:
    op.create_table(
        "rule_setting",
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("strictness", base.words(terms.Strictness, "strictness"), nullable=False),
        sa.Column("asks_reason", sa.Boolean(), nullable=False),
        *_versioned("rule_setting"),
        sa.UniqueConstraint("rule", name=op.f("uq_rule_setting_rule")),
    )
    op.create_table(
        "exclusion",
        sa.Column("customer_id", base.BIG, nullable=False),
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_versioned("exclusion"),
        _to("exclusion", "customer"),
        _to("exclusion", "technician"),
        sa.UniqueConstraint(
            "customer_id", "technician_id", name=op.f("uq_exclusion_customer_id_technician_id")
        ),
    )
    op.create_index("ix_exclusion_technician_id", "exclusion", ["technician_id"])
    op.create_table(
        "day_lock",
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_versioned("day_lock"),
        _to("day_lock", "technician"),
        sa.UniqueConstraint("technician_id", "on_date", name=op.f("uq_day_lock_technician_id_on_date")),
    )


def _versioned(table: str) -> tuple[Any, ...]:  # columns and their key
    return (
        sa.Column("id", base.BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str) -> sa.ForeignKeyConstraint:
    """A reference to what this row goes with."""
    name = op.f(f"fk_{table}_{other}_id")
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=name, ondelete="CASCADE")


def _role() -> sa.TableClause:
    return sa.table("role", sa.column("code", sa.String), sa.column("rights", sa.Text))


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _audit_visits(verb: str) -> None:
    """The audit tells what people changed; what this revision fills in is not theirs."""
    if _is_postgresql():
        op.get_bind().exec_driver_sql(f"ALTER TABLE visit {verb} TRIGGER audit_row")
