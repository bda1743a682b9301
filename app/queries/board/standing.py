"""Which rules visits break where they stand: what an import says of the visits it brought."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.board.judging import Place, judge_places
from models import fit
from models.technicians import Technician
from models.visits import OPEN, Visit

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a visit breaks without leave.

    Attributes:
        starts: aware instant.
        text: what is wrong, in the current language.
    """

    visit_id: int
    order: str
    technician: str
    starts: datetime
    rule: fit.Rule
    text: str
    is_hard: bool


def broken_rules(session: Session, *, visit_ids: Collection[int]) -> tuple[BrokenRule, ...]:
    """What open visits break, by start; what somebody allowed for a reason is left out."""
    rows = session.execute(
        select(Visit, Technician.name)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.id.in_(list(visit_ids)), Visit.status.in_(OPEN), Visit.override_reason.is_(None))
        .order_by(Visit.starts_at, Visit.id)
    ).all()
    found: list[BrokenRule] = []
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        verdicts = judge_places(session, [_place(visit) for visit, _name in part])
        for (visit, name), verdict in zip(part, verdicts, strict=True):
            found += [
                BrokenRule(visit.id, visit.order_number, name, visit.starts_at, one.rule, one.text, one.hard)
                for one in verdict.findings
                if one.rule is not fit.Rule.OVERLAP or not visit.overlap_reason
            ]
    return tuple(found)


def _place(visit: Visit) -> Place:
    return Place(
        visit_id=visit.id,
        order_id=visit.order_id,
        technician_id=visit.technician_id,
        starts=int(visit.starts_at.timestamp()),
        ends=int(visit.ends_at.timestamp()),
    )
