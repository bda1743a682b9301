"""What of a draft can still be done: the rest is left out, each with the sentence that refused it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from app.queries.board import Bench
from app.usecases.visits.leavings import Leavings
from app.usecases.visits.shapes import DroppedVisit, LeftOut, Placement, SeenVisit, WayBack
from app.usecases.visits.standing import (
    is_allowed,
    load,
    orders_of,
    planned_already,
    refusal,
    taken_off,
    why_not_plan,
)
from app.work import Work
from models import fit
from models.errors import Missing
from models.technicians import Technician
from models.visits import Visit
from resources.texts import _


@dataclass(frozen=True, slots=True)
class Feasible:
    """What can be done: visits dropped already, what is to be moved and made, and what is left out."""

    dropped: tuple[DroppedVisit, ...]
    moves: tuple[Placement, ...]
    news: tuple[Placement, ...]
    left: tuple[LeftOut, ...]


def feasible(
    work: Work, drops: Sequence[SeenVisit], moves: Sequence[Placement], news: Sequence[Placement]
) -> Feasible:
    """Drop what may be dropped, and say which moves and new visits can be done together now."""
    found = load(work, Visit, [*(one.visit_id for one in drops), *(one.visit_id for one in moves)])
    people = load(work, Technician, (one.technician_id for one in (*moves, *news)))
    left: list[LeftOut] = []

    def may(wish: SeenVisit | Placement) -> bool:
        why = _why_not(work, found.get(wish.visit_id), wish)
        if not why and isinstance(wish, Placement):
            why = _why_nobody(wish, people)
        if why:
            left.append(LeftOut(wish.visit_id, -1, why))
        return not why

    going = [drop for drop in drops if may(drop)]
    moving = [move for move in moves if may(move)]
    dropped = taken_off(work, [found[drop.visit_id] for drop in going])
    made = _plannable(work, news, people, left)
    wishes = [*moving, *(news[at] for at in made)]
    numbers = [*([-1] * len(moving)), *made]
    refused = refusals(work, wishes)
    left += [LeftOut(wishes[at].visit_id, numbers[at], why) for at, why in refused.items()]
    kept = [wish for at, wish in enumerate(wishes) if at not in refused]
    count = len(moving) - sum(at < len(moving) for at in refused)
    return Feasible(dropped, tuple(kept[:count]), tuple(kept[count:]), tuple(left))


def _why_not(work: Work, visit: Visit | None, wish: SeenVisit | Placement) -> str | None:
    """What speaks against moving or dropping a visit, before anything is judged."""
    if visit is None:
        return _("The visit is gone; somebody took it off the board.")
    if visit.version != wish.seen:
        return str(work.conflict(Visit, visit.id))
    if isinstance(wish, SeenVisit):
        return visit.why_not_unschedule()
    return visit.why_not_move(
        changes_time=(wish.starts, wish.ends) != (visit.starts_at, visit.ends_at),
        changes_person=wish.technician_id != visit.technician_id,
    )


def _why_nobody(wish: Placement, people: Collection[int]) -> str | None:
    return None if wish.technician_id in people else _("The technician is gone; somebody deleted it.")


def _plannable(
    work: Work, news: Sequence[Placement], people: Collection[int], left: list[LeftOut]
) -> list[int]:
    """Which of the new visits have a technician, and an order that may still have them."""
    orders = orders_of(work, news)
    planned = planned_already(work, orders)
    kept = []
    for at, (place, error) in enumerate(zip(news, why_not_plan(work, news, orders), strict=True)):
        if error is None and not place.again:
            error = planned.get(place.order_id)
        why = str(error) if error is not None else _why_nobody(place, people)
        if why:
            left.append(LeftOut(0, at, why))
        else:
            kept.append(at)
    return kept


def refusals(work: Work, places: Sequence[Placement]) -> dict[int, str]:
    """Which placements have to be left out so that all others may be done together, in turn, and why.

    One is left out at a time, and what that touches is judged again; overlaps come last, others may resolve
    them.
    """
    bench = Bench(work.session, [place.place for place in places])
    found: dict[int, fit.Finding] = {}
    queue: list[tuple[bool, int]] = []
    out: dict[int, str] = {}

    def judge(at: int) -> None:
        hard = () if is_allowed(work, places[at]) else bench.verdict(at).hard
        found.pop(at, None)
        if hard:
            found[at] = min(hard, key=_is_overlap)
            heappush(queue, (_is_overlap(found[at]), at))

    for at in range(len(places)):
        judge(at)
    while queue:
        overlaps, at = heappop(queue)
        if at in out or at not in found or _is_overlap(found[at]) != overlaps:
            continue
        out[at] = str(refusal(work, places[at], found[at]))
        for touched in bench.leave_out(at) - out.keys():
            judge(touched)
    return out


def _is_overlap(finding: fit.Finding) -> bool:
    return finding.rule is fit.Rule.OVERLAP


def still_ours(work: Work, back: WayBack, leavings: Leavings) -> WayBack:
    """What of a way back nobody else has changed since; visits that somebody has are left out."""
    found = load(work, Visit, [*(one.visit_id for one in back.made), *(one.visit_id for one in back.moved)])

    def is_ours(one: SeenVisit | Placement) -> bool:
        visit = found.get(one.visit_id)
        if visit is not None and visit.version == one.seen:
            return True
        gone = Missing(_("The visit is gone; somebody took it off the board."))
        error = gone if visit is None else work.conflict(Visit, visit.id)
        leavings.note(error, visit_id=one.visit_id)
        return False

    made = [one for one in back.made if is_ours(one)]
    moved = [one for one in back.moved if is_ours(one)]
    return replace(back, made=made, moved=moved)
