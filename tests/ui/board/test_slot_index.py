"""Places are looked for as the company takes its rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models import slots
from models.fit import Rule, RuleBook, Strictness
from models.gaps import Gaps
from tests.ui.board import company
from ui.board.editing.placements import waiting_placement
from ui.board.model import BoardModel
from ui.board.slots.slot_index import Bounds, judge_of, snapshot, wish_of

HOUR = 3600
NINE = company.epoch(company.MONDAY, 9 * 60)


def places(rules: RuleBook, **lane: Any) -> list[slots.Slot]:  # any field of a lane
    """Where an order with a promise, a deadline and a need could stand with one technician."""
    window = company.a_window(1, 3, 0)
    row = replace(window.lanes[0], skills=(), absences=(), **lane)
    model = BoardModel(replace(window, lanes=(row,), rules=rules), company.a_travel())
    order = replace(
        company.waiting_rows(1)[0],
        customer_id=7,
        promise_from=NINE,
        promise_to=NINE,
        due=NINE - HOUR,
        needs=((1, "Gas 2"),) if rules.of(Rule.SKILL) is Strictness.OFF else (),
    )
    place = waiting_placement(order, lane=0, starts=window.starts)
    wish = wish_of(model, place, Bounds(window.starts), order)
    return list(slots.find(gaps_of(model), wish, judge=judge_of(model, place)).slots)


def gaps_of(model: BoardModel) -> Gaps:
    taken = snapshot(model)
    return Gaps(taken.lanes, taken.stops, taken.travel, taken.midnights)


def off(*rules: Rule) -> RuleBook:
    return RuleBook(dict.fromkeys(rules, Strictness.OFF))


def test_what_the_company_passes_over_keeps_nobody_from_a_place() -> None:
    excluded = {7: "Klacht"}
    closed = ((company.epoch(company.MONDAY, 0), company.epoch(company.MONDAY, 3 * 1440), "Inventaris"),)
    assert places(RuleBook(), excluded=excluded) == []
    assert places(RuleBook(), day_locks=closed) == []
    assert places(off(Rule.EXCLUSION), excluded=excluded)
    assert places(off(Rule.DAY_LOCK), day_locks=closed)
    assert places(off(Rule.SKILL))


def test_what_the_company_passes_over_costs_nothing() -> None:
    late = places(RuleBook())[0]
    assert (late.starts, late.is_promised, late.overdue > 0) == (NINE, True, True)
    first = places(off(Rule.WINDOW, Rule.DEADLINE))[0]
    assert first.starts < NINE
    assert (first.late, first.overdue, first.is_promised) == (0, 0, False)
