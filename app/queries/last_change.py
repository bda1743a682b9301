"""Who changed a visit last, or its order: one line of the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.journal import AuditRow


@dataclass(frozen=True, slots=True)
class LastChange:
    """By whom, and when (aware UTC)."""

    by: str
    at: datetime


def last_change(session: Session, *, order_id: int, visit_id: int = 0) -> LastChange | None:
    """The newest write to the order or the visit; None where the audit knows of none."""
    row = session.execute(
        select(AuditRow.made_by, AuditRow.made_at)
        .where(
            or_(
                and_(AuditRow.kind == "visit", AuditRow.row_id == visit_id),
                and_(AuditRow.kind == "service_order", AuditRow.row_id == order_id),
            )
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    ).one_or_none()
    return LastChange(row.made_by, row.made_at) if row is not None else None
