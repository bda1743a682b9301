"""Chips, segmented buttons, the rail: what they say, by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QActionGroup, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.terms import Priority, VisitStatus
from tests.ui.attention import bring_up
from ui import actions, theme
from ui.widgets.badge import Badge, Chip, Mark, chip_width, paint_chip, priority_chip, status_chip
from ui.widgets.chips import FilterChips
from ui.widgets.rail import Rail
from ui.widgets.segmented import Segmented

SCALES = [("day", "Dag"), ("work_week", "Werkweek"), ("week", "Week"), ("month", "Maand")]


def picture(chip: Chip, width: int = 160) -> QImage:
    image = QImage(width, 24, QImage.Format.Format_ARGB32)
    image.fill(theme.tokens.surface)
    painter = QPainter(image)
    paint_chip(painter, QRectF(image.rect()), chip)
    painter.end()
    return image


def test_every_status_has_a_shape_and_a_word_of_its_own() -> None:
    chips = [status_chip(status) for status in VisitStatus]
    assert len({chip.mark for chip in chips}) == len({chip.text for chip in chips}) == len(VisitStatus)


def test_shapes_tell_statuses_apart_without_colour_or_word() -> None:
    drawn = {mark: picture(Chip("x", mark=mark)).bits().tobytes() for mark in Mark}
    assert len(set(drawn.values())) == len(Mark)


def test_priority_is_an_edge_before_the_word() -> None:
    assert [priority_chip(priority).mark for priority in Priority] == [
        Mark.DOTTED_EDGE,
        Mark.NONE,
        Mark.SOLID_EDGE,
    ]


def test_a_chip_too_wide_for_its_cell_stays_in_it() -> None:
    chip = Chip("Onderhoudsovereenkomst", tone="warning")
    image = picture(chip, width=60)
    assert chip_width(chip) > 60
    assert image.pixelColor(59, 1) == theme.tokens.surface


def test_a_badge_takes_the_room_of_its_word(qtbot: QtBot) -> None:
    badge = Badge(status_chip(VisitStatus.DONE))
    qtbot.addWidget(badge)
    narrow = badge.sizeHint().width()
    badge.show_chip(status_chip(VisitStatus.TRAVELLING))
    assert badge.sizeHint().width() > narrow
    assert badge.accessibleName() == badge.chip().text == "Travelling"


@pytest.fixture
def scales(qtbot: QtBot) -> Segmented:
    widget = Segmented(SCALES)
    qtbot.addWidget(widget)
    bring_up(qtbot, widget)
    return widget


def test_a_click_chooses_a_segment_once(qtbot: QtBot, scales: Segmented) -> None:
    at = scales.segment_rect("week").center().toPoint()
    with qtbot.waitSignal(scales.chosen) as chosen:
        qtbot.mouseClick(scales, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["week"]
    assert scales.current() == "week"
    with qtbot.assertNotEmitted(scales.chosen, wait=10):
        qtbot.mouseClick(scales, Qt.MouseButton.LeftButton, pos=at)


def test_arrows_move_the_choice_and_stop_at_the_ends(qtbot: QtBot, scales: Segmented) -> None:
    heard: list[str] = []
    scales.chosen.connect(heard.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(scales, key)
    assert heard == ["work_week", "week", "work_week"]


def test_free_zoom_leaves_no_segment_chosen(scales: Segmented) -> None:
    scales.set_current("")
    assert scales.current() == ""


def test_the_widest_word_fits_its_segment(scales: Segmented) -> None:
    scales.set_current("work_week")
    assert scales.segment_rect("month").right() < scales.sizeHint().width()
    with pytest.raises(KeyError):
        scales.segment_rect("year")


def test_the_rail_shows_and_switches_pages(qtbot: QtBot) -> None:
    owner = QWidget()
    group = QActionGroup(owner)
    pages = [group.addAction(actions.make(name, owner)) for name in ("page_board", "page_orders")]
    pages[0].setChecked(True)
    rail = Rail(owner)
    board = rail.add(pages[0], icon="board", word="Bord")
    orders = rail.add(pages[1], icon="orders", word="Orders")
    rail.add_stretch()
    qtbot.addWidget(owner)
    owner.resize(200, 300)
    bring_up(qtbot, owner)
    assert (board.isChecked(), orders.isChecked()) == (True, False)
    qtbot.mouseClick(orders, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert pages[1].isChecked()
    assert (board.isChecked(), orders.isChecked()) == (False, True)
    qtbot.mouseClick(orders, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert orders.isChecked()
    pages[0].trigger()
    assert (board.isChecked(), orders.isChecked()) == (True, False)
    assert rail.width() == theme.RAIL


CHIPS = [("waiting", "Wachtend"), ("promised", "Vandaag beloofd"), ("breach", "SLA in gevaar")]


def shown_chips(qtbot: QtBot, chips: FilterChips) -> FilterChips:
    qtbot.addWidget(chips)
    bring_up(qtbot, chips)
    return chips


def test_one_of_exclusive_chips_is_always_on(qtbot: QtBot) -> None:
    chips = shown_chips(qtbot, FilterChips(CHIPS))
    assert chips.current() == ("waiting",)
    with qtbot.waitSignal(chips.chosen) as chosen:
        qtbot.mouseClick(chips.chip("breach"), Qt.MouseButton.LeftButton)
    assert chosen.args == [("breach",)]
    qtbot.mouseClick(chips.chip("breach"), Qt.MouseButton.LeftButton)
    assert chips.current() == ("breach",)


def test_free_chips_are_on_and_off_each_by_itself_also_by_key(qtbot: QtBot) -> None:
    chips = shown_chips(qtbot, FilterChips(CHIPS, is_exclusive=False))
    chips.chip("waiting").setFocus()
    qtbot.keyClick(chips.chip("waiting"), Qt.Key.Key_Space)
    qtbot.keyClick(chips.chip("waiting"), Qt.Key.Key_Right)
    assert chips.chip("promised").hasFocus()
    qtbot.keyClick(chips.chip("promised"), Qt.Key.Key_Return)
    assert chips.current() == ("waiting", "promised")
    qtbot.keyClick(chips.chip("promised"), Qt.Key.Key_Return)
    assert chips.current() == ("waiting",)


def test_a_count_widens_its_chip_and_is_read_out(qtbot: QtBot) -> None:
    chips = shown_chips(qtbot, FilterChips(CHIPS))
    chip = chips.chip("waiting")
    narrow = chip.sizeHint().width()
    chips.set_count("waiting", 1234)
    assert chip.sizeHint().width() > narrow
    assert chip.accessibleName() == "Wachtend 1,234"
    assert not chips.grab().isNull()
