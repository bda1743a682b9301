"""Booked and available minutes of every lane on every day of the window. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ui.board.columns import VisitTable
from ui.board.geometry import Ints
from ui.board.spans import SpanTable
from ui.board.ticks import LocalDays

Minutes = npt.NDArray[np.float64]


def available(shifts: SpanTable, absences: SpanTable, days: LocalDays, lanes: int) -> Minutes:
    """Minutes of shift less absence, by lane and local day of the shift's start."""
    length = (shifts.ends - shifts.starts).astype(np.float64)
    for at in range(len(absences)):
        lane = int(absences.lane[at])
        begin, end = int(absences.starts[at]), int(absences.ends[at])
        hit = shifts.visible((lane, lane + 1), begin, end)
        length[hit] -= np.minimum(shifts.ends[hit], end) - np.maximum(shifts.starts[hit], begin)
    return _by_day(shifts.lane, shifts.starts, np.maximum(length, 0) / 60, days, lanes)


def booked(table: VisitTable, days: LocalDays, *, cancelled: int) -> Minutes:
    """Minutes of visits, by lane and local day of the visit's start; cancelled ones do not count."""
    slots = table.order[table.status[table.order] != cancelled]
    length = (table.ends[slots] - table.starts[slots]) / 60
    return _by_day(table.lane[slots], table.starts[slots], length, days, table.lanes)


def _by_day(lane: Ints, starts: Ints, minutes: Minutes, days: LocalDays, lanes: int) -> Minutes:
    """Sum of minutes per lane and day, as an array of shape (lanes, days)."""
    cell = lane * days.count + days.numbers(starts)
    sums = np.bincount(cell, weights=minutes, minlength=lanes * days.count).astype(np.float64)
    return sums.reshape(lanes, days.count)
