"""The board's gaps in memory, kept in step with the rows on screen; what is to be placed as a wish. No Qt.

Building takes a snapshot of the model, so that it can be done on another thread; afterwards only the lanes
are renewed whose visits changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from app.context import Context
from app.queries.board import LaneRow, NamedSpans, WaitingRow
from models import fit
from models.distances import Travel
from models.filling import Jobs, JudgeOf, Taken
from models.gaps import KEY as NEVER
from models.gaps import Gaps, Stops
from models.slots import Judge, Wants, Wish
from models.terms import Priority
from ui.board.columns import CANCELLED, LANE_KEY
from ui.board.geometry import Ints
from ui.board.placements import Placement

if TYPE_CHECKING:
    from ui.board.model import BoardModel

URGENCY = {Priority.HIGH: 3.0, Priority.NORMAL: 1.0, Priority.LOW: 0.5}
"""How many times as much a day of waiting counts."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What gaps are built of: lanes, their stops, and a sum of each lane by which a change is seen."""

    lanes: tuple[fit.Lane, ...]
    stops: tuple[Stops, ...]
    sums: Ints
    travel: Travel | None


class SlotIndex:
    """Gaps of one model with its lanes in one order; `is_of` tells when another one is needed."""

    def __init__(self, model: BoardModel, gaps: Gaps, sums: Ints) -> None:
        """Take gaps that were built of a snapshot of this model."""
        self._model, self._lanes, self._sums = model, model.lanes, sums
        self._gaps = gaps

    def is_of(self, model: BoardModel) -> bool:
        """Whether this is about a model as it stands."""
        return model is self._model and model.lanes is self._lanes

    @property
    def gaps(self) -> Gaps:
        """The gaps as the visits stand now."""
        sums = sums_of(self._model)
        for lane in np.flatnonzero(sums != self._sums).tolist():
            self._gaps.renew(lane, stops_of(self._model, lane))
        self._sums = sums
        return self._gaps


def snapshot(model: BoardModel) -> Snapshot:
    """What gaps are built of, apart from the model; some milliseconds for 50,000 visits."""
    lanes = tuple(lane_of(row, model.window.closed) for row in model.lanes)
    stops = tuple(stops_of(model, lane) for lane in range(len(lanes)))
    return Snapshot(lanes, stops, sums_of(model), model.travel)


def build(_context: Context, taken: Snapshot) -> Gaps:
    """The gaps of a snapshot; on any thread."""
    return Gaps(taken.lanes, taken.stops, taken.travel)


def lane_of(row: LaneRow, closed: NamedSpans) -> fit.Lane:
    """A lane as the judge knows it, for all days that were read."""
    return fit.Lane(
        technician_id=row.technician_id,
        name=row.name,
        shifts=row.shifts,
        absences=row.absences,
        skills=frozenset(skill for skill, _name in row.skills),
        home_site_id=row.home_site_id,
        expiries=row.expiries,
        closed=closed,
        day_locks=row.day_locks,
        excluded=row.excluded,
        daily_minutes=row.daily_minutes,
    )


def stops_of(model: BoardModel, lane: int) -> Stops:
    """The visits of a lane by start, but for cancelled ones."""
    table = model.table
    first, last = table.key.searchsorted((lane * LANE_KEY, (lane + 1) * LANE_KEY)).tolist()
    slots = table.order[first:last]
    slots = slots[table.status[slots] != CANCELLED]
    return Stops(table.id[slots], table.starts[slots], table.ends[slots], table.site_id[slots])


def sums_of(model: BoardModel) -> Ints:
    """By lane one number that is another when a visit of it came, went or changed."""
    table = model.table
    slots = table.order
    mixed = table.starts[slots] * 31 + table.ends[slots] * 1009 + table.id[slots] * 8191
    mixed += table.site_id[slots] * 131071
    mixed *= table.status[slots] != CANCELLED
    until = np.concatenate(([0], np.cumsum(mixed * mixed % 1_000_003)))
    borders = table.key.searchsorted(np.arange(len(model.lanes) + 1, dtype=np.int64) * LANE_KEY)
    return np.asarray(until[borders[1:]] - until[borders[:-1]], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a person chose to look at: instants of the start (0 for no end), lanes (None for all)."""

    earliest: int
    latest: int = 0
    lanes: frozenset[int] | None = None


def wish_of(model: BoardModel, place: Placement, bounds: Bounds, row: WaitingRow | None = None) -> Wish:
    """What is to be placed; `row` is the order's, where it waits."""
    order = np.array([place.order_id], dtype=np.int64)
    skills = model.window.rules.of(fit.Rule.SKILL) is not fit.Strictness.OFF
    return Wish(
        minutes=max((place.ends - place.starts) // 60, 1),
        site_id=place.site_id,
        needs=place.needs if skills else (),
        promise_from=place.promise_from,
        promise_to=place.promise_to,
        due=row.due if row is not None else int(model.due_of(order)[0][0]),
        preferred_id=row.preferred_technician_id if row is not None else 0,
        customer_id=row.customer_id if row is not None else _customer_of(model, place.visit_id),
        visit_id=place.visit_id,
        earliest=bounds.earliest,
        latest=bounds.latest,
        lanes=bounds.lanes,
        urgency=URGENCY[row.priority] if row is not None else 1.0,
    )


def jobs_for(rows: Sequence[WaitingRow], bounds: Bounds) -> Jobs:
    """Waiting orders as columns: there may be twenty thousand, and a menu waits for them."""

    def column(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int64, count=len(rows))

    wants = Wants(
        seconds=column(max(row.duration_minutes, 1) * 60 for row in rows),
        not_before=np.maximum(column(row.promise_from for row in rows), bounds.earliest),
        promise_to=column(row.promise_to or NEVER for row in rows),
        due=column(row.due or NEVER for row in rows),
        latest=np.array([NEVER], dtype=np.int64),
        urgency=np.ones(1),
    )
    sites = column(row.site_id for row in rows)
    return Jobs(wants, sites, column(row.preferred_technician_id for row in rows))


def _customer_of(model: BoardModel, visit_id: int) -> int:
    slot = model.table.slot(visit_id)
    return int(model.table.customer_id[slot]) if slot >= 0 else 0


def judge_of(model: BoardModel, place: Placement) -> Judge:
    """The board's own judge, for one placement anywhere."""
    return lambda lane, starts: model.judge([place.moved(lane=lane, starts=starts)])[0]


def judges_of(model: BoardModel, places: Sequence[Placement]) -> JudgeOf:
    """The board's own judge, for several placements of which some have their slots already."""

    def of(number: int, taken: Taken) -> Judge:
        others = [places[one].moved(lane=slot.lane, starts=slot.starts) for one, slot in taken.items()]
        return lambda lane, starts: model.judge([places[number].moved(lane=lane, starts=starts), *others])[0]

    return of


def locked_to(model: BoardModel, place: Placement, bounds: Bounds) -> Bounds:
    """The bounds for a visit whose technician is locked: its own lane only."""
    slot = model.table.slot(place.visit_id) if place.visit_id else -1
    if slot >= 0 and int(model.table.lock[slot]) & PERSON_LOCK:
        return replace(bounds, lanes=frozenset({place.lane}))
    return bounds


TIME_LOCK, PERSON_LOCK = 1, 2
"""Bits of the board's lock codes."""
