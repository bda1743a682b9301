"""What an order's clock shows, with and without a working calendar (domain.md 7, examples.md D)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock_face import Clock, compliance, day_seconds, limit_seconds, new_clock, state_of
from models.service_levels import ServiceLevel
from models.terms import ClockState, ClockStatus
from models.worktime import ALWAYS_OPEN, WorkCalendar, local_epoch

AMSTERDAM = "Europe/Amsterdam"
OFFICE = WorkCalendar(frozenset(range(5)), time(8), time(17), {date(2026, 12, 25): "Christmas"}, AMSTERDAM)
NIGHT = WorkCalendar(frozenset(range(7)), time(22), time(6), {}, AMSTERDAM)
HOUR = 3600
MONDAY, SATURDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 21), date(2026, 11, 24)


def at(day: date, hour: int) -> int:
    return local_epoch(day, time(hour), AMSTERDAM)


@pytest.mark.parametrize(("hours", "percent"), [(6, "75.00"), (8, "100.00"), (10, "125.00")])
def test_d1_compliance_is_recorded_time_in_percent_of_the_limit(hours: int, percent: str) -> None:
    clock = new_clock(8 * HOUR, ALWAYS_OPEN, at(MONDAY, 8))
    assert str(clock.compliance_at(at(MONDAY, 8) + hours * HOUR)) == percent


def test_compliance_is_rounded_to_the_nearest_hundredth() -> None:
    assert compliance(1, 3) == Decimal("33.33")
    assert compliance(2, 3) == Decimal("66.67")


def test_d2_the_due_time_moves_by_the_time_held() -> None:
    clock = new_clock(8 * HOUR, ALWAYS_OPEN, at(MONDAY, 8))
    assert clock.due == at(MONDAY, 16)
    held = clock.paused(at(MONDAY, 10), ClockStatus.HELD)
    assert held.due_at(at(MONDAY, 12)) == at(MONDAY, 18)
    resumed = held.resumed(at(MONDAY, 13))
    assert resumed.due == at(MONDAY, 19)
    assert resumed.recorded_at(at(MONDAY, 14)) == 3 * HOUR


def test_d3_a_request_on_saturday_starts_on_monday_morning_and_without_a_calendar_at_once() -> None:
    assert new_clock(HOUR, OFFICE, at(SATURDAY, 11)).started == at(MONDAY, 8)
    assert new_clock(HOUR, ALWAYS_OPEN, at(SATURDAY, 11)).started == at(SATURDAY, 11)


def test_nothing_is_recorded_before_a_clock_begins() -> None:
    clock = new_clock(8 * HOUR, OFFICE, at(SATURDAY, 11))
    assert clock.recorded_at(at(SATURDAY, 20)) == 0
    assert clock.remaining_at(at(SATURDAY, 20)) == 8 * HOUR


def test_time_outside_the_calendar_does_not_count() -> None:
    clock = new_clock(10 * HOUR, OFFICE, at(MONDAY, 12))
    assert clock.due == at(TUESDAY, 13)
    assert clock.recorded_at(at(TUESDAY, 8)) == 5 * HOUR
    held = clock.paused(at(MONDAY, 16), ClockStatus.HELD)
    assert held.resumed(at(TUESDAY, 9)).due == at(TUESDAY, 15)


def test_a_day_of_a_level_is_one_working_day_of_its_calendar() -> None:
    level = ServiceLevel(code="G", name="Gold", days=2, hours=1, minutes=30)
    assert limit_seconds(level, OFFICE) == (2 * 9 + 1) * HOUR + 1800
    assert limit_seconds(level, ALWAYS_OPEN) == (2 * 24 + 1) * HOUR + 1800
    assert day_seconds(NIGHT) == 8 * HOUR


def test_an_order_is_in_danger_from_its_warning_percent_and_exceeded_above_the_limit() -> None:
    states = [state_of(seconds, 100, warning_percent=80) for seconds in (79, 80, 100, 101)]
    assert states == [ClockState.OK, ClockState.WARNING, ClockState.WARNING, ClockState.EXCEEDED]


def test_what_ended_within_its_limit_is_in_order() -> None:
    clock = new_clock(8 * HOUR, ALWAYS_OPEN, at(MONDAY, 8)).paused(at(MONDAY, 16), ClockStatus.STOPPED)
    assert clock.state_at(at(TUESDAY, 8), warning_percent=80) is ClockState.OK
    assert clock.remaining_at(at(TUESDAY, 8)) == 0


# -- rules that hold for any clock -----------------------------------------------------------------------

_START = int(datetime(2026, 3, 20, tzinfo=UTC).timestamp())
"""Nine days before the clocks go forward."""
calendars = st.sampled_from((ALWAYS_OPEN, OFFICE, NIGHT))
limits = st.integers(60, 40 * HOUR)
steps = st.lists(st.integers(0, 60 * HOUR), min_size=1, max_size=8)


def run(clock: Clock, lengths: list[int], begin: int) -> list[tuple[Clock, int]]:
    """The clock after each change, held and resumed in turn, with the instant of that change."""
    seen, now = [(clock, begin)], begin
    for number, length in enumerate(lengths):
        now += length
        clock = clock.resumed(now) if number % 2 else clock.paused(now, ClockStatus.HELD)
        seen.append((clock, now))
    return seen


@given(calendar=calendars, limit=limits, lengths=steps)
def test_held_time_moves_the_due_by_exactly_the_working_time_held(
    calendar: WorkCalendar, limit: int, lengths: list[int]
) -> None:
    clock = new_clock(limit, calendar, _START)
    seen = run(clock, lengths, clock.started)
    for (held, since), (resumed, until) in zip(seen[1::2], seen[2::2], strict=False):
        assert calendar.seconds_between(held.due, resumed.due) == calendar.seconds_between(since, until)


@given(calendar=calendars, limit=limits, lengths=steps)
def test_recorded_time_never_shrinks_and_is_the_sum_of_what_ran(
    calendar: WorkCalendar, limit: int, lengths: list[int]
) -> None:
    clock = new_clock(limit, calendar, _START)
    total, seen = 0, run(clock, lengths, clock.started)
    for (before, since), (after, until) in pairwise(seen):
        total += calendar.seconds_between(since, until) if before.status is ClockStatus.RUNNING else 0
        assert after.recorded == total >= before.recorded


@given(calendar=calendars, limit=limits, lengths=steps, later=st.integers(0, 90 * HOUR))
def test_a_running_clock_is_exceeded_exactly_when_working_time_has_passed_since_its_due(
    calendar: WorkCalendar, limit: int, lengths: list[int], later: int
) -> None:
    clock = new_clock(limit, calendar, _START)
    last, now = run(clock, lengths, clock.started)[-1]
    running = last if last.status is ClockStatus.RUNNING else last.resumed(now)
    now += later
    passed = calendar.seconds_between(running.due, now)
    assert running.remaining_at(now) == -passed or (
        passed == 0 and running.remaining_at(now) == calendar.seconds_between(now, running.due)
    )
