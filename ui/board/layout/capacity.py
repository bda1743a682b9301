"""Capacity of every lane on every day: what there is to work, what is booked, what is driven. No Qt.

Capacity is hours of shift less absence; on closed days no shift begins. Booked are visits but cancelled
ones, travel the known ways to them. What lies over midnight counts on each of its days, a way on the day of
its visit's start. What is left is free, what is too much is over, so that per lane and day
available + over = booked + travel + free. Sums of lanes and days are sums of these (board.md 4, 23).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.queries.board import LaneRow
from ui.board.columns import VisitTable
from ui.board.geometry import Ints
from ui.board.layout.spans import SpanTable
from ui.board.layout.ticks import LocalDays

Minutes = npt.NDArray[np.float64]


class Hours(NamedTuple):
    """Sums in hours."""

    available: float
    booked: float
    travel: float
    free: float
    over: float


@dataclass(frozen=True, slots=True)
class Capacity:
    """Minutes by (lane, day) of one window."""

    available: Minutes
    booked: Minutes
    travel: Minutes

    @property
    def free(self) -> Minutes:
        """What could still be booked."""
        return np.maximum(self.available - self.booked - self.travel, 0)

    @property
    def over(self) -> Minutes:
        """What is booked and driven beyond the hours there are."""
        return np.maximum(self.booked + self.travel - self.available, 0)

    def hours(self, lanes: Sequence[int] | None = None, days: tuple[int, int] | None = None) -> Hours:
        """Sums of some lanes on the days [first, last); of all of them where nothing is said."""
        columns = (self.available, self.booked, self.travel, self.free, self.over)
        within = slice(*days) if days is not None else slice(None)
        chosen = slice(None) if lanes is None else np.array(lanes, dtype=np.int64)
        return Hours(*(float(column[chosen][:, within].sum()) / 60 for column in columns))

    def by_skill(self, lanes: Sequence[LaneRow], days: tuple[int, int]) -> dict[int, Hours]:
        """Sums of those who hold each skill, by skill id; who holds several counts for each."""
        holders: dict[int, list[int]] = {}
        for lane, row in enumerate(lanes):
            for skill, _name in row.skills:
                holders.setdefault(skill, []).append(lane)
        return {skill: self.hours(held, days) for skill, held in holders.items()}


def available(shifts: SpanTable, absences: SpanTable, days: LocalDays, lanes: int) -> Minutes:
    """Minutes of shift less absence, by lane and local day; absences may overlap."""
    parts = [np.zeros((3, 0), dtype=np.int64)]
    for lane, begin, end in _apart(absences):
        hit = shifts.visible((lane, lane + 1), begin, end)
        parts.append(
            np.stack(
                (shifts.lane[hit], np.maximum(shifts.starts[hit], begin), np.minimum(shifts.ends[hit], end))
            )
        )
    away = np.concatenate(parts, axis=1)
    there = _by_day(shifts.lane, shifts.starts, shifts.ends, days, lanes)
    return np.maximum(there - _by_day(away[0], away[1], away[2], days, lanes), 0)


def _apart(spans: SpanTable) -> list[tuple[int, int, int]]:
    """(lane, starts, ends) with overlapping spans of a lane joined; they are sorted by lane and start."""
    found: list[tuple[int, int, int]] = []
    for lane, begin, end in zip(spans.lane.tolist(), spans.starts.tolist(), spans.ends.tolist(), strict=True):
        if found and found[-1][0] == lane and begin <= found[-1][2]:
            found[-1] = lane, found[-1][1], max(end, found[-1][2])
        else:
            found.append((lane, begin, end))
    return found


def booked(table: VisitTable, days: LocalDays, *, cancelled: int) -> Minutes:
    """Minutes of visits, by lane and local day; cancelled ones do not count."""
    slots = table.order[table.status[table.order] != cancelled]
    return _by_day(table.lane[slots], table.starts[slots], table.ends[slots], days, table.lanes)


def travelled(table: VisitTable, minutes: Minutes, days: LocalDays, *, cancelled: int) -> Minutes:
    """Minutes on the way to visits, given by slot, by lane and local day of the visit's start."""
    slots = table.order[table.status[table.order] != cancelled]
    slots = slots[table.starts[slots] >= days.midnights[0]]
    cell = table.lane[slots] * days.count + days.numbers(table.starts[slots])
    return _sums(cell, minutes[slots], (table.lanes, days.count))


def days_to_clear(minutes: float, free_by_day: Minutes, *, today: int) -> float | None:
    """In how many working days the work that waits could be done, from day number `today` on.

    Days on which nobody has time do not count; of the last one only the part that is needed does. None when
    the days known do not suffice.
    """
    left, passed = minutes, 0.0
    known: list[float] = free_by_day[today:].tolist()
    for free in known:
        if left <= 0:
            return passed
        if free <= 0:
            continue
        if free >= left:
            return passed + left / free
        left -= free
        passed += 1
    return passed if left <= 0 else None


def _by_day(lane: Ints, starts: Ints, ends: Ints, days: LocalDays, lanes: int) -> Minutes:
    """Minutes of spans per lane and local day, as an array of shape (lanes, days); outside them none."""
    midnights, shape = days.midnights, (lanes, days.count)
    first = np.maximum(midnights.searchsorted(starts, side="right") - 1, 0)
    last = np.minimum(midnights.searchsorted(ends, side="left") - 1, days.count - 1)
    total = np.zeros(shape)
    for number in range(int((last - first).max(initial=-1)) + 1):
        at = np.flatnonzero(first + number <= last)
        day = first[at] + number
        inside = np.minimum(ends[at], midnights[day + 1]) - np.maximum(starts[at], midnights[day])
        total += _sums(lane[at] * days.count + day, inside / 60, shape)
    return total


def _sums(cell: Ints, minutes: Minutes, shape: tuple[int, int]) -> Minutes:
    """Sums of minutes by cell, the number of a lane and a day together."""
    found = np.bincount(cell, weights=minutes, minlength=shape[0] * shape[1])
    return found.astype(np.float64).reshape(shape)
