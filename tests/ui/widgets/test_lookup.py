"""Searching as you type: late answers, keyboard, and what leaving the field settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.attention import bring_up
from ui.widgets.lookup import Choice, Lookup

CUSTOMERS = [
    Choice(1, "Bakkerij Smit", "Groningen"),
    Choice(2, "Bakker & Zoon", "Zwolle"),
    Choice(3, "Lift & Co", "Assen"),
]


class Register:
    """A search that answers when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Callable[[Sequence[Choice]], None]]] = []

    def search(self, text: str, answer: Callable[[Sequence[Choice]], None]) -> None:
        self.asked.append((text, answer))

    def answers(self, position: int = -1) -> None:
        text, answer = self.asked[position]
        answer([choice for choice in CUSTOMERS if text.casefold() in choice.text.casefold()])


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def lookup(qtbot: QtBot, register: Register) -> Lookup:
    window, lookup = QWidget(), Lookup(register.search)
    column = QVBoxLayout(window)
    column.addWidget(lookup)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    bring_up(qtbot, window)
    lookup.setFocus()
    lookup.window_kept = window  # the fixture's only reference to it
    return lookup


def test_typing_searches_once_it_pauses_and_enter_takes_the_first(
    qtbot: QtBot, lookup: Lookup, register: Register
) -> None:
    qtbot.keyClicks(lookup, "bak")
    qtbot.waitUntil(lambda: bool(register.asked))
    assert [text for text, _answer in register.asked] == ["bak"]
    register.answers()
    popup = lookup.completer().popup()
    assert popup.isVisible()
    with qtbot.waitSignal(lookup.chosen) as chosen:
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chosen.args == [CUSTOMERS[1]]
    assert (lookup.text(), lookup.choice()) == ("Bakker & Zoon", CUSTOMERS[1])


def test_an_answer_to_an_older_text_is_dropped(qtbot: QtBot, lookup: Lookup, register: Register) -> None:
    qtbot.keyClicks(lookup, "bak")
    qtbot.waitUntil(lambda: len(register.asked) == 1)
    qtbot.keyClicks(lookup, "x")
    qtbot.waitUntil(lambda: len(register.asked) == 2)
    register.answers(0)
    assert not lookup.completer().popup().isVisible()


def test_down_shows_the_first_choices(qtbot: QtBot, lookup: Lookup, register: Register) -> None:
    qtbot.keyClick(lookup, Qt.Key.Key_Down)
    assert register.asked[0][0] == ""
    register.answers()
    assert lookup.completer().popup().isVisible()
    assert lookup.completer().completionModel().rowCount() == 3
    lookup.completer().popup().hide()


def test_escape_and_leaving_put_the_old_choice_back(qtbot: QtBot, lookup: Lookup) -> None:
    lookup.set_choice(CUSTOMERS[2])
    qtbot.keyClicks(lookup, "zz")
    qtbot.keyClick(lookup, Qt.Key.Key_Escape)
    assert lookup.text() == "Lift & Co"
    qtbot.keyClicks(lookup, "zz")
    qtbot.keyClick(lookup, Qt.Key.Key_Tab)
    assert (lookup.text(), lookup.choice()) == ("Lift & Co", CUSTOMERS[2])


def test_leaving_it_empty_chooses_nothing(qtbot: QtBot, lookup: Lookup) -> None:
    lookup.set_choice(CUSTOMERS[2])
    lookup.selectAll()
    with qtbot.waitSignal(lookup.chosen) as chosen:
        qtbot.keyClick(lookup, Qt.Key.Key_Delete)
        qtbot.keyClick(lookup, Qt.Key.Key_Tab)
    assert chosen.args == [None]
    assert lookup.choice() is None


def test_nothing_found_shows_no_list(qtbot: QtBot, lookup: Lookup, register: Register) -> None:
    qtbot.keyClicks(lookup, "qq")
    qtbot.waitUntil(lambda: bool(register.asked))
    register.answers()
    assert not lookup.completer().popup().isVisible()


def test_the_list_shows_names_and_details(qtbot: QtBot, lookup: Lookup, register: Register) -> None:
    qtbot.keyClick(lookup, Qt.Key.Key_Down)
    register.answers()
    popup = lookup.completer().popup()
    with_details = popup.grab().toImage()
    register.asked[-1][1]([Choice(choice.value, choice.text) for choice in CUSTOMERS])
    assert popup.grab().toImage() != with_details
    popup.hide()


def test_an_enter_before_the_answer_holds_while_another_window_is_up(
    qtbot: QtBot, lookup: Lookup, register: Register
) -> None:
    lookup.is_quick = True
    qtbot.keyClicks(lookup, "bak")
    qtbot.keyClick(lookup, Qt.Key.Key_Return)
    other = QLineEdit()
    qtbot.addWidget(other)
    bring_up(qtbot, other)
    assert lookup.text() == "bak"
    register.answers()
    assert (lookup.text(), lookup.choice()) == ("Bakkerij Smit", CUSTOMERS[0])


def test_an_enter_speaks_of_no_later_text(qtbot: QtBot, lookup: Lookup, register: Register) -> None:
    lookup.is_quick = True
    qtbot.keyClicks(lookup, "li")
    qtbot.keyClick(lookup, Qt.Key.Key_Return)
    qtbot.keyClicks(lookup, "f")
    qtbot.waitUntil(lambda: len(register.asked) == 2)
    register.answers()
    assert lookup.choice() is None
    assert lookup.completer().popup().isVisible()


def test_an_enter_is_forgotten_once_the_field_is_left(
    qtbot: QtBot, lookup: Lookup, register: Register
) -> None:
    lookup.is_quick = True
    qtbot.keyClicks(lookup, "bak")
    qtbot.keyClick(lookup, Qt.Key.Key_Return)
    qtbot.keyClick(lookup, Qt.Key.Key_Tab)
    lookup.setFocus()
    qtbot.keyClick(lookup, Qt.Key.Key_Down)
    register.answers()
    assert lookup.choice() is None
    assert lookup.completer().popup().isVisible()
    lookup.completer().popup().hide()
