"""Due dates as columns agree with those of one line at a time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.recurrence import DAYS, MONTHS, count_occurrences, occurrences
from models.series import SeriesColumns
from models.terms import IntervalUnit

dates = st.dates(date(1999, 1, 1), date(2040, 12, 31))
lines = st.lists(st.tuples(dates, st.none() | st.sampled_from(IntervalUnit), st.integers(1, 20)), max_size=6)


@given(lines, dates, st.integers(0, 500))
def test_columns_give_the_same_dates(lines, first, length) -> None:  # type: ignore[no-untyped-def]
    last = first + timedelta(length)
    series = SeriesColumns(
        np.array([start for start, _unit, _every in lines], "datetime64[D]"),
        np.array([_step(unit, every) for _start, unit, every in lines], np.int64),
        np.array([unit in MONTHS for _start, unit, _every in lines], bool),
    )
    place, day = series.between(np.datetime64(first), np.datetime64(last))
    found = sorted(zip(place.tolist(), day.astype(object).tolist(), strict=True))
    expected = [
        (number, each)
        for number, (start, unit, every) in enumerate(lines)
        for each in occurrences(start, unit, every, first, last)
    ]
    assert found == expected


@given(dates, st.none() | st.sampled_from(IntervalUnit), st.integers(1, 20), dates, st.integers(-5, 900))
def test_counting_agrees_with_listing(start, unit, every, first, length) -> None:  # type: ignore[no-untyped-def]
    last = first + timedelta(length)
    assert count_occurrences(start, unit, every, first, last) == len(
        occurrences(start, unit, every, first, last)
    )


def _step(unit: IntervalUnit | None, every: int) -> int:
    return (MONTHS.get(unit) or DAYS[unit]) * every if unit else 0
