"""What of a draft can still be done: the rest is left out, each with the sentence that refused it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.usecases.visits.shapes import DroppedVisit, LeftOut, Placement, SeenVisit, WayBack
from app.usecases.visits.standing import (
    held_orders,
    is_allowed,
    load,
    refusal,
    require_unplanned,
    taken_off,
    verdicts_of,
)
from app.work import Work
from models import fit
from models.errors import Conflict, Missing, Refused
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
    left: list[LeftOut] = []

    def may(wish: SeenVisit | Placement) -> bool:
        why = _why_not(work, found.get(wish.visit_id), wish)
        if why:
            left.append(LeftOut(wish.visit_id, -1, why))
        return not why

    going = [drop for drop in drops if may(drop)]
    moving = [move for move in moves if may(move)]
    dropped = taken_off(work, [found[drop.visit_id] for drop in going])
    made = _plannable(work, news, left)
    numbers = {id(place): at for at, place in enumerate(news)}
    while (refused := _refused(work, [*moving, *made])) is not None:
        place, why = refused
        left.append(LeftOut(place.visit_id, numbers.get(id(place), -1), why))
        moving = [one for one in moving if one is not place]
        made = [one for one in made if one is not place]
    return Feasible(dropped, tuple(moving), tuple(made), tuple(left))


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


def _plannable(work: Work, news: Sequence[Placement], left: list[LeftOut]) -> list[Placement]:
    """New visits whose orders may still have them."""
    kept = []
    for at, place in enumerate(news):
        try:
            orders = held_orders(work, [place])
            if not place.again:
                require_unplanned(work, orders)
        except (Conflict, Refused) as error:
            left.append(LeftOut(0, at, str(error)))
        else:
            kept.append(place)
    return kept


def _refused(work: Work, places: Sequence[Placement]) -> tuple[Placement, str] | None:
    """The first placement that a hard rule refuses, and why; overlaps come last, others may resolve them."""
    refused: list[tuple[bool, Placement, fit.Finding]] = []
    for place, verdict in verdicts_of(work, places):
        refused += [
            (finding.rule is fit.Rule.OVERLAP, place, finding)
            for finding in verdict.hard
            if not is_allowed(work, place, finding)
        ]
    if not refused:
        return None
    _overlaps, place, finding = min(refused, key=lambda one: one[0])
    return place, str(refusal(work, place, finding))


def still_ours(work: Work, back: WayBack) -> tuple[WayBack, tuple[LeftOut, ...]]:
    """What of a way back nobody else has changed since, and what somebody has.

    Raises:
        Conflict, Missing: all of it.
    """
    found = load(work, Visit, [*(one.visit_id for one in back.made), *(one.visit_id for one in back.moved)])
    left: list[LeftOut] = []
    errors: list[Conflict | Missing] = []

    def is_ours(one: SeenVisit | Placement) -> bool:
        visit = found.get(one.visit_id)
        if visit is not None and visit.version == one.seen:
            return True
        gone = Missing(_("The visit is gone; somebody took it off the board."))
        errors.append(gone if visit is None else work.conflict(Visit, visit.id))
        left.append(LeftOut(one.visit_id, -1, str(errors[-1])))
        return False

    made = [one for one in back.made if is_ours(one)]
    moved = [one for one in back.moved if is_ours(one)]
    if errors and not (made or moved or back.dropped or back.block or back.unblock):
        raise errors[0]
    return replace(back, made=made, moved=moved), tuple(left)
