"""Every mouse gesture has its keys: both are done on the real window and give the same visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.board.keyed import LEFT, Keyed, a_keyed_company
from ui.board.keyboard.move_dialog import MoveDialog

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PRESS, MOVE, RELEASE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
)
Deed = Callable[[Keyed], object]


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard and a mouse."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


# ---------------------------------------------------------------------- deeds by hand


def held(d: Keyed, number: str, to: QPoint, key: Qt.Key) -> None:
    """Carry a block with a key held down."""
    grabbed = d.block(number)
    d.mouse(PRESS, grabbed)
    d.mouse(MOVE, (grabbed + to) / 2, ALT)
    QTest.keyPress(d.page.view, key)
    d.mouse(MOVE, to, ALT)
    d.mouse(RELEASE, to, ALT)
    QTest.keyRelease(d.page.view, key)
    d.settles()


def resizes(d: Keyed, number: str, to: str, *, at_start: bool = False) -> None:
    """Take an edge of a block to a wall time."""
    slot = d.slot(number)
    rect = d.page.view.scene.rect_of(slot)
    edge = QPoint(rect.left() + 1 if at_start else rect.right() - 1, rect.center().y())
    scene, instant = d.page.view.scene, d.instant(to)
    x = scene.x(instant)
    hit = next(at for at in (x, x + 1) if round(scene.time(at) / 60) * 60 == instant)
    target = QPoint(hit, edge.y())
    d.mouse(PRESS, edge)
    for point in ((edge + target) / 2, target):
        d.mouse(MOVE, point, ALT)
    d.mouse(RELEASE, target, ALT)
    d.settles()


def clicks_both(d: Keyed, first: str, second: str) -> None:
    """Select two blocks: click, then Ctrl+click."""
    for number, keys in ((first, Qt.KeyboardModifier.NoModifier), (second, CTRL)):
        at = d.block(number)
        d.mouse(PRESS, at, keys)
        d.mouse(RELEASE, at, keys)


def begins_by_double_click(d: Keyed) -> None:
    """Double-click on empty time, then take the order from the list that opens."""
    at = d.point(d.lane("Cas"), d.instant("10:00")) + QPoint(2, 0)
    QTest.mouseDClick(d.page.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    chooses_order(d, "SO-13")


def chooses_order(d: Keyed, number: str) -> None:
    """In the chooser of a new visit."""
    d.until(lambda: QApplication.activePopupWidget() is not None)
    chooser = QApplication.activePopupWidget()
    assert chooser is not None
    QTest.keyClicks(chooser.focusWidget() or chooser, number)
    QTest.keyClick(chooser.focusWidget() or chooser, Qt.Key.Key_Return)
    d.settles()


def begins_by_key(d: Keyed) -> None:
    """Enter on empty time."""
    d.on_time("Cas", "10:00")
    d.press("Return")
    chooses_order(d, "SO-13")


def moves_by_dialog(d: Keyed) -> None:
    """M, then technician and time by Tab and typing."""
    d.on("SO-1")
    d.press("M")
    d.until(lambda: bool(d.page.findChildren(MoveDialog)))
    dialog = d.page.findChildren(MoveDialog)[0]
    d.until(dialog.isActiveWindow)
    d.types("Bram")
    dialog.period.starts.line.setFocus(Qt.FocusReason.TabFocusReason)
    d.press("Ctrl+A")
    d.types("14:00")
    d.press("Tab")
    d.does("Return")


def cuts_and_pastes(d: Keyed, number: str, technician: str, at: str) -> None:
    """Ctrl+X, then Ctrl+V on the empty time."""
    d.on(number)
    d.press("Ctrl+X")
    d.on_time(technician, at)
    d.does("Ctrl+V")


def copies_and_pastes(d: Keyed) -> None:
    """Ctrl+C, then Ctrl+V on the empty time."""
    d.on("SO-1")
    d.press("Ctrl+C")
    d.on_time("Cas", "10:00")
    d.does("Ctrl+V")


def retimes(d: Keyed, number: str, text: str) -> None:
    """F2 and what is typed there."""
    d.on(number)
    d.press("F2", "Ctrl+A")
    d.types(text)
    d.does("Return")


def assigns(d: Keyed, number: str, text: str) -> None:
    """A and what is typed there."""
    d.on(number)
    d.press("A")
    d.types(text)
    d.does("Return")


def swaps(d: Keyed) -> None:
    """X on the one, X on the other."""
    d.on("SO-1")
    d.press("X")
    d.on("SO-3")
    d.does("X")


def moves_two(d: Keyed) -> None:
    """Add the next visit with Shift, then F2 moves both."""
    d.on("SO-1")
    d.press("Shift+Right", "F2", "Ctrl+A")
    d.types("+30")
    d.does("Return")


def drags_two(d: Keyed) -> None:
    """Select both, drag one."""
    clicks_both(d, "SO-1", "SO-2")
    d.carries("SO-1", d.at("Anna", "9:30"), ALT)


@dataclass(frozen=True)
class Pair:
    """A gesture of board.md 5 and ways to do the same with keys."""

    point: str
    gesture: str
    mouse: Deed
    keys: tuple[Deed, ...]


PAIRS = (
    Pair(
        "29",
        "drag a visit to another lane and time",
        lambda d: d.carries("SO-1", d.at("Bram", "14:00"), ALT),
        (
            moves_by_dialog,
            lambda d: cuts_and_pastes(d, "SO-1", "Bram", "14:00"),
            lambda d: assigns(d, "SO-1", "bram 14:00"),
        ),
    ),
    Pair("25", "double-click on empty time begins a visit", begins_by_double_click, (begins_by_key,)),
    Pair(
        "30 Shift",
        "drag to another lane, time kept",
        lambda d: d.carries("SO-1", d.at("Bram", "9:40"), SHIFT),
        (lambda d: (d.on("SO-1"), d.does("Alt+Down")), lambda d: assigns(d, "SO-1", "2")),
    ),
    Pair(
        "30 Alt",
        "drag by the minute",
        lambda d: d.carries("SO-1", d.at("Anna", "9:20"), ALT),
        (lambda d: retimes(d, "SO-1", "9:20"), lambda d: retimes(d, "SO-1", "+20")),
    ),
    Pair(
        "30 Ctrl",
        "drag with Ctrl copies",
        lambda d: d.carries("SO-1", d.at("Cas", "10:00"), CTRL | ALT),
        (copies_and_pastes,),
    ),
    Pair(
        "30 X",
        "drag with X held changes places",
        lambda d: held(d, "SO-1", d.at("Bram", "11:00"), Qt.Key.Key_X),
        (swaps,),
    ),
    Pair(
        "31",
        "drag onto the waiting list",
        lambda d: (d.sends_back("SO-2"), d.settles()),
        (lambda d: (d.on("SO-2"), d.does("Del")),),
    ),
    Pair("32", "drag several", drags_two, (moves_two,)),
    Pair(
        "33 one",
        "drop an order from the list",
        lambda d: (d.plans("SO-12", to="Bram", at="14:00"), d.settles()),
        (
            lambda d: assigns(d, "SO-12", "bram 14:00"),
            lambda d: cuts_and_pastes(d, "SO-12", "Bram", "14:00"),
        ),
    ),
    Pair(
        "33 several",
        "drop several orders, which flow",
        lambda d: (d.plans("SO-12", "SO-13", to="Cas", at="10:00"), d.settles()),
        (
            lambda d: (
                d.on_waiting("SO-12", "SO-13"),
                d.press("Ctrl+C"),
                d.on_time("Cas", "10:00"),
                d.does("Ctrl+V"),
            ),
        ),
    ),
    Pair(
        "36 end",
        "drag the end of a block",
        lambda d: resizes(d, "SO-1", "10:30"),
        (lambda d: retimes(d, "SO-1", "-10:30"), lambda d: retimes(d, "SO-1", "90 min")),
    ),
    Pair(
        "36 start",
        "drag the start of a block",
        lambda d: resizes(d, "SO-1", "8:30", at_start=True),
        (lambda d: retimes(d, "SO-1", "8:30-10:00"),),
    ),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.point)
def test_a_gesture_and_its_keys_give_the_same_visits(d: Keyed, pair: Pair) -> None:
    before = d.visits()
    pair.mouse(d)
    wanted = d.visits()
    assert wanted != before, pair.gesture
    d.is_back()
    d.does("Ctrl+Z")
    assert d.visits() == before
    for keys in pair.keys:
        d.page.view.setFocus()
        keys(d)
        d.settles()
        assert d.visits() == wanted, (pair.gesture, pair.keys.index(keys), d.all_said())
        d.is_back()
        d.does("Ctrl+Z")
        assert d.visits() == before
