"""Codes of agreements for what a run asks and tells, and the company's wish about closed days."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company

_FEW = 5_000
"""So many ids are named in a statement; of more, all rows are read."""


def agreement_codes(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What agreements are called, by id."""
    statement = select(Agreement.id, Agreement.code)
    if len(ids) <= _FEW:
        statement = statement.where(Agreement.id.in_(ids))
    return {row_id: code for row_id, code in session.execute(statement)}


def unknown_codes(session: Session, codes: Collection[str]) -> list[str]:
    """Those of the codes that are no agreement's, in the order given."""
    if not codes:
        return []
    known = set(session.scalars(select(Agreement.code).where(Agreement.code.in_(codes))))
    return [code for code in codes if code not in known]


def moves_off_closed(session: Session) -> bool:
    """Whether the company lets lines leave closed days inside their time window."""
    return session.scalars(select(Company.move_off_closed)).one()
