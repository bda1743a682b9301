"""Saved set-ups of the board and of its waiting list, by person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base, terms

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "sheet",
        sa.Column("owner_id", base.BIG, nullable=False),
        sa.Column("kind", base.words(terms.SheetKind, "kind"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role_id", base.BIG, nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["app_user.id"], name=op.f("fk_sheet_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_sheet_role_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    for column in ("owner_id", "role_id"):
        op.create_index(op.f(f"ix_sheet_{column}"), "sheet", [column])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("sheet")
