"""What agreements are called, for lists of some of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bulk import among
from models.agreements import Agreement


def agreement_codes(session: Session, agreement_ids: Sequence[int]) -> dict[int, str]:
    """Codes of agreements by id."""
    table = Agreement.__table__.c
    chosen = select(table.id, table.code).where(among(table.id, agreement_ids))
    return {row.id: row.code for row in session.execute(chosen)}
