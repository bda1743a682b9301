"""What a gesture leaves alone: visits that are not shown, and those that have ended."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from models.terms import VisitStatus
from tests.ui.board.hand import CTRL, NINE, SHIFT, Hand
from ui.board.columns import STATUSES
from ui.board.conflicts.judging import HARD


def test_what_is_not_shown_is_neither_in_a_range_nor_on_the_way(hand: Hand) -> None:
    scene = hand.view.scene
    scene.hides = True
    hand.view.set_filter(dimmed=np.array([visit == 2 for visit in scene.model.table.id]))
    for at, keys in ((hand.block(1), Qt.KeyboardModifier.NoModifier), (hand.block(3), SHIFT)):
        hand.press(at, keys=keys)
        hand.release(at, keys)
    assert hand.view.selected_ids == {1, 3}
    hand.view.walk.click(1, Qt.KeyboardModifier.NoModifier)
    hand.key(Qt.Key.Key_Right, down=True)
    assert scene.focused == 1
    hand.key(Qt.Key.Key_Down, down=True)
    assert scene.focused == 3


def test_what_is_selected_on_a_hidden_lane_stays_on_it(hand: Hand) -> None:
    hand.view.select(frozenset({1, 3}))
    hand.view.set_filter(hidden=frozenset({1}))
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 0), 30))
    assert [(move.visit_id, move.technician_id) for move in hand.moves[-1]] == [(1, 1), (3, 2)]
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 2), 0))
    assert len(hand.moves) == 1
    assert hand.offers[-1].words.startswith("Not moved: 1 of 2 do not fit; No technician is there")


def test_nothing_is_drawn_on_the_title_of_a_group(hand: Hand) -> None:
    group = hand.view.scene.rows.groups[0]
    at = QPoint(600, group.top + group.height // 2 + hand.view.scene.canvas.top())
    assert hand.view.scene.rows.group_at(at.y() - hand.view.scene.canvas.top()) is group
    hand.press(at, keys=CTRL)
    hand.move(at + QPoint(90, 0), CTRL)
    assert hand.view.pointer.gesture is None
    hand.release(at + QPoint(90, 0), CTRL)
    assert hand.asked == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (VisitStatus.DONE, "Not moved: A finished visit stays where it is"),
        (VisitStatus.CANCELLED, "Not moved: A cancelled visit stays where it is"),
    ],
)
def test_what_has_ended_stays_and_the_ghost_says_so(hand: Hand, status: VisitStatus, words: str) -> None:
    model = hand.view.scene.model
    model.table.status[model.table.slot(1)] = STATUSES.index(status)
    to = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), to)
    assert hand.view.scene.overlay.hard
    levels = model.judging.judge_lanes(model.placement(model.table.slot(1)).moved(lane=2, starts=NINE)).levels
    assert set(levels[1:].tolist()) == {HARD}
    hand.release(to)
    assert (hand.moves, hand.offers, hand.refused) == ([], [], [words])
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 2), 60), CTRL)
    assert len(hand.copies) == 1
