"""What a mouse can do beside the gestures (test_keys.py) has a way by keyboard too: controls, tabs, panes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.attention import bring_up
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui.board.colleagues.colleagues import Colleagues
from ui.board.sheets.name_popup import NamePopup
from ui.board.sheets.sheets import Sheets
from ui.widgets.versions import Version

CLICKED = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar,
)  # fmt: skip
PARTS = (QTabBar, QLineEdit, QComboBox, QAbstractSpinBox)
"""What lies within these is Qt's own and goes with them: arrows, clearing, lists."""


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def clickable(page: QWidget) -> list[QWidget]:
    """Every control in sight that a mouse could use."""
    return [
        one
        for one in page.findChildren(QWidget)
        if isinstance(one, CLICKED)
        and one.isVisible()
        and one.isEnabled()
        and not isinstance(one, QScrollBar | QHeaderView)
        and not isinstance(one.parentWidget(), PARTS)
    ]


def test_every_control_in_sight_is_reached_by_tab(d: Keyed) -> None:
    d.page.filtering.show_strip(on=True)
    missed = set()
    for name in d.page.side.names:
        d.page.side.show_tab(name)
        d.settles()
        missed |= {
            (name, type(one).__name__, one.accessibleName() or one.toolTip())
            for one in clickable(d.page)
            if not one.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
    assert missed == set()


# ---------------------------------------------------------------------- what only a pointer could do once


def chooses(d: Keyed, *texts: str) -> None:
    """Go down to an entry of the open menu by its text, and take it; then one of its submenu."""
    for text in texts:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _step in range(len(menu.actions())):
            d.press_at(menu, "Down")
            action = menu.activeAction()
            if action is not None and action.text().split("\t")[0] == text:
                break
        else:
            raise AssertionError((text, [one.text() for one in menu.actions()]))
        d.press_at(menu, "Return")


def sheets(d: Keyed) -> Sheets:
    """The page's sheets."""
    return d.page.part(Sheets)


def names(d: Keyed) -> list[str]:
    """Names of the sheets from left to right."""
    return [row.name for row in sheets(d).rows]


def pane_button(d: Keyed, pane: QWidget) -> QToolButton:
    """The button with the menu of a pane."""
    buttons = pane.findChildren(QToolButton)
    return next(one for one in buttons if one.accessibleName() == "Move or close this pane")


def is_back(d: Keyed) -> None:
    """Without a window manager nobody makes the window active again; the keyboard is on its board."""
    bring_up(d.qtbot, d.window)
    assert d.page.view.hasFocus()


def keeps_sheet(d: Keyed, name: str) -> None:
    """B, "New sheet…", its name, Enter."""
    d.press("B")
    chooses(d, "New sheet…")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, NamePopup)
    QTest.keyClicks(popup.box, name)
    d.press_at(popup.box, "Return")
    d.until(lambda: name in names(d))
    d.settles()
    is_back(d)


def test_sheets_are_made_opened_moved_renamed_locked_and_deleted_by_keys(d: Keyed) -> None:
    keeps_sheet(d, "One")
    keeps_sheet(d, "Two")
    assert names(d) == ["One", "Two"]
    d.does("Ctrl+Shift+PgUp")
    assert sheets(d).row(sheets(d).current).name == "One"
    d.does("Ctrl+Shift+PgDown")
    assert sheets(d).row(sheets(d).current).name == "Two"
    for words, holds in (
        ("To the left", lambda: names(d) == ["Two", "One"]),
        ("Lock against change", lambda: sheets(d).rows[0].locked),
        ("Unlock", lambda: not sheets(d).rows[0].locked),
        ("Duplicate", lambda: "Two (copy)" in names(d)),
        ("Delete", lambda: "Two" not in names(d)),
    ):
        d.press("B")
        chooses(d, words)
        d.until(holds)
        d.settles()
        is_back(d)
    d.press("B")
    d.press_at(QApplication.activePopupWidget() or d.window, "Escape")
    is_back(d)


def test_esc_lets_go_of_the_selection_then_of_the_visit(d: Keyed) -> None:
    d.on("SO-1")
    assert d.page.chosen_visits()
    d.press("Escape")
    assert not d.selected()
    d.press("Escape")
    assert not d.page.chosen_visits()
    d.press("Right")
    assert d.selected() == {"SO-1"}


def test_a_message_is_answered_by_keys(d: Keyed) -> None:
    d.on("SO-1")
    d.does("Del")
    assert "SO-1" not in d.visits()
    d.press("Ctrl+M")
    assert d.page.messages.button.hasFocus()
    d.does("Space")  # Undo
    assert "SO-1" in d.visits()
    assert d.page.view.hasFocus()
    d.page.messages.say("Something else")
    d.press("Ctrl+M", "Escape")
    assert d.page.messages.shown() is None
    assert d.page.view.hasFocus()


def test_the_lane_column_and_panes_grow_by_keys(d: Keyed) -> None:
    before = d.page.view.scene.lane_column
    d.press("Ctrl+Shift+Right", "Ctrl+Shift+Right", "Ctrl+Shift+Left")
    assert d.page.view.scene.lane_column > before
    button = pane_button(d, d.page.waiting)
    high = d.page.waiting.height()
    for words, grows in (("Larger", True), ("Smaller", False)):
        button.setFocus()
        menu = button.menu()
        menu.popup(QPoint())
        chooses(d, words)
        bring_up(d.qtbot, d.window)
        assert (d.page.waiting.height() > high) is grows
        high = d.page.waiting.height()


def test_the_waiting_list_is_sorted_by_keys(d: Keyed) -> None:
    numbers = [row.number for row in d.page.waiting.model.rows]
    for wanted in (sorted(numbers), sorted(numbers, reverse=True)):
        d.page.waiting.bar.grouping.menu().popup(QPoint())
        chooses(d, "Sort by", "Order")
        bring_up(d.qtbot, d.window)
        assert [row.number for row in d.page.waiting.model.rows] == wanted


def test_the_card_of_a_colleagues_change_is_answered_by_keys(d: Keyed) -> None:
    card = d.page.part(Colleagues).merging.card
    card.ask("Bram changed SO-1.", [Version("start", "Start", "9:00", "9:30")])
    d.press("Ctrl+M")
    assert card.keep.hasFocus()
    d.press("Escape")
    assert d.page.view.hasFocus()
    assert card.isVisible()
    d.press("Ctrl+M", "Space")
    assert not card.isVisible()
    assert d.page.view.hasFocus()
