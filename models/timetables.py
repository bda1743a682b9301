"""Timetable: the working time of a calendar between many pairs of instants at once (domain.md 7).

A calendar answers one question by walking its days, which ten thousand clocks cannot wait for. The working
seconds passed since the first day grow along straight lines, so vectors of instants are interpolated between
the openings and closings.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from models.vectors import Integers
from models.worktime import ALWAYS_OPEN, WorkCalendar

_MARGIN = timedelta(days=2)


class Timetable:
    """Working seconds of a calendar, for instants from `first` to `last` (epoch seconds, UTC)."""

    def __init__(self, calendar: WorkCalendar, *, first: int, last: int) -> None:
        self._lines = None if calendar is ALWAYS_OPEN else _lines(calendar, first, last)

    def between(self, starts: Integers, ends: Integers) -> Integers:
        """Working seconds between instants, pair by pair; 0 where the second is not after the first."""
        if self._lines is None:
            passed: Integers = ends - starts
        else:
            edges, worked = self._lines
            exact = np.interp(ends, edges, worked) - np.interp(starts, edges, worked)
            passed = np.rint(exact).astype(np.int64)
        return passed.clip(min=0)

    def add(self, starts: Integers, seconds: Integers) -> Integers:
        """The instants by which so many working seconds have passed, at most the last opening known."""
        wanted = seconds.clip(min=0)
        if self._lines is None:
            found: Integers = starts + wanted
            return found
        edges, worked = self._lines
        exact = np.interp(np.interp(starts, edges, worked) + wanted, worked, edges)
        reached: Integers = np.rint(exact).astype(np.int64)
        return reached


def _lines(
    calendar: WorkCalendar, first: int, last: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Every opening and closing around the instants, and the working seconds passed by each."""
    zone = ZoneInfo(calendar.zone)
    begin = (datetime.fromtimestamp(first, zone) - _MARGIN).date()
    end = (datetime.fromtimestamp(last, zone) + _MARGIN).date()
    spans = calendar.spans(begin, end) or [(first, first)]
    edges = np.array(spans, np.float64)
    passed = np.zeros_like(edges)
    passed[:, 1] = np.cumsum(edges[:, 1] - edges[:, 0])
    passed[1:, 0] = passed[:-1, 1]
    return edges.ravel(), passed.ravel()
