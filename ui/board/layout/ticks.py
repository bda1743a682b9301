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


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The clock is set at `instant` (epoch seconds) by `seconds`, on when above 0: that time is missing.

    Below 0 the same time is shown once more from `instant` on.
    """

    instant: int
    seconds: int


class LocalDays:
    """The local days of a window: `midnights[i]` begins day i, `midnights[-1]` ends the last one."""

    __slots__ = ("_changes", "_lines", "_midnights", "count", "first", "midnights", "zone")

    def __init__(self, starts: int, ends: int, zone: str) -> None:
        """Cover the window [starts, ends) in epoch seconds."""
        self.zone = ZoneInfo(zone)
        self.first = datetime.fromtimestamp(starts, self.zone).date()
        last = datetime.fromtimestamp(max(ends - 1, starts), self.zone).date()
        self.count = (last - self.first).days + 1
        self._midnights = [self.midnight(n) for n in range(self.count + 1)]
        self.midnights: Ints = np.array(self._midnights, dtype=np.int64)
        self._changes: tuple[ClockChange, ...] | None = None
        self._lines: dict[tuple[int, int], Ints] = {}

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

    # ------------------------------------------------------------------ wall times

    def offset(self, instant: float) -> int:
        """Seconds that the clock on the wall is ahead of UTC at an instant."""
        ahead = datetime.fromtimestamp(instant, self.zone).utcoffset()
        return round(ahead.total_seconds()) if ahead is not None else 0

    def snapped(self, instant: float, step: int) -> int:
        """The instant nearest to this one whose wall time is a multiple of `step` seconds of its day.

        Multiples that a clock change leaves out are nobody's; of those it repeats both are.
        """
        found = []
        for ahead in {self.offset(instant + by) for by in (-step, 0, step)}:
            below = (instant + ahead) // step * step - ahead
            found += [int(below + by) for by in (0, step)]
        known = [one for one in found if not (one + self.offset(one)) % step]
        return min(known or found, key=lambda one: abs(one - instant))

    def shifted(self, instant: float, by: int) -> int:
        """The instant whose wall time is `by` seconds on: whole days keep the time on the clock.

        A wall time that a clock change leaves out is taken as the time that follows it; of one it repeats
        the first is meant.
        """
        if self.offset(instant + by) == self.offset(instant):
            return int(instant + by)
        wall = (self.wall(instant) + timedelta(seconds=by)).replace(fold=0)
        return int(wall.timestamp())

    def carried(self, instant: int, *, taken: int, put: int) -> int:
        """Where an instant goes when another goes from `taken` to `put`: along with it.

        On another day it keeps its own time on the clock; within a day the time between the two.
        """
        if self.number(taken) == self.number(put):
            return instant + put - taken
        return self.shifted(instant, self.walls_apart(taken, put))

    def walls_apart(self, instant: float, other: float) -> int:
        """How many seconds the clock on the wall shows between two instants."""
        return round(other + self.offset(other) - instant - self.offset(instant))

    @property
    def changes(self) -> tuple[ClockChange, ...]:
        """The clock changes of the window."""
        if self._changes is None:
            ahead = [self.offset(midnight) for midnight in self._midnights]
            pairs = zip(self._midnights, self._midnights[1:], ahead, ahead[1:], strict=False)
            self._changes = tuple(
                ClockChange(self._change_in(begin, end), after - before)
                for begin, end, before, after in pairs
                if before != after
            )
        return self._changes

    def lines(self, step: int, *, without: int = 0) -> Ints:
        """Instants whose wall time is a multiple of `step` and none of `without`, in order; kept."""
        found = self._lines.get((step, without))
        if found is None:
            found = self._lines[step, without] = _within(self, step, without=without)
        return found

    def _change_in(self, low: int, high: int) -> int:
        """The first instant at which the clock stands otherwise than at `low`, to the minute."""
        before = self.offset(low)
        while high - low > 60:
            middle = (low + high) // 120 * 60
            if self.offset(middle) == before:
                low = middle
            else:
                high = middle
        return high


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

    Faint ones are only those between the others, which would be painted over them. Within folds stand only
    lines whose labels have room there.
    """

    __slots__ = ("faint", "faint_x", "major", "major_x", "minor", "minor_x", "scale")

    def __init__(self, axis: TimeAxis, days: LocalDays, *, week_start: int = 0) -> None:
        """Lay out the lines of `axis` over `days`; weeks begin on `week_start`, 0 is Monday."""
        self.scale = scale(axis)
        if self.scale.by_week:
            self.minor = days.midnights
            weeks = [days.midnight(n) for n in _week_starts(days, week_start)]
            self.major: Ints = np.array(weeks, dtype=np.int64)
            self.faint = self.minor[:0]
        else:
            self.major = days.midnights
            self.minor = _unfolded(days.lines(self.scale.step), axis)
            self.faint = _unfolded(days.lines(self.scale.faint, without=self.scale.step), axis)
        self.major_x, self.minor_x = axis.xs(self.major), axis.xs(self.minor)
        self.faint_x = axis.xs(self.faint)


def _week_starts(days: LocalDays, first: int) -> Iterator[int]:
    """Day numbers on which a week begins, from the one that holds the first day."""
    yield from range(-((days.first.weekday() - first) % 7), days.count + 1, 7)


def _unfolded(lines: Ints, axis: TimeAxis) -> Ints:
    """The lines outside of folds, and where they end."""
    if not axis.folds or not len(lines):
        return lines
    spans = np.array(axis.folds.spans, dtype=np.int64)
    at = np.maximum(spans[:, 0].searchsorted(lines, side="right") - 1, 0)
    kept = (lines < spans[at, 0]) | (lines >= spans[at, 1])
    return np.asarray(lines[kept], dtype=np.int64)


def _within(days: LocalDays, step: int, *, without: int = 0) -> Ints:
    """Instants whose wall time is a multiple of `step` and none of `without`, in order.

    A wall time that a clock change leaves out has no line, one that it repeats has two.
    """
    offsets = np.arange(0, DAY, step, dtype=np.int64)
    if without:
        offsets = offsets[offsets % without > 0]
    lengths = np.diff(days.midnights)
    lines = days.midnights[:-1, None] + offsets[None, :]
    changed = {days.number(change.instant) for change in days.changes}
    plain = np.ones(days.count, dtype=bool)
    plain[[*changed, *np.flatnonzero(lengths != DAY).tolist()]] = False
    found = [lines[plain].ravel()]
    found += [_of_changed_day(days, number, offsets) for number in np.flatnonzero(~plain).tolist()]
    return np.asarray(np.sort(np.concatenate(found)), dtype=np.int64)


def _of_changed_day(days: LocalDays, number: int, offsets: Ints) -> Ints:
    """The instants of a day with a clock change at which the wall shows one of `offsets`."""
    midnight, after = days.bounds(number)
    base = midnight + days.offset(midnight) - _since_midnight(days, midnight)
    found = {
        instant
        for ahead in {days.offset(midnight), days.offset(after - 1)}
        for instant in (base + offsets - ahead).tolist()
        if midnight <= instant < after and days.offset(instant) == ahead
    }
    return np.array(sorted(found), dtype=np.int64)


def _since_midnight(days: LocalDays, instant: int) -> int:
    """Seconds the wall shows at an instant, above 0 where a day begins late."""
    wall = days.wall(instant)
    return wall.hour * 3_600 + wall.minute * 60 + wall.second
