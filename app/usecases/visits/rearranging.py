"""Drop, move and make visits in one transaction, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app.usecases.visits.blocking import blocked, each_possible, freed
from app.usecases.visits.feasible import feasible, still_ours
from app.usecases.visits.leavings import Leavings
from app.usecases.visits.shapes import DroppedVisit, Placement, Rearranged, SeenVisit, TimeOff, WayBack
from app.usecases.visits.standing import (
    brought_back,
    held_orders,
    inserted,
    judged,
    locked,
    moved,
    planned,
    reasoned,
    require_unplanned,
    taken_off,
)
from app.work import Work
from models.terms import Right
from models.visits import Visit


def rearrange_visits(
    work: Work,
    *,
    drops: Sequence[SeenVisit] = (),
    moves: Sequence[Placement] = (),
    news: Sequence[Placement] = (),
    block: Sequence[TimeOff] = (),
) -> Rearranged:
    """Drop, move and make visits at once, each judged with all of them where they are proposed.

    Args:
        work: the unit of work.
        drops: visits that go back to the waiting list, or away when their order has others.
        moves: where visits shall stand.
        news: visits to be made; `again` for orders that keep another one.
        block: time off to be entered; what stands in it stays.

    Raises:
        Refused: a hard finding (`Overlap` for one), a lock, work that has begun, an order that is closed.
        Conflict: somebody else changed a visit or an order, or planned the order.
    """
    work.require(Right.PLAN)
    _lock(work, drops=drops, moves=moves, others=news)
    found = locked(work, [*drops, *moves])
    held_orders(work, news)
    dropped = taken_off(work, found[: len(drops)])
    entered = blocked(work, block)
    return replace(_carried_out(work, dropped, moves, news), blocked=entered)


def publish_draft(
    work: Work,
    *,
    drops: Sequence[SeenVisit] = (),
    moves: Sequence[Placement] = (),
    news: Sequence[Placement] = (),
    block: Sequence[TimeOff] = (),
) -> Rearranged:
    """The same, but what cannot be done any more is left out and said, and the rest is done.

    Args:
        work: the unit of work.
        drops, moves, news, block: as for `rearrange_visits`.
    """
    work.require(Right.PLAN)
    _lock(work, drops=drops, moves=moves, others=news)
    leavings = Leavings()
    entered = each_possible(work, blocked, block, leavings)
    can = feasible(work, drops, moves, news)
    done = _carried_out(work, can.dropped, can.moves, can.news)
    return replace(done, left=(*can.left, *leavings.left), blocked=entered)


def _carried_out(
    work: Work, dropped: tuple[DroppedVisit, ...], moves: Sequence[Placement], news: Sequence[Placement]
) -> Rearranged:
    """Move and make visits where others were dropped before."""
    going = locked(work, moves)
    orders = held_orders(work, news)
    waited = {placement.order_id for placement in news if not placement.again}
    require_unplanned(work, {order_id: orders[order_id] for order_id in waited})
    findings = judged(work, [*moves, *news])
    wanted = reasoned([*moves, *news], findings)
    stood = moved(work, going, wanted[: len(moves)])
    made = inserted(work, wanted[len(moves) :], orders)
    answer = planned(work, [*going, *made], findings, [*stood, *([None] * len(made))])
    placed = answer.placed
    return Rearranged(answer.visits, placed[: len(moves)], placed[len(moves) :], dropped)


def undo_rearrangement(work: Work, *, back: WayBack, is_redo: bool = False) -> Rearranged:
    """Take away what was made, move back what was moved, bring back what was dropped.

    What somebody else has changed since is left out and said, and the rest is done. The answer has the same
    shape, so that going back once more does it again; as a redo all is judged as if it were done for the
    first time, else only an overlap refuses.

    Raises:
        Overlap: somebody else has taken a place.
        Conflict: somebody else changed all of them.
    """
    work.require(Right.PLAN)
    _lock(work, drops=back.made, moves=back.moved, others=[one.placement for one in back.dropped])
    leavings = Leavings()
    back = still_ours(work, back, leavings)
    restored = [one.placement for one in back.dropped]
    found = locked(work, [*back.made, *back.moved])
    orders = held_orders(work, restored, check=False)
    taken = taken_off(work, found[: len(back.made)])
    gone = each_possible(work, freed, back.unblock, leavings)
    entered = each_possible(work, blocked, back.block, leavings)
    if not (found or restored or gone or entered):
        leavings.raise_first()
    known = {one for was in back.dropped for one in was.beside}
    require_unplanned(work, orders, known=known)
    findings = judged(work, [*back.moved, *restored], going_back=not is_redo)
    going = found[len(back.made) :]
    stood = moved(work, going, back.moved)
    again = brought_back(work, back.dropped, orders)
    answer = planned(work, [*going, *again], findings, [*stood, *([None] * len(again))])
    placed, count = answer.placed, len(going)
    return Rearranged(
        answer.visits, placed[:count], placed[count:], taken, tuple(leavings.left), entered, gone
    )


def _lock(
    work: Work, *, drops: Sequence[SeenVisit], moves: Sequence[Placement], others: Sequence[Placement]
) -> None:
    """Lock all technicians in one go, so that two who rearrange never wait for one another in a ring."""
    ids = [one.visit_id for one in drops] + [one.visit_id for one in moves]
    people = set(work.session.scalars(select(Visit.technician_id).where(Visit.id.in_(ids))))
    people |= {placement.technician_id for placement in (*moves, *others)}
    work.lock_technicians(people)
