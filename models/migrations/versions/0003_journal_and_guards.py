"""Journal, search, audit and the guards that no client can pass."""

from __future__ import annotations

from types import ModuleType

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from models import base
from models.migrations import first_rows, guards_postgresql, guards_sqlite

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", base.BIG, nullable=False),
        sa.Column("op", sa.String(length=10), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", base.Instant(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_kind_row_id", "audit", ["kind", "row_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("row_id", base.BIG, nullable=False),
        sa.Column("op", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=36), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", base.Instant(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,  # ids of pruned rows never come back
    )
    for statement in _guards().UP:
        op.get_bind().exec_driver_sql(statement)
    _insert_first_rows()


def downgrade() -> None:
    """Drop them."""
    for statement in _guards().DOWN:
        op.get_bind().exec_driver_sql(statement)
    op.drop_table("change")
    op.drop_table("audit")


def _guards() -> ModuleType:
    return guards_sqlite if op.get_bind().dialect.name == "sqlite" else guards_postgresql


def _insert_first_rows() -> None:
    """Once: going down leaves them, and what people made of them, where they are."""
    connection = op.get_bind()
    known = sa.MetaData()
    rows = (("company", (first_rows.COMPANY,)), ("role", first_rows.ROLES), ("stage", first_rows.STAGES))
    for name, values in rows:
        table = sa.Table(name, known, autoload_with=connection)
        if connection.execute(sa.select(table).limit(1)).first() is not None:
            continue
        connection.execute(table.insert(), first_rows.spoken(values))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {len(values)})"
            )
