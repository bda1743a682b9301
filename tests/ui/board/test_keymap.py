"""Keys of one's own: none twice in one place, clashes told, letters switched off, shown wherever keys are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.attention import bring_up
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui import actions, keymap
from ui.board.keyboard.context_menus import ContextMenus
from ui.board.keyboard.steps import STEPS
from ui.board.verbs.keys import commands
from ui.board.verbs.table import VERBS
from ui.keymap import Command
from ui.keymap_page import KeymapPage
from ui.prefs import PreferencesDialog


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def all_commands() -> tuple[Command, ...]:
    """Whatever can be given a key."""
    return commands() + actions.commands()


def command(name: str) -> Command:
    """One of them."""
    return next(one for one in all_commands() if one.name == name)


def test_no_key_is_given_twice_in_one_place() -> None:
    twice = [
        (a.name, b.name, key)
        for a, b in combinations(all_commands(), 2)
        for key in {a.key, *a.also} & {b.key, *b.also}
        if key and keymap.meet(a.places, b.places)
    ]
    assert twice == []


def test_names_are_used_once_and_keys_are_understood() -> None:
    names = [one.name for one in all_commands()]
    assert len(names) == len(set(names)) == len(VERBS) + len(STEPS) + len(actions.SPECS)
    for one in all_commands():
        for key in (one.key, *one.also):
            form = QKeySequence.SequenceFormat.PortableText
            assert QKeySequence.fromString(key, form).toString(form) == key
        assert one.text
        assert one.help


def test_desktop_keys_are_left_alone() -> None:
    for one in all_commands():
        for key in (one.key, *one.also):
            assert not key.startswith(("Meta+", "Ctrl+Alt+")), one.name


def test_a_key_of_ones_own_works_and_the_usual_one_does_not(d: Keyed) -> None:
    keymap.set_key("board.unschedule", "Ctrl+U", usual="Del")
    d.on("SO-2")
    d.does("Del")
    assert "SO-2" in d.visits()
    d.does("Ctrl+U")
    assert "SO-2" not in d.visits()
    keymap.reset("board.unschedule")
    d.page.view.setFocus()
    d.on("SO-1")
    d.does("Del")
    assert "SO-1" not in d.visits()


def test_ways_about_the_board_can_have_other_keys_too(d: Keyed) -> None:
    keymap.set_key("walk.after", "N", usual="Right")
    d.on("SO-1")
    d.does("N")
    assert d.selected() == {"SO-2"}


def test_an_action_of_the_window_follows_its_key_at_once(d: Keyed) -> None:
    keymap.set_key("palette", "Ctrl+Shift+K", usual="Ctrl+K")
    d.press("Ctrl+Shift+K")
    assert d.picker().isVisible()
    d.press("Escape")
    keymap.reset()
    d.press("Ctrl+K")
    assert d.picker().isVisible()
    d.press("Escape")


def test_letters_are_switched_off_and_on(d: Keyed) -> None:
    d.on("SO-1")
    keymap.let_letters_work(on=False)
    d.does("L")
    assert not d.page.view.scene.model.table.lock[d.slot("SO-1")]
    d.press("F2")  # no letter: it works
    d.press("Escape")
    keymap.let_letters_work(on=True)
    d.does("L")
    assert d.page.view.scene.model.table.lock[d.slot("SO-1")] == 1


def test_menus_palette_and_sheet_show_the_keys_of_ones_own(d: Keyed) -> None:
    keymap.set_key("board.assign", "Ctrl+B", usual="A")
    d.on("SO-1")
    menu = d.page.part(ContextMenus).open_at_keyboard()
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert "Assign to\tCtrl+B" in texts
    menu.close()
    d.press("Ctrl+K")
    d.types("assign to")
    assert d.picker().rows.entries[0].key == "Ctrl+B"
    d.press("Escape", "Ctrl+/")
    sheet = d.window.dialogs._sheet
    assert sheet is not None
    assert ("Assign to", "Ctrl+B") in sheet.lines.lines
    d.press("Ctrl+/")


def test_a_clash_is_told_and_nothing_changes(qtbot: QtBot) -> None:
    page = KeymapPage(all_commands())
    qtbot.addWidget(page)
    bring_up(qtbot, page)
    page.table.choose("board.move")
    page.key.setFocus()
    qtbot.keyClick(page.key, Qt.Key.Key_A)
    assert "Assign to" in page.said.text()
    assert keymap.own() == {}
    qtbot.keyClick(page.key, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert "Command palette" in page.said.text()
    qtbot.keyClick(page.key, Qt.Key.Key_F9)
    assert keymap.own() == {"board.move": "F9"}
    assert page.one.isEnabled()
    qtbot.mouseClick(page.one, Qt.MouseButton.LeftButton)
    assert keymap.own() == {}


def test_a_key_can_be_taken_away_and_all_reset(qtbot: QtBot) -> None:
    page = KeymapPage(all_commands())
    qtbot.addWidget(page)
    bring_up(qtbot, page)
    page.table.choose("board.unschedule")
    page.key.setFocus()
    qtbot.keyClick(page.key, Qt.Key.Key_Backspace)
    assert keymap.own() == {"board.unschedule": ""}
    qtbot.mouseClick(page.all, Qt.MouseButton.LeftButton)
    assert keymap.own() == {}


def test_the_table_is_searched_by_word_and_by_key(qtbot: QtBot) -> None:
    page = KeymapPage(all_commands())
    qtbot.addWidget(page)
    page.filter.setText("waiting list")
    assert "board.unschedule" in [one.name for one in page.model.rows]
    page.filter.setText("ctrl+k")
    assert [one.name for one in page.model.rows] == ["palette"]


def test_keys_stand_in_the_preferences_and_are_kept(d: Keyed) -> None:
    d.press("Ctrl+,")
    (dialog,) = d.window.findChildren(PreferencesDialog)
    pages = dialog.findChild(QTabWidget)
    assert pages is not None
    pages.setCurrentIndex(1)
    page = dialog.findChild(KeymapPage)
    assert page is not None
    page.table.choose("board.move")
    page.give("Ctrl+Shift+M")
    assert keymap.own() == {"board.move": "Ctrl+Shift+M"}, (page.said.text(), page.chosen)
    dialog.reject()
    assert keymap.key_of("board.move", "M") == "Ctrl+Shift+M"
