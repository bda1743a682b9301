"""Until when a technician's skill counts is a row of its own: it has a history, and is edited and exchanged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models import base
from models.migrations.guards_postgresql import AUDITED_CERTIFICATES

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MOVE = (
    "INSERT INTO certificate (technician_id, skill_id, valid_until, version)"
    " SELECT technician_id, skill_id, valid_until, 1 FROM technician_skill WHERE valid_until IS NOT NULL"
)
_BACK = (
    "UPDATE technician_skill SET valid_until = (SELECT valid_until FROM certificate"
    " WHERE certificate.technician_id = technician_skill.technician_id"
    " AND certificate.skill_id = technician_skill.skill_id)"
)


def upgrade() -> None:
    """Make the table, and move what is known into it."""
    op.create_table(
        "certificate",
        sa.Column("technician_id", base.BIG, nullable=False),
        sa.Column("skill_id", base.BIG, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("id", base.BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_certificate_technician_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["skill.id"], name=op.f("fk_certificate_skill_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("technician_id", "skill_id", name=op.f("uq_certificate_technician_id_skill_id")),
    )
    op.create_index("ix_certificate_skill_id", "certificate", ["skill_id"])
    run = op.get_bind().exec_driver_sql
    run(_MOVE)
    run("ALTER TABLE technician_skill DROP COLUMN valid_until")
    if op.get_bind().dialect.name == "postgresql":
        for table in AUDITED_CERTIFICATES:
            run(
                f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION audit_row()"
            )


def downgrade() -> None:
    """Put it back beside the skills."""
    run = op.get_bind().exec_driver_sql
    run("ALTER TABLE technician_skill ADD COLUMN valid_until DATE")
    run(_BACK)
    op.drop_table("certificate")
