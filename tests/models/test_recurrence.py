"""Due dates and time windows, by the documented examples and against dateutil."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from models.recurrence import occurrences, window
from models.terms import IntervalUnit, WindowMethod

DAY, WEEK, MONTH, QUARTER, YEAR = IntervalUnit


def days(first: str, *rest: int) -> list[date]:
    """A date and those in the same month with the given days."""
    start = date.fromisoformat(first)
    return [start, *(start.replace(day=day) for day in rest)]


APRIL = (date(2007, 4, 1), date(2007, 4, 30))


def test_example_a1_weekly_and_biweekly_lines_start_on_their_start() -> None:
    weekly = occurrences(APRIL[0], WEEK, 1, *APRIL)
    biweekly = occurrences(APRIL[0], WEEK, 2, *APRIL)
    assert weekly == days("2007-04-01", 8, 15, 22, 29)
    assert biweekly == days("2007-04-01", 15, 29)
    assert len(weekly) + len(biweekly) + len(weekly) == 13
    by_object = {("X-1", day) for day in weekly} | {("X-2", day) for day in biweekly + weekly}
    assert len(by_object) == 10


@pytest.mark.parametrize(("unit", "every", "step"), [(DAY, 10, 10), (WEEK, 3, 21)])
def test_example_a3_an_interval_is_range_times_frequency(unit: IntervalUnit, every: int, step: int) -> None:
    start = date(2026, 1, 5)
    assert occurrences(start, unit, every, start, date(2026, 12, 31))[:4] == [
        start + timedelta(step * number) for number in range(4)
    ]


def test_example_a4_a_clipped_period_keeps_to_the_agreement() -> None:
    starts, ends = date(2012, 1, 1), date(2012, 12, 31)
    from_, to = max(starts, date(2012, 11, 1)), min(ends, date(2013, 2, 1))
    found = occurrences(starts, DAY, 1, from_, to)
    assert (found[0], found[-1], len(found)) == (date(2012, 11, 1), date(2012, 12, 31), 61)


def test_occurrences_count_from_the_start_and_not_from_the_period() -> None:
    assert occurrences(date(2026, 1, 7), WEEK, 2, date(2026, 2, 1), date(2026, 2, 28)) == days(
        "2026-02-04", 18
    )


def test_a_short_month_gives_its_last_day_and_the_next_one_the_anchor_again() -> None:
    found = occurrences(date(2026, 1, 31), MONTH, 1, date(2026, 1, 1), date(2026, 5, 31))
    assert [day.day for day in found] == [31, 28, 31, 30, 31]


def test_a_leap_day_comes_back_every_fourth_year() -> None:
    found = occurrences(date(2024, 2, 29), YEAR, 1, date(2024, 1, 1), date(2028, 12, 31))
    assert [(day.month, day.day) for day in found] == [(2, 29), (2, 28), (2, 28), (2, 28), (2, 29)]


def test_a_quarter_is_three_months() -> None:
    found = occurrences(date(2025, 11, 30), QUARTER, 1, date(2026, 1, 1), date(2026, 12, 31))
    assert found == [date(2026, 2, 28), date(2026, 5, 30), date(2026, 8, 30), date(2026, 11, 30)]


def test_a_line_without_interval_falls_due_once() -> None:
    start = date(2026, 3, 4)
    assert occurrences(start, None, 1, start, start) == [start]
    assert occurrences(start, None, 1, date(2026, 3, 5), date(2027, 1, 1)) == []


@pytest.mark.parametrize("unit", IntervalUnit)
def test_nothing_falls_due_before_the_start_or_in_an_empty_period(unit: IntervalUnit) -> None:
    start = date(2026, 3, 31)
    assert occurrences(start, unit, 1, date(2020, 1, 1), date(2026, 3, 30)) == []
    assert occurrences(start, unit, 1, date(2027, 1, 2), date(2027, 1, 1)) == []
    assert occurrences(start, unit, 1, date(2020, 1, 1), start) == [start]


@pytest.mark.parametrize("unit", IntervalUnit)
def test_the_ends_of_the_calendar_are_reached(unit: IntervalUnit) -> None:
    found = occurrences(date.min, unit, 1, date(9999, 1, 1), date.max)
    assert found[0] >= date(9999, 1, 1)
    assert all(day.day == 1 for day in found) or unit in (DAY, WEEK)


def test_an_interval_of_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one unit"):
        occurrences(date(2026, 1, 1), DAY, 0, date(2026, 1, 1), date(2026, 1, 2))


dates = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def by_dateutil(start: date, unit: IntervalUnit, every: int, to: date) -> list[date]:
    """The same by dateutil: a day from the 29th on is the last of those a month has."""
    last_of = {"bymonthday": range(28, start.day + 1), "bysetpos": -1} if start.day > 28 else {}
    rules = {
        DAY: {"freq": DAILY, "interval": every},
        WEEK: {"freq": WEEKLY, "interval": every},
        MONTH: {"freq": MONTHLY, "interval": every, **last_of},
        QUARTER: {"freq": MONTHLY, "interval": every * 3, **last_of},
        YEAR: {"freq": MONTHLY, "interval": every * 12, **last_of},
    }
    return [found.date() for found in rrule(dtstart=start, until=to, **rules[unit])]


@given(dates, st.sampled_from(IntervalUnit), st.integers(1, 60), dates, st.integers(0, 400))
def test_occurrences_agree_with_dateutil(start, unit, every, from_, length) -> None:  # type: ignore[no-untyped-def]
    to = from_ + timedelta(length)
    expected = [day for day in by_dateutil(start, unit, every, to) if from_ <= day]
    assert occurrences(start, unit, every, from_, to) == expected


@given(dates, st.sampled_from(IntervalUnit), st.integers(1, 12), st.tuples(dates, dates, dates))
def test_a_period_in_two_parts_gives_the_same_dates(start, unit, every, three) -> None:  # type: ignore[no-untyped-def]
    from_, middle, to = sorted(three)
    parts = occurrences(start, unit, every, from_, middle)
    parts += occurrences(start, unit, every, middle + timedelta(1), to)
    assert parts == occurrences(start, unit, every, from_, to)


@pytest.mark.parametrize(
    ("calculated", "last"), [(date(2012, 2, 15), date(2012, 2, 29)), (date(2017, 2, 15), date(2017, 2, 28))]
)
def test_example_a9_a_month_window_is_the_calendar_month(calculated: date, last: date) -> None:
    assert window(calculated, WindowMethod.MONTH) == (calculated.replace(day=1), last)


def test_a_week_window_is_the_iso_week() -> None:
    assert window(date(2027, 1, 1), WindowMethod.WEEK) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_manual_window_counts_days_around() -> None:
    assert window(date(2026, 3, 1), WindowMethod.MANUAL, 2, 3) == (date(2026, 2, 27), date(2026, 3, 4))


@pytest.mark.parametrize("method", list(WindowMethod))
def test_a_window_ends_where_the_calendar_does(method: WindowMethod) -> None:
    assert window(date.max, method, 2, 5)[1] == date.max
    assert window(date.min, method, 2, 5)[0] == date.min


def test_without_a_window_the_date_stays() -> None:
    assert window(date(2026, 3, 1), None, 2, 3) == (date(2026, 3, 1), date(2026, 3, 1))


@given(dates, st.sampled_from(WindowMethod), st.integers(0, 30), st.integers(0, 30))
def test_a_window_holds_its_date_and_week_and_month_do_not_depend_on_the_day(
    calculated, method, before, after
) -> None:  # type: ignore[no-untyped-def]
    first, last = window(calculated, method, before, after)
    assert first <= calculated <= last
    match method:
        case WindowMethod.MANUAL:
            assert (last - first).days == before + after
        case WindowMethod.WEEK:
            assert {first.isocalendar()[:2], last.isocalendar()[:2]} == {calculated.isocalendar()[:2]}
            assert (last - first).days == 6
        case WindowMethod.MONTH:
            assert (first.month, last.month) == (calculated.month,) * 2
            assert (first.day, (last + timedelta(1)).day) == (1, 1)
