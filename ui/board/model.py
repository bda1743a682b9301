"""The rows on screen, indexed: what is visible, what a placement would mean, what is being saved. No Qt.

The model never asks the database; `BoardWindow` brings everything, `apply` takes small changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from app.queries.board import BoardWindow, LaneRow, Needs, OrderDues, VisitColumns, WaitingRow
from models import fit
from models.distances import ESTIMATED, UNKNOWN, UNKNOWN_LEG, Leg, Travel
from ui.board.columns import CANCELLED, DONE, NUMBERS, TEXTS, VisitTable
from ui.board.conflicts.conflict_book import ConflictBook
from ui.board.conflicts.judging import Judging
from ui.board.editing.placements import Placement
from ui.board.geometry import Ints
from ui.board.layout import capacity
from ui.board.layout.spans import SpanTable
from ui.board.layout.ticks import LocalDays

IN_TIME, NEAR_DUE, OVERDUE = range(3)
"""How a visit's order stands to its service level, as the board marks it."""
_NOBODY = np.zeros(0, dtype=np.int64)
NO_DUES = OrderDues(_NOBODY, _NOBODY, _NOBODY)


NO_RULE, MEASURED_RULE, ESTIMATED_RULE, SHORT, UNSEEN = 0, 1, 2, 2, 255
"""Kinds of travel before a visit; SHORT is added where the gap is too short for it."""
LONGEST_RULE = 3 * 3600
"""Travel is painted at most this long before its visit, in seconds."""


class Rules(NamedTuple):
    """Travel before visits: kind, where the painted rule begins (epoch seconds), whole length in minutes."""

    kind: npt.NDArray[np.uint8]
    begins: Ints
    minutes: npt.NDArray[np.float64]


class Draft(Protocol):
    """What lies over the database's rows until it is published."""

    def over(self, columns: VisitColumns, removed: Iterable[int]) -> tuple[VisitColumns, tuple[int, ...]]:
        """Rows that arrived and visits that are gone, as the draft has them."""


class BoardModel:
    """One window of the board: lanes, visits, absences, capacity, travel, and what is pending.

    `revision` counts changes of visits; `lane_revisions` the lanes' own, for what is cached per lane.
    """

    def __init__(self, window: BoardWindow, travel: Travel | None = None) -> None:
        """Index a window; without `travel` all travel is unknown."""
        self.window = window
        self.lanes: tuple[LaneRow, ...] = window.lanes
        self.travel = travel
        self.days = LocalDays(window.starts, window.ends, window.zone)
        self.lane_of: dict[int, int] = {row.technician_id: at for at, row in enumerate(window.lanes)}
        self.table = VisitTable(window.visits, self.lane_of, len(window.lanes))
        self.needs: dict[int, Needs] = dict(window.needs)
        self.parts: dict[int, tuple[str, ...]] = dict(window.parts)
        self.periods: dict[int, fit.Period] = dict(window.periods)
        self.judging = Judging(self)
        self.conflicts = ConflictBook(self)
        self.pending: set[int] = set()
        self.draft: Draft | None = None
        self.revision = 0
        self.dues = NO_DUES
        self.dues_at = 0
        self._due_by_order: dict[int, int] | None = None
        self._rule_kind = np.zeros(0, dtype=np.uint8)
        rows = enumerate(window.lanes)
        self.shifts = SpanTable((at, s, e, "") for at, row in rows for s, e in row.shifts)
        self.absences = SpanTable(
            (at, s, e, name) for at, row in enumerate(window.lanes) for s, e, name in row.absences
        )
        self._forget()

    def _forget(self, lanes: Iterable[int] | None = None) -> None:
        """Drop what depends on where visits stand; travel of these lanes only, where others are as before."""
        self.revision += 1
        if lanes is None or len(self._rule_kind) != len(self.table.lane):
            self._rule_kind = np.full(len(self.table.lane), UNSEEN, dtype=np.uint8)
            self._rule_from: Ints = np.zeros(len(self.table.lane), dtype=np.int64)
            self._rule_minutes = np.zeros(len(self.table.lane))
        else:
            changed = np.zeros(len(self.lanes) + 1, dtype=np.bool_)  # the last one for rows that are gone
            changed[[*lanes, -1]] = True
            self._rule_kind[changed[self.table.lane]] = UNSEEN
        self._booked: capacity.Minutes | None = None
        self._visits_on: Ints | None = None
        self._capacity: capacity.Capacity | None = None
        self._loads: tuple[tuple[int, int], list[list[float]]] | None = None
        self._due_states: npt.NDArray[np.uint8] | None = None
        self.judging.forget()

    # ------------------------------------------------------------------ order of the lanes

    def arrange(self, order: Sequence[int]) -> None:
        """Stand the lanes in another order, of their indexes now; visits and all else follow them."""
        if list(order) == list(range(len(self.lanes))):
            return
        lane_now = np.empty(len(order), dtype=np.int64)
        lane_now[np.array(order, dtype=np.int64)] = np.arange(len(order))
        self.lanes = tuple(self.lanes[at] for at in order)
        self.window = replace(self.window, lanes=self.lanes)
        self.lane_of = {row.technician_id: at for at, row in enumerate(self.lanes)}
        self.table.rearrange(lane_now)
        self.shifts.rearrange(lane_now)
        self.absences.rearrange(lane_now)
        for kept in ("available", "_homes"):
            self.__dict__.pop(kept, None)
        self.judging = Judging(self)
        self.conflicts.rearranged()
        self._forget()

    # ------------------------------------------------------------------ capacity

    @cached_property
    def available(self) -> capacity.Minutes:
        """Available minutes by (lane, day)."""
        return capacity.available(self.shifts, self.absences, self.days, len(self.lanes))

    @property
    def booked(self) -> capacity.Minutes:
        """Booked minutes by (lane, day)."""
        if self._booked is None:
            self._booked = capacity.booked(self.table, self.days, cancelled=CANCELLED)
        return self._booked

    @property
    def capacity(self) -> capacity.Capacity:
        """What there is, what is booked and what is driven, by (lane, day)."""
        if self._capacity is None:
            self.measure_all()
            known = self._rule_kind != NO_RULE
            minutes = np.where(known, self._rule_minutes, 0.0)
            driven = capacity.travelled(self.table, minutes, self.days, cancelled=CANCELLED)
            self._capacity = capacity.Capacity(self.available, self.booked, driven)
        return self._capacity

    def load(self, lane: int, days: tuple[int, int]) -> tuple[float, float]:
        """Booked and available hours of a lane on the days [first, last)."""
        return self.load_between(lane, lane + 1, days)

    def load_between(self, first: int, last: int, days: tuple[int, int]) -> tuple[float, float]:
        """Booked and available hours of the lanes [first, last) on the days [first, last)."""
        if self._loads is None or self._loads[0] != days:
            within = slice(*days)
            sums = (self.booked[:, within].sum(axis=1) / 60, self.available[:, within].sum(axis=1) / 60)
            sums = tuple(np.round(one, 6) for one in sums)
            totals = [[0.0, *one.cumsum().tolist()] for one in sums]
            self._loads = days, totals
        booked, available = self._loads[1]
        return booked[last] - booked[first], available[last] - available[first]

    def totals(self, days: tuple[int, int]) -> tuple[int, int, float, float]:
        """Technicians, those present, booked and available hours on the days [first, last)."""
        first, last = days
        there = self.available[:, first:last].sum(axis=1)
        booked = float(self.booked[:, first:last].sum()) / 60
        return len(self.lanes), int((there > 0).sum()), booked, float(there.sum()) / 60

    @property
    def visits_on(self) -> Ints:
        """Number of visits by day on which they start; cancelled ones are none."""
        if self._visits_on is None:
            slots = self.table.order[self.table.status[self.table.order] != CANCELLED]
            numbers = self.days.numbers(self.table.starts[slots])
            self._visits_on = np.bincount(numbers, minlength=self.days.count)
        return self._visits_on

    # ------------------------------------------------------------------ travel

    def rules_before(self, slots: Ints) -> Rules:
        """The travel before each visit of these slots: from where the judge says that it begins."""
        unseen = slots[self._rule_kind[slots] == UNSEEN]
        if len(unseen):
            self._measure(unseen)
        return Rules(self._rule_kind[slots], self._rule_from[slots], self._rule_minutes[slots])

    def measure_all(self) -> None:
        """Work out the travel before every visit that nobody has looked at yet; for an idle moment."""
        self.rules_before(self.table.order)

    def _measure(self, slots: Ints) -> None:
        """Work out the travel to the visits of these slots."""
        self._rule_kind[slots] = NO_RULE
        if self.travel is None:
            return
        table, starts, lane = self.table, self.table.starts[slots], self.table.lane[slots]
        before = table.previous(slots)
        on_shift, opens, _closes = self.judging.facts.working_day(lane, starts, table.ends[slots])
        there = (before >= 0) & (table.ends[before] > np.where(on_shift, opens, starts - fit.DAY))
        came_from = np.where(there, table.site_id[before], self._homes[lane])
        minutes, _, source = self.travel.legs(came_from, table.site_id[slots])
        begin = starts - np.minimum(minutes * 60, LONGEST_RULE).astype(np.int64)
        free = np.where(there, table.ends[before], 0)
        short = free > begin + 59
        known = (minutes >= 1) & (source < UNKNOWN) & (table.status[slots] != CANCELLED)
        kind = np.where(source == ESTIMATED, ESTIMATED_RULE, MEASURED_RULE) + np.where(short, SHORT, 0)
        self._rule_kind[slots] = np.where(known, kind, NO_RULE)
        self._rule_from[slots] = np.where(short, free, begin)
        self._rule_minutes[slots] = minutes

    @cached_property
    def _homes(self) -> Ints:
        return np.array([row.home_site_id for row in self.lanes], dtype=np.int64)

    def leg(self, a: int, b: int) -> Leg:
        """Travel between two sites."""
        return self.travel.leg(a, b) if self.travel is not None else UNKNOWN_LEG

    # ------------------------------------------------------------------ placements and judging

    def placement(self, slot: int) -> Placement:
        """Where a visit stands now."""
        table = self.table
        order_id = int(table.order_id[slot])
        return Placement(
            visit_id=int(table.id[slot]),
            order_id=order_id,
            lane=int(table.lane[slot]),
            starts=int(table.starts[slot]),
            ends=int(table.ends[slot]),
            site_id=int(table.site_id[slot]),
            needs=self.needs.get(order_id, ()),
            promise_from=int(table.promise_from[slot]),
            promise_to=int(table.promise_to[slot]),
            number=table.number[slot],
            customer=table.customer[slot],
            customer_id=int(table.customer_id[slot]),
            parts=self.parts.get(order_id, ()),
            agreement=self.periods.get(int(table.agreement_id[slot])),
        )

    def judge(self, placements: Sequence[Placement]) -> list[fit.Verdict]:
        """What each placement would mean, all of them standing where they are proposed."""
        return self.judging.judge(placements)

    # ------------------------------------------------------------------ service levels

    def show_dues(self, dues: OrderDues, at: int) -> bool:
        """Take when orders run out, as seen at an instant (epoch seconds); whether the picture changed."""
        before = self.due_states
        if dues is not self.dues:
            self.conflicts.forget()
        self.dues, self.dues_at, self._due_states, self._due_by_order = dues, at, None, None
        return not np.array_equal(before, self.due_states)

    @property
    def due_states(self) -> npt.NDArray[np.uint8]:
        """By slot: `IN_TIME`, also without a clock, `NEAR_DUE`, or `OVERDUE`; done visits say nothing."""
        if self._due_states is None:
            table = self.table
            due, soon = self.due_of(table.order_id)
            states = np.where((due > 0) & (soon <= self.dues_at), NEAR_DUE, IN_TIME)
            states[(due > 0) & (due < self.dues_at)] = OVERDUE
            states[(table.status == DONE) | (table.status == CANCELLED)] = IN_TIME
            self._due_states = states.astype(np.uint8)
        return self._due_states

    def due_of(self, order_ids: Ints) -> tuple[Ints, Ints]:
        """When the clocks of orders run out, and from when on that is near; 0 where none runs."""
        known = self.dues.order_id
        if not len(known):
            none = np.zeros(len(order_ids), dtype=np.int64)
            return none, none
        at = np.minimum(np.searchsorted(known, order_ids), len(known) - 1)
        is_known = known[at] == order_ids
        return np.where(is_known, self.dues.due[at], 0), np.where(is_known, self.dues.soon[at], 0)

    def due(self, order_id: int) -> int:
        """When the clock of an order runs out, 0 when none runs."""
        if self._due_by_order is None:
            dues = self.dues
            self._due_by_order = dict(zip(dues.order_id.tolist(), dues.due.tolist(), strict=True))
        return self._due_by_order.get(order_id, 0)

    # ------------------------------------------------------------------ changes

    def apply(
        self,
        columns: VisitColumns,
        *,
        removed: Iterable[int] = (),
        needs: Mapping[int, Needs] | None = None,
    ) -> frozenset[int]:
        """Take changed rows; returns the lanes whose picture changed. What lies outside the window goes."""
        if self.draft is not None:
            columns, removed = self.draft.over(columns, removed)
        inside = (columns.ends > self.window.starts) & (columns.starts < self.window.ends)
        gone = [*removed, *columns.id[~inside].tolist()]
        if not inside.all():
            columns = only_rows(columns, np.flatnonzero(inside).tolist())
        touched = self._lanes_of([*columns.id.tolist(), *gone])
        self.table.apply(columns, gone, self.lane_of)
        self.needs.update(needs or {})
        touched |= self._lanes_of(columns.id.tolist())
        self._forget(touched)
        self.conflicts.forget(touched)
        return touched

    def row(self, slot: int) -> VisitColumns:
        """One visit as columns of length one."""
        table = self.table
        at = np.array([slot], dtype=np.int64)
        # Any: columns of several types, by name
        found: dict[str, Any] = {name: getattr(table, name)[at] for name in NUMBERS}
        found |= {name: [getattr(table, name)[slot]] for name in TEXTS}
        technician = self.lanes[int(table.lane[slot])].technician_id
        return VisitColumns(**found, technician_id=np.array([technician], dtype=np.int64))

    def learn(self, waiting: Iterable[WaitingRow]) -> None:
        """Know parts and agreements of orders that wait, for when they are planned."""
        for row in waiting:
            if row.parts:
                self.parts[row.order_id] = row.parts
            if row.period is not None:
                self.periods[row.agreement_id] = row.period

    def place(self, placements: Iterable[Placement]) -> frozenset[int]:
        """Show visits elsewhere before the database has agreed; returns the lanes touched."""
        found = [place for place in placements if self.table.slot(place.visit_id) >= 0]
        touched = self._lanes_of([place.visit_id for place in found])
        for place in found:
            self.table.place(place.visit_id, lane=place.lane, starts=place.starts, ends=place.ends)
        touched |= frozenset(place.lane for place in found)
        self._forget(touched)
        self.conflicts.forget(touched)
        return touched

    def mark_pending(self, visit_ids: Iterable[int], *, on: bool = True) -> None:
        """Mark visits as being saved, or as saved."""
        if on:
            self.pending.update(visit_ids)
        else:
            self.pending.difference_update(visit_ids)

    def _lanes_of(self, visit_ids: Iterable[int]) -> frozenset[int]:
        slots = [self.table.slot(visit_id) for visit_id in visit_ids]
        return frozenset(int(self.table.lane[slot]) for slot in slots if slot >= 0)


def empty_columns() -> VisitColumns:
    """Columns of no visits at all."""
    none, code = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    return VisitColumns(
        id=none,
        technician_id=none,
        order_id=none,
        site_id=none,
        customer_id=none,
        agreement_id=none,
        service_level_id=none,
        crew_id=none,
        starts=none,
        ends=none,
        promise_from=none,
        promise_to=none,
        status=code,
        priority=code,
        lock=code,
        allowed=code,
        version=np.zeros(0, dtype=np.int32),
        number=[],
        customer=[],
        town=[],
    )


def only_rows(columns: VisitColumns, at: Sequence[int]) -> VisitColumns:
    """Some rows of columns, by their positions."""
    names = (*NUMBERS, "technician_id")
    # Any: columns of several types, by name
    found: dict[str, Any] = {name: getattr(columns, name)[np.array(at, dtype=np.int64)] for name in names}
    found |= {name: [getattr(columns, name)[one] for one in at] for name in TEXTS}
    return VisitColumns(**found)


def joined_rows(parts: Sequence[VisitColumns]) -> VisitColumns:
    """Columns one after another, one part at least."""
    names = (*NUMBERS, "technician_id")
    # Any: columns of several types, by name
    found: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in parts]) for name in names}
    found |= {name: [text for one in parts for text in getattr(one, name)] for name in TEXTS}
    return VisitColumns(**found)


def empty_board(*, starts: int, ends: int, zone: str = "UTC") -> BoardModel:
    """A board without lanes, to be shown until the first one was read."""
    return BoardModel(BoardWindow(starts, ends, zone, (), empty_columns(), {}, ()))
