"""When an agreement line falls due, and how far each date may move (domain.md 1.4, 1.5, 5.3).

Dates only; no time of day, no time zone, no database.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from models.terms import IntervalUnit, WindowMethod

MONTHS = {IntervalUnit.MONTH: 1, IntervalUnit.QUARTER: 3, IntervalUnit.YEAR: 12}
"""Units that are counted in months; the others are counted in days."""

DAYS = {IntervalUnit.DAY: 1, IntervalUnit.WEEK: 7}


def occurrences(start: date, unit: IntervalUnit | None, every: int, from_: date, to: date) -> list[date]:
    """Due dates between two dates, both included.

    Occurrences are start + k × every × unit for k = 0, 1, …: the start is the first of them, and each is
    counted from the start, never from the one before (31 January monthly gives 28 February and 31 March).
    A day that a month does not have becomes the last day of that month. Only dates that are asked for are
    computed, however long ago the start was.

    Args:
        start: start date of the agreement line.
        unit: unit of the interval; None for a line without one, which falls due once, on its start.
        every: units between two occurrences.
        from_, to: the period wanted, already clipped to the validity of agreement and line.

    Raises:
        ValueError: `every` is less than one.
    """
    if every < 1:
        raise ValueError("an interval is at least one unit long")
    if unit is None:
        return [start] if from_ <= start <= to else []
    if unit in DAYS:
        return _every_days(start, DAYS[unit] * every, from_, to)
    return _every_months(start, MONTHS[unit] * every, from_, to)


def count_occurrences(start: date, unit: IntervalUnit | None, every: int, from_: date, to: date) -> int:
    """How many due dates there are between two dates, both included; none if the second is the earlier."""
    if from_ > to or to < start:
        return 0
    if unit is None:
        return int(from_ <= start)
    if unit in DAYS:
        return len(_day_numbers(start, DAYS[unit] * every, from_, to))
    return len(_month_numbers(start, MONTHS[unit] * every, from_, to))


def window(
    calculated: date, method: WindowMethod | None, days_before: int = 0, days_after: int = 0
) -> tuple[date, date]:
    """First and last date to which a line may move from its calculated date.

    Args:
        calculated: the due date by the interval.
        method: the ISO week or the calendar month of that date, or so many days around it (MANUAL); None
            for a line without a time window, which stays where it is.
        days_before, days_after: for MANUAL only.
    """
    match method:
        case None:
            return calculated, calculated
        case WindowMethod.MANUAL:
            return shifted(calculated, -days_before), shifted(calculated, days_after)
        case WindowMethod.WEEK:
            monday = calculated - timedelta(calculated.weekday())
            return monday, shifted(monday, 6)
        case WindowMethod.MONTH:
            return calculated.replace(day=1), _in_month(_month_number(calculated), 31)


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier; the first or the last date there is where that lies beyond it."""
    number = day.toordinal() + days
    return date.fromordinal(min(max(number, date.min.toordinal()), date.max.toordinal()))


def _every_days(start: date, step: int, from_: date, to: date) -> list[date]:
    first = start.toordinal()
    return [date.fromordinal(first + number * step) for number in _day_numbers(start, step, from_, to)]


def _day_numbers(start: date, step: int, from_: date, to: date) -> range:
    """Which occurrences lie in the period, counted from 0."""
    first = max(0, _divide_up((from_ - start).days, step))
    return range(first, max(first, (to - start).days // step + 1))


def _every_months(start: date, step: int, from_: date, to: date) -> list[date]:
    anchor = _month_number(start)
    numbers = _month_numbers(start, step, from_, to)
    return [_in_month(anchor + number * step, start.day) for number in numbers]


def _month_numbers(start: date, step: int, from_: date, to: date) -> range:
    """Which occurrences lie in the period, counted from 0; only its two ends need a look at the day."""
    anchor, day = _month_number(start), start.day
    first = max(0, _divide_up(_month_number(from_) - anchor, step))
    last = (_month_number(to) - anchor) // step
    if first <= last and _in_month(anchor + first * step, day) < from_:
        first += 1
    if first <= last and _in_month(anchor + last * step, day) > to:
        last -= 1
    return range(first, max(first, last + 1))


def _month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _in_month(number: int, day: int) -> date:
    """That day of a month, or its last day if it is shorter."""
    year, month = divmod(number, 12)
    return date(year, month + 1, day if day <= 28 else min(day, monthrange(year, month + 1)[1]))


def _divide_up(value: int, step: int) -> int:
    return -(-value // step)
