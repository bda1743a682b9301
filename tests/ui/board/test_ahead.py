"""What a scroll brings into view was laid out in the pause before it, and looks as if it had not been."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.board import company
from ui import theme
from ui.board.ghosts import Overlay
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.painting import ahead
from ui.board.view import BoardView

AGES = 10_000_000
NOON = company.epoch(company.MONDAY, 12 * 60)


@pytest.fixture
def view(qapp: QApplication) -> Iterator[BoardView]:
    """A day of many lanes in a small window."""
    theme.apply(qapp, "light")
    view = BoardView(BoardModel(company.a_window(80, 5, 2_000), company.a_travel()))
    view.resize(900, 420)
    view.show()
    view.show_scale(Scale.DAY, NOON)
    view.verticalScrollBar().setValue(900)
    qapp.processEvents()
    yield view
    view.close()
    view.deleteLater()
    qapp.processEvents()


def rest(view: BoardView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is laid out that lies around; whatever comes now finds no pause after it."""
    view.rested()
    qtbot.waitUntil(lambda: view.ahead.is_done)
    view._rest.setInterval(AGES)
    monkeypatch.setattr(ahead, "PAUSE", AGES)


def work(view: BoardView) -> tuple[int, int]:
    """Headers drawn and blocks arranged until now."""
    return view.board_painter.column.drawn, view.board_painter.labels.arranged


@pytest.mark.parametrize(("across", "down"), [(0, 46), (0, -46), (40, 0), (-40, 0), (0, 300), (300, 0)])
def test_after_a_rest_a_scroll_to_any_side_draws_no_header_and_arranges_no_text(
    view: BoardView,
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    across: int,
    down: int,
) -> None:
    rest(view, qtbot, monkeypatch)
    before = work(view)

    view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + across)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + down)
    qapp.processEvents()

    assert work(view) == before
    assert min(before) > 0


def test_the_next_step_of_a_scroll_finds_its_texts_laid_out(
    view: BoardView, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = view.verticalScrollBar()
    view._rest.stop()
    bar.setValue(bar.value() + 46)
    view._rest.stop()
    qapp.processEvents()
    qtbot.waitUntil(lambda: view.ahead.is_done)
    monkeypatch.setattr(ahead, "PAUSE", AGES)
    before = work(view)

    for _step in range(5):
        bar.setValue(bar.value() + 46)
        qapp.processEvents()

    assert work(view) == before


def test_what_was_laid_out_ahead_looks_like_what_was_not(
    view: BoardView, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest(view, qtbot, monkeypatch)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 230)
    qapp.processEvents()
    scrolled = view.viewport().grab().toImage()

    view.restyle()

    assert view.viewport().grab().toImage() == scrolled


def test_a_gesture_in_hand_is_left_all_the_time(view: BoardView, qtbot: QtBot, qapp: QApplication) -> None:
    view._rest.setInterval(AGES)
    qtbot.waitUntil(lambda: view.ahead.is_done)
    view.show_overlay(Overlay(band=QRect(300, 100, 50, 50)))
    qapp.processEvents()
    before = work(view)

    view.ahead.look_around()
    qtbot.waitUntil(lambda: view.ahead.is_done)

    assert work(view) == before
