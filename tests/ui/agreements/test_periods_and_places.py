"""Arithmetic behind the generate dialog and the year: periods, days across a strip, sizes of marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.queries.year_strip import MarkState, StripLine, StripMark, YearStrip
from models.terms import IntervalUnit
from ui.agreements.periods import PRESETS, preset_of
from ui.agreements.strip_marks import interval_words
from ui.agreements.year_axis import YearAxis
from ui.agreements.year_moving import Moving
from ui.agreements.year_place import WIDE, YearPlace


@pytest.mark.parametrize(
    ("preset", "today", "first", "last"),
    [
        ("until_next_month", date(2026, 11, 23), date(2026, 11, 23), date(2026, 12, 31)),
        ("until_next_month", date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 31)),
        ("this_month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("next_month", date(2026, 12, 1), date(2027, 1, 1), date(2027, 1, 31)),
        ("next_quarter", date(2026, 11, 23), date(2027, 1, 1), date(2027, 3, 31)),
        ("next_quarter", date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30)),
        ("this_year", date(2026, 11, 23), date(2026, 11, 23), date(2026, 12, 31)),
        ("next_year", date(2026, 11, 23), date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_preset_is_a_period(preset: str, today: date, first: date, last: date) -> None:
    assert PRESETS[preset][1](today) == (first, last)


def test_a_period_is_recognised_as_its_preset() -> None:
    today = date(2026, 11, 23)
    assert preset_of((date(2026, 12, 1), date(2026, 12, 31)), today) == "next_month"
    assert preset_of((date(2026, 12, 2), date(2026, 12, 31)), today) == ""


@pytest.mark.parametrize("year", [2026, 2028])
def test_every_day_of_a_year_is_found_again_where_it_stands(year: int) -> None:
    axis = YearAxis(year, 14, 530)
    days = [date(year, 1, 1) + timedelta(n) for n in range(axis.days)]
    assert [axis.day(axis.middle(day)) for day in days] == days
    assert axis.day(-1000) == days[0]
    assert axis.day(1000) == days[-1]


def test_a_span_is_clipped_to_the_year() -> None:
    axis = YearAxis(2026, 0, 365)
    assert axis.span(date(2025, 5, 1), date(2026, 1, 10)) == (0, 10)
    assert axis.span(date(2026, 12, 31), None) == (364, 365)
    assert axis.span(date(2027, 1, 1), None) is None


def weekly(step: int) -> YearStrip:
    """A strip with a mark every so many days."""
    days = [date(2026, 1, 5) + timedelta(step * n) for n in range(300 // step)]
    marks = tuple(StripMark(1, day, day, MarkState.PLANNED, day, day) for day in days)
    line = StripLine(1, 10, "Onderhoud", IntervalUnit.DAY, step, date(2026, 1, 1), None, "", marks)
    return YearStrip(1, "A-1", 2026, date(2026, 1, 1), None, date(2026, 11, 23), (line,), {})


def test_marks_are_as_large_as_they_have_room() -> None:
    wide, narrow = YearPlace(weekly(7), WIDE + 400), YearPlace(weekly(7), 600)
    assert wide.size(wide.strip.lines[0]) == 15
    assert narrow.size(narrow.strip.lines[0]) == 8.5
    often = YearPlace(weekly(1), 600)
    assert often.size(often.strip.lines[0]) < 2


def test_the_keyboard_begins_with_what_is_to_come() -> None:
    place = YearPlace(replace(weekly(7), today=date(2026, 3, 1)), 600)
    first = place.first()
    assert first is not None
    assert first.on == date(2026, 3, 2)


def test_an_open_ended_line_says_from_when_it_is_valid() -> None:
    strip = weekly(7)
    line = strip.lines[0]
    moving = Moving(strip, line, line.marks[0], date(2025, 12, 31))
    assert moving.why_not == "Line 10 is valid from 1 Jan 2026."
    assert not moving.changes_anything


@pytest.mark.parametrize(
    ("unit", "every", "words"),
    [
        (None, 1, "once"),
        (IntervalUnit.WEEK, 1, "every week"),
        (IntervalUnit.MONTH, 6, "every 6 months"),
    ],
)
def test_an_interval_is_said_as_people_say_it(unit: IntervalUnit | None, every: int, words: str) -> None:
    assert interval_words(unit, every) == words
