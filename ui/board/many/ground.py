"""The board as the planners of `models.replanning` see it. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from models.replanning import Field, Stand
from models.replanning.shapes import Span
from models.terms import VisitStatus
from ui.board.columns import CANCELLED, LANE_KEY, STATUSES

if TYPE_CHECKING:
    from ui.board.model import BoardModel

TIME_LOCK, PERSON_LOCK = 1, 2
"""Bits of the board's lock codes."""
BEGUN = frozenset(
    STATUSES.index(one) for one in (VisitStatus.TRAVELLING, VisitStatus.WORKING, VisitStatus.DONE)
)
"""Statuses in which nobody is sent elsewhere any more."""


def stand_of(model: BoardModel, slot: int) -> Stand:
    """A visit as the planners see it; what has begun stays like what is locked."""
    table = model.table
    lock, begun = int(table.lock[slot]), int(table.status[slot]) in BEGUN
    return Stand(
        visit_id=int(table.id[slot]),
        order_id=int(table.order_id[slot]),
        lane=int(table.lane[slot]),
        starts=int(table.starts[slot]),
        ends=int(table.ends[slot]),
        site_id=int(table.site_id[slot]),
        promise_from=int(table.promise_from[slot]),
        promise_to=int(table.promise_to[slot]),
        keeps_time=begun or bool(lock & TIME_LOCK),
        keeps_person=begun or bool(lock & PERSON_LOCK),
        label=table.number[slot],
    )


def stands_of(model: BoardModel, visit_ids: Iterable[int]) -> list[Stand]:
    """Visits that are on the board and not cancelled."""
    slots = [model.table.slot(visit_id) for visit_id in visit_ids]
    return [stand_of(model, slot) for slot in slots if slot >= 0 and model.table.status[slot] != CANCELLED]


def field_of(model: BoardModel, lanes: Iterable[int]) -> Field:
    """Some lanes with all their visits that were read."""
    chosen = sorted(set(lanes))
    visits: list[Stand] = []
    for lane in chosen:
        visits += lane_visits(model, lane)
    free = {lane: working_time(model, lane) for lane in chosen}

    def working(lane: int, starts: int, ends: int) -> Sequence[Span]:
        return [span for span in free[lane] if span[1] > starts and span[0] < ends]

    homes = {lane: model.lanes[lane].home_site_id for lane in chosen}
    return Field(tuple(visits), working, lambda a, b: model.leg(a, b).minutes, homes)


def lane_visits(model: BoardModel, lane: int) -> list[Stand]:
    """The visits of a lane by start, but for cancelled ones."""
    table = model.table
    first, last = table.key.searchsorted((lane * LANE_KEY, (lane + 1) * LANE_KEY)).tolist()
    slots = [slot for slot in table.order[first:last].tolist() if table.status[slot] != CANCELLED]
    return [stand_of(model, slot) for slot in slots]


def working_time(model: BoardModel, lane: int) -> tuple[Span, ...]:
    """Shifts of a lane without absences, closed days and days closed to planning, in order."""
    row = model.lanes[lane]
    away = [span[:2] for span in (*row.absences, *row.day_locks, *model.window.closed)]
    return without(row.shifts, away)


def without(spans: Iterable[Span], away: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of spans when others are cut out."""
    cuts = sorted(away)
    left: list[Span] = []
    for starts, ends in sorted(spans):
        at = starts
        for begins, finishes in cuts:
            if begins < ends and finishes > at:
                if begins > at:
                    left.append((at, begins))
                at = max(at, finishes)
        if at < ends:
            left.append((at, ends))
    return tuple(left)
