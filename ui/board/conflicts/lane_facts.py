"""What the board's rules ask of all lanes, as arrays: working time, skills, limits, exclusions. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.queries.board import Needs
from ui.board.columns import LANE_KEY
from ui.board.geometry import Ints
from ui.board.layout.spans import SpanTable

if TYPE_CHECKING:
    from ui.board.model import BoardModel

Flags = npt.NDArray[np.bool_]
_NEVER = 1 << 40
"""Later than any instant."""
_CUSTOMER_KEY = 1 << 32


class LaneFacts:
    """The lanes of one model in the order they stand in; made anew when they are arranged otherwise.

    Attributes:
        is_person: lanes with a technician; nothing is judged on the others.
        homes: site ids.
        locks: days closed to planning, each with its reason.
        limits: seconds of planned work a day; later than any instant where there is no limit.
    """

    def __init__(self, model: BoardModel) -> None:
        """Take what the model's lanes say."""
        lanes = model.lanes
        self.is_person: Flags = np.array([row.technician_id > 0 for row in lanes], dtype=np.bool_)
        self.homes: Ints = np.array([row.home_site_id for row in lanes], dtype=np.int64)
        self.limits: Ints = np.array([row.daily_minutes * 60 or _NEVER for row in lanes], dtype=np.int64)
        self.closed = model.window.closed
        self._skills = [({skill for skill, _name in row.skills}, row.expiries) for row in lanes]
        self._lacking: dict[Needs, tuple[Flags, Ints]] = {}
        self._absences, self._shifts = model.absences, model.shifts
        self.locks = SpanTable((at, s, e, why) for at, row in enumerate(lanes) for s, e, why in row.day_locks)
        excluded = [at * _CUSTOMER_KEY + who for at, row in enumerate(lanes) for who in row.excluded]
        self._excluded: Ints = np.array(sorted(excluded), dtype=np.int64)
        shifts = self._shifts
        self._opens: Ints = shifts.lane * LANE_KEY + shifts.starts
        self._closes: Ints = shifts.lane * LANE_KEY + shifts.ends
        self._worked: Ints = np.concatenate(([0], np.cumsum(shifts.ends - shifts.starts)))

    def lacks(self, needs: Needs) -> tuple[Flags, Ints]:
        """By lane: whether a skill is missing, and when the first of those there expires."""
        found = self._lacking.get(needs)
        if found is None:
            asked = [skill for skill, _name in needs]
            missing = [any(skill not in known for skill in asked) for known, _ends in self._skills]
            expires = [
                min((ends[skill][0] for skill in asked if skill in ends), default=_NEVER)
                for _known, ends in self._skills
            ]
            found = np.array(missing, dtype=np.bool_), np.array(expires, dtype=np.int64)
            self._lacking[needs] = found
        return found

    def is_excluded(self, lane: Ints, customer: Ints) -> Flags:
        """Whether the technicians of lanes are not to be sent to customers, pair by pair."""
        if not len(self._excluded):
            return np.zeros(len(lane), dtype=np.bool_)
        wanted = lane * _CUSTOMER_KEY + customer
        at = np.minimum(self._excluded.searchsorted(wanted), len(self._excluded) - 1)
        return np.asarray(self._excluded[at] == wanted)

    def is_away(self, lane: Ints, starts: Ints, ends: Ints) -> Flags:
        """Whether an absence touches spans of lanes, pair by pair."""
        return self._absences.touches(lane, starts, ends)

    def is_locked(self, lane: Ints, starts: Ints, ends: Ints) -> Flags:
        """Whether a day closed to planning touches spans of lanes, pair by pair."""
        return self.locks.touches(lane, starts, ends)

    def working_day(self, lane: Ints, starts: Ints, ends: Ints) -> tuple[Flags, Ints, Ints]:
        """Whether spans lie in a shift, even in part, and from when to when the touched shifts go."""
        first, last = self._touched(lane, starts, ends)
        touched = first <= last
        at = np.minimum(first, max(len(self._opens) - 1, 0)), np.maximum(last, 0)
        if not len(self._opens):
            return touched, starts, ends
        shifts = self._shifts
        return touched, shifts.starts[at[0]], shifts.ends[at[1]]

    def worked(self, lane: Ints, starts: Ints, ends: Ints) -> Ints:
        """Seconds of shift within spans of lanes, pair by pair."""
        first, last = self._touched(lane, starts, ends)
        touched = first <= last
        if not len(self._opens) or not touched.any():
            return np.zeros(len(lane), dtype=np.int64)
        first, last = np.minimum(first, len(self._opens) - 1), np.maximum(last, 0)
        whole = self._worked[last + 1] - self._worked[first]
        early = np.maximum(starts - self._shifts.starts[first], 0)
        late = np.maximum(self._shifts.ends[last] - ends, 0)
        return np.where(touched, whole - early - late, 0)

    def _touched(self, lane: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """First and last shift that touch spans; the last lies before the first where there is none."""
        base = lane * LANE_KEY
        first = self._closes.searchsorted(base + starts, side="right")
        last = self._opens.searchsorted(base + ends, side="left") - 1
        return first.astype(np.int64), last.astype(np.int64)

    def closed_time(self, lane: Ints, starts: Ints, ends: Ints) -> Ints:
        """Seconds of spans on closed days, but for those of shifts that began the day before."""
        found = np.zeros(len(lane), dtype=np.int64)
        for begins, finishes, _name in self.closed:
            at = np.flatnonzero((starts < finishes) & (ends > begins))
            if len(at):
                low, high = np.maximum(starts[at], begins), np.minimum(ends[at], finishes)
                found[at] += high - low - self.worked(lane[at], low, high)
        return found
