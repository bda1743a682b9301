"""How jobs longer than the free time of a shift become several visits: the company's rule, and an order's own."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WORDS = "'none', 'per_day', 'fill_gaps'"
_TABLES = {"company": " DEFAULT 'per_day' NOT NULL", "service_order": ""}


def upgrade() -> None:
    """Add the columns, with the checks that the models give them."""
    for table, default in _TABLES.items():
        check = f"CONSTRAINT ck_{table}_split_rule CHECK (split_rule IN ({_WORDS}))"
        op.get_bind().exec_driver_sql(
            f"ALTER TABLE {table} ADD COLUMN split_rule VARCHAR(20){default} {check}"
        )


def downgrade() -> None:
    """Take them away."""
    for table in _TABLES:
        op.get_bind().exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN split_rule")
