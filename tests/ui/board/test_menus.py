"""Menus of the board: complete, in their order, with keys; what cannot be done is grey and says why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.builders import becomes
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui.board.keyboard.context_menus import ContextMenus
from ui.board.keyboard.menu import ORDER, entries_of
from ui.board.verbs.table import BY_NAME, VERBS
from ui.board.verbs.verb import Place

WANTED = {
    Place.VISIT: "open time assign find_slots swap push split duplicate lock_time status unschedule "
    "cancel_order why show_customer_visits print_sheets copy_text",
    Place.SEVERAL: "move_by assign hand_over align chain lock_time status unschedule print_sheets",
    Place.EMPTY: "new_visit paste block_time fit_jobs_here zoom_to_day print_day",
    Place.LANE: "print_lane hand_over_day sick pin_lane hide_lane profile",
    Place.WAITING: "find_slots drop_next_free open promise combine priority",
}
"""What board.md 48 to 52 names, in the order of our menus."""


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def opened(d: Keyed, key: str = "Menu") -> QMenu:
    """The menu that a key opens."""
    d.press(key)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu: QMenu) -> list[str]:
    """Its entries without their keys; lines are empty."""
    return [action.text().partition("\t")[0] for action in menu.actions()]


@pytest.mark.parametrize("place", Place)
def test_each_menu_has_what_is_asked_for_in_its_order(place: Place) -> None:
    names = [verb.name for verb in entries_of(place) if verb is not None]
    wanted = WANTED[place].split()
    assert [name for name in names if name in wanted] == wanted


@pytest.mark.parametrize("place", Place)
def test_lines_stand_between_entries_only(place: Place) -> None:
    entries = entries_of(place)
    assert entries[0] is not None
    assert entries[-1] is not None
    assert all(a is not None or b is not None for a, b in pairwise(entries))


def test_every_command_stands_in_the_menus_of_its_places_once() -> None:
    for place in Place:
        names = [verb.name for verb in entries_of(place) if verb is not None]
        assert sorted(names) == sorted(verb.name for verb in VERBS if place in verb.places)


def test_the_order_names_only_commands_there_are() -> None:
    for names in ORDER.values():
        assert [name for name in names if name != "-" and name not in BY_NAME] == []


def test_the_menu_of_a_block_opens_by_key_at_the_block(d: Keyed) -> None:
    d.on("SO-1")
    menu = opened(d, "Shift+F10")
    slot = d.slot("SO-1")
    port = d.page.view.viewport()
    block = d.page.view.scene.rect_of(slot)
    assert block.left() <= port.mapFromGlobal(menu.pos()).x() <= block.right()
    assert texts(menu)[:3] == ["Open", "Change time…", "Move to…"]
    keys = dict(action.text().split("\t") for action in menu.actions() if "\t" in action.text())
    assert (keys["Change time…"], keys["Back to the waiting list"], keys["Cancel order…"]) == (
        "F2", "Del", "Shift+Del",
    )  # fmt: skip
    menu.close()


def test_what_cannot_be_done_is_grey_and_says_why(d: Keyed) -> None:
    d.on("SO-1")
    menu = opened(d)
    paste = next(action for action in menu.actions() if action.objectName() == "paste")
    assert not paste.isEnabled()
    assert paste.toolTip() == "Nothing of this board was copied."
    menu.close()


def test_who_may_only_read_finds_grey_what_changes_the_plan(d: Keyed, sqlite_context: Context) -> None:
    becomes(sqlite_context, "reader")
    d.on("SO-1")
    menu = opened(d)
    reasons = {one.objectName(): one.toolTip() for one in menu.actions() if not one.isEnabled()}
    assert {reasons[name] for name in ("time", "move", "assign", "split", "status", "unschedule")} == {
        "You may not do that."
    }
    assert {"open", "why", "copy", "copy_text", "show_customer_visits"}.isdisjoint(reasons)
    menu.close()


def test_several_empty_time_header_and_row_have_menus_of_their_own(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Shift+Right")
    menu = opened(d)
    assert texts(menu)[0] == "Move by…"
    menu.close()
    d.press("Ctrl+Right")
    menu = opened(d)
    assert texts(menu)[0] == "New visit here"
    menu.close()
    d.press("Backtab")
    assert d.page.view.walk.header_lane == 0
    menu = opened(d)
    assert texts(menu)[0] == "Print sheets"
    menu.close()
    d.on_waiting("SO-11")
    menu = opened(d)
    assert texts(menu)[0] == "Find slots"
    menu.close()


def test_the_right_button_opens_the_menu_of_what_it_points_at(d: Keyed) -> None:
    port = d.page.view.viewport()
    scene = d.page.view.scene
    places = (
        (d.block("SO-3"), "Open"),
        (d.point(d.lane("Cas"), d.instant("10:00")), "New visit here"),
        (QPoint(40, (scene.lane_top(1) + scene.lane_bottom(1)) // 2), "Print sheets"),
    )
    for at, first in places:
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert texts(menu)[0] == first
        menu.close()
    assert d.page.view.walk.header_lane == 1


def test_the_best_technicians_are_named_in_the_menu_and_the_first_gets_it(d: Keyed) -> None:
    d.on_waiting("SO-11")
    menu = d.page.part(ContextMenus).open_at_keyboard()
    assert menu is not None
    below = next(action.menu() for action in menu.actions() if action.objectName() == "assign")
    assert isinstance(below, QMenu)
    below.aboutToShow.emit()
    assert [text.partition(" ·")[0] for text in texts(below)] == ["Anna", "All technicians…"]
    below.actions()[0].trigger()
    menu.close()
    d.settles()
    assert d.visits()["SO-11"][0][0] == "Anna"


def test_priority_is_said_in_the_menu_and_undone(d: Keyed) -> None:
    d.on_waiting("SO-12")
    menu = opened(d)
    below = next(action.menu() for action in menu.actions() if action.objectName() == "priority")
    assert isinstance(below, QMenu)
    below.aboutToShow.emit()
    assert [(a.text(), a.isChecked()) for a in below.actions()] == [
        ("Low", False), ("Normal", True), ("High", False),
    ]  # fmt: skip
    below.actions()[2].trigger()
    menu.close()
    d.settles()
    rows = {row.number: row.priority.value for row in d.page.waiting.rows.values()}
    assert rows["SO-12"] == "high"
    d.is_back()
    d.does("Ctrl+Z")
    rows = {row.number: row.priority.value for row in d.page.waiting.rows.values()}
    assert rows["SO-12"] == "normal"


def test_canceling_an_order_asks_and_undo_brings_it_back(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.press("Shift+Del")
    d.until(lambda: d.on_top() is not d.window)
    QApplication.sendPostedEvents()
    d.press("Escape")
    d.is_back()
    d.settles()
    assert d.visits() == before
    d.on("SO-1")
    d.press("Shift+Del")
    d.until(lambda: d.on_top() is not d.window)
    box = d.on_top()
    yes = next(
        button for button in box.findChildren(type(box.focusWidget())) if "Cancel the" in button.text()
    )
    yes.setFocus(Qt.FocusReason.TabFocusReason)
    d.press("Space")
    d.is_back()
    d.settles()
    assert "SO-1" not in d.visits(), d.all_said()
    assert "SO-1" not in d.waits()
    d.does("Ctrl+Z")
    assert d.visits() == before
