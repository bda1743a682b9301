"""Panes move, close, become windows, and stand again where they stood; F6 walks round them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.attention import bring_up
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import a_board, a_company
from ui.board.layout.docking import Spot
from ui.board.layout.panes import REMEMBERED
from ui.board.layout.side import Side


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[BoardDriver]:
    """A dispatcher at the board of a small company."""
    sqlite_context.run(a_company)
    with a_board(qtbot, sqlite_context) as dispatcher:
        yield dispatcher


def pane_menu(d: BoardDriver, pane: QWidget) -> QMenu:
    """The menu at the end of a pane's first row, as it opens."""
    buttons = pane.findChildren(QToolButton)
    button = next(one for one in buttons if one.accessibleName() == "Move or close this pane")
    menu = button.menu()
    menu.aboutToShow.emit()
    return menu


def test_a_pane_goes_to_another_side_by_its_menu(d: BoardDriver) -> None:
    menu = pane_menu(d, d.page.waiting)
    words = [action.text() for action in menu.actions()]
    assert words[:2] == ["Below the board", "To the right"]
    assert not menu.actions()[0].isEnabled()
    menu.actions()[1].trigger()
    assert d.page.docking.spot("waiting") is Spot.RIGHT
    right = d.page.view.mapToGlobal(d.page.view.rect().topRight()).x()
    assert d.page.waiting.mapToGlobal(QPoint()).x() > right


def test_a_closed_pane_opens_again_where_it_was(d: BoardDriver) -> None:
    d.page.docking.send("side", Spot.LEFT)
    d.page.docking.send("side", Spot.SHUT)
    assert not d.page.side.isVisible()
    button = next(
        one for one in d.page.toolbar.findChildren(QToolButton) if "Details and lists" in one.accessibleName()
    )
    assert not button.isChecked()
    button.click()
    assert (d.page.docking.spot("side"), button.isChecked()) == (Spot.LEFT, True)


def test_orders_are_dragged_from_a_window_of_their_own_and_back(d: BoardDriver) -> None:
    d.page.docking.send("waiting", Spot.WINDOW)
    window = d.page.docking.window_of("waiting")
    assert window is not None
    assert window.isWindow()
    assert window.isAncestorOf(d.page.waiting)
    window.move(d.page.mapToGlobal(d.page.rect().bottomRight()) + QPoint(40, 0))
    d.plans("SO-3", to="Anna", at="11:00")
    d.settles()
    assert d.sees("SO-3") == ("Anna", "11:00", "12:00")
    d.sends_back("SO-3")
    d.settles()
    assert d.sees("SO-3") is None
    assert "SO-3" in d.waits()


def test_a_window_that_is_closed_gives_its_pane_back(d: BoardDriver) -> None:
    d.page.docking.send("waiting", Spot.WINDOW)
    window = d.page.docking.window_of("waiting")
    assert window is not None
    window.close()
    assert d.page.docking.spot("waiting") is Spot.BELOW
    assert d.page.isAncestorOf(d.page.waiting)
    assert d.page.waiting.isVisible()


def test_f6_walks_round_the_panes_and_into_their_windows(d: BoardDriver) -> None:
    bring_up(d.qtbot, d.page)
    d.page.docking.send("waiting", Spot.WINDOW)
    window = d.page.docking.window_of("waiting")
    assert window is not None
    bring_up(d.qtbot, d.page)
    d.page.view.setFocus()
    QTest.keyClick(d.page.view, Qt.Key.Key_F6)
    d.qtbot.waitUntil(lambda: window.isActiveWindow() and d.page.waiting.table.hasFocus())
    QTest.keyClick(d.page.waiting.table, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    d.qtbot.waitUntil(lambda: d.page.isActiveWindow() and d.page.view.hasFocus())


def test_panes_stand_where_they_stood_the_last_time(d: BoardDriver, qtbot: QtBot) -> None:
    d.page.docking.send("waiting", Spot.LEFT)
    d.page.docking.send("side", Spot.SHUT)
    arrangement = d.page.docking.arrangement()
    qtbot.waitUntil(lambda: json.loads(str(QSettings().value(REMEMBERED, "{}"))) == arrangement)
    d.page.docking.restore({})
    d.page.docking.send("waiting", Spot.BELOW)
    d.page.docking.restore(arrangement)
    assert (d.page.docking.spot("waiting"), d.page.docking.spot("side")) == (Spot.LEFT, Spot.SHUT)


def test_what_was_remembered_wrongly_does_no_harm(d: BoardDriver) -> None:
    d.page.docking.restore(
        {"sizes": {"left": "wide"}, "panes": {"map": {"spot": "left"}, "side": {"spot": "up"}}}
    )
    assert d.page.docking.spot("side") is Spot.RIGHT


def test_six_tabs_have_room_in_the_narrow_side(qtbot: QtBot) -> None:
    side = Side()
    qtbot.addWidget(side)
    words = ("Details", "Tijdvakken", "Conflicten", "Historie", "Legenda", "Tabel")
    names = ("details", "slots", "conflicts", "history", "legend", "table")
    for name, word in zip(names, words, strict=True):
        side.add(name, word, QLabel(word))
    side.resize(296, 400)
    side.show()
    widths = [side.bar.tabRect(at).width() for at in range(6)]
    assert sum(widths) <= 296 - 30
    assert [side.bar.tabToolTip(at) or side.bar.tabText(at) for at in range(6)] == list(words)
    side.resize(720, 400)
    assert [side.bar.tabText(at) for at in range(6)] == list(words)


def test_a_tab_tells_when_it_is_seen(qtbot: QtBot) -> None:
    side = Side()
    qtbot.addWidget(side)
    side.add("details", "Details", QLineEdit())
    side.add("slots", "Slots", QLineEdit())
    with qtbot.waitSignal(side.shown) as seen:
        side.show_tab("slots")
    assert seen.args == ["slots"]
    side.show_tab("no such tab")
    assert side.current == "slots"
