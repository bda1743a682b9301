"""Who last changed rows, by the journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bulk import among
from models.journal import ChangeRow


def who_changed(session: Session, kind: str, row_ids: Sequence[int]) -> dict[int, str]:
    """Name of whoever changed each row last, by row id."""
    table = ChangeRow.__table__.c
    newest = (
        select(func.max(table.id))
        .where(table.kind == kind, among(table.row_id, row_ids))
        .group_by(table.row_id)
    )
    chosen = select(table.row_id, table.made_by).where(table.id.in_(newest))
    return {row.row_id: row.made_by for row in session.execute(chosen)}
