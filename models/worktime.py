"""Working time: shifts of technicians, open days and hours of a calendar (domain.md 7, 8; examples.md D).

Days and times of day are local to a time zone (IANA name); instants are epoch seconds (UTC), spans are
half-open. Lengths are time that really passes: a night in which the clock is put forward has an hour less.
Pure Python, no database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from models.errors import Refused
from resources.texts import _

EVERY_DAY = frozenset(range(7))
"""Weekdays by number, Monday 0."""

SEARCH_DAYS = 3660
"""Days without a single open one after which a calendar is taken to be closed for good."""

ONE_DAY = timedelta(days=1)

Span = tuple[int, int]
"""Start and end in epoch seconds."""


@lru_cache(maxsize=1 << 16)
def local_epoch(day: date, clock: time, zone: str) -> int:
    """Epoch seconds of a local time of day.

    A time that the clock skips in spring is taken by the offset before it (02:30 is the instant of 03:30);
    of a time that comes twice in autumn, the first is meant.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such zone.
    """
    return int(datetime.combine(day, clock, ZoneInfo(zone)).timestamp())


@lru_cache(maxsize=4096)
def shift_spans(
    shift_start: time, shift_end: time, work_days: frozenset[int], zone: str, first: date, last: date
) -> tuple[Span, ...]:
    """Shifts of a technician that start on the days from `first` to `last`, in order.

    A shift whose end is not after its start ends on the next day. Technicians share patterns, so the
    answers are remembered.

    Args:
        shift_start, shift_end: local times of day.
        work_days: weekdays on which a shift starts, Monday 0.
        zone: IANA name of the company's time zone.
        first, last: local dates, both included; ask from the day before to see a night shift's morning.
    """
    days = (day for day in _days(first, last) if day.weekday() in work_days)
    return tuple(span for day in days if (span := _span(day, shift_start, shift_end, zone)))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When service is given; without arguments, always.

    Attributes:
        weekdays: open days of the week, Monday 0.
        opens, closes: local times of day; a `closes` that is not after `opens` is on the next day, so that
            00:00 to 00:00 is a whole day.
        closed: dates that are closed, each with its reason.
        zone: IANA name of the time zone.
    """

    weekdays: frozenset[int] = EVERY_DAY
    opens: time = time(0)
    closes: time = time(0)
    closed: Mapping[date, str] = field(default_factory=dict)
    zone: str = "UTC"

    def is_open(self, day: date) -> bool:
        """Whether service is given on that date."""
        return day.weekday() in self.weekdays and day not in self.closed

    def open_days(self, first: date, last: date) -> list[date]:
        """Open dates from first to last, both included."""
        return [day for day in _days(first, last) if self.is_open(day)]

    def spans(self, first: date, last: date) -> list[Span]:
        """Working time of the open dates from first to last, both included, in order."""
        days = (day for day in _days(first, last) if self.is_open(day))
        return [span for day in days if (span := _span(day, self.opens, self.closes, self.zone))]

    def seconds_between(self, starts: int, ends: int) -> int:
        """Working seconds between two instants; 0 when the second is not after the first."""
        total = 0
        for opened, closed in self._spans_from(starts):
            if opened >= ends:
                break
            total += max(min(closed, ends) - max(opened, starts), 0)
        return total

    def add(self, instant: int, seconds: int) -> int:
        """The first instant by which so many working seconds have passed.

        Raises:
            ValueError: a negative number of seconds.
            Refused: the calendar has no open day in the next ten years.
        """
        if seconds < 0:
            raise ValueError("working time can only be added")
        if seconds == 0:
            return instant
        left = seconds
        for opened, closed in self._spans_from(instant):
            begin = max(opened, instant)
            if left <= closed - begin:
                return begin + left
            left -= closed - begin
        raise self._never_open()

    def next_opening(self, instant: int) -> int:
        """That instant if it is working time, else when working time next begins.

        Raises:
            Refused: the calendar has no open day in the next ten years.
        """
        for opened, _closed in self._spans_from(instant):
            return max(opened, instant)
        raise self._never_open()

    def _spans_from(self, instant: int) -> Iterator[Span]:
        """Open spans that end after an instant, in order, until there is none for `SEARCH_DAYS`."""
        day = datetime.fromtimestamp(instant, ZoneInfo(self.zone)).date() - ONE_DAY
        idle = 0
        while idle < SEARCH_DAYS:
            span = _span(day, self.opens, self.closes, self.zone) if self.is_open(day) else None
            idle = 0 if span else idle + 1
            if span and span[1] > instant:
                yield span
            day += ONE_DAY

    def _never_open(self) -> Refused:
        return Refused(
            _("This calendar has no open day in the next ten years."),
            remedy=_("Choose a day of the week on which it is open."),
        )


ALWAYS_OPEN = WorkCalendar()
"""What holds where no calendar is set: the clock starts now and never pauses (domain.md 7)."""


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _span(day: date, opens: time, closes: time, zone: str) -> Span | None:
    """From one time of day to another, which may be on the next day; None if spring leaves nothing of it."""
    ends_on = day if closes > opens else day + ONE_DAY
    span = local_epoch(day, opens, zone), local_epoch(ends_on, closes, zone)
    return span if span[0] < span[1] else None
