"""Shifts, open days and working time, also on the days on which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import Refused
from models.recurrence import window
from models.terms import WindowMethod
from models.worktime import ALWAYS_OPEN, EVERY_DAY, WorkCalendar, local_epoch, shift_spans

AMSTERDAM = "Europe/Amsterdam"
MON_FRI = frozenset(range(5))
HOUR = 3600
MONDAY, SATURDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 22)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 26): "Boxing Day"}
OFFICE = WorkCalendar(MON_FRI, time(8), time(17), CHRISTMAS, AMSTERDAM)


def at(day: date, hour: int, minute: int = 0) -> int:
    return local_epoch(day, time(hour, minute), AMSTERDAM)


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_a_local_time_is_an_instant_by_summer_and_winter() -> None:
    assert at(date(2026, 7, 1), 12) == utc("2026-07-01T10:00")
    assert at(MONDAY, 12) == utc("2026-11-23T11:00")


def test_a_skipped_time_is_taken_by_the_old_offset_and_a_double_one_is_the_first() -> None:
    assert at(SPRING, 2, 30) == at(SPRING, 3, 30) == utc("2026-03-29T01:30")
    assert at(AUTUMN, 2, 30) == utc("2026-10-25T00:30")


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        local_epoch(MONDAY, time(8), "Europe/Atlantis")


def test_shifts_are_worked_on_work_days_only() -> None:
    spans = shift_spans(time(7), time(19), MON_FRI, AMSTERDAM, date(2026, 11, 20), date(2026, 11, 24))
    assert spans == tuple(
        (at(day, 7), at(day, 19)) for day in (date(2026, 11, 20), MONDAY, date(2026, 11, 24))
    )


def test_a_night_shift_ends_on_the_next_day() -> None:
    (span,) = shift_spans(time(22), time(6), MON_FRI, AMSTERDAM, MONDAY, MONDAY)
    assert span == (at(MONDAY, 22), at(MONDAY + timedelta(1), 6))


def test_a_shift_is_as_long_as_the_time_that_passes() -> None:
    def length(first: date, start: int, end: int) -> int:
        ((starts, ends),) = shift_spans(time(start), time(end), EVERY_DAY, AMSTERDAM, first, first)
        return (ends - starts) // HOUR

    assert [length(SPRING, 0, 8), length(SPRING, 8, 16)] == [7, 8]
    assert [length(AUTUMN, 0, 8), length(AUTUMN, 8, 16)] == [9, 8]
    assert length(SPRING - timedelta(1), 22, 6) == 7
    assert length(AUTUMN - timedelta(1), 22, 6) == 9
    assert length(SPRING, 0, 0) == 23


def test_a_shift_that_spring_swallows_is_no_shift() -> None:
    args = (time(2, 0), time(2, 59)), (time(2, 30), time(3, 10))
    assert [len(shift_spans(*times, EVERY_DAY, AMSTERDAM, SPRING, SPRING)) for times in args] == [1, 0]


def test_no_days_have_no_shifts() -> None:
    assert shift_spans(time(7), time(19), frozenset(), AMSTERDAM, MONDAY, MONDAY) == ()
    assert shift_spans(time(7), time(19), EVERY_DAY, AMSTERDAM, MONDAY, SUNDAY) == ()


def test_a_calendar_is_closed_at_weekends_and_on_its_closed_days() -> None:
    assert OFFICE.is_open(MONDAY)
    assert not OFFICE.is_open(SUNDAY)
    assert not OFFICE.is_open(date(2026, 12, 25))
    assert OFFICE.open_days(date(2026, 12, 24), date(2026, 12, 29)) == [
        date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29),
    ]  # fmt: skip


def test_example_a9_a_month_window_offers_its_open_days() -> None:
    days = OFFICE.open_days(*window(date(2012, 2, 15), WindowMethod.MONTH))
    assert (days[0], days[-1], len(days)) == (date(2012, 2, 1), date(2012, 2, 29), 21)


def test_example_d2_without_a_calendar_eight_hours_are_eight_hours() -> None:
    assert ALWAYS_OPEN.add(at(MONDAY, 8), 8 * HOUR) == at(MONDAY, 16)
    stopped = ALWAYS_OPEN.seconds_between(at(MONDAY, 10), at(MONDAY, 13))
    assert ALWAYS_OPEN.add(at(MONDAY, 8), 8 * HOUR + stopped) == at(MONDAY, 19)


def test_example_d3_a_request_on_saturday_starts_on_monday_morning() -> None:
    assert OFFICE.next_opening(at(SATURDAY, 11)) == at(MONDAY, 8)
    assert ALWAYS_OPEN.next_opening(at(SATURDAY, 11)) == at(SATURDAY, 11)


@pytest.mark.parametrize(("asked", "found"), [((7, 59), (8, 0)), ((8, 0), (8, 0)), ((16, 59), (16, 59))])
def test_working_time_begins_at_once_in_open_hours(asked: tuple[int, int], found: tuple[int, int]) -> None:
    assert OFFICE.next_opening(at(MONDAY, *asked)) == at(MONDAY, *found)


def test_closing_time_is_not_working_time() -> None:
    assert OFFICE.next_opening(at(MONDAY, 17)) == at(MONDAY + timedelta(1), 8)


def test_working_time_pauses_at_night_at_weekends_and_on_closed_days() -> None:
    friday = date(2026, 11, 20)
    assert OFFICE.seconds_between(at(friday, 16), at(MONDAY, 9)) == 2 * HOUR
    assert OFFICE.add(at(friday, 16), 2 * HOUR) == at(MONDAY, 9)
    assert OFFICE.add(at(date(2026, 12, 24), 16), 2 * HOUR) == at(date(2026, 12, 28), 9)
    assert OFFICE.add(at(friday, 16), HOUR) == at(friday, 17)
    assert OFFICE.add(at(SATURDAY, 11), 0) == at(SATURDAY, 11)
    assert OFFICE.seconds_between(at(MONDAY, 9), at(friday, 9)) == 0


def test_the_night_of_the_clock_change_is_shorter_or_longer() -> None:
    nights = WorkCalendar(EVERY_DAY, time(22), time(6), zone=AMSTERDAM)
    assert nights.add(at(SPRING, 1), 2 * HOUR) == at(SPRING, 4)
    assert nights.add(at(AUTUMN, 1), 2 * HOUR) == at(AUTUMN, 3) - HOUR
    assert nights.seconds_between(at(SPRING, 0), at(SPRING, 12)) == 5 * HOUR
    assert nights.seconds_between(at(AUTUMN, 0), at(AUTUMN, 12)) == 7 * HOUR


def test_working_time_of_yesterdays_night_counts() -> None:
    nights = WorkCalendar(MON_FRI, time(22), time(6), zone=AMSTERDAM)
    assert nights.next_opening(at(SATURDAY, 3)) == at(SATURDAY, 3)
    assert nights.next_opening(at(SATURDAY, 6)) == at(MONDAY, 22)


def test_a_calendar_that_never_opens_is_refused_and_measures_nothing() -> None:
    never = WorkCalendar(frozenset(), time(8), time(17))
    assert never.seconds_between(at(MONDAY, 8), at(MONDAY, 17)) == 0
    for ask in (lambda: never.next_opening(at(MONDAY, 8)), lambda: never.add(at(MONDAY, 8), 60)):
        with pytest.raises(Refused, match="no open day"):
            ask()


def test_working_time_cannot_be_taken_off() -> None:
    with pytest.raises(ValueError, match="added"):
        OFFICE.add(at(MONDAY, 8), -1)


zones = st.sampled_from([AMSTERDAM, "Europe/Copenhagen", "America/St_Johns", "Australia/Lord_Howe", "UTC"])
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
calendars = st.builds(
    WorkCalendar,
    st.frozensets(st.integers(0, 6), min_size=1),
    clocks,
    clocks,
    st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.just("closed"), max_size=5),
    zones,
)
instants = st.integers(utc("2026-01-01"), utc("2026-12-31"))


@given(calendars, instants, st.integers(0, 20 * 24 * HOUR))
@settings(deadline=None)
def test_what_is_added_is_measured(calendar, instant, seconds) -> None:  # type: ignore[no-untyped-def]
    later = calendar.add(instant, seconds)
    assert calendar.seconds_between(instant, later) == seconds
    assert seconds == 0 or calendar.seconds_between(instant, later - 1) == seconds - 1


@given(calendars, st.tuples(instants, instants, instants))
@settings(deadline=None)
def test_working_time_adds_up(calendar, three) -> None:  # type: ignore[no-untyped-def]
    a, b, c = sorted(three)
    parts = calendar.seconds_between(a, b) + calendar.seconds_between(b, c)
    assert parts == calendar.seconds_between(a, c) <= c - a


@given(calendars, instants)
@settings(deadline=None)
def test_before_the_next_opening_there_is_no_working_time(calendar, instant) -> None:  # type: ignore[no-untyped-def]
    opening = calendar.next_opening(instant)
    assert calendar.seconds_between(instant, opening) == 0
    assert calendar.seconds_between(opening, opening + 1) == 1
    assert calendar.next_opening(opening) == opening


@given(clocks, clocks, st.frozensets(st.integers(0, 6)), zones, st.dates(date(2026, 1, 1), date(2026, 12, 1)))
@settings(deadline=None)
def test_shifts_read_back_as_local_times(start, end, work_days, zone, first) -> None:  # type: ignore[no-untyped-def]
    spans = shift_spans(start, end, work_days, zone, first, first + timedelta(30))
    assert list(spans) == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for starts, ends in spans:
        opened = datetime.fromtimestamp(starts, ZoneInfo(zone))
        assert opened.weekday() in work_days
        assert 0 < ends - starts <= 25 * HOUR
        assert opened.time() == start or opened.utcoffset() != (opened - timedelta(hours=3)).utcoffset()


def test_no_time_passes_backwards_within_an_open_day() -> None:
    assert OFFICE.seconds_between(at(MONDAY, 12), at(MONDAY, 10)) == 0
