"""What keys and rests do while visits are carried, through real Qt events (board.md 5, 23 to 32 and 35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.board import company
from tests.ui.board.hand import ALT, CTRL, MIDDLE, NINE, RIGHT, SHIFT, Hand, a_quiet_board
from ui.board.columns import CANCELLED, DONE
from ui.board.geometry import TimeAxis
from ui.board.gestures import aims
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel, only_rows
from ui.board.scene import Scene

X, P, M = Qt.Key.Key_X, Qt.Key.Key_P, Qt.Key.Key_M


def seen(hand: Hand) -> list[tuple[int, int, int]]:
    """Visit, technician and minutes after nine of the moves wanted last."""
    return [(move.visit_id, move.technician_id, (move.starts - NINE) // 60) for move in hand.moves[-1]]


# ---------------------------------------------------------------------- beginning


def test_a_jerk_within_eighty_milliseconds_of_the_press_only_selects(hand: Hand) -> None:
    far = hand.block(1) + QPoint(150, 0)
    hand.press(hand.block(1), time=1000)
    hand.move(far, time=1079)
    assert hand.view.pointer.gesture is None
    hand.move(far, time=1080)
    assert hand.view.pointer.gesture is not None


def test_less_than_the_platforms_distance_is_a_click(hand: Hand) -> None:
    hand.press(hand.block(1), time=1000)
    hand.move(hand.block(1) + QPoint(QApplication.startDragDistance() - 1, 0), time=2000)
    assert hand.view.pointer.gesture is None
    hand.release(hand.block(1))
    assert hand.view.selected_ids == {1}


def test_alt_never_starts_a_drag(hand: Hand) -> None:
    hand.press(hand.block(1), keys=ALT)
    hand.move(hand.block(1) + QPoint(150, 0), ALT)
    assert hand.view.pointer.gesture is None


def test_a_click_on_one_of_several_leaves_that_one_selected(hand: Hand) -> None:
    hand.view.select(frozenset({1, 2}))
    hand.press(hand.block(1))
    assert hand.view.selected_ids == {1, 2}
    hand.release(hand.block(1))
    assert hand.view.selected_ids == {1}


# ---------------------------------------------------------------------- keys while it is carried


def test_ctrl_makes_a_copy_and_the_visit_stays(hand: Hand) -> None:
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 2), 60), CTRL)
    assert hand.moves == []
    ((copy,),) = hand.copies
    assert (copy.order_id, copy.technician_id, copy.starts) == (1001, 3, NINE + 3600)


def test_ctrl_pressed_while_the_pointer_rests_changes_the_ghost_at_once(hand: Hand) -> None:
    hand.carry(hand.block(1), hand.block(1) + hand.by((0, 2), 60))
    marks = [hand.view.scene.overlay.mark]
    hand.key(Qt.Key.Key_Control, down=True)
    marks.append(hand.view.scene.overlay.mark)
    hand.key(Qt.Key.Key_Control, down=False)
    marks.append(hand.view.scene.overlay.mark)
    assert marks == ["move", "copy", "move"]
    assert hand.view.scene.overlay.lifted == {1}


def test_a_drag_begun_with_ctrl_copies_and_a_click_with_it_toggles(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.press(hand.block(1), keys=CTRL)
    hand.move(target, CTRL)
    hand.release(target, CTRL)
    assert len(hand.copies) == 1
    hand.press(hand.block(1), keys=CTRL)
    hand.release(hand.block(1), CTRL)
    assert hand.view.selected_ids == {1}


def test_x_changes_places_with_the_visit_under_the_pointer(hand: Hand) -> None:
    hand.carry(hand.block(1), hand.block(3))
    hand.key(X, down=True)
    assert hand.view.scene.overlay.mark == "swap"
    hand.release(hand.block(3))
    assert seen(hand) == [(1, 2, 240), (3, 1, 0)]


def test_x_in_one_lane_keeps_the_time_between_two_of_different_lengths(hand: Hand) -> None:
    table = hand.view.scene.model.table
    table.place(2, lane=0, starts=NINE + 5400, ends=NINE + 5400 + 1800)  # Anna: 9 to 10, 10:30 to 11
    hand.view.scene.model.judging.forget()
    target = hand.block(2)
    hand.carry(hand.block(1), target)
    hand.key(X, down=True)
    hand.release(target)
    assert seen(hand) == [(1, 1, 60), (2, 1, 0)]


def test_x_over_nothing_is_a_plain_move(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), target)
    hand.key(X, down=True)
    hand.release(target)
    assert seen(hand) == [(1, 3, 60)]


def test_p_pushes_what_follows(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 0), 90)
    hand.carry(hand.block(1), target)
    assert hand.view.scene.overlay.hard
    hand.key(P, down=True)
    assert not hand.view.scene.overlay.hard
    hand.release(target)
    assert seen(hand) == [(1, 1, 90), (2, 1, 150)]


def test_a_key_let_go_before_the_drop_means_nothing(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 0), 90)
    hand.carry(hand.block(1), target)
    hand.key(P, down=True)
    hand.key(P, down=False)
    hand.release(target)
    assert hand.moves == []


def test_keys_are_no_commands_while_something_is_carried(hand: Hand) -> None:
    hand.carry(hand.block(1), hand.block(1) + hand.by((0, 2), 60))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(hand.view, event)
    assert event.isAccepted()
    hand.key(Qt.Key.Key_Escape, down=True)
    assert hand.view.pointer.gesture is None


@pytest.mark.parametrize("way", ["escape", "right"])
def test_cancelling_a_copy_or_swap_leaves_no_trace(hand: Hand, way: str) -> None:
    hand.carry(hand.block(1), hand.block(3), CTRL)
    hand.key(X, down=True)
    if way == "escape":
        hand.key(Qt.Key.Key_Escape, down=True)
    else:
        hand.press(hand.block(3), RIGHT)
    hand.release(hand.block(3))
    assert (hand.moves, hand.copies, hand.offers, hand.refused) == ([], [], [], [])
    assert not hand.view.scene.overlay


def test_another_button_does_not_drop_what_is_carried(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), target)
    hand.press(target, MIDDLE)
    hand.release(target, button=MIDDLE)
    assert hand.view.pointer.gesture is not None
    hand.release(target)
    assert seen(hand) == [(1, 3, 60)]


# ---------------------------------------------------------------------- crews and several


def a_crew(hand: Hand) -> None:
    """Visits 1 (Anna) and 3 (now Bram at 9) go together."""
    table = hand.view.scene.model.table
    table.crew_id[[table.slot(1), table.slot(3)]] = 1
    table.place(3, lane=1, starts=NINE, ends=NINE + 3600)
    hand.view.scene.model.judging.forget()


def test_a_crew_moves_together_in_time_each_on_its_own_lane(hand: Hand) -> None:
    a_crew(hand)
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 0), 300))
    assert seen(hand) == [(1, 1, 300), (3, 2, 300)]


@pytest.mark.parametrize("ended", [CANCELLED, DONE])
def test_who_of_a_crew_is_done_or_cancelled_stays_behind(hand: Hand, ended: int) -> None:
    a_crew(hand)
    table = hand.view.scene.model.table
    table.status[table.slot(3)] = ended
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 0), 300))
    assert seen(hand) == [(1, 1, 300)]


def test_m_moves_this_one_of_the_crew_only(hand: Hand) -> None:
    a_crew(hand)
    target = hand.block(1) + hand.by((0, 2), 0)
    hand.carry(hand.block(1), target)
    hand.key(M, down=True)
    hand.release(target)
    assert seen(hand) == [(1, 3, 0)]


def test_each_of_a_crew_is_judged(hand: Hand) -> None:
    a_crew(hand)
    table = hand.view.scene.model.table
    table.lock[table.slot(3)] = 1
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 0), 300))
    assert hand.moves == []
    assert "1 of 2 do not fit" in hand.offers[0].words


def test_the_drop_of_several_offers_those_that_fit(hand: Hand) -> None:
    hand.view.select(frozenset({1, 3}))
    hand.drag(hand.block(3), hand.block(3) + hand.by((1, 1), 120))
    (offer,) = hand.offers
    assert "1 of 2 do not fit" in offer.words
    assert [way.words for way in offer.ways] == ["Move 1"]
    offer.ways[0].take()
    assert seen(hand) == [(3, 2, 360)]


def test_what_falls_off_the_board_does_not_fit(hand: Hand) -> None:
    hand.view.select(frozenset({1, 3}))
    target = hand.block(1) + hand.by((0, 3), 300)
    hand.drag(hand.block(1), target)
    assert "1 of 2 do not fit" in hand.offers[0].words
    hand.offers[0].ways[0].take()
    assert seen(hand) == [(1, 4, 300)]


def test_several_keep_their_time_on_the_clock_over_a_change_of_it() -> None:
    def at(day: int, month: int = 10) -> int:
        return int(datetime(2026, month, day, 9, tzinfo=ZoneInfo(company.ZONE)).timestamp())

    window = company.a_window(4, 7, 2)
    columns = window.visits
    columns.technician_id[:] = 1
    columns.starts[:] = at(23), at(26)  # the clocks go back on the 25th
    columns.ends[:] = columns.starts + 3600
    model = BoardModel(replace(window, starts=at(20), ends=at(10, 11)))
    scene = Scene(model, TimeAxis(model.window.starts, model.window.ends, 60.0))
    scene.selected = {1, 2}
    origins = aims.origins_of(scene, model.table.slot(1))
    aim = aims.carried(scene, origins, lane=0, starts=at(30))
    assert [place.starts for place in aim.places] == [at(30), at(2, 11)]


# ---------------------------------------------------------------------- magnets, steps, moving about


def test_a_start_is_drawn_to_now_and_to_the_end_before(hand: Hand) -> None:
    scene = hand.view.scene
    hand.view.set_now(NINE + 7 * 60)
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 2), 8))
    assert seen(hand) == [(1, 3, 7)]
    table = scene.model.table
    table.place(3, lane=1, starts=NINE + 4 * 60, ends=NINE + 64 * 60)
    scene.model.judging.forget()
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 1), 65))
    assert seen(hand) == [(1, 2, 64)]


@pytest.mark.parametrize(("pixel", "step"), [(8, 5), (40, 15), (120, 30), (280, 60)])
def test_the_step_follows_the_zoom_and_the_ghost_says_so(hand: Hand, pixel: int, step: int) -> None:
    hand.view.zoom(hand.view.scene.axis.seconds_per_pixel / pixel, around=hand.at(0, 600).x())
    assert hand.view.scene.axis.snap == step * 60
    hand.press(hand.at(2, 600))
    hand.release(hand.at(2, 600))
    hand.view.reveal(1)
    hand.carry(hand.block(1), hand.block(1) + QPoint(60, 100))
    assert f"steps of {'1 h' if step == 60 else f'{step} min'}" in hand.view.scene.overlay.footer


def test_the_wheel_goes_down_sideways_and_zooms_around_the_pointer(hand: Hand) -> None:
    view, at = hand.view, QPoint(700, 200)
    view.resize(1300, 200)
    view.zoom(2.0)
    down, across = view.verticalScrollBar().value(), view.horizontalScrollBar().value()
    hand.wheel(at, -120)
    assert view.verticalScrollBar().value() > down
    assert view.horizontalScrollBar().value() == across
    hand.wheel(at, -120, SHIFT)
    assert view.horizontalScrollBar().value() > across
    instant, zoom = view.scene.time(at.x()), view.scene.axis.seconds_per_pixel
    hand.wheel(at, 120, CTRL)
    assert view.scene.axis.seconds_per_pixel < zoom
    assert view.scene.time(at.x()) == pytest.approx(instant, abs=2 * zoom)


@pytest.mark.parametrize("way", ["middle", "space"])
def test_the_middle_button_or_space_pans(hand: Hand, way: str) -> None:
    hand.view.zoom(3.0)
    bar = hand.view.horizontalScrollBar()
    before, at = bar.value(), QPoint(700, 200)
    if way == "middle":
        hand.press(at, MIDDLE)
        hand.move(at - QPoint(90, 0), held=MIDDLE)
        hand.release(at - QPoint(90, 0), button=MIDDLE)
    else:
        hand.key(Qt.Key.Key_Space, down=True)
        hand.press(at)
        hand.move(at - QPoint(90, 0))
        hand.release(at - QPoint(90, 0))
        hand.key(Qt.Key.Key_Space, down=False)
    assert bar.value() == before + 90


def test_the_ghost_follows_when_the_board_moves_under_a_pointer_that_rests(hand: Hand) -> None:
    hand.view.zoom(3.0)
    hand.view.reveal(1)
    hand.carry(hand.block(1), hand.block(1) + QPoint(60, 60))
    before = hand.view.scene.overlay.ghosts[0].place.starts
    hand.wheel(hand.block(1), -240, SHIFT)
    assert hand.view.scene.overlay.ghosts[0].place.starts > before


# ---------------------------------------------------------------------- rests


def test_a_rest_over_a_date_asks_for_that_day(hand: Hand, qtbot: QtBot) -> None:
    hand.view.show_scale(Scale.WEEK, NINE)
    wanted: list[object] = []
    hand.view.day_wanted.connect(wanted.append)
    tuesday = company.epoch(company.MONDAY, 36 * 60)
    hand.carry(hand.block(1), QPoint(hand.view.scene.x(tuesday), 10))
    qtbot.waitUntil(lambda: bool(wanted))
    assert str(wanted[0]) == "2026-11-24"
    assert hand.view.pointer.gesture is not None


def test_a_rest_over_a_closed_group_opens_it(hand: Hand, qtbot: QtBot) -> None:
    theme_of_lanes = company.a_window(12, 7, 40)
    hand.view.show_model(type(hand.view.scene.model)(theme_of_lanes))
    groups = hand.view.scene.rows.groups
    hand.view.toggle_group(groups[1].key)
    hand.view.scene.model.table.lock[:] = 0
    first = int(hand.view.scene.slots_in(hand.view.scene.canvas)[0])
    start = hand.view.scene.rect_of(first).center()
    closed = hand.view.scene.rows.groups[1]
    hand.carry(start, QPoint(600, closed.top + hand.view.scene.canvas.top() + 8))
    assert closed.key in hand.view.scene.collapsed
    qtbot.waitUntil(lambda: closed.key not in hand.view.scene.collapsed)
    assert hand.view.pointer.gesture is not None


# ---------------------------------------------------------------------- others meanwhile


def changed_by_another(hand: Hand, visit_id: int, **values: int) -> None:
    """A colleague's change arrives as rows."""
    window = hand.view.scene.model.window
    at = int(np.flatnonzero(window.visits.id == visit_id)[0])
    columns = only_rows(window.visits, [at])
    columns.version[0] += 1
    for name, value in values.items():
        getattr(columns, name)[0] = value
    hand.view.apply_rows(columns)


def test_a_change_of_another_visit_neither_ends_the_drag_nor_scrolls(hand: Hand) -> None:
    hand.view.zoom(2.0)
    hand.view.reveal(1)
    target = hand.block(1) + QPoint(80, 90)
    hand.carry(hand.block(1), target)
    bars = (hand.view.horizontalScrollBar().value(), hand.view.verticalScrollBar().value())
    ghost = hand.view.scene.overlay.ghosts[0].place
    changed_by_another(hand, 3, starts=NINE + 18_000, ends=NINE + 21_600)
    assert hand.view.pointer.gesture is not None
    assert hand.view.scene.overlay.ghosts[0].place == ghost
    assert (hand.view.horizontalScrollBar().value(), hand.view.verticalScrollBar().value()) == bars
    hand.release(target)
    assert len(hand.moves) == 1
    assert hand.offers == []


def test_a_change_of_the_carried_visit_does_not_drop_it(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), target)
    changed_by_another(hand, 1, starts=NINE + 18_000, ends=NINE + 21_600)
    hand.release(target)
    assert seen(hand) == [(1, 3, 60)]


def test_a_carried_visit_that_somebody_took_off_says_so(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), target)
    hand.view.apply_rows(only_rows(hand.view.scene.model.window.visits, []), removed=(1,))
    hand.release(target)
    assert hand.moves == []
    assert "taken off the board" in hand.refused[0]


def test_a_lane_that_grows_above_the_view_pushes_nothing_down(hand: Hand) -> None:
    hand.view.resize(1300, 190)
    hand.view.verticalScrollBar().setValue(hand.view.scene.rows.tops[2] + 4)
    top = hand.view.scene.lane_top(3)
    changed_by_another(hand, 2, starts=NINE + 600, ends=NINE + 4200)
    assert hand.view.scene.rows.is_stacked
    assert hand.view.scene.lane_top(3) == top


def test_a_whole_reload_keeps_what_is_carried(hand: Hand) -> None:
    target = hand.block(1) + hand.by((0, 2), 60)
    hand.carry(hand.block(1), target)
    hand.view.show_model(a_quiet_board(lanes=6))
    assert hand.view.pointer.gesture is not None
    hand.release(target)
    assert len(hand.moves) == 1
