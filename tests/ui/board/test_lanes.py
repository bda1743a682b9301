"""How lanes stand, remembered: groups, pins, hidden ones, "+3", the column's edge, waiting orders above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.context import Context
from app.work import Work
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_team, a_technician, a_visit, an_order
from tests.ui.board.dispatcher import LEFT, NONE, PLAIN, BoardDriver
from tests.ui.board.opened import at_board
from ui.board.geometry import FOLDED, MAX_SUBROWS
from ui.board.layout.arranging import NOWHERE, PINNED, Grouping, LaneOrder
from ui.board.layout.lane_desk import LaneDesk, lane_desk
from ui.board.layout.lanes import pill_rect, subrows_mark
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs

SIZE = (1500, 900)
DAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def a_company(work: Work) -> None:
    """Two teams in two towns; SO-7 is promised for the day, SO-8 for a technician, nine visits overlap."""
    north, south = a_team(work, name="Noord"), a_team(work, name="Zuid")
    gas, lift = a_skill(work, name="Gas 2"), a_skill(work, name="Lift")
    customer = a_customer(work, name="Bakkerij Smit")
    site = a_site(work, customer=customer, city="Zwolle")
    other = a_site(work, customer=customer, city="Assen")
    anna = a_technician(work, name="Anna", team_id=north.id, skills=[gas], home_site_id=site.id)
    bram = a_technician(work, name="Bram", team_id=south.id, skills=[gas], home_site_id=other.id)
    a_technician(work, name="Cas", team_id=south.id, skills=[gas, lift], home_site_id=site.id)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60, "service_date": DAY}
    an_order(work, number="SO-7", **{**usual, "site_id": None})
    an_order(work, number="SO-8", preferred_technician_id=bram.id, **usual)
    for n in range(MAX_SUBROWS + 3):
        order = an_order(work, number=f"SO-9{n}", **usual)
        a_visit(work, order=order, technician=anna, starts=MONDAY, overlap_reason="test")


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of that company."""
    context.run(a_company)
    with at_board(qtbot, jobs, size=SIZE) as dispatcher:
        yield dispatcher


def names(d: BoardDriver) -> list[str]:
    """The lanes from top to bottom."""
    return [row.name for row in d.page.view.scene.model.lanes]


def groups(d: BoardDriver) -> list[tuple[str, int]]:
    """Titles from top to bottom with how many lanes show under each."""
    return [(one.name, one.shown) for one in d.page.view.scene.rows.groups if one.name]


def desk(d: BoardDriver) -> LaneDesk:
    """What keeps the lanes."""
    return lane_desk(d.page)


def lane(d: BoardDriver, name: str) -> Target:
    """A lane as a menu is asked for it."""
    return Target(Place.LANE, lane=d.lane(name))


def test_lanes_are_grouped_by_team_skill_region_and_not_at_all(d: BoardDriver) -> None:
    assert groups(d) == [("Noord", 1), ("Zuid", 2)]
    desk(d).group_by(Grouping.SKILL)
    assert groups(d) == [("Gas 2", 2), ("Lift", 1)]
    assert names(d) == ["Anna", "Bram", "Cas"]
    desk(d).group_by(Grouping.REGION)
    assert groups(d) == [("Assen", 1), ("Zwolle", 2)]
    assert names(d) == ["Bram", "Anna", "Cas"]
    desk(d).group_by(Grouping.NONE)
    assert groups(d) == []
    assert names(d) == ["Anna", "Bram", "Cas"]


def test_visits_follow_their_lanes_and_nothing_is_read_again(d: BoardDriver) -> None:
    model = d.page.view.scene.model
    before = {number: d.sees(number) for number in ("SO-90", "SO-93")}
    desk(d).group_by(Grouping.REGION)
    assert d.page.view.scene.model is model
    assert {number: d.sees(number) for number in before} == before
    assert not d.page.is_busy
    d.plans("SO-7", to="Bram", at="14:00")
    d.settles()
    assert d.sees("SO-7") == ("Bram", "14:00", "15:00")


def test_a_pinned_lane_stands_first_and_a_hidden_one_not_at_all(d: BoardDriver) -> None:
    pin, unpin, hide, show = (BY_NAME[name] for name in ("pin_lane", "unpin_lane", "hide_lane", "show_lanes"))
    pin.run(d.page, lane(d, "Cas"))
    assert names(d)[0] == "Cas"
    assert d.page.view.scene.rows.groups[-3].key == PINNED
    assert pin.why_not(d.page, lane(d, "Cas"))
    hide.run(d.page, lane(d, "Anna"))
    assert not d.page.view.scene.rows.shows(d.lane("Anna"))
    assert ("Noord", 0) not in [(one.name, one.shown) for one in d.page.view.scene.rows.groups if one.height]
    show.run(d.page, lane(d, "Cas"))
    assert d.page.view.scene.rows.shows(d.lane("Anna"))
    assert show.why_not(d.page, lane(d, "Cas"))
    unpin.run(d.page, lane(d, "Cas"))
    assert names(d) == ["Anna", "Bram", "Cas"]


def test_all_of_it_is_remembered(d: BoardDriver, qtbot: QtBot, jobs: Jobs) -> None:
    desk(d).group_by(Grouping.SKILL)
    desk(d).pin([d.page.view.scene.model.lanes[2].technician_id], on=True)
    d.page.view.set_lane_column(300)
    d.page.toolbar.folds.setChecked(True)
    d.page.view.toggle_group(PINNED)
    with at_board(qtbot, jobs, size=SIZE) as again:
        scene = again.page.view.scene
        assert scene.lane_order == d.page.view.scene.lane_order
        assert scene.lane_column == 300
        assert scene.collapsed == {PINNED}
        assert scene.axis.folds
        assert again.page.toolbar.grouping_button.text() == "Skill"
        assert desk(again).state() == desk(d).state()


def test_nonsense_that_was_remembered_does_no_harm(d: BoardDriver) -> None:
    desk(d).restore({"grouping": "moon", "pinned": ["x"], "column": None})
    assert d.page.view.scene.lane_order == LaneOrder()


def test_all_groups_are_closed_and_opened_again(d: BoardDriver) -> None:
    d.page.toolbar.collapse_wanted.emit(True)
    assert not any(d.page.view.scene.rows.shows(at) for at in range(3))
    d.page.toolbar.collapse_wanted.emit(False)
    assert all(d.page.view.scene.rows.shows(at) for at in range(3))


# ---------------------------------------------------------------------- the lane column


def _mouse(
    d: BoardDriver, kind: QEvent.Type, at: QPoint, buttons: tuple[Qt.MouseButton, Qt.MouseButton]
) -> None:
    port, place = d.page.view.viewport(), QPointF(at)
    QApplication.sendEvent(port, QMouseEvent(kind, place, port.mapToGlobal(place), *buttons, PLAIN))


def _drag(d: BoardDriver, start: QPoint, *points: QPoint) -> None:
    _mouse(d, QEvent.Type.MouseButtonPress, start, (LEFT, LEFT))
    for point in points:
        _mouse(d, QEvent.Type.MouseMove, point, (NONE, LEFT))
    _mouse(d, QEvent.Type.MouseButtonRelease, points[-1], (LEFT, NONE))


def test_the_column_is_made_wider_by_its_edge_and_the_time_in_view_stays(d: BoardDriver) -> None:
    scene = d.page.view.scene
    left = scene.time(scene.lane_column)
    edge = QPoint(scene.lane_column, 300)
    _drag(d, edge, edge + QPoint(40, 0), edge + QPoint(64, 0))
    assert scene.lane_column == edge.x() + 64
    assert abs(scene.time(scene.lane_column) - left) <= 2 * scene.axis.seconds_per_pixel / FOLDED + 1
    assert scene.canvas.left() == scene.lane_column
    assert d.page.view.pointer.gesture is None


def test_more_than_five_sub_rows_show_how_many_more_and_open_on_a_click(d: BoardDriver) -> None:
    view, scene, anna = d.page.view, d.page.view.scene, d.lane("Anna")
    assert subrows_mark(scene, anna) == 3
    low = scene.rows.bottoms[anna] - scene.rows.tops[anna]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pill_rect(scene, anna).center())
    assert subrows_mark(scene, anna) == -1
    high = scene.rows.bottoms[anna] - scene.rows.tops[anna]
    assert high == low + 3 * scene.density.pitch
    tops = {scene.rect_of(d.slot(f"SO-9{n}")).top() for n in range(MAX_SUBROWS + 3)}
    assert len(tops) == MAX_SUBROWS + 3
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pill_rect(scene, anna).center())
    assert scene.rows.bottoms[anna] - scene.rows.tops[anna] == low


# ---------------------------------------------------------------------- waiting orders above the lanes


def _strip_point(d: BoardDriver, number: str) -> QPoint:
    scene, layer = d.page.view.scene, desk(d).strips
    order_id = next(row.order_id for row in layer.waiting.values() if row.number == number)
    group = int(layer.strips.group[layer.strips.ids.tolist().index(-order_id)])
    top = next(one.strip_top for one in scene.rows.groups if one.key == layer.strips.keys[group])
    d.page.view.verticalScrollBar().setValue(top - 20)
    at, x, y, w = layer.places(scene, scene.canvas)
    found = [n for n, one in enumerate(at.tolist()) if layer.strips.ids[one] == -order_id]
    return QPoint(int(x[found[0]]) + min(int(w[found[0]]) // 2, 12), int(y[found[0]]) + 6)


def test_dated_orders_wait_above_the_lanes_they_are_for_and_are_not_booked(d: BoardDriver) -> None:
    strips, scene = desk(d).strips.strips, d.page.view.scene
    assert set(strips.ids.tolist()) == {-row.order_id for row in d.page.view.waiting.values()}
    south = next(one.key for one in scene.rows.groups if one.name == "Zuid")
    assert set(strips.keys) == {NOWHERE, south}
    assert (scene.model.table.id > 0).all()
    number = scene.model.days.number(d.instant("12:00"))
    assert scene.day_totals[number].waiting == 2
    assert scene.day_totals[number].booked == MAX_SUBROWS + 3


def test_one_is_planned_by_dragging_it_onto_a_lane(d: BoardDriver) -> None:
    start = _strip_point(d, "SO-8")
    target = d.point(d.lane("Cas"), d.instant("10:00"))
    _drag(d, start, start + QPoint(0, 20), target + QPoint(0, 2), target)
    d.settles()
    assert d.sees("SO-8") == ("Cas", "10:00", "11:00")
    assert "SO-8" not in {row.number for row in desk(d).strips.waiting.values()}
    d.edits.undo()
    d.settles()
    assert d.sees("SO-8") is None
    assert _strip_point(d, "SO-8") == start


def test_a_click_on_one_chooses_it_in_the_waiting_list(d: BoardDriver) -> None:
    point = _strip_point(d, "SO-8")
    _mouse(d, QEvent.Type.MouseButtonPress, point, (LEFT, LEFT))
    _mouse(d, QEvent.Type.MouseButtonRelease, point, (LEFT, NONE))
    assert [row.number for row in d.page.waiting.table.chosen_rows()] == ["SO-8"]
    assert d.page.view.pointer.gesture is None


def test_its_menu_is_that_of_the_waiting_list(d: BoardDriver) -> None:
    point, port = _strip_point(d, "SO-8"), d.page.view.viewport()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, port.mapToGlobal(point))
    QApplication.sendEvent(port, asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [row.number for row in d.page.waiting.table.chosen_rows()] == ["SO-8"]
    assert menu.actions()
    menu.close()
