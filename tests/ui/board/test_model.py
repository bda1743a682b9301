"""The rows on screen answer what a plain loop over all rows would answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.board import BoardWindow, OrderDues, VisitColumns
from models.fit import Rule
from tests.ui.board import company
from ui.board.columns import CANCELLED, DONE, NUMBERS, TEXTS
from ui.board.editing.placements import waiting_placement
from ui.board.model import (
    ESTIMATED_RULE,
    IN_TIME,
    MEASURED_RULE,
    NEAR_DUE,
    NO_RULE,
    OVERDUE,
    SHORT,
    BoardModel,
)

START = company.epoch(company.MONDAY, 0)
WINDOW = company.a_window(12, 7, 200)


def only(columns: VisitColumns, at: int, **changed: Any) -> VisitColumns:
    """One row of columns, with other values."""
    values: dict[str, Any] = {
        name: getattr(columns, name)[at : at + 1].copy() for name in (*NUMBERS, "technician_id")
    }
    values |= {name: getattr(columns, name)[at : at + 1] for name in TEXTS}
    for name, value in changed.items():
        values[name] = [value] if name in TEXTS else np.array([value], dtype=values[name].dtype)
    return VisitColumns(**values)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 7 * 1440), st.integers(0, 2000))
def test_visible_visits_are_those_a_loop_finds(first: int, last: int, begin: int, minutes: int) -> None:
    model = BoardModel(WINDOW)
    starts, ends = START + begin * 60, START + (begin + minutes) * 60
    table = model.table
    found = sorted(table.visible((first, last), starts, ends).tolist())
    expected = [
        slot
        for slot in range(len(table))
        if first <= table.lane[slot] < last and table.starts[slot] < ends and table.ends[slot] > starts
    ]
    assert found == expected


def test_a_long_visit_is_found_behind_shorter_ones() -> None:
    model = BoardModel(WINDOW)
    model.apply(only(WINDOW.visits, 0, starts=START, ends=START + 4 * 86_400))
    noon = START + 3 * 86_400 + 60
    assert model.table.slot(1) in model.table.visible((0, 1), noon, noon + 60).tolist()


def test_a_moved_visit_is_where_it_went_and_nowhere_else() -> None:
    model = BoardModel(WINDOW)
    place = model.placement(model.table.slot(5))
    lanes = model.place([place.moved(lane=7, starts=place.starts + 900)])
    assert lanes == {place.lane, 7}
    assert model.placement(model.table.slot(5)).lane == 7
    whole = (START, START + 7 * 86_400)
    assert model.table.slot(5) not in model.table.visible((place.lane, place.lane + 1), *whole).tolist()
    assert model.table.slot(5) in model.table.visible((7, 8), *whole).tolist()


def test_rows_are_inserted_replaced_and_removed() -> None:
    model = BoardModel(WINDOW)
    new = only(WINDOW.visits, 3, id=9001, technician_id=4, customer="Nieuwe klant")
    assert model.apply(new) == {3}
    assert model.table.customer[model.table.slot(9001)] == "Nieuwe klant"
    model.apply(only(WINDOW.visits, 3, id=9001, technician_id=6, version=4))
    assert model.table.lane[model.table.slot(9001)] == 5
    assert len(model.table) == 201
    assert model.apply(only(WINDOW.visits, 0), removed=[9001]) == {0, 5}
    assert model.table.slot(9001) == -1
    assert len(model.table) == 200


def test_a_visit_moved_out_of_the_window_leaves_the_board() -> None:
    model = BoardModel(WINDOW)
    later = START + 90 * 86_400
    model.apply(only(WINDOW.visits, 2, starts=later, ends=later + 3600))
    assert model.table.slot(int(WINDOW.visits.id[2])) == -1


def test_a_visit_of_somebody_without_a_lane_leaves_the_board() -> None:
    model = BoardModel(WINDOW)
    model.apply(only(WINDOW.visits, 2, technician_id=999))
    assert model.table.slot(int(WINDOW.visits.id[2])) == -1


def test_capacity_counts_shift_less_leave_and_visits_that_stand() -> None:
    model = BoardModel(WINDOW)
    days = model.days
    for lane in range(12):
        booked, available = model.load(lane, (0, 1))
        slots = [s for s in range(len(model.table)) if model.table.lane[s] == lane]
        today = [s for s in slots if days.number(model.table.starts[s]) == 0 and model.table.status[s] != 5]
        assert booked == pytest.approx(sum(model.table.ends[s] - model.table.starts[s] for s in today) / 3600)
        away = WINDOW.lanes[lane].absences and WINDOW.lanes[lane].absences[0][0] <= START
        assert available == pytest.approx(0 if away else 9 if lane % 3 else 8.5)


def test_travel_is_measured_estimated_short_or_unknown() -> None:
    model = BoardModel(WINDOW, company.a_travel())
    rules = model.rules_before(model.table.order)
    kinds = set(rules.kind.tolist())
    assert kinds <= {NO_RULE, MEASURED_RULE, ESTIMATED_RULE, MEASURED_RULE + SHORT, ESTIMATED_RULE + SHORT}
    assert {MEASURED_RULE, ESTIMATED_RULE + SHORT} <= kinds
    assert (BoardModel(WINDOW).rules_before(model.table.order).kind == NO_RULE).all()


def test_an_order_dropped_on_a_visit_overlaps_it() -> None:
    model = BoardModel(WINDOW, company.a_travel())
    taken = model.placement(model.table.slot(5))
    order = company.waiting_rows(1)[0]
    verdict = model.judge([waiting_placement(order, lane=taken.lane, starts=taken.starts)])[0]
    assert Rule.OVERLAP in {finding.rule for finding in verdict.hard}


def test_visits_that_move_together_do_not_overlap_their_old_selves() -> None:
    model = BoardModel(WINDOW)
    lane = int(model.table.lane[model.table.slot(5)])
    slots = model.table.visible((lane, lane + 1), START, START + 86_400).tolist()
    places = [model.placement(slot) for slot in slots]
    moved = [place.moved(lane=place.lane, starts=place.starts + 1800) for place in places]
    rules = {finding.rule for verdict in model.judge(moved) for finding in verdict.findings}
    assert Rule.OVERLAP not in rules or len(slots) != len({place.starts for place in places})


def test_a_locked_visit_says_so() -> None:
    locked = replace(WINDOW.visits, lock=np.full(len(WINDOW.visits.id), 3, dtype=np.uint8))
    window = BoardWindow(WINDOW.starts, WINDOW.ends, WINDOW.zone, WINDOW.lanes, locked, WINDOW.needs, ())
    model = BoardModel(window)
    place = model.placement(model.table.slot(5))
    there = model.judge([place.moved(lane=place.lane + 1, starts=place.starts)])[0]
    assert there.findings[0].rule is Rule.LOCK
    assert Rule.LOCK not in {finding.rule for finding in model.judge([place])[0].findings}


def test_visits_are_marked_by_when_the_level_of_their_order_runs_out() -> None:
    model = BoardModel(WINDOW)
    table = model.table
    open_slots = [slot for slot in table.order.tolist() if table.status[slot] not in (DONE, CANCELLED)][:3]
    done = next(slot for slot in table.order.tolist() if table.status[slot] == DONE)
    ids = table.order_id[[*open_slots, done]]
    by_id = np.argsort(ids)
    due = np.array([START + 100, START + 300, START + 900, START + 100])
    dues = OrderDues(ids[by_id], due[by_id], due[by_id] - 200)
    assert model.show_dues(dues, START + 200)
    states = model.due_states[[*open_slots, done]].tolist()
    assert states == [OVERDUE, NEAR_DUE, IN_TIME, IN_TIME]
    assert not model.show_dues(dues, START + 201)
    assert model.due_of(ids[:1])[0].tolist() == [START + 100]
    assert model.due_of(np.array([7]))[0].tolist() == [0]
