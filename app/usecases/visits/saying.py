"""Say how far visits are, and what of them may not be moved."""

from __future__ import annotations

from collections.abc import Sequence

from app.queries.board import VisitColumns, visits_by_ids
from app.usecases.visits.shapes import NewLock, NewStatus
from app.usecases.visits.standing import judged, locked, placement_of
from app.work import Work
from models.errors import Refused
from models.terms import Right, VisitStatus
from models.visits import OPEN


def set_status(work: Work, *, visits: Sequence[NewStatus]) -> VisitColumns:
    """Say how far visits are.

    Raises:
        Refused: a finished visit cannot be cancelled, nor a cancelled one be finished.
        Overlap: a visit is opened again and its place was given to another.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    found = locked(work, visits)
    pairs = list(zip(found, visits, strict=True))
    for visit, wish in pairs:
        why = visit.why_not_become(wish.status)
        if why:
            raise Refused(why)
    reopened = [v for v, wish in pairs if v.status is VisitStatus.CANCELLED and wish.status in OPEN]
    judged(work, [placement_of(visit) for visit in reopened], going_back=True)
    for visit, wish in pairs:
        visit.status = wish.status
    work.session.flush()
    return visits_by_ids(work.session, [visit.id for visit in found])


def set_lock(work: Work, *, visits: Sequence[NewLock]) -> VisitColumns:
    """Say what of visits may not be moved.

    Raises:
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    found = locked(work, visits)
    for visit, wish in zip(found, visits, strict=True):
        visit.lock = wish.lock
    work.session.flush()
    return visits_by_ids(work.session, [visit.id for visit in found])
