"""Toasts and progress: how long they stay, what they let one do, what they never do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import progress as progress_module
from ui.widgets import toast as toast_module
from ui.widgets.progress import Progress
from ui.widgets.toast import Kind, Toasts


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    host.resize(900, 400)
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    return host


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same behaviour, forty times as fast."""
    monkeypatch.setattr(toast_module, "SHOWN_MS", 200)
    monkeypatch.setattr(toast_module, "CROWDED_MS", 50)
    monkeypatch.setattr(progress_module, "APPEAR_MS", 40)
    monkeypatch.setattr(progress_module, "CANCEL_MS", 120)


def pointer(toasts: Toasts, *, is_on: bool) -> None:
    at = QPointF(5, 5)
    QApplication.sendEvent(toasts, QEnterEvent(at, at, at) if is_on else QEvent(QEvent.Type.Leave))


def text_of(toasts: Toasts) -> str:
    message = toasts.shown()
    return message.text if message is not None else ""


def test_a_message_stands_at_the_bottom_and_goes_by_itself(qtbot: QtBot, host: QWidget, quick: None) -> None:
    toasts = Toasts(host)
    toasts.say("SO-1102 planned for Dewi Jansen, 14:00", Kind.GOOD)
    assert toasts.isVisible()
    assert toasts.geometry().bottom() == 400 - 16 - 1
    host.resize(700, 300)
    assert toasts.geometry().bottom() == 300 - 16 - 1
    qtbot.waitUntil(lambda: not toasts.isVisible())
    assert [message.text for message in toasts.log] == ["SO-1102 planned for Dewi Jansen, 14:00"]


def test_it_stays_while_the_pointer_is_on_it(qtbot: QtBot, host: QWidget, quick: None) -> None:
    toasts = Toasts(host)
    toasts.say("Read me")
    pointer(toasts, is_on=True)
    qtbot.wait(300)
    assert toasts.isVisible()
    pointer(toasts, is_on=False)
    qtbot.waitUntil(lambda: not toasts.isVisible())


def test_messages_are_said_one_after_another_and_none_is_lost(
    qtbot: QtBot, host: QWidget, quick: None
) -> None:
    toasts = Toasts(host)
    for text in ("one", "two", "three"):
        toasts.say(text)
    assert text_of(toasts) == "one"
    qtbot.waitUntil(lambda: text_of(toasts) == "three")
    qtbot.mouseClick(toasts.closing, Qt.MouseButton.LeftButton)
    assert toasts.shown() is None
    assert [message.text for message in toasts.log] == ["one", "two", "three"]


def test_undo_is_one_click_and_closes_the_bar(qtbot: QtBot, host: QWidget) -> None:
    undone: list[str] = []
    toasts = Toasts(host)
    toasts.say("Moved", action="Undo", on_action=lambda: undone.append("moved"))
    qtbot.mouseClick(toasts.button, Qt.MouseButton.LeftButton)
    assert undone == ["moved"]
    assert not toasts.isVisible()


def test_a_text_of_20000_characters_stays_one_line_in_the_host(host: QWidget) -> None:
    toasts = Toasts(host)
    toasts.say("<b>x</b>\n" * 2500, Kind.BAD)
    assert toasts.height() < 60
    assert toasts.width() <= 900 - 32


def test_quick_work_never_shows_a_bar(qtbot: QtBot, host: QWidget, quick: None) -> None:
    progress = Progress(host)
    progress.start("Importing", total=10)
    progress.finish()
    qtbot.wait(80)
    assert not progress.isVisible()


def test_slow_work_shows_a_bar_and_slower_work_can_be_cancelled(
    qtbot: QtBot, host: QWidget, quick: None
) -> None:
    progress = Progress(host)
    progress.start("Importing", total=10)
    qtbot.waitUntil(progress.isVisible)
    assert not progress.cancel.isVisible()
    progress.advance(4, words="Orders")
    assert (progress.bar.value(), progress.words.text()) == (4, "Orders")
    qtbot.waitUntil(progress.cancel.isVisible)
    with qtbot.waitSignal(progress.cancel_wanted):
        qtbot.mouseClick(progress.cancel, Qt.MouseButton.LeftButton)
    assert not progress.cancel.isEnabled()
    progress.finish()
    assert not progress.isVisible()
