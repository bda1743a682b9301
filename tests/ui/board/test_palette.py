"""The palette: every command by typing, its key, why it cannot be done; jumps. The sheet of keys and F1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui import actions
from ui.board.verbs.keys import words
from ui.board.verbs.table import VERBS
from ui.widgets.fuzzy import ranked, score


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def found(d: Keyed, typed: str) -> list[str]:
    """What the palette offers for what is typed."""
    d.press("Ctrl+K")
    d.types(typed)
    texts = [entry.text for entry in d.picker().rows.entries]
    d.press("Escape")
    return texts


def test_every_command_of_the_board_is_found_by_its_own_words(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Ctrl+K")
    picker = d.picker()
    for verb in VERBS:
        picker.line.setText(words(verb))
        assert words(verb) in [entry.text for entry in picker.rows.entries], verb.name
    d.press("Escape")


def test_every_action_of_the_window_and_the_page_is_found(d: Keyed) -> None:
    d.press("Ctrl+K")
    picker = d.picker()
    silent = {"palette", "save", "next_pane", "previous_pane", "find", "explain", "undo", "redo"}
    for spec in actions.SPECS:
        if spec.name not in silent:
            picker.line.setText(actions.words(spec))
            assert actions.words(spec) in [entry.text for entry in picker.rows.entries], spec.name
    d.press("Escape")


def test_a_few_letters_are_enough(d: Keyed) -> None:
    d.on("SO-1")
    assert found(d, "assi")[0] == "Assign to"
    assert found(d, "wait")[0] == "Back to the waiting list"
    assert "Push following" in found(d, "pf")


def test_a_command_is_done_from_the_palette(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Ctrl+K")
    d.types("back to")
    d.does("Return")
    assert "SO-1" not in d.visits()


def test_what_cannot_be_done_says_why_and_enter_does_nothing(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.press("Ctrl+K")
    d.types("align starts")
    entry = d.picker().rows.entries[0]
    assert (entry.text, entry.why_not) == ("Align starts", "choose several visits first")
    d.does("Return")
    assert d.picker().isVisible()
    assert d.visits() == before
    d.press("Escape")


def test_keys_stand_beside_commands(d: Keyed) -> None:
    d.press("Ctrl+K")
    d.types("duplicate")
    assert d.picker().rows.entries[0].key == "Ctrl+D"
    d.press("Escape")


def test_one_jumps_to_orders_technicians_and_days(d: Keyed) -> None:
    assert found(d, "13")[0] == "SO-13"
    assert found(d, "cas")[0] == "Cas (T03)"
    d.on("SO-13")
    assert d.page.waiting.table.hasFocus()
    d.on("SO-3")
    assert d.selected() == {"SO-3"}
    assert d.page.view.hasFocus()
    d.press("Ctrl+K")
    d.types("tomorrow")
    d.does("Return")
    assert d.page.days.day_in_view() == date(2026, 11, 24)


def test_another_page_has_its_palette_too(d: Keyed) -> None:
    d.press("Ctrl+2")
    d.settles()
    assert found(d, "board")[0] == "Board"
    assert "Push following" not in found(d, "push")
    d.press("Ctrl+1")


def test_the_sheet_shows_what_works_here_and_follows_the_keyboard(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Ctrl+/")
    sheet = d.window.dialogs._sheet
    assert sheet is not None
    assert sheet.isVisible()
    assert d.page.view.hasFocus()  # the keyboard stays where it is
    assert sheet.name.text() == "A visit"
    assert ("Push following", "P") in sheet.lines.lines
    d.press("Ctrl+Right")
    d.until(lambda: sheet.name.text() == "Empty time")
    assert ("New visit here", "Enter") in sheet.lines.lines
    assert "Push following" not in [text for text, _key in sheet.lines.lines]
    d.press("F6")
    d.until(lambda: sheet.name.text() == "A waiting order")
    d.press("Ctrl+/")
    assert not sheet.isVisible()


def test_f1_says_what_the_thing_with_the_keyboard_is_for(d: Keyed) -> None:
    d.on("SO-1")
    d.press("F1")
    sheet = d.window.dialogs._sheet
    assert sheet is not None
    assert "one visit of one technician" in sheet.about.text()
    d.press("F1")
    assert sheet.isVisible()
    d.press("Ctrl+/")


def test_typed_words_are_scored_by_where_they_stand() -> None:
    texts = ["Back to the waiting list", "Open", "Print day", "Open another database"]
    assert ranked("open", texts, str) == ["Open", "Open another database"]
    assert ranked("wl", texts, str) == ["Back to the waiting list"]
    assert ranked("zz", texts, str) == []
    assert score("list back", texts[0]) > 0
    assert score("", texts[0]) > 0
