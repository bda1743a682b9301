"""The board's gaps in memory, kept in step with the rows on screen; what is to be placed as a wish. No Qt.

Building takes a snapshot of the model, so that it can be done on another thread; afterwards only the lanes
are renewed whose visits changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app.context import Context
from app.queries.board import WaitingRow
from models import fit
from models.distances import UNKNOWN_LEG, Leg, Travel
from models.filling import Jobs, fill
from models.gaps import KEY as NEVER
from models.gaps import Gaps, Stops
from models.slots import Judge, Slot, Wants, Wish
from models.terms import Priority
from ui.board.columns import CANCELLED, LANE_KEY
from ui.board.editing.placements import Placement, proposal_of
from ui.board.geometry import Ints
from ui.board.layout.ticks import LocalDays

if TYPE_CHECKING:
    from ui.board.model import BoardModel

URGENCY = {Priority.HIGH: 3.0, Priority.NORMAL: 1.0, Priority.LOW: 0.5}
"""How many times as much a day of waiting counts."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What gaps are built of: lanes, their stops, and a sum of each lane by which a change is seen; days."""

    lanes: tuple[fit.Lane, ...]
    stops: tuple[Stops, ...]
    sums: Ints
    travel: Travel | None
    midnights: Ints


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
    lanes = tuple(searched_lane(model, at) for at in range(len(model.lanes)))
    stops = tuple(stops_of(model, lane) for lane in range(len(lanes)))
    return Snapshot(lanes, stops, sums_of(model), model.travel, model.days.midnights)


def searched_lane(model: BoardModel, at: int) -> fit.Lane:
    """A lane as gaps are found in it: without days closed to planning where the company passes them over."""
    lane = model.lanes[at].judged(model.window.closed)
    passed = model.window.rules.of(fit.Rule.DAY_LOCK) is fit.Strictness.OFF
    return replace(lane, day_locks=()) if passed else lane


def build(_context: Context, taken: Snapshot) -> Gaps:
    """The gaps of a snapshot; on any thread."""
    return Gaps(taken.lanes, taken.stops, taken.travel, taken.midnights)


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
    """What is to be placed; `row` is the order's, where it waits. What the company takes hard is a bound."""
    rules, seconds = model.window.rules, max(place.ends - place.starts, 60)
    asked = _looked_at(replace(place, due=row.due if row is not None else model.due(place.order_id)), rules)
    earliest, latest = bounds.earliest, bounds.latest or NEVER
    if asked.agreement is not None and rules.of(fit.Rule.AGREEMENT) is fit.Strictness.HARD:
        earliest = max(earliest, asked.agreement.starts)
        latest = min(latest, asked.agreement.ends or NEVER)
    if asked.promise_to and rules.of(fit.Rule.WINDOW) is fit.Strictness.HARD:
        latest = min(latest, asked.promise_to + 1)
    if asked.due and rules.of(fit.Rule.DEADLINE) is fit.Strictness.HARD:
        latest = min(latest, asked.due - seconds + 1)
    return Wish(
        minutes=seconds // 60,
        site_id=asked.site_id,
        needs=asked.needs,
        promise_from=asked.promise_from,
        promise_to=asked.promise_to,
        due=asked.due,
        preferred_id=row.preferred_technician_id if row is not None else 0,
        customer_id=asked.customer_id,
        visit_id=asked.visit_id,
        earliest=earliest,
        latest=max(latest, 1) if latest < NEVER else 0,
        lanes=bounds.lanes,
        urgency=URGENCY[row.priority] if row is not None else 1.0,
    )


def _looked_at(place: Placement, rules: fit.RuleBook) -> Placement:
    """The placement without what the company passes over."""
    passed = {rule for rule in fit.Rule if rules.of(rule) is fit.Strictness.OFF}
    without: dict[str, Any] = {}  # fields of several types
    if fit.Rule.SKILL in passed:
        without["needs"] = ()
    if fit.Rule.EXCLUSION in passed:
        without["customer_id"] = 0
    if fit.Rule.WINDOW in passed:
        without |= {"promise_from": 0, "promise_to": 0}
    if fit.Rule.DEADLINE in passed:
        without["due"] = 0
    return replace(place, **without)


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


def judge_of(model: BoardModel, place: Placement) -> Judge:
    """The board's own judge, for one placement anywhere."""
    return lambda lane, starts: model.judge([place.moved(lane=lane, starts=starts)])[0]


@dataclass(frozen=True, slots=True)
class Together:
    """Several to be placed at once: plain values, so that another thread can do it."""

    gaps: Gaps
    wishes: tuple[Wish, ...]
    places: tuple[Placement, ...]
    days: LocalDays
    rules: fit.RuleBook


def together(gaps: Gaps, model: BoardModel, wishes: Sequence[Wish], places: Sequence[Placement]) -> Together:
    """What `place_together` needs, apart from the model, which goes on changing."""
    known = tuple(replace(place, due=model.due(place.order_id) or place.due) for place in places)
    return Together(gaps.copy(), tuple(wishes), known, model.days, model.window.rules)


def place_together(_context: Context, asked: Together) -> list[Slot | None]:
    """A place for each of several; on any thread."""
    return fill(asked.gaps, asked.wishes, lambda gaps, number: _judge_apart(asked, gaps, number))


def _judge_apart(asked: Together, gaps: Gaps, number: int) -> Judge:
    """The one judge on gaps alone: as `Judging`, but for the names of other visits."""
    place, leg = asked.places[number], gaps.travel.leg if gaps.travel is not None else _unknown

    def judge(lane: int, starts: int) -> fit.Verdict:
        there = place.moved(lane=lane, starts=starts)
        stops = gaps.stops[lane]
        near = slice(*stops.starts.searchsorted((starts - 2 * fit.DAY, there.ends + 2 * fit.DAY)).tolist())
        around = [
            fit.Stop(visit_id, begins, ends, site_id, "")
            for visit_id, begins, ends, site_id in zip(*(one[near].tolist() for one in stops), strict=True)
        ]
        inside = asked.days.midnights[0] <= starts < asked.days.midnights[-1]
        day = asked.days.bounds(asked.days.number(starts)) if inside else None
        proposal = replace(proposal_of(there), day=day)
        verdict = fit.judge(proposal, gaps.lanes[lane], around, leg, asked.rules)
        closed = fit.judge_days(gaps.lanes[lane], there.starts, there.ends)
        return fit.with_findings(verdict, closed, asked.rules)

    return judge


def _unknown(_a: int, _b: int) -> Leg:
    return UNKNOWN_LEG


def why_stays(model: BoardModel, place: Placement) -> str:
    """Why a visit may not stand at another time at all, in the current language; empty where it may."""
    rules = model.window.rules
    slot = model.table.slot(place.visit_id) if place.visit_id else -1
    if slot < 0:
        return ""
    lock = fit.LOCK_CODES[int(model.table.lock[slot])]
    findings = fit.judge_move(lock, changes_time=True, changes_person=False)
    lane = model.lanes[place.lane].judged(())
    hard = fit.with_findings(_NOTHING, (*findings, *fit.judge_days(lane, place.starts, place.ends)), rules)
    return hard.hard[0].text if hard.hard else ""


_NOTHING = fit.Verdict((), UNKNOWN_LEG, UNKNOWN_LEG)


def locked_to(model: BoardModel, place: Placement, bounds: Bounds) -> Bounds:
    """The bounds for a visit whose technician is locked: its own lane only."""
    slot = model.table.slot(place.visit_id) if place.visit_id else -1
    if slot < 0 or model.window.rules.of(fit.Rule.LOCK) is not fit.Strictness.HARD:
        return bounds
    lock = fit.LOCK_CODES[int(model.table.lock[slot])]
    if fit.judge_move(lock, changes_time=False, changes_person=True):
        return replace(bounds, lanes=frozenset({place.lane}))
    return bounds
