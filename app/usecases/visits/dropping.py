"""Visits back to the waiting list, and back onto the board."""

from __future__ import annotations

from collections.abc import Sequence

from app.usecases.visits.shapes import DroppedVisit, Planned, SeenVisit
from app.usecases.visits.standing import (
    brought_back,
    held_orders,
    judged,
    locked,
    planned,
    require_unplanned,
    taken_off,
)
from app.work import Work
from models.terms import Right


def unschedule_visits(work: Work, *, visits: Sequence[SeenVisit]) -> tuple[DroppedVisit, ...]:
    """Drop visits back to the waiting list; the answer brings them back by `restore_visits`.

    Raises:
        Refused: work has begun, or a visit is locked.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    return taken_off(work, locked(work, visits))


def restore_visits(work: Work, *, visits: Sequence[DroppedVisit]) -> Planned:
    """Bring dropped visits back as they were, under their ids unless those were given away meanwhile.

    Raises:
        Overlap: somebody else has taken the place.
        Conflict: the order was planned by somebody else meanwhile.
    """
    work.require(Right.PLAN)
    placements = [visit.placement for visit in visits]
    work.lock_technicians(placement.technician_id for placement in placements)
    orders = held_orders(work, placements, check=False)
    require_unplanned(work, orders, known={one for visit in visits for one in visit.beside})
    findings = judged(work, placements, going_back=True)
    restored = brought_back(work, visits, orders)
    return planned(work, restored, findings, [None] * len(restored))
