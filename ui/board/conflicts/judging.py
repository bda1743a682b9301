"""What placements would mean, from the rows on screen and the one judge, `models.fit`. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.queries.board import Needs
from models import fit
from ui.board.columns import CANCELLED, STATUSES
from ui.board.conflicts.lane_facts import LaneFacts
from ui.board.conflicts.sweeping import BIT, Asked, Bits, Stops, bits_taken, broken
from ui.board.editing.placements import Placement, proposal_of, stop_of
from ui.board.geometry import Ints

if TYPE_CHECKING:
    from ui.board.model import BoardModel

NEAR = 26 * 3600
"""Stops and shifts within this many seconds around a placement take part in judging it: the longest day and
a bit, since a technician without a shift comes from wherever he was within a day."""
FITS, SOFT, HARD = range(3)
"""How a lane takes a proposal."""


class LaneVerdicts:
    """What one placement would mean on each lane, at its own time.

    Attributes:
        levels: by lane `FITS`, `SOFT` or `HARD`.
    """

    def __init__(self, judging: Judging, place: Placement, levels: npt.NDArray[np.uint8]) -> None:
        """Keep the levels; reasons are found when they are asked for."""
        self._judging, self._place = judging, place
        self.levels = levels
        self._reasons: dict[int, str] = {}

    def reason(self, lane: int) -> str:
        """The first reason against a lane in words; empty where it fits."""
        if self.levels[lane] == FITS:
            return ""
        if lane not in self._reasons:
            verdict = self._judging.judge([replace(self._place, lane=lane)])[0]
            self._reasons[lane] = verdict.findings[0].text if verdict.findings else ""
        return self._reasons[lane]


class Judging:
    """Judges placements on the lanes of one model; what it looked up is kept until `forget`."""

    def __init__(self, model: BoardModel) -> None:
        """Judge by the rows of a model."""
        self._model = model
        self._near: dict[tuple[int, int, int], tuple[fit.Lane, tuple[fit.Stop, ...]]] = {}
        self._facts: LaneFacts | None = None

    def forget(self) -> None:
        """Drop what was looked up: visits stand elsewhere now."""
        self._near.clear()

    @property
    def facts(self) -> LaneFacts:
        """What the rules ask of the lanes, as arrays."""
        if self._facts is None:
            self._facts = LaneFacts(self._model)
        return self._facts

    # ------------------------------------------------------------------ in words

    def judge(
        self, placements: Sequence[Placement], *, gone: frozenset[int] = frozenset()
    ) -> list[fit.Verdict]:
        """What each placement would mean, all of them standing where they are proposed, others gone."""
        moving = frozenset(place.visit_id for place in placements if place.visit_id) | gone
        return [self._judge_one(place, placements, moving) for place in placements]

    def judge_among(self, place: Placement, others: Sequence[Placement]) -> fit.Verdict:
        """What one placement would mean while others stand where they are proposed."""
        moving = frozenset(one.visit_id for one in (place, *others) if one.visit_id)
        return self._judge_one(place, (place, *others), moving)

    def _judge_one(
        self, place: Placement, together: Sequence[Placement], moving: frozenset[int]
    ) -> fit.Verdict:
        lane, stops = self.around(place.lane, place.starts, place.ends)
        kept = [stop for stop in stops if stop.visit_id not in moving]
        if len(together) > 1:
            kept += [stop_of(other) for other in together if other is not place and other.lane == place.lane]
            kept.sort(key=lambda stop: stop.starts)
        rules = self._model.window.rules
        proposal = replace(
            proposal_of(place), due=self._model.due(place.order_id) or place.due, day=self._day(place.starts)
        )
        verdict = fit.judge(proposal, lane, kept, self._model.leg, rules)
        verdict = fit.with_findings(verdict, self._move_findings(place, lane), rules)
        ended = self._ended(place)
        return replace(verdict, findings=(*ended, *verdict.findings)) if ended else verdict

    def _day(self, instant: int) -> tuple[int, int] | None:
        """The local day of an instant of the window."""
        days = self._model.days
        if not days.midnights[0] <= instant < days.midnights[-1]:
            return None
        return days.bounds(days.number(instant))

    def _has_ended(self, place: Placement) -> bool:
        slot = self._model.table.slot(place.visit_id) if place.visit_id else -1
        return slot >= 0 and bool(fit.judge_end(STATUSES[int(self._model.table.status[slot])]))

    def _ended(self, place: Placement) -> tuple[fit.Finding, ...]:
        """What speaks against moving a visit that is finished or cancelled, if the placement moves it."""
        table = self._model.table
        slot = table.slot(place.visit_id) if place.visit_id else -1
        if slot < 0 or (place.lane, place.starts, place.ends) == (
            table.lane[slot],
            table.starts[slot],
            table.ends[slot],
        ):
            return ()
        return fit.judge_end(STATUSES[int(table.status[slot])])

    def _move_findings(self, place: Placement, lane: fit.Lane) -> tuple[fit.Finding, ...]:
        """What a lock and days closed to planning say against coming here, or leaving where it is."""
        table = self._model.table
        slot = table.slot(place.visit_id) if place.visit_id else -1
        if slot < 0:
            return fit.judge_days(lane, place.starts, place.ends)
        starts, ends = int(table.starts[slot]), int(table.ends[slot])
        changes_time = (place.starts, place.ends) != (starts, ends)
        changes_person = place.lane != table.lane[slot]
        if not (changes_time or changes_person):
            return ()
        lock = fit.LOCK_CODES[int(table.lock[slot])]
        locked = fit.judge_move(lock, changes_time=changes_time, changes_person=changes_person)
        there = fit.judge_days(lane, place.starts, place.ends)
        left = fit.judge_days(self._fit_lane(int(table.lane[slot]), starts, ends), starts, ends)
        return (*locked, *there, *(finding for finding in left if finding not in there))

    def around(
        self, lane: int, instant: int, until: int | None = None
    ) -> tuple[fit.Lane, tuple[fit.Stop, ...]]:
        """The lane with its shifts and absences near a time, and its stops; cached per lane and days."""
        days = self._model.days
        first = days.number(instant)
        last = first if until is None else days.number(max(until - 1, instant))
        found = self._near.get((lane, first, last))
        if found is None:
            begins, ends = int(days.midnights[first]) - NEAR, int(days.midnights[last]) + 90_000 + NEAR
            found = self._near[lane, first, last] = (
                self._fit_lane(lane, begins, ends),
                self.stops(lane, begins, ends),
            )
        return found

    def _fit_lane(self, lane: int, starts: int, ends: int) -> fit.Lane:
        row = self._model.lanes[lane]
        return fit.Lane(
            technician_id=row.technician_id,
            name=row.name,
            shifts=tuple(span for span in row.shifts if span[1] > starts and span[0] < ends),
            absences=tuple(span for span in row.absences if span[1] > starts and span[0] < ends),
            skills=frozenset(skill for skill, _ in row.skills),
            home_site_id=row.home_site_id,
            expiries=row.expiries,
            closed=tuple(span for span in self._model.window.closed if span[1] > starts and span[0] < ends),
            day_locks=tuple(span for span in row.day_locks if span[1] > starts and span[0] < ends),
            excluded=row.excluded,
            daily_minutes=row.daily_minutes,
        )

    def stops(self, lane: int, starts: int, ends: int) -> tuple[fit.Stop, ...]:
        """The visits of a lane that touch [starts, ends), by start; cancelled ones are no stops."""
        table = self._model.table
        return tuple(
            fit.Stop(
                visit_id=int(table.id[slot]),
                starts=int(table.starts[slot]),
                ends=int(table.ends[slot]),
                site_id=int(table.site_id[slot]),
                label=table.number[slot],
            )
            for slot in table.visible((lane, lane + 1), starts, ends).tolist()
            if table.status[slot] != CANCELLED
        )

    # ------------------------------------------------------------------ many at once

    def judge_lanes(self, place: Placement, moving: Collection[int] = ()) -> LaneVerdicts:
        """What the placement would mean on every lane, at its own time.

        Args:
            place: a visit or waiting order; its lane does not matter.
            moving: other visits that are moved with it and stand in nobody's way.
        """
        model = self._model
        count = len(model.lanes)
        near = model.table.visible((0, count), place.starts - NEAR, place.ends + NEAR)
        gone = [one for one in (model.table.slot(visit) for visit in {place.visit_id, *moving}) if one >= 0]
        stops = Stops(model, near[~np.isin(near, gone)] if gone else near)
        bits = broken(model, self.facts, stops, self._asked_of_lanes(place, count))
        bits |= self._moves_of_lanes(place, count)
        levels = np.zeros(count, dtype=np.uint8)
        levels[bits & bits_taken(model.window.rules, fit.Strictness.SOFT) != 0] = SOFT
        levels[bits & bits_taken(model.window.rules, fit.Strictness.HARD) != 0] = HARD
        for lane in np.flatnonzero(levels < HARD).tolist() if self._has_ended(place) else ():
            if self._ended(replace(place, lane=lane)):
                levels[lane] = HARD
        return LaneVerdicts(self, place, levels)

    def _asked_of_lanes(self, place: Placement, count: int) -> Asked:
        """The same proposal on each lane."""

        def all_of(number: int) -> Ints:
            return np.full(count, number, dtype=np.int64)

        valid = place.agreement or fit.Period("")
        return Asked(
            lane=np.arange(count, dtype=np.int64),
            starts=all_of(place.starts),
            ends=all_of(place.ends),
            site=all_of(place.site_id),
            customer=all_of(place.customer_id),
            promise_from=all_of(place.promise_from),
            promise_to=all_of(place.promise_to),
            due=all_of(self._model.due(place.order_id) or place.due),
            own=all_of(-1),
            needs=((), place.needs),
            needs_code=all_of(1 if place.needs else 0),
            has_parts=np.full(count, bool(place.parts)),
            valid_from=all_of(valid.starts),
            valid_to=all_of(valid.ends),
        )

    def _moves_of_lanes(self, place: Placement, count: int) -> Bits:
        """What locks and days closed to planning say against moving the visit to each lane."""
        bits = np.zeros(count, dtype=np.uint16)
        table, lanes = self._model.table, np.arange(count, dtype=np.int64)
        slot = table.slot(place.visit_id) if place.visit_id else -1
        locked = self.facts.is_locked(lanes, np.full(count, place.starts), np.full(count, place.ends))
        if slot < 0:
            bits[locked] |= BIT[fit.Rule.DAY_LOCK]
            return bits
        own, starts, ends = int(table.lane[slot]), int(table.starts[slot]), int(table.ends[slot])
        changes_time = (place.starts, place.ends) != (starts, ends)
        changes_person = lanes != own
        changed = changes_person | changes_time
        if self.facts.is_locked(lanes[own : own + 1], np.array([starts]), np.array([ends]))[0]:
            locked[:] = True
        bits[locked & changed] |= BIT[fit.Rule.DAY_LOCK]
        lock = fit.LOCK_CODES[int(table.lock[slot])]
        if fit.judge_move(lock, changes_time=changes_time, changes_person=False):
            bits |= BIT[fit.Rule.LOCK]
        if fit.judge_move(lock, changes_time=False, changes_person=True):
            bits[changes_person] |= BIT[fit.Rule.LOCK]
        return bits

    def sweep(self, slots: Ints) -> Bits:
        """Which rules visits break where they stand, of slots given by lane and start; cancelled ones none.

        All visits of their lanes must be among them.
        """
        stops = Stops(self._model, slots)
        found = np.zeros(len(slots), dtype=np.uint16)
        kept = self._model.table.status[slots] != CANCELLED
        found[kept] = broken(self._model, self.facts, stops, self._asked_of_stops(stops))
        return found

    def _asked_of_stops(self, stops: Stops) -> Asked:
        """The visits as proposals to stand where they stand."""
        model, table, at = self._model, self._model.table, stops.slots
        orders = table.order_id[at].tolist()
        codes: dict[Needs, int] = {(): 0}
        needs_code = [codes.setdefault(model.needs.get(order_id, ()), len(codes)) for order_id in orders]
        parts, periods = model.parts, model.periods
        none = fit.Period("")
        valid = [periods.get(one, none) for one in table.agreement_id[at].tolist()]
        return Asked(
            lane=stops.lane,
            starts=stops.starts,
            ends=stops.ends,
            site=stops.site,
            customer=table.customer_id[at],
            promise_from=table.promise_from[at],
            promise_to=table.promise_to[at],
            due=model.due_of(table.order_id[at])[0],
            own=np.arange(len(at), dtype=np.int64),
            needs=tuple(codes),
            needs_code=np.array(needs_code, dtype=np.int64),
            has_parts=np.array([one in parts for one in orders], dtype=np.bool_),
            valid_from=np.array([one.starts for one in valid], dtype=np.int64),
            valid_to=np.array([one.ends for one in valid], dtype=np.int64),
        )
