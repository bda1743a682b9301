"""The status bar says what is not saved, what breaks next, and what was said before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.context import Context
from ui.jobs import Jobs
from ui.status import StatusBar
from ui.widgets.toast import Kind, Message


@pytest.fixture
def status(qtbot: QtBot, sqlite_context: Context) -> Iterator[StatusBar]:
    """The bar of a window."""
    jobs, window = Jobs(sqlite_context), QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar(jobs, window)
    window.setStatusBar(bar)
    window.resize(1200, 200)
    window.show()
    yield bar
    jobs.close()


def test_changes_that_wait_are_counted(status: StatusBar) -> None:
    assert status.queue.isHidden()
    status.queued(3, True)
    assert status.queue.text() == "3 changes wait for the connection"
    assert not status.queue.isHidden()
    status.queued(2, False)
    assert status.queue.text() == "Saving 2…"
    status.queued(0, False)
    assert status.queue.isHidden()


def test_a_click_on_the_next_breach_leads_to_its_order(qtbot: QtBot, status: StatusBar) -> None:
    status.breach("Next breach in 2 h: SO-7", 7)
    with qtbot.waitSignal(status.order_wanted) as wanted:
        QTest.mouseClick(status.breach_button, Qt.MouseButton.LeftButton)
    assert wanted.args == [7]
    status.breach("", 0)
    assert status.breach_button.isHidden()


def test_the_last_messages_are_listed_newest_first(status: StatusBar) -> None:
    menu = status.log_button.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["No messages yet"]
    log = deque([Message("Moved SO-1", Kind.GOOD), Message("Smit & Co refused", Kind.BAD)])
    status.logs.append(log)
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Smit && Co refused", "Moved SO-1"]


def test_how_long_the_waiting_list_takes(status: StatusBar) -> None:
    status.clearing("Waiting list: 3 days of work")
    assert not status.clearing_label.isHidden()
    status.clearing("")
    assert status.clearing_label.isHidden()
