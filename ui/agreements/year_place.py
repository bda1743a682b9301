"""Where lines and marks of a year strip stand, and how large its marks are. No Qt."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

from app.queries.year_strip import StripLine, StripMark, YearStrip
from ui.agreements.year_axis import YearAxis

HEADER = 28
MARGIN = 14
NAMES = 240
WIDE = 900
"""Logical pixels from which on the names of lines stand beside the year, else above it."""

_SIZES = ((17.0, 15.0), (12.5, 11.0), (9.5, 8.5))
"""Room between marks and the size of mark it takes; where there is less, marks are bars."""

Key = tuple[int, date]
"""Line id and calculated date, which name an occurrence."""


def key_of(mark: StripMark) -> Key:
    """What names an occurrence."""
    return mark.line_id, mark.calculated


@dataclass(frozen=True, slots=True)
class YearPlace:
    """A strip laid out in so many logical pixels of width."""

    strip: YearStrip
    width: int

    @property
    def is_wide(self) -> bool:
        """Whether names stand beside the year."""
        return self.width >= WIDE

    @property
    def axis(self) -> YearAxis:
        """Where its days are."""
        left = NAMES if self.is_wide else MARGIN
        return YearAxis(self.strip.year, left, max(self.width - left - MARGIN, 100))

    @property
    def row_height(self) -> int:
        """Height of a line."""
        return 46 if self.is_wide else 54

    @property
    def height(self) -> int:
        """Of header and all lines, and a little air."""
        return self.bottom + 8

    @property
    def bottom(self) -> int:
        """Where the last line ends."""
        return self.top(len(self.strip.lines))

    def top(self, row: int) -> int:
        """Where a line begins."""
        return HEADER + row * self.row_height

    def track(self, row: int) -> float:
        """The height on which a line's marks stand."""
        return self.top(row) + (self.row_height / 2 if self.is_wide else self.row_height - 18)

    def row_at(self, y: float) -> int | None:
        """The line at a height, or None."""
        row = int((y - HEADER) // self.row_height)
        return row if 0 <= row < len(self.strip.lines) else None

    def row_of(self, mark: StripMark) -> int:
        """The line of a mark; raises StopIteration for a mark of another strip."""
        return next(n for n, line in enumerate(self.strip.lines) if line.id == mark.line_id)

    def size(self, line: StripLine) -> float:
        """How large the marks of a line are."""
        axis = self.axis
        spots = [axis.middle(mark.on) for mark in line.marks]
        room = min((b - a for a, b in itertools.pairwise(spots) if b > a), default=100.0)
        return next((size for needed, size in _SIZES if room >= needed), min(room, 5.0))

    def mark_at(self, x: float, y: float) -> StripMark | None:
        """The nearest mark within reach of a place."""
        row = self.row_at(y)
        if row is None or abs(y - self.track(row)) > 14:
            return None
        line, axis = self.strip.lines[row], self.axis
        reach = max(self.size(line) / 2 + 2, 4.0)
        near = [(abs(axis.middle(mark.on) - x), number) for number, mark in enumerate(line.marks)]
        distance, number = min(near, default=(reach + 1, 0))
        return line.marks[number] if distance <= reach else None

    def mark(self, key: Key | None) -> StripMark | None:
        """The mark of that name, if it stands in the year."""
        return next((mark for line in self.strip.lines for mark in line.marks if key_of(mark) == key), None)

    def beside(self, mark: StripMark, step: int) -> StripMark | None:
        """The occurrence before or after in its line."""
        marks = self.strip.lines[self.row_of(mark)].marks
        at = next(n for n, each in enumerate(marks) if key_of(each) == key_of(mark)) + step
        return marks[at] if 0 <= at < len(marks) else None

    def above(self, mark: StripMark, step: int) -> StripMark | None:
        """The nearest occurrence in the next line up (-1) or down (1) that has any."""
        row = self.row_of(mark) + step
        while 0 <= row < len(self.strip.lines):
            marks = self.strip.lines[row].marks
            if marks:
                return min(marks, key=lambda each: abs(each.on - mark.on))
            row += step
        return None

    def first(self) -> StripMark | None:
        """Where the keyboard begins: the first occurrence to come, else the last there is."""
        marks = sorted((mark for line in self.strip.lines for mark in line.marks), key=lambda each: each.on)
        coming = (mark for mark in marks if mark.on >= self.strip.today)
        return next(coming, marks[-1] if marks else None)
