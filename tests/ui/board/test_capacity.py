"""Capacity adds up: per lane and day, and so for every sum of lanes and days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.board import company
from ui.board.columns import CANCELLED
from ui.board.layout.arranging import LaneOrder, bands_of
from ui.board.layout.capacity import Capacity, days_to_clear
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
