"""Cut, copy and paste: our own form for the board, a table for other programs, a picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from tests.ui.board.keyed import Keyed, a_keyed_company
from ui.board.keyboard.clipboard import VISITS_MIME, Clipboard, held


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context) -> Iterator[Keyed]:
    """A dispatcher with a keyboard and an empty clipboard."""
    QGuiApplication.clipboard().clear()
    sqlite_context.run(a_keyed_company)
    person = Keyed(qtbot, sqlite_context)
    yield person
    person.leaves()
    QGuiApplication.clipboard().clear()


def lines() -> list[list[str]]:
    """The table on the clipboard."""
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def test_what_is_copied_is_a_table_to_other_programs(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Shift+Right", "Ctrl+C")
    heads, first, second = lines()
    assert heads == ["Order", "Customer", "Town", "Technician", "Date", "From", "Until", "Status"]
    assert first == ["SO-1", "Bakkerij Smit", "Zwolle", "Anna", "23/11/2026", "09:00", "10:00", "planned"]
    assert second[0] == "SO-2"


def test_waiting_orders_are_a_table_too(d: Keyed) -> None:
    d.on_waiting("SO-11")
    d.press("Ctrl+C")
    assert lines()[1][:5] == ["SO-11", "Bakkerij Smit", "Zwolle", "Gas 2", "60"]


def test_what_was_cut_is_faint_until_it_is_pasted(d: Keyed) -> None:
    marks = d.page.part(Clipboard).marks
    d.on("SO-1")
    d.press("Ctrl+X")
    assert len(marks.ids) == 1
    d.on_time("Cas", "10:00")
    d.does("Ctrl+V")
    assert d.visits()["SO-1"] == [("Cas", "10:00", "11:00")]
    assert not marks.ids
    assert held() is None  # pasted once; a second time there is nothing


def test_several_keep_their_distances(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Shift+Right", "Ctrl+X")
    d.on_time("Cas", "8:00")
    d.does("Ctrl+V")
    seen = d.visits()
    assert (seen["SO-1"], seen["SO-2"]) == ([("Cas", "08:00", "09:00")], [("Cas", "12:00", "13:00")])


def test_a_copy_can_be_pasted_again_and_again_each_one_step(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.press("Ctrl+C")
    for at in ("10:00", "13:00"):
        d.on_time("Cas", at)
        d.does("Ctrl+V")
    assert [start for _who, start, _end in d.visits()["SO-1"]] == ["09:00", "10:00", "13:00"]
    d.does("Ctrl+Z", "Ctrl+Z")
    assert d.visits() == before


def test_pasting_where_it_cannot_stand_says_why(d: Keyed) -> None:
    before = d.visits()
    d.on("SO-1")
    d.press("Ctrl+X")
    d.on_time("Bram", "11:30")
    d.does("Ctrl+V")
    assert d.visits() == before
    assert "Overlaps SO-3" in d.said()


def test_on_a_visit_it_is_pasted_right_behind_it(d: Keyed) -> None:
    d.on("SO-2")
    d.press("Ctrl+X")
    d.on("SO-3")
    d.does("Ctrl+V")
    assert d.visits()["SO-2"] == [("Bram", "12:00", "13:00")]


def test_strange_things_on_the_clipboard_are_nothing_to_us(d: Keyed) -> None:
    mime = QMimeData()
    mime.setData(VISITS_MIME, b'{"cut": 1}')
    QGuiApplication.clipboard().setMimeData(mime)
    assert held() is None
    d.on_time("Cas", "10:00")
    d.does("Ctrl+V")
    assert "Nothing of this board was copied" in d.said()


def test_a_picture_holds_names_hours_and_blocks(d: Keyed) -> None:
    d.on("SO-1")
    d.press("Down", "Ctrl+K")
    d.types("copy as picture")
    d.press("Return")
    image = QGuiApplication.clipboard().image()
    assert not image.isNull()
    scene = d.page.view.scene
    lane = scene.lane_bottom(1) - scene.lane_top(1)
    assert image.height() == scene.canvas.top() + lane
    assert image.width() > scene.canvas.left()
    colours = {image.pixel(x, image.height() - lane // 2) for x in range(0, image.width(), 3)}
    assert len(colours) > 4
