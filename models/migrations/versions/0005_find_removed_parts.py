"""An index of what was removed: by it the history of an order finds lines and visits that are gone."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it."""
    op.get_bind().exec_driver_sql("CREATE INDEX find_removed ON audit (kind) WHERE op = 'delete'")


def downgrade() -> None:
    """Drop it."""
    op.get_bind().exec_driver_sql("DROP INDEX find_removed")
