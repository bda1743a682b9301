"""The two levels of the time header: days over hours, or weeks over days. No Qt.

Days are local to the company's time zone; a day with a clock change has 23 or 25 hours and its ticks
carry the wall time that people read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from ui.board.geometry import DAY, Ints, TimeAxis

STEPS = (900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
"""Steps of the lower level within a day, in seconds."""
LABEL_PIXELS = 50
"""The lower level uses the finest step that leaves a label this much room."""


class LocalDays:
    """The local days of a window: `midnights[i]` begins day i, `midnights[-1]` ends the last one."""

    __slots__ = ("_midnights", "count", "first", "midnights", "zone")

    def __init__(self, starts: int, ends: int, zone: str) -> None:
        """Cover the window [starts, ends) in epoch seconds."""
        self.zone = ZoneInfo(zone)
        self.first = datetime.fromtimestamp(starts, self.zone).date()
        last = datetime.fromtimestamp(max(ends - 1, starts), self.zone).date()
        self.count = (last - self.first).days + 1
        self._midnights = [self.midnight(n) for n in range(self.count + 1)]
        self.midnights: Ints = np.array(self._midnights, dtype=np.int64)

    def midnight(self, number: int) -> int:
        """Epoch second at which day `number` of the window begins; any number, also outside."""
        day = self.first + timedelta(days=number)
        return int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp())

    def date(self, number: int) -> date:
        """Calendar date of day `number` of the window."""
        return self.first + timedelta(days=number)

    def number(self, instant: float) -> int:
        """Number of the day that holds the instant, kept inside the window."""
        at = bisect_right(self._midnights, instant) - 1
        return min(max(at, 0), self.count - 1)

    def bounds(self, number: int) -> tuple[int, int]:
        """First second of day `number` of the window and of the day after it."""
        return self._midnights[number], self._midnights[number + 1]

    def numbers(self, instants: Ints) -> Ints:
        """Day numbers of many instants, kept inside the window."""
        at = np.searchsorted(self.midnights, instants, side="right") - 1
        return np.clip(at, 0, self.count - 1)

    def wall(self, instant: float) -> datetime:
        """Local wall time of an instant."""
        return datetime.fromtimestamp(instant, self.zone)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which levels a zoom shows: `step` seconds within days, or 0 for weeks over days."""

    step: int
    faint: int

    @property
    def by_week(self) -> bool:
        """Whether the upper level is weeks and the lower one days."""
        return self.step == 0


def scale(axis: TimeAxis) -> Scale:
    """The levels for a zoom: the finest lower step whose labels have room; half of it as faint lines."""
    for step in STEPS:
        if step / axis.seconds_per_pixel >= LABEL_PIXELS:
            return Scale(step, step // 2 if step >= 3_600 else step)
    return Scale(0, DAY)


class Grid:
    """All lines of one zoom over the whole window, computed once per zoom and sliced per frame.

    Faint ones are only those between the others, which would be painted over them.
    """

    __slots__ = ("faint", "faint_x", "major", "major_x", "minor", "minor_x", "scale")

    def __init__(self, axis: TimeAxis, days: LocalDays) -> None:
        """Lay out the lines of `axis` over `days`."""
        self.scale = scale(axis)
        if self.scale.by_week:
            self.minor = days.midnights
            self.major = np.array([days.midnight(n) for n in _week_starts(days)], dtype=np.int64)
            self.faint = self.minor[:0]
        else:
            self.major = days.midnights
            self.minor = _within(days, self.scale.step)
            self.faint = _within(days, self.scale.faint, without=self.scale.step)
        self.major_x, self.minor_x = axis.xs(self.major), axis.xs(self.minor)
        self.faint_x = axis.xs(self.faint)


def _week_starts(days: LocalDays) -> Iterator[int]:
    """Day numbers on which a week begins (Monday), from the one that holds the first day."""
    yield from range(-days.first.weekday(), days.count + 1, 7)


def _within(days: LocalDays, step: int, *, without: int = 0) -> Ints:
    """Instants every `step` seconds from each midnight, none past the next one, no multiple of `without`."""
    offsets = np.arange(0, 25 * 3_600, step, dtype=np.int64)
    if without:
        offsets = offsets[offsets % without > 0]
    lines = days.midnights[:-1, None] + offsets[None, :]
    return np.asarray(lines[lines < days.midnights[1:, None]], dtype=np.int64)
