"""Due dates of many lines at once, as columns: the arithmetic of `models.recurrence`, for a whole company.

Pure numpy. Days are `datetime64[D]`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SeriesColumns:
    """Lines by their series; each column has one value a line.

    Attributes:
        start: the first due date, which the others count from.
        step: days or months from one to the next; 0 for a line that falls due once.
        in_months: whether the step counts months.
    """

    start: Days
    step: Numbers
    in_months: Flags

    def between(self, first: np.datetime64, last: np.datetime64) -> tuple[Numbers, Days]:
        """Due dates from first to last, both included: the place of each one's line, and the date."""
        places, days = [], []
        kinds = (self.step == 0, (self.step > 0) & ~self.in_months, (self.step > 0) & self.in_months)
        for chosen, find in zip(kinds, (_once, _by_days, _by_months), strict=True):
            lines = np.flatnonzero(chosen)
            if len(lines):
                place, day = find(self.start[lines], self.step[lines], first, last)
                places.append(lines[place])
                days.append(day)
        if not places:
            return np.empty(0, np.int64), np.empty(0, "datetime64[D]")
        place, day = np.concatenate(places), np.concatenate(days)
        inside = (day >= first) & (day <= last)
        return place[inside], day[inside]


def _once(start: Days, _step: Numbers, _first: np.datetime64, _last: np.datetime64) -> tuple[Numbers, Days]:
    return np.arange(len(start)), start


def _by_days(start: Days, step: Numbers, first: np.datetime64, last: np.datetime64) -> tuple[Numbers, Days]:
    begins = start.astype(np.int64)
    place, number = _numbers(begins, step, int(first.astype(np.int64)), int(last.astype(np.int64)))
    return place, (begins[place] + number * step[place]).astype("datetime64[D]")


def _by_months(start: Days, step: Numbers, first: np.datetime64, last: np.datetime64) -> tuple[Numbers, Days]:
    """Counted in months from the start; a day that a month lacks is its last (`models.recurrence`)."""
    month = start.astype("datetime64[M]")
    months = month.astype(np.int64)
    from_, to = (int(day.astype("datetime64[M]").astype(np.int64)) for day in (first, last))
    place, number = _numbers(months, step, from_, to)
    wanted = (months[place] + number * step[place]).astype("datetime64[M]")
    begins = wanted.astype("datetime64[D]")
    longest = (wanted + 1).astype("datetime64[D]") - begins - 1
    return place, begins + np.minimum((start - month.astype("datetime64[D]"))[place], longest)


def _numbers(begins: Numbers, step: Numbers, first: int, last: int) -> tuple[Numbers, Numbers]:
    """Which occurrences of each line may lie in the period: the line's place, and their number from 0."""
    lowest = np.maximum(0, -((begins - first) // step))
    count = np.maximum(0, (last - begins) // step - lowest + 1)
    place = np.repeat(np.arange(len(begins)), count)
    behind = np.repeat(np.cumsum(count) - count, count)
    return place, lowest[place] + np.arange(len(place)) - behind
