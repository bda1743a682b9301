"""Plan orders and move visits."""

from __future__ import annotations

from collections.abc import Sequence

from app.usecases.visits.shapes import Placement, Planned
from app.usecases.visits.standing import (
    held_orders,
    inserted,
    judged,
    locked,
    moved,
    planned,
    reasoned,
    require_unplanned,
)
from app.work import Work
from models.terms import Right


def plan_visits(work: Work, *, placements: Sequence[Placement], again: bool = False) -> Planned:
    """Make visits for orders.

    Args:
        work: the unit of work.
        placements: one for each new visit.
        again: another visit although the order has one.

    Raises:
        Refused: a hard finding (`Overlap` for one), or an order whose stage forbids changes.
        Conflict: an order was changed, or planned by somebody else.
    """
    work.require(Right.PLAN)
    work.lock_technicians(placement.technician_id for placement in placements)
    orders = held_orders(work, placements)
    if not again:
        require_unplanned(work, orders)
    findings = judged(work, placements)
    visits = inserted(work, reasoned(placements, findings), orders)
    return planned(work, visits, findings, [None] * len(visits))


def move_visits(work: Work, *, placements: Sequence[Placement], going_back: bool = False) -> Planned:
    """Move visits in time, to other technicians, or change their length.

    Several may change places with one another: only where they stand in the end counts.

    Args:
        work: the unit of work.
        placements: one for each visit.
        going_back: to where they stood before; then of all findings only an overlap refuses.

    Raises:
        Refused: a hard finding (`Overlap` for one), a lock, a finished or cancelled visit.
        Conflict: somebody else changed one of them.
    """
    work.require(Right.PLAN)
    visits = locked(work, placements)
    findings = judged(work, placements, going_back=going_back)
    stood = moved(work, visits, placements if going_back else reasoned(placements, findings))
    return planned(work, visits, findings, stood)
