"""A gesture ends without a trace: right button, another window, a page out of sight, a release nobody saw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.attention import bring_up
from tests.ui.board.dispatcher import LEFT, NONE, PLAIN
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui.board.keyboard.move_dialog import MoveDialog


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def takes(d: Keyed, number: str) -> QPoint:
    """Take a visit in hand and carry it an hour on."""
    grabbed, to = d.block(number), d.block(number) + QPoint(120, 0)
    d.mouse(QEvent.Type.MouseButtonPress, grabbed)
    for point in ((grabbed + to) / 2, to):
        d.mouse(QEvent.Type.MouseMove, point)
    assert d.page.view.pointer.gesture is not None
    return to


def assert_let_go(d: Keyed, at: QPoint) -> None:
    """Nothing is in hand, and the release changes nothing."""
    view = d.page.view
    assert view.pointer.gesture is None
    assert not view.scene.overlay
    d.mouse(QEvent.Type.MouseButtonRelease, at)
    d.settles()
    assert d.visits()["SO-1"] == [("Anna", "09:00", "10:00")]
    assert not d.edits.stack.canUndo()
    assert d.said() == ""


def test_the_right_button_ends_a_drag_and_opens_no_menu(d: Keyed) -> None:
    window, port = d.window.windowHandle(), d.page.view.viewport()
    grabbed = d.block("SO-1")
    at = grabbed + QPoint(120, 0)
    there = port.mapTo(d.window, at)
    QTest.mousePress(window, LEFT, PLAIN, port.mapTo(d.window, grabbed))
    for by in (60, 120):
        QTest.mouseMove(window, port.mapTo(d.window, grabbed + QPoint(by, 0)), 100)
    assert d.page.view.pointer.gesture is not None
    QTest.mousePress(window, Qt.MouseButton.RightButton, PLAIN, there)
    QTest.mouseRelease(window, Qt.MouseButton.RightButton, PLAIN, there)
    assert QApplication.activePopupWidget() is None
    assert d.selected() == {"SO-1"}
    assert_let_go(d, at)
    QTest.mousePress(window, Qt.MouseButton.RightButton, PLAIN, there)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_another_window_ends_a_drag(d: Keyed) -> None:
    at = takes(d, "SO-1")
    dialog = QDialog(d.window)
    bring_up(d.qtbot, dialog)
    assert_let_go(d, at)
    dialog.close()


def test_a_board_out_of_sight_ends_a_drag(d: Keyed) -> None:
    at = takes(d, "SO-1")
    d.window.show_page("orders")
    d.window.show_page("board")
    assert_let_go(d, at)


def test_a_release_that_another_window_saw_ends_a_drag(d: Keyed) -> None:
    at = takes(d, "SO-1")
    d._mouse(QEvent.Type.MouseMove, at + QPoint(200, 0), (NONE, NONE), PLAIN)
    assert_let_go(d, at)


def test_a_press_whose_release_another_window_saw_is_forgotten(d: Keyed) -> None:
    d.mouse(QEvent.Type.MouseButtonPress, d.block("SO-1"))
    there = d.block("SO-2")
    d._mouse(QEvent.Type.MouseMove, there, (NONE, NONE), PLAIN)
    table = d.page.view.scene.model.table
    assert d.page.view.scene.hovered == table.id[d.slot("SO-2")]


def test_space_let_go_in_another_window_pans_no_longer(d: Keyed) -> None:
    d.page.view.setFocus()
    QTest.keyPress(d.page.view, Qt.Key.Key_Space)
    dialog = QDialog(d.window)
    bring_up(d.qtbot, dialog)
    dialog.close()
    bring_up(d.qtbot, d.window)
    takes(d, "SO-1")
    d.press("Escape")


def test_panning_with_space_leaves_the_selection_alone(d: Keyed) -> None:
    d.on("SO-1")
    view, at = d.page.view, QPoint(700, 300)
    QTest.keyPress(view, Qt.Key.Key_Space)
    d.mouse(QEvent.Type.MouseButtonPress, at)
    d.mouse(QEvent.Type.MouseMove, at - QPoint(60, 0))
    d._mouse(QEvent.Type.MouseButtonRelease, at - QPoint(60, 0), (LEFT, NONE), PLAIN)
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert d.selected() == {"SO-1"}


def test_esc_forgets_the_visit_that_was_marked_to_change_places(d: Keyed) -> None:
    d.on("SO-1")
    d.press("X", "Escape")
    assert d.selected() == {"SO-1"}  # one Esc for one thing
    d.on("SO-3")
    d.does("X")
    assert d.visits()["SO-1"] == [("Anna", "09:00", "10:00")]
    d.press("Escape")


def test_undo_in_a_message_goes_when_another_step_is_the_last(d: Keyed) -> None:
    d.on("SO-1")
    d.does("L")
    assert d.page.messages.button.isVisible()
    d.does("Ctrl+Z")
    assert not d.page.messages.button.isVisible()
    d.does("L")
    d.on("SO-3")
    d.does("L")
    shown = d.page.messages.shown()
    assert shown is not None
    assert "SO-3" in shown.text


def test_a_time_or_place_typed_for_a_visit_that_is_gone_is_not_taken_in_silence(d: Keyed) -> None:
    d.on("SO-1")
    d.press("F2")
    d.types("+30")
    d.page.planning.remove([1])
    d.does("Return")
    assert d.said() == "Not changed: the visit was taken off the board meanwhile."
    d.on("SO-2")
    d.press("M")
    dialog = d.window.findChild(MoveDialog)
    assert dialog is not None
    d.page.planning.remove([2])
    dialog.agree.click()
    d.settles()
    assert d.said() == "Not moved: the visit was taken off the board meanwhile."
    d.is_back()
