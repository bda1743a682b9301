"""What a screen reader finds on the board."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from tests.ui.board import company
from ui.board import accessible
from ui.board.model import BoardModel
from ui.board.scales import Scale
from ui.board.view import BoardView


@pytest.fixture
def view(qapp: QApplication) -> Iterator[BoardView]:
    board = BoardView(BoardModel(company.a_window(6, 7, 60)))
    board.resize(1200, 400)
    board.show()
    board.show_scale(Scale.DAY, company.epoch(company.MONDAY, 720))
    board.rested()
    yield board
    board.close()
    board.deleteLater()
    qapp.processEvents()


def test_the_board_is_a_list_of_the_visits_in_view(view: BoardView) -> None:
    found = QAccessible.queryAccessibleInterface(view)
    assert found.role() == QAccessible.Role.List
    assert found.text(QAccessible.Text.Name) == "Dispatch board"
    shown = len(view.scene.slots_in(view.scene.canvas))
    assert found.childCount() == shown > 3


def test_a_visit_says_who_when_and_how_far(view: BoardView) -> None:
    found = QAccessible.queryAccessibleInterface(view)
    slot = int(view.scene.slots_in(view.scene.canvas)[0])
    child = found.child(0)
    assert child.role() == QAccessible.Role.ListItem
    assert child.text(QAccessible.Text.Name) == accessible.visit_name(view, slot)
    name = child.text(QAccessible.Text.Name)
    assert view.scene.model.table.number[slot] in name
    assert view.scene.model.lanes[0].name in name
    assert found.indexOfChild(child) == 0


def test_selection_and_focus_are_told(view: BoardView) -> None:
    found = QAccessible.queryAccessibleInterface(view)
    slot = int(view.scene.slots_in(view.scene.canvas)[1])
    view.walk.click(int(view.scene.model.table.id[slot]), Qt.KeyboardModifier.NoModifier)
    state = found.child(1).state()
    assert state.selected
    assert state.focusable
    centre = view.viewport().mapToGlobal(view.scene.rect_of(slot).center())
    assert found.childAt(centre.x(), centre.y()).text(QAccessible.Text.Name) == accessible.visit_name(
        view, slot
    )
