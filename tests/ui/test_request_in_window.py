"""A request by phone from anywhere in the window: the key, the message, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.builders import a_customer
from tests.ui.attention import bring_up
from ui.jobs import Jobs
from ui.orders.request_dialog import RequestDialog
from ui.widgets.toast import Message
from ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, sqlite_context: Context) -> Iterator[Window]:
    sqlite_context.run(a_customer)
    opened = Window(Jobs(sqlite_context))
    bring_up(qtbot, opened)
    qtbot.waitUntil(lambda: opened.jobs.is_idle)
    yield opened
    opened.close()
    opened.deleteLater()


def calls(qtbot: QtBot, window: Window) -> Message:
    """Ctrl+Shift+N, the customer, what is wrong, Ctrl+Enter."""
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_N, keys)
    qtbot.waitUntil(lambda: bool(window.findChildren(RequestDialog)))
    dialog = window.findChildren(RequestDialog)[0]
    bring_up(qtbot, dialog)
    lookup = dialog.fields.caller_lookup
    lookup.setFocus()
    QTest.keyClicks(lookup, "smit")
    QTest.keyClick(lookup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.fields.customer_id))
    QTest.keyClicks(dialog.fields.title.editor, "Lekt")
    QTest.keyClick(dialog.fields.title.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.messages.shown() is not None)
    message = window.messages.shown()
    assert message is not None
    return message


def test_the_message_names_the_order_and_opens_it(qtbot: QtBot, window: Window) -> None:
    message = calls(qtbot, window)
    assert message.text == "Order SO-00001 is made."
    assert (message.action, message.second) == ("Open order", "Plan")
    QTest.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    editor = window.page("orders").editor
    qtbot.waitUntil(lambda: editor.details is not None)
    assert editor.details.number == "SO-00001"
    qtbot.waitUntil(lambda: window.jobs.is_idle)


def test_the_message_leads_to_the_board(qtbot: QtBot, window: Window) -> None:
    window.show_page("orders")
    calls(qtbot, window)
    QTest.mouseClick(window.messages.second_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.page("board"))
    qtbot.waitUntil(lambda: window.jobs.is_idle)
