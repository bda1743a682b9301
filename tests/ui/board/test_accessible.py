"""What a screen reader finds on the board, and what is said aloud."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from app.queries.board import OrderDues
from tests.ui.board import company
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.telling import spoken
from ui.board.view import BoardView


@pytest.fixture
def view(qapp: QApplication) -> Iterator[BoardView]:
    board = BoardView(BoardModel(company.a_window(6, 7, 60)))
    board.resize(1200, 600)
    board.show()
    board.show_scale(Scale.DAY, company.epoch(company.MONDAY, 720))
    board.rested()
    yield board
    board.close()
    board.deleteLater()
    qapp.processEvents()


def _name(part: QAccessibleInterface) -> str:
    return part.text(QAccessible.Text.Name)


def _walk(part: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield part
    for at in range(part.childCount()):
        child = part.child(at)
        assert child.parent() is part
        assert part.indexOfChild(child) == at
        yield from _walk(child)


def test_the_board_is_a_tree_of_the_lanes_and_visits_in_view(view: BoardView) -> None:
    board = QAccessible.queryAccessibleInterface(view)
    assert (board.role(), _name(board)) == (QAccessible.Role.Tree, "Dispatch board")
    parts = list(_walk(board))[1:]
    lanes = [part for part in parts if part.role() == QAccessible.Role.List]
    visits = [part for part in parts if part.role() == QAccessible.Role.ListItem]
    scene = view.scene
    assert [_name(lane).split(",")[0] for lane in lanes] == [row.name for row in scene.model.lanes]
    assert {part.visit_id for part in visits} == set(
        scene.model.table.id[scene.slots_in(scene.canvas)].tolist()
    )
    assert len(visits) > 3


def test_every_part_has_a_name_a_role_a_state_and_a_place_on_the_screen(view: BoardView) -> None:
    for part in _walk(QAccessible.queryAccessibleInterface(view)):
        assert part.isValid()
        assert _name(part)
        assert part.role() != QAccessible.Role.NoRole
        assert not part.rect().isEmpty()
        assert part.state().invalid == 0


def test_a_visit_says_who_when_how_far_and_its_place_in_the_lane(view: BoardView) -> None:
    lane = QAccessible.queryAccessibleInterface(view).child(0)
    table, names = view.scene.model.table, [_name(lane.child(at)) for at in range(lane.childCount())]
    for at, name in enumerate(names, 1):
        slot = table.slot(lane.child(at - 1).visit_id)
        assert name == spoken.visit_name(view, slot)
        assert table.number[slot] in name
        assert view.scene.model.lanes[0].name in name
        assert f"visit {at} of {len(names)}" in name


def test_a_lane_says_how_full_it_is(view: BoardView) -> None:
    said = _name(QAccessible.queryAccessibleInterface(view).child(0))
    _booked, available = view.scene.model.load(0, view.scene.load_days)
    assert f"of {available:g} hours booked" in said
    assert view.scene.model.lanes[0].team in said


def test_selection_and_focus_are_told(view: BoardView) -> None:
    lane = QAccessible.queryAccessibleInterface(view).child(0)
    child = lane.child(1)
    slot = view.scene.model.table.slot(child.visit_id)
    view.walk.click(child.visit_id, Qt.KeyboardModifier.NoModifier)
    assert child.state().selected
    assert child.state().focusable
    centre = view.viewport().mapToGlobal(view.scene.rect_of(slot).center())
    assert lane.childAt(centre.x(), centre.y()) is child


def test_the_description_says_what_the_signs_say(view: BoardView) -> None:
    child = QAccessible.queryAccessibleInterface(view).child(0).child(0)
    table = view.scene.model.table
    slot = table.slot(child.visit_id)
    table.lock[slot], table.agreement_id[slot] = 3, 7
    now = int(table.starts[slot])
    order = table.order_id[slot : slot + 1].copy()
    view.show_dues(OrderDues(order, np.array([now - 2100]), np.array([now - 9000])), now)
    said = child.text(QAccessible.Text.Description)
    assert "late 35 min" in said
    assert "time and person locked" in said
    assert "from an agreement" in said


def test_what_scrolled_away_is_no_longer_a_part(view: BoardView) -> None:
    board = QAccessible.queryAccessibleInterface(view)
    before = {part.visit_id for lane in board.parts for part in lane.parts}
    view.show_scale(Scale.DAY, company.epoch(company.MONDAY, 720) + 86_400)
    view.rested()
    after = {part.visit_id for lane in board.parts for part in lane.parts}
    assert after
    assert not before & after
