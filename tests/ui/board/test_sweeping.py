"""Rules found for many visits at once are those the judge finds: lanes of a drag, visits of a period."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from app.queries.board import LaneRow, OrderDues
from models import fit
from models.fit import Rule, RuleBook, Strictness
from tests.ui.board import company
from ui.board.columns import CANCELLED
from ui.board.conflicts.judging import FITS, HARD, SOFT
from ui.board.conflicts.sweeping import BIT, bits_of
from ui.board.editing.placements import Placement
from ui.board.model import BoardModel, empty_board

START = company.epoch(company.MONDAY, 0)
DAYS = 7


def lane(row: LaneRow, dice: random.Random) -> LaneRow:
    """The lane with something of everything that a rule looks at."""
    known = [skill for skill, _name in row.skills]
    day = START + dice.randrange(DAYS) * 86_400
    last = company.MONDAY + timedelta(days=dice.randrange(DAYS))
    expires = {dice.choice(known): (company.epoch(last + timedelta(days=1), 0), last)}
    night = (START + 3 * 86_400 + 79_200, START + 4 * 86_400 + 21_600)
    return replace(
        row,
        expiries=expires if dice.random() < 0.4 else {},
        day_locks=((day, day + 86_400, "Inventaris"),) if dice.random() < 0.3 else (),
        excluded={dice.randrange(1, 16): "Klacht" for _ in range(dice.randrange(3))},
        daily_minutes=dice.choice((0, 300, 480, 540)),
        shifts=tuple(sorted((*row.shifts, night))) if dice.random() < 0.2 else row.shifts,
    )


def a_model(seed: int) -> BoardModel:
    """A crowded week in which every rule is broken somewhere."""
    dice = random.Random(seed)
    window = company.a_window(9, DAYS, 130, seed=seed)
    lanes = tuple(lane(row, dice) for row in window.lanes)
    visits = window.visits
    visits.starts[::7] += 3600 * dice.randrange(-6, 6)
    visits.ends[::7] = visits.starts[::7] + 5400
    visits.ends[::31] += 86_400
    begun = company.epoch(company.MONDAY + timedelta(days=2), 0)
    periods = {2: fit.Period("A-2", begun, 0, company.MONDAY, None), 5: fit.Period("A-5", 0, begun)}
    orders = visits.order_id.tolist()
    model = BoardModel(
        replace(
            window,
            lanes=lanes,
            parts={order: ("2 × Filter",) for order in orders[::11]},
            periods=periods,
            rules=a_book(dice),
        ),
        company.a_travel(),
    )
    known = np.array(orders[::9], dtype=np.int64)
    due = visits.starts[::9] + 1800
    model.show_dues(OrderDues(known, due, due), START)
    return model


def a_book(dice: random.Random) -> RuleBook:
    """The rules as some company takes them."""
    said = {rule: dice.choice(tuple(Strictness)) for rule in Rule if dice.random() < 0.3}
    return RuleBook(said)


def level_of(verdict: fit.Verdict) -> int:
    return HARD if verdict.hard else SOFT if verdict.soft else FITS


def somewhere(model: BoardModel, dice: random.Random) -> Placement:
    """A visit of the board, or an order without one, at some time of the week."""
    slot = dice.choice(model.table.order.tolist())
    place = model.placement(slot)
    if dice.random() < 0.3:
        place = replace(place, visit_id=0, order_id=place.order_id + 50_000)
    if dice.random() < 0.8:
        starts = START + dice.randrange(DAYS * 96) * 900
        place = replace(place, starts=starts, ends=starts + dice.choice((1800, 3600, 7200, 100_000)))
    return place


@pytest.mark.parametrize("seed", range(30))
def test_each_lane_of_a_drag_is_judged_as_the_judge_would(seed: int) -> None:
    model, dice = a_model(seed), random.Random(seed)
    for _ in range(6):
        place = somewhere(model, dice)
        found = model.judging.judge_lanes(place)
        verdicts = [model.judge([replace(place, lane=at)])[0] for at in range(len(model.lanes))]
        assert found.levels.tolist() == [level_of(verdict) for verdict in verdicts]
        said = [verdict.findings[0].text if verdict.findings else "" for verdict in verdicts]
        assert [found.reason(at) for at in range(len(model.lanes))] == said


@pytest.mark.parametrize("seed", range(30))
def test_each_visit_of_the_period_breaks_what_the_judge_says(seed: int) -> None:
    model = a_model(seed)
    slots = model.table.order
    found = model.judging.sweep(slots)
    off = bits_of(rule for rule in Rule if model.window.rules.of(rule) is Strictness.OFF)
    for slot, bits in zip(slots.tolist(), found.tolist(), strict=True):
        if model.table.status[slot] == CANCELLED:
            assert bits == 0
            continue
        (verdict,) = model.judge([model.placement(slot)])
        assert bits & ~off == bits_of(finding.rule for finding in verdict.findings)


def test_the_weeks_that_are_tried_break_every_rule_of_a_standing_visit() -> None:
    seen = 0
    for seed in range(30):
        model = a_model(seed)
        seen |= int(np.bitwise_or.reduce(model.judging.sweep(model.table.order)))
    standing = set(Rule) - fit.OF_CHANGES
    assert seen == sum(BIT[rule] for rule in standing)


def test_a_lane_without_a_technician_breaks_nothing() -> None:
    window = company.a_window(3, 5, 20)
    rows = tuple(replace(row, technician_id=-row.technician_id) for row in window.lanes)
    visits = replace(window.visits, technician_id=-window.visits.technician_id)
    model = BoardModel(replace(window, lanes=rows, visits=visits), company.a_travel())
    assert not model.judging.sweep(model.table.order).any()


def test_a_board_without_visits_has_nothing_to_judge() -> None:
    model = BoardModel(company.a_window(3, 5, 0), company.a_travel())
    assert len(model.judging.sweep(model.table.order)) == 0


def test_a_board_without_lanes_has_nothing_to_judge() -> None:
    model = empty_board(starts=START, ends=START + 86_400)
    place = replace(a_model(1).placement(0), visit_id=0)
    assert model.judging.judge_lanes(place).levels.tolist() == []
