"""Capacity adds up: per lane and day, and so for every sum of lanes and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.worktime import local_epoch, shift_spans
from tests.ui.board import company
from ui.board.columns import CANCELLED
from ui.board.layout.arranging import LaneOrder, bands_of
from ui.board.layout.capacity import Capacity, available, days_to_clear
from ui.board.layout.spans import SpanTable
from ui.board.layout.ticks import LocalDays
from ui.board.layout.totals import DayTotals, variants
from ui.board.model import BoardModel

MODEL = BoardModel(company.a_window(18, 14, 500), company.a_travel())
cells = st.lists(st.floats(0, 900), min_size=24, max_size=24).map(lambda one: np.array(one).reshape(4, 6))
capacities = st.builds(Capacity, cells, cells, cells)


@given(capacities)
def test_what_there_is_and_what_is_too_much_equal_what_is_taken_and_free(capacity: Capacity) -> None:
    there = capacity.available + capacity.over
    taken = capacity.booked + capacity.travel + capacity.free
    assert np.allclose(there, taken)
    assert (capacity.free * capacity.over == 0).all()


@given(capacities, st.sets(st.integers(0, 3)), st.integers(0, 6), st.integers(0, 6))
def test_sums_of_parts_are_the_sum_of_the_whole(
    capacity: Capacity, lanes: set[int], first: int, last: int
) -> None:
    others = [lane for lane in range(4) if lane not in lanes]
    days = min(first, last), max(first, last)
    parts = [capacity.hours(sorted(lanes), days), capacity.hours(others, days)]
    whole = capacity.hours(None, days)
    assert np.allclose(np.add(*parts), whole)
    by_day = [capacity.hours(None, (day, day + 1)) for day in range(*days)]
    assert np.allclose(np.sum(by_day, axis=0) if by_day else np.zeros(5), whole)


def test_the_sums_of_groups_lanes_and_days_agree_on_a_board() -> None:
    capacity, days = MODEL.capacity, (0, MODEL.days.count)
    groups = bands_of(MODEL, LaneOrder(), {})
    of_groups = [capacity.hours(list(range(band.first, band.last)), days) for band in groups]
    of_lanes = [capacity.hours([lane], days) for lane in range(len(MODEL.lanes))]
    whole = capacity.hours()
    assert np.allclose(np.sum(of_groups, axis=0), whole)
    assert np.allclose(np.sum(of_lanes, axis=0), whole)
    for lane, hours in enumerate(of_lanes):
        assert MODEL.load(lane, days) == pytest.approx((hours.booked, hours.available), abs=1e-4)


def test_capacity_is_shifts_less_absence_and_booked_leaves_cancelled_visits_out() -> None:
    absent = next(lane for lane, row in enumerate(MODEL.lanes) if row.absences)
    assert MODEL.capacity.available[absent, 0] == 0
    assert MODEL.capacity.available[0, 0] > 0
    table = MODEL.table
    real = table.status != CANCELLED
    minutes = int((table.ends - table.starts)[real].sum()) / 60
    assert MODEL.capacity.booked.sum() == pytest.approx(minutes)


HOUR = 3600
AUTUMN = {
    "Europe/Amsterdam": date(2026, 10, 24),
    "Australia/Lord_Howe": date(2026, 10, 3),
    "America/Santiago": date(2026, 9, 5),
}
"""The days before clocks change."""
spans = st.lists(st.tuples(st.integers(-30 * 60, 110 * 60), st.integers(1, 30 * 60)), max_size=6)


@given(st.sampled_from(tuple(AUTUMN)), spans)
def test_hours_count_on_the_local_day_they_lie_on(zone: str, minutes: list[tuple[int, int]]) -> None:
    """Nights, absences that overlap, what hangs over the ends of the window, days of 23 and 25 hours."""
    day = AUTUMN[zone]
    start = local_epoch(day, time(0), zone)
    days = LocalDays(start, local_epoch(day.replace(day=day.day + 3), time(0), zone), zone)
    shifts = shift_spans(time(22), time(6), frozenset(range(7)), zone, day.replace(day=day.day - 1), day)
    away = [(start + begin * 60, start + (begin + length) * 60) for begin, length in minutes]
    found = available(
        SpanTable((0, *span, "") for span in shifts), SpanTable((0, *span, "") for span in away), days, 1
    )
    there = np.zeros(days.count)
    for minute in range(start, int(days.midnights[-1]), 60):
        works = any(a <= minute < b for a, b in shifts) and not any(a <= minute < b for a, b in away)
        there[days.number(minute)] += works
    assert found[0].tolist() == pytest.approx(there.tolist())


def test_a_visit_over_midnight_counts_on_both_days_and_what_lies_before_the_window_on_none() -> None:
    window = company.a_window(1, 3, 3)
    midnight = window.starts + 86_400
    visits = window.visits
    visits.status[:] = 0
    visits.starts[:] = midnight - HOUR, window.starts - HOUR, window.ends - HOUR
    visits.ends[:] = midnight + 2 * HOUR, window.starts + HOUR, window.ends + 9 * HOUR
    model = BoardModel(replace(window, visits=visits), company.a_travel())
    assert model.booked[0].tolist() == [120, 120, 60]
    assert model.capacity.travel[0, 0] == model.rules_before(model.table.order[1:2]).minutes[0]


def test_a_cancelled_visit_is_no_visit_of_the_day_and_nobody_comes_from_there() -> None:
    window = company.a_window(1, 1, 3)
    window.visits.status[:] = 0, CANCELLED, 0
    window.visits.site_id[:] = 1, 20, 2
    model = BoardModel(window, company.a_travel())
    assert model.visits_on.tolist() == [2]
    last = model.rules_before(model.table.order[2:])
    assert last.minutes[0] == model.leg(1, 2).minutes


def test_the_travel_of_a_night_shift_goes_on_after_midnight() -> None:
    window = company.a_window(1, 2, 2)
    night = (window.starts + 22 * HOUR, window.starts + 30 * HOUR)
    window.visits.status[:] = 0
    window.visits.site_id[:] = 1, 2
    window.visits.starts[:] = night[0], night[0] + 4 * HOUR
    window.visits.ends[:] = window.visits.starts + HOUR
    lane = replace(window.lanes[0], shifts=(night,), home_site_id=9)
    model = BoardModel(replace(window, lanes=(lane,)), company.a_travel())
    assert model.rules_before(model.table.order[1:]).minutes[0] == model.leg(1, 2).minutes


def test_a_skill_counts_everybody_who_holds_it() -> None:
    days = (0, MODEL.days.count)
    found = MODEL.capacity.by_skill(MODEL.lanes, days)
    for skill, hours in found.items():
        held = [at for at, row in enumerate(MODEL.lanes) if skill in {one for one, _name in row.skills}]
        assert hours == MODEL.capacity.hours(held, days)


@given(st.floats(0, 10_000), st.lists(st.floats(0, 500), max_size=20), st.integers(0, 5))
def test_the_days_to_clear_are_as_many_as_hold_the_work(
    minutes: float, free: list[float], today: int
) -> None:
    days = days_to_clear(minutes, np.array(free), today=today)
    known = [one for one in free[today:] if one > 0]
    if days is None:
        assert sum(known) < minutes
        return
    whole, part = int(days), days - int(days)
    done = sum(known[:whole]) + (known[whole] * part if whole < len(known) else 0)
    assert done == pytest.approx(minutes, abs=1e-3)


def test_a_day_says_less_in_less_room() -> None:
    said = [" ".join(part.text for part in parts) for parts in variants(DayTotals(52.5, 63, 8.25, 6, 2))]
    assert said[0] == "Booked 52.5 h Free 8.2 h 6 waiting 2 conflicts"
    assert said[1] == "52.5 / 63 h 6 waiting 2 conflicts"
    assert said[-2:] == ["83 %", "▲ 2"]
    assert variants(DayTotals()) == ()
