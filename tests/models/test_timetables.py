"""Working time between many instants at once says what the calendar says one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.timetables import Timetable
from models.worktime import ALWAYS_OPEN, WorkCalendar

AMSTERDAM = "Europe/Amsterdam"
OFFICE = WorkCalendar(frozenset(range(5)), time(8), time(17), {date(2026, 4, 6): "Easter"}, AMSTERDAM)
NIGHT = WorkCalendar(frozenset(range(7)), time(22), time(6), {}, AMSTERDAM)
ROUND_THE_CLOCK = WorkCalendar(zone=AMSTERDAM)
NEVER = WorkCalendar(frozenset(), time(8), time(17), {}, AMSTERDAM)
FIRST = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2026, 4, 30, tzinfo=UTC).timestamp())
instants = st.integers(FIRST, LAST)


@given(
    calendar=st.sampled_from((ALWAYS_OPEN, OFFICE, NIGHT, ROUND_THE_CLOCK, NEVER)),
    pairs=st.lists(st.tuples(instants, instants), min_size=1, max_size=20),
)
def test_a_timetable_counts_as_its_calendar_does(
    calendar: WorkCalendar, pairs: list[tuple[int, int]]
) -> None:
    starts, ends = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    table = Timetable(calendar, first=FIRST, last=LAST)
    counted = [calendar.seconds_between(start, end) for start, end in pairs]
    assert table.between(starts, ends).tolist() == counted


@given(
    calendar=st.sampled_from((ALWAYS_OPEN, OFFICE, NIGHT)),
    starts=st.lists(st.integers(FIRST, FIRST + 10 * 86_400), min_size=1, max_size=20),
    seconds=st.integers(1, 40 * 3600),
)
def test_time_added_by_a_timetable_has_passed_by_then(
    calendar: WorkCalendar, starts: list[int], seconds: int
) -> None:
    table = Timetable(calendar, first=FIRST, last=LAST)
    begun = np.array(starts, np.int64)
    reached = table.add(begun, np.full_like(begun, seconds)).tolist()
    passed = [calendar.seconds_between(start, end) for start, end in zip(starts, reached, strict=True)]
    assert passed == [seconds] * len(starts)
