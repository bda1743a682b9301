"""What is known of conflicts after changes is what one would find looking at everything anew."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from app.queries.board import OrderDues
from models.fit import Rule
from tests.ui.board import company
from tests.ui.board.test_sweeping import START, a_model
from ui.board.conflicts.conflict_book import OVERLAP_ALLOWED, RULE_ALLOWED, ConflictBook
from ui.board.conflicts.conflict_rows import GroupBy, grouped
from ui.board.conflicts.sweeping import BIT
from ui.board.model import BoardModel

ALL = 10_000


def anew(model: BoardModel) -> ConflictBook:
    """A book that has looked at everything as it is now."""
    book = ConflictBook(model)
    book.renew(ALL)
    return book


def by_visit(model: BoardModel) -> dict[int, int]:
    """The rules that visits break, by visit id."""
    slots = model.table.order
    return dict(zip(model.table.id[slots].tolist(), model.conflicts.bits[slots].tolist(), strict=True))


def is_as_anew(model: BoardModel) -> None:
    fresh, slots = anew(model), model.table.order
    assert np.array_equal(model.conflicts.bits[slots], fresh.bits[slots])
    assert np.array_equal(model.conflicts.waived[slots], fresh.waived[slots])
    assert np.array_equal(model.conflicts.counts, fresh.counts)


@pytest.mark.parametrize("seed", range(12))
def test_lanes_looked_at_again_after_changes_tell_what_all_would(seed: int) -> None:
    model, dice = a_model(seed), random.Random(seed)
    model.conflicts.renew(ALL)
    for _ in range(8):
        slot = dice.choice(model.table.order.tolist())
        place = model.placement(slot).moved(
            lane=dice.randrange(len(model.lanes)), starts=START + dice.randrange(7 * 96) * 900
        )
        before = int(model.table.lane[slot])
        model.place([place])
        assert model.conflicts.waiting == {before, place.lane}
        model.conflicts.renew(ALL)
    is_as_anew(model)


def test_lanes_are_looked_at_a_few_at_a_time() -> None:
    model = a_model(3)
    count = len(model.lanes)
    assert model.conflicts.renew(4) == frozenset(range(4))
    assert len(model.conflicts.waiting) == count - 4
    model.conflicts.renew(ALL)
    assert model.conflicts.renew(ALL) == frozenset()
    is_as_anew(model)


def test_visits_that_went_take_their_conflicts_with_them() -> None:
    model = a_model(5)
    model.conflicts.renew(ALL)
    slot = int(np.flatnonzero(model.conflicts.bits)[0])
    empty = model.window.visits
    none = replace(empty, **{name: getattr(empty, name)[:0] for name in empty.__dataclass_fields__})
    model.apply(none, removed=[int(model.table.id[slot])])
    model.conflicts.renew(ALL)
    assert model.conflicts.bits[slot] == 0
    is_as_anew(model)


def test_conflicts_stay_with_their_visits_when_lanes_are_arranged() -> None:
    model = a_model(7)
    model.conflicts.renew(ALL)
    before = {
        int(model.table.id[slot]): int(model.conflicts.bits[slot]) for slot in model.table.order.tolist()
    }
    model.arrange(list(reversed(range(len(model.lanes)))))
    model.conflicts.renew(ALL)
    after = {
        int(model.table.id[slot]): int(model.conflicts.bits[slot]) for slot in model.table.order.tolist()
    }
    assert after == before
    is_as_anew(model)


def test_other_service_levels_are_looked_at_again() -> None:
    model = a_model(9)
    model.conflicts.renew(ALL)
    nobody = np.zeros(0, dtype=np.int64)
    model.show_dues(OrderDues(nobody, nobody, nobody), START)
    model.conflicts.renew(ALL)
    assert not (model.conflicts.bits & BIT[Rule.DEADLINE]).any()
    is_as_anew(model)


def test_too_much_work_is_said_of_the_last_visit_of_the_day() -> None:
    window = company.a_window(1, 5, 20, seed=3)
    lane = replace(window.lanes[0], daily_minutes=30)
    model = BoardModel(replace(window, lanes=(lane,)))
    book = anew(model)
    late = np.flatnonzero(book.bits & BIT[Rule.DAILY])
    days = model.days.numbers(model.table.starts[late]).tolist()
    assert len(days) == len(set(days))


@pytest.mark.parametrize(("allowed", "rules"), [(OVERLAP_ALLOWED, {Rule.OVERLAP}), (RULE_ALLOWED, set(Rule))])
def test_what_was_allowed_is_kept_apart(allowed: int, rules: set[Rule]) -> None:
    model = a_model(11)
    model.table.allowed[:] = allowed
    book = anew(model)
    gone = sum(BIT[rule] for rule in rules)
    assert not (book.bits & np.uint16(gone)).any()
    assert not (book.waived & np.uint16(~gone & 0xFFFF)).any()
    assert {one.rule for one in book.listed(allowed=True) if one.is_allowed} <= rules


def test_groups_hold_every_conflict_once() -> None:
    model = a_model(13)
    book = anew(model)
    rows = list(book.listed())
    for by in GroupBy:
        found = [one for group in grouped(model, rows, by) for one in group.rows]
        assert sorted(found, key=repr) == sorted(rows, key=repr)
    assert len(rows) == book.total
