"""Scales, zoom and folded time on a real page: keys, steps, what stays under the pointer, what sums mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.attention import bring_up
from tests.ui.board import company
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.test_lanes import DAY, d  # noqa: F401 (a fixture)
from ui import theme
from ui.board.geometry import FOLDED, NO_FOLDS
from ui.board.layout.header import closed_name
from ui.board.layout.scales import DAYS, Scale
from ui.board.model import BoardModel
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target
from ui.board.view import BoardView

ALT = Qt.KeyboardModifier.AltModifier
NOON = company.epoch(company.MONDAY, 16 * 1440 + 720)


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> BoardView:
    """A board of five weeks."""
    theme.apply(qapp, "light")
    found = BoardView(BoardModel(company.a_window(10, 35, 200), company.a_travel()))
    qtbot.addWidget(found)
    found.resize(1_236, 500)
    found.show()
    return found


def test_alt_and_a_number_show_the_scale_and_a_step_goes_on_by_it(d: BoardDriver, qtbot: QtBot) -> None:  # noqa: F811
    bring_up(qtbot, d.page)
    keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6)
    for key, scale in zip(keys, Scale, strict=True):
        d.page.days.show_day(DAY)
        QTest.keyClick(d.page.view, key, ALT)
        assert d.page.days.scale is scale
        assert d.page.toolbar.scale.current() == scale.value
        if scale is Scale.MONTH:
            continue
        first, last = d.page.view.scene.days_in_view()
        assert last - first == DAYS[scale]
        before = d.page.view.scene.time(d.page.view.scene.lane_column)
        d.page.days.step(1)
        after = d.page.view.scene.time(d.page.view.scene.lane_column)
        days = {Scale.DAY: 1, Scale.THREE_DAYS: 3, Scale.TWO_WEEKS: 14}.get(scale, 7)
        pixel = d.page.view.scene.axis.seconds_per_pixel / FOLDED  # the left edge is in a night
        assert abs(after - before - days * 86_400) <= 2 * pixel


def test_a_day_is_zoomed_to_from_the_menu_on_empty_time(d: BoardDriver) -> None:  # noqa: F811
    d.page.days.show_scale(Scale.WEEK)
    target = Target(Place.EMPTY, lane=0, instant=d.instant("14:00") + 2 * 86_400)
    BY_NAME["zoom_to_day"].run(d.page, target)
    assert d.page.days.scale is Scale.DAY
    assert d.page.days.day_in_view() == DAY + timedelta(days=2)


def test_nights_are_narrow_by_wish_in_every_scale_but_the_month(view: BoardView) -> None:
    for scale in Scale:
        view.set_folds(on=False)
        view.show_scale(scale, NOON)
        assert view.scene.axis.folds is NO_FOLDS
        view.set_folds(on=True)
        view.show_scale(scale, NOON)
        assert bool(view.scene.axis.folds) == (scale is not Scale.MONTH)


@pytest.mark.parametrize("folds", [False, True])
def test_the_wheel_zooms_around_the_pointer(view: BoardView, folds: bool) -> None:  # noqa: FBT001 (a case)
    view.set_folds(on=folds)
    view.show_scale(Scale.WEEK, NOON)
    for x, turned in ((700, 120), (500, 120), (900, -120), (400, 120), (1_000, -120)):
        before = view.scene.axis.instant(x + view.scene.scroll_x - view.scene.lane_column)
        place = QPointF(x, 200)
        wheel = QWheelEvent(
            place, view.viewport().mapToGlobal(place), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), wheel)
        at = view.scene.axis.offset(before) - view.scene.scroll_x + view.scene.lane_column
        assert abs(at - x) <= 1


def test_the_time_in_the_middle_stays_when_nights_become_narrow(view: BoardView) -> None:
    view.show_scale(Scale.WEEK, NOON)
    middle = view.middle()
    view.set_folds(on=True)
    assert abs(view.middle() - middle) <= 8 * view.scene.axis.seconds_per_pixel


def test_closed_days_have_their_name_in_the_header(view: BoardView) -> None:
    names = [closed_name(view.scene, day) for day in range(view.scene.model.days.count)]
    assert names[4] == "Bedrijfssluiting"
    assert set(names) == {"", "Bedrijfssluiting"}


def _said_at(d: BoardDriver, at: QPoint) -> str:  # noqa: F811
    port = d.page.view.viewport()
    QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, at, port.mapToGlobal(at)))
    return QToolTip.text()


def test_the_pointer_is_told_what_the_sums_mean(d: BoardDriver) -> None:  # noqa: F811
    scene = d.page.view.scene
    d.page.days.show_day(date(2026, 11, 23))
    lane = d.lane("Bram")
    d.page.view.verticalScrollBar().setValue(int(scene.rows.tops[lane]) - 40)
    of_lane = _said_at(d, QPoint(60, scene.lane_top(lane) + 8))
    assert "Bram" in of_lane
    assert "shifts less absence" in of_lane
    assert "Booked: 0 h" in of_lane
    of_all = _said_at(d, QPoint(60, 20))
    assert "Least free by skill" in of_all
    assert "2 orders wait for this day" in _said_at(d, QPoint(scene.canvas.center().x(), 20))
    QToolTip.hideText()
