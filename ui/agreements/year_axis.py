"""Where the days of a year stand across a strip. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class YearAxis:
    """The year between two places, in logical pixels.

    Attributes:
        left, width: where 1 January begins, and how far it is to the end of 31 December.
    """

    year: int
    left: float
    width: float

    @property
    def days(self) -> int:
        """365 or 366."""
        return (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days

    @property
    def day_width(self) -> float:
        """Room for one day."""
        return self.width / self.days

    def start(self, day: date) -> float:
        """Where a day begins; days of other years stand at the ends."""
        number = (day - date(self.year, 1, 1)).days
        return self.left + min(max(number, 0), self.days) * self.day_width

    def middle(self, day: date) -> float:
        """The middle of a day."""
        return self.start(day) + self.day_width / 2

    def day(self, x: float) -> date:
        """The day at a place, the first or last of the year beyond its ends."""
        number = int((x - self.left) // self.day_width)
        return date(self.year, 1, 1) + timedelta(days=min(max(number, 0), self.days - 1))

    def span(self, first: date, last: date | None) -> tuple[float, float] | None:
        """From the start of one day to the end of another (none is the end of the year), if any is shown."""
        begins = max(first, date(self.year, 1, 1))
        ends = min(last or date.max, date(self.year, 12, 31))
        return (self.start(begins), self.start(ends) + self.day_width) if begins <= ends else None

    def months(self) -> list[tuple[date, float, float]]:
        """The first day of each month with where the month begins and ends."""
        firsts = [date(self.year, month, 1) for month in range(1, 13)]
        ends = [*(self.start(day) for day in firsts[1:]), self.left + self.width]
        return [(day, self.start(day), end) for day, end in zip(firsts, ends, strict=True)]
