"""The toolbar keeps its order and stays usable where there is little room, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from resources.texts import use_language
from tests.ui.board import company
from ui import theme
from ui.board.geometry import COARSEST, FINEST
from ui.board.layout.crowded_row import EDGE
from ui.board.layout.scales import Scale
from ui.board.layout.toolbar import Toolbar, slider_of, zoom_of


@pytest.fixture(params=["en", "nl", "da"])
def bar(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[Toolbar]:
    """A toolbar on its page, in one of the languages."""
    use_language(request.param)
    theme.apply(qapp, "light")
    page = QWidget()
    qtbot.addWidget(page)
    found = Toolbar(page)
    found.show_day(company.MONDAY)
    found.show_scale(Scale.WEEK)
    page.resize(2_000, 100)
    found.resize(2_000, theme.TOOLBAR)
    page.show()
    QApplication.sendPostedEvents()
    yield found
    use_language("en")


def shown(bar: Toolbar) -> list[QWidget]:
    """What stands in the row, from left to right."""
    row = [bar.day_button, bar.scale, bar.scale_button, bar.slider, bar.grouping_button, bar.folds]
    row += [bar.compact, bar.filter, bar.undo, bar.redo, bar.printing, bar.more]
    return [one for one in row if one.isVisible() and one.parent() is bar]


def squeeze(bar: Toolbar, width: int) -> None:
    """Give it so much room."""
    bar.resize(width, theme.TOOLBAR)
    QApplication.sendPostedEvents()


def test_with_room_everything_stands_in_its_order(bar: Toolbar) -> None:
    assert bar.away == ()
    assert not bar.more.isVisible()
    lefts = [one.geometry().left() for one in shown(bar)]
    assert lefts == sorted(lefts)
    assert len(shown(bar)) == 10


@pytest.mark.parametrize("width", [1_216, 900, 700])
def test_with_less_room_nothing_is_cut_off_and_all_can_be_reached(bar: Toolbar, width: int) -> None:
    guest = QComboBox()
    guest.addItems(["Een heel lange kleurstelling"])
    bar.put(guest)
    squeeze(bar, width)
    for one in shown(bar):
        assert one.geometry().right() <= width - EDGE + 1
        assert one.width() >= min(one.sizeHint().width(), one.maximumWidth()) - 1
    edges = [(one.geometry().left(), one.geometry().right()) for one in shown(bar)]
    assert all(before[1] < after[0] for before, after in pairwise(edges))
    assert {bar.day_button, bar.filter, bar.scale_button} <= set(shown(bar))
    away = [one for one in bar.away if one is not bar.scale]
    assert bar.more.isVisible() == bool(away)
    if away:
        QTest.mouseClick(bar.more, Qt.MouseButton.LeftButton)
        assert all(one.isVisible() for one in away)
        bar.drawer.close()


def test_what_went_away_comes_back_with_the_room(bar: Toolbar) -> None:
    before = shown(bar)
    squeeze(bar, 600)
    assert shown(bar) != before
    squeeze(bar, 2_000)
    assert shown(bar) == before


def test_a_scale_is_chosen_from_the_drop_down_as_from_the_row(bar: Toolbar, qtbot: QtBot) -> None:
    squeeze(bar, 700)
    assert not bar.scale.isVisible()
    with qtbot.waitSignal(bar.scale_chosen) as chosen:
        bar.scale_button.menu().actions()[list(Scale).index(Scale.TWO_WEEKS)].trigger()
    assert chosen.args == [Scale.TWO_WEEKS.value]
    assert bar.scale.current() == Scale.TWO_WEEKS.value


def test_the_slider_goes_from_the_widest_to_the_closest_zoom(bar: Toolbar, qtbot: QtBot) -> None:
    assert zoom_of(0) == pytest.approx(COARSEST)
    assert zoom_of(bar.slider.maximum()) == pytest.approx(FINEST)
    for value in range(bar.slider.maximum() + 1):
        assert slider_of(zoom_of(value)) == value
    with qtbot.waitSignal(bar.zoom_set) as asked:
        bar.slider.setValue(120)
    assert asked.args == [pytest.approx(zoom_of(120))]
    bar.show_zoom(60.0)  # what is shown is not asked for
    assert bar.slider.value() == slider_of(60.0)
