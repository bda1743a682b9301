"""Moving about with keys: visits, empty time, headers, panes, days; steps that merge; what is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.board.keyed import LEFT, Keyed, a_keyed_company
from ui.board.keyboard.time_edit import TimeEdit


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard."""
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()


def stands(d: Keyed) -> tuple[str, str] | None:
    """Technician and time of the empty time that has the keyboard."""
    cursor, model = d.page.view.walk.cursor, d.page.view.scene.model
    if not cursor.stands:
        return None
    return model.lanes[cursor.lane].name, f"{model.days.wall(cursor.instant):%H:%M}"


def header(d: Keyed) -> str:
    """Technician whose header has the keyboard."""
    lane = d.page.view.walk.header_lane
    return d.page.view.scene.model.lanes[lane].name if lane >= 0 else ""


def test_arrows_go_through_a_lane_and_to_the_nearest_of_the_next(d: Keyed) -> None:
    d.on("SO-1")
    for key, number in (("Right", "SO-2"), ("Left", "SO-1"), ("Down", "SO-3"), ("Up", "SO-1")):
        d.press(key)
        assert d.selected() == {number}, key


def test_shift_adds_and_space_takes_away(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Shift+Right")
    assert d.selected() == {"SO-1", "SO-2"}
    d.press("Space")
    assert d.selected() == {"SO-1"}
    d.press("Ctrl+A")
    assert d.selected() == {"SO-1", "SO-2", "SO-3"}
    d.press("Escape")
    assert d.selected() == set()


def test_ctrl_and_arrows_stand_on_empty_time_by_steps(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Ctrl+Right")
    assert stands(d) == ("Anna", "10:00")
    step = d.page.view.scene.axis.snap // 60
    d.press("Ctrl+Right")
    assert stands(d) == ("Anna", f"10:{step:02}")
    d.press("Ctrl+Down")
    assert stands(d) == ("Bram", f"10:{step:02}")
    d.press("Right")
    assert d.selected() == {"SO-3"}
    assert stands(d) is None


def test_steps_on_empty_time_pass_over_visits(d: Keyed) -> None:
    d.on_time("Anna", "12:50")
    d.press("Ctrl+Right", "Ctrl+Right")
    assert stands(d) is not None
    at = stands(d)
    assert at is not None
    assert at[1] in ("13:00", "14:00")
    d.press("Ctrl+Right")
    at = stands(d)
    assert at is not None
    assert at[1] >= "14:00"


def test_a_click_on_empty_time_puts_the_keyboard_there(d: Keyed) -> None:
    at = d.point(d.lane("Cas"), d.instant("10:00"))
    d.qtbot.mouseClick(d.page.view.viewport(), LEFT, pos=at)
    assert stands(d) == ("Cas", "10:00")


def test_headers_stand_before_the_board(d: Keyed) -> None:
    d.on("SO-3")
    d.press("Backtab")
    assert header(d) == "Bram"
    d.press("Down")
    assert header(d) == "Cas"
    d.press("Up", "Up")
    assert header(d) == "Anna"
    d.press("Tab")
    assert header(d) == ""
    at = stands(d)
    assert at is not None
    assert at[0] == "Anna"


def test_a_group_closes_and_opens_by_key(d: Keyed) -> None:
    d.on("SO-3")
    height = d.page.view.scene.rows.height
    d.press("Ctrl+Shift+-")
    assert d.page.view.scene.rows.height < height
    d.press("Ctrl+Shift++")
    assert d.page.view.scene.rows.height == height


def test_f6_goes_round_the_panes_and_back(d: Keyed) -> None:
    d.page.view.setFocus()
    d.press("F6")
    assert d.page.waiting.table.hasFocus()
    d.press("Shift+F6")
    assert d.page.view.hasFocus()


def test_ctrl_g_goes_to_a_day_and_a_time(d: Keyed) -> None:
    d.press("Ctrl+G")
    d.types("24-11")
    d.does("Return")
    assert d.page.days.day_in_view() == date(2026, 11, 24)
    d.press("Ctrl+G")
    d.types("-1")
    d.does("Return")
    assert d.page.days.day_in_view() == date(2026, 11, 23)
    d.on_time("Cas", "14:15")
    assert stands(d) == ("Cas", "14:15")


def test_steps_within_a_moment_are_one_step_to_undo(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.does("Alt+Right", "Alt+Right", "Alt+Shift+Right")
    assert d.visits() != before
    d.does("Ctrl+Z")
    assert d.visits() == before


def test_a_step_onto_somebody_elses_skill_is_refused_in_words(d: Keyed) -> None:
    before = d.visits()
    d.on_waiting("SO-11")
    d.press("A")
    d.types("anna")
    d.does("Return")
    planned = d.visits()
    d.on("SO-11")
    d.does("Alt+Down")
    assert d.visits() == planned != before
    assert "lacks Gas 2" in d.said()


def test_f2_shows_the_verdict_while_one_types_and_esc_leaves_no_trace(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.press("F2", "Ctrl+A")
    line = d.page.view.findChildren(TimeEdit)[0]
    d.types("13:30")
    overlay = d.page.view.scene.overlay
    assert overlay.hard
    assert "Overlaps SO-2" in " ".join(overlay.words)
    d.press("Ctrl+A")
    d.types("zz")
    assert line.property("wrong")
    d.press("Escape")
    assert not d.page.view.scene.overlay
    assert d.visits() == before
    assert d.page.view.hasFocus()


def test_the_list_of_changes_goes_back_several_steps_and_forth(d: Keyed) -> None:
    seen = [d.visits()]
    for number, text in (("SO-1", "8:30"), ("SO-2", "14:00"), ("SO-3", "15:00")):
        d.on(number)
        d.press("F2", "Ctrl+A")
        d.types(text)
        d.does("Return")
        seen.append(d.visits())
    d.press("Ctrl+Shift+H")
    texts = [entry.text for entry in d.picker().rows.entries]
    assert texts == ["Move SO-3", "Move SO-2", "Move SO-1", "As it was at the beginning"]
    d.press("Down", "Down")
    d.does("Return")
    assert d.visits() == seen[1]
    d.press("Ctrl+Shift+H")
    d.types("SO-3")
    d.does("Return")
    assert d.visits() == seen[3]


def test_the_next_row_waits_after_an_order_was_planned(d: Keyed) -> None:
    d.on_waiting("SO-12")
    d.does("A", "Return")
    row = d.page.waiting.table.current_row()
    assert row is not None
    assert row.number == "SO-13"
    assert d.page.waiting.table.hasFocus()
    assert d.page.view.scene.focused == d.page.view.scene.model.table.id[d.slot("SO-12")]


def test_single_letters_are_typed_in_fields(d: Keyed) -> None:
    d.press("Ctrl+F")
    d.types("max")
    field = d.page.toolbar.filter
    assert isinstance(field, QLineEdit)
    assert field.text() == "max"
    d.press("Escape")
