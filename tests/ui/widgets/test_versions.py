"""Theirs or mine, the save bar, and chips that flow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow import Flow
from ui.widgets.save_bar import SaveBar
from ui.widgets.versions import Version, VersionsCard


def test_theirs_is_chosen_until_mine_is(qtbot: QtBot) -> None:
    card = VersionsCard()
    qtbot.addWidget(card)
    settled: list[object] = []
    card.settled.connect(settled.append)
    card.ask(
        "Mette was first.", [Version("name", "Name", "<b>A</b>", "B & C"), Version("town", "Town", "", "X")]
    )
    assert card.mine() == frozenset()
    card.choose_mine("name")
    QTest.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert settled == [frozenset({"name"})]


def test_theirs_as_a_whole_is_one_click(qtbot: QtBot) -> None:
    card = VersionsCard()
    qtbot.addWidget(card)
    card.ask("Mette was first.", [Version("name", "Name", "A", "x" * 500)])
    with qtbot.waitSignal(card.dropped):
        QTest.mouseClick(card.drop, Qt.MouseButton.LeftButton)


def test_the_save_bar_is_there_only_when_there_is_something_to_save(qtbot: QtBot) -> None:
    bar = SaveBar()
    qtbot.addWidget(bar)
    bar.offer(is_dirty=True)
    assert bar.isVisible()
    bar.refuse("Fill this in.")
    assert bar.words.text() == "Fill this in."
    with qtbot.waitSignal(bar.discard_wanted):
        QTest.mouseClick(bar.discard, Qt.MouseButton.LeftButton)
    bar.offer(is_dirty=False)
    assert bar.isHidden()


def test_what_does_not_fit_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder, gap=4)
    for _time in range(3):
        label = QLabel()
        label.setFixedSize(40, 20)
        flow.addWidget(label)
    assert (flow.heightForWidth(200), flow.heightForWidth(90), flow.heightForWidth(50)) == (20, 44, 68)
    flow.takeAt(0)
    assert flow.count() == 2
