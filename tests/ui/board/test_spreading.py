"""A technician is sick: whatever the board looks like, the proposal breaks no hard rule and nobody's lock."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from models.replanning import Change, Plan
from models.replanning.spreading import Choices
from models.terms import VisitStatus
from tests.ui.board.company import a_travel, a_window
from ui.board.columns import DONE
from ui.board.many.ground import PERSON_LOCK, TIME_LOCK
from ui.board.many.proposal import Deed, Proposal, moves_with_crew, proposed
from ui.board.many.spreading import Handing, everybody, handed_over, team_of, visits_in
from ui.board.model import BoardModel


def a_model(seed: int, *, visits: int = 300) -> BoardModel:
    """Twelve technicians, two weeks."""
    return BoardModel(a_window(12, 14, visits, seed=seed), a_travel())


def sick(model: BoardModel, lane: int, choices: Choices, *, days: int = 3) -> Proposal:
    """What is proposed when somebody is away for some days."""
    span = (int(model.days.midnights[0]), int(model.days.midnights[days]))
    ids = tuple(one.visit_id for one in visits_in(model, lane, span))
    return handed_over(model, Handing(ids, choices, is_sick=True))


@pytest.mark.parametrize("seed", range(8))
def test_no_hard_rule_is_broken_and_nobody_is_booked_twice(seed: int) -> None:
    model, dice = a_model(seed), random.Random(seed)
    lane = dice.randrange(12)
    until = model.window.ends if seed % 2 else 0
    proposal = sick(model, lane, Choices(everybody(model, [lane]), until=until, same_time_only=seed % 4 == 3))
    moved = [item.after for item in proposal.items if item.deed is Deed.MOVE and item.after is not None]
    verdicts = model.judge(moved)
    assert not any(verdict.hard for verdict in verdicts)
    assert all(place.lane != lane for place in moved)
    assert not any(
        a.lane == b.lane and a.starts < b.ends and b.starts < a.ends for a, b in combinations(moved, 2)
    )
    for item in proposal.items:
        slot = model.table.slot(item.before.visit_id)
        lock, status = int(model.table.lock[slot]), tuple(VisitStatus)[int(model.table.status[slot])]
        if item.deed is Deed.MOVE and item.after is not None:
            assert not lock & PERSON_LOCK
            assert not lock & TIME_LOCK or item.after.starts == item.before.starts
            assert item.after.ends - item.after.starts == item.before.ends - item.before.starts
            assert status not in (VisitStatus.WORKING, VisitStatus.TRAVELLING, VisitStatus.DONE)
        else:
            assert item.why
        assert item.deed is not Deed.DROP or not lock


def test_times_stay_when_that_is_wanted_and_only_those_are_asked_who_may() -> None:
    moved = []
    for seed in range(6):
        model = a_model(seed)
        some = everybody(model, [0]) - team_of(model, 3)
        proposal = sick(model, 0, Choices(some, same_time_only=True), days=7)
        moved += [(item.before, item.after, some) for item in proposal.items if item.after is not None]
    assert moved
    assert all(after.starts == before.starts for before, after, _some in moved)
    assert all(after.lane in some for _before, after, some in moved)


def test_nothing_is_placed_in_the_past() -> None:
    model = a_model(5)
    now = int(model.days.midnights[1]) + 10 * 3600
    proposal = sick(model, 1, Choices(everybody(model, [1]), not_before=now))
    starts = [item.after.starts for item in proposal.items if item.after is not None]
    assert all(start >= now for start in starts)


def test_the_same_board_gives_the_same_proposal() -> None:
    choices = Choices(everybody(a_model(4), [2]))
    assert sick(a_model(4), 2, choices) == sick(a_model(4), 2, choices)


def test_who_goes_with_others_is_replaced_at_that_time_or_waits() -> None:
    model = a_model(3)
    table = model.table
    mine = visits_in(model, 2, (int(model.days.midnights[0]), int(model.days.midnights[3])))
    others = [slot for slot in table.order.tolist() if table.lane[slot] == 5]
    table.status[others] = 0
    for at, stand in enumerate(mine):
        table.crew_id[[table.slot(stand.visit_id), others[at]]] = stand.visit_id
    proposal = sick(model, 2, Choices(everybody(model, [2]), until=model.window.ends))
    moved = [item for item in proposal.items if item.deed is Deed.MOVE and item.after is not None]
    assert moved
    assert all(item.after is not None and item.after.starts == item.before.starts for item in moved)


def test_a_crew_goes_along_with_a_plan_that_says_nothing_of_it() -> None:
    model = a_model(3)
    table = model.table
    one, sister, done = table.order[[0, 100, 200]].tolist()
    table.status[[one, sister]], table.status[done] = 0, DONE
    table.crew_id[[one, sister, done]] = table.id[one]
    starts, ends = int(table.starts[one]), int(table.ends[one])
    later = Change(int(table.id[one]), int(table.lane[one]), starts + 900, ends + 900)
    items = proposed(model, Plan((later,))).items
    assert {item.before.visit_id for item in items} == {int(table.id[one]), int(table.id[sister])}
    for item in items:
        assert item.after is not None
        assert (item.after.starts - item.before.starts, item.after.lane) == (900, item.before.lane)
    elsewhere = Change(int(table.id[one]), int(table.lane[one]) + 1, starts, ends)
    assert len(proposed(model, Plan((elsewhere,))).items) == 1


def test_a_crew_goes_along_with_a_visit_that_is_moved_by_typing() -> None:
    model = a_model(3)
    table = model.table
    one, sister = table.order[[0, 100]].tolist()
    table.status[[one, sister]] = 0
    table.crew_id[[one, sister]] = table.id[one]
    stood, beside = model.placement(one), model.placement(sister)
    later = stood.moved(lane=stood.lane + 1, starts=stood.starts + 900)
    moves = moves_with_crew(model, later, model.judge([later])[0])
    assert [(move.visit_id, move.starts) for move in moves] == [
        (stood.visit_id, stood.starts + 900),
        (beside.visit_id, beside.starts + 900),
    ]
    assert moves[1].technician_id == model.lanes[beside.lane].technician_id
    alone = stood.moved(lane=stood.lane + 1, starts=stood.starts)
    assert len(moves_with_crew(model, alone, model.judge([alone])[0])) == 1
    gone = replace(stood, visit_id=99_999)
    assert len(moves_with_crew(model, gone, model.judge([gone])[0])) == 1
