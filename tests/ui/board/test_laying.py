"""Orders laid on lanes, visits drawn and stretched, lanes judged meanwhile (board.md 5, 25 to 36)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.queries.board import WaitingRow
from models import fit
from models.terms import SplitRule
from tests.ui.board import company
from tests.ui.board.hand import ALT, CTRL, NINE, SHIFT, Hand
from ui.board.keyboard.time_edit import TimeEdit, edit_time
from ui.board.layout.arranging import Grouping, LaneOrder
from ui.board.painting.crew_lines import CrewLines
from ui.board.painting.motion import MovingDash
from ui.board.painting.tints import Tints
from ui.board.pointer import orders_mime
from ui.board.view import BoardView


class Desk(QObject):
    """As much of a page as a part of it asks for."""

    def __init__(self, view: BoardView) -> None:
        super().__init__(view)
        self.view = view


def wait(hand: Hand, *minutes: int, split: SplitRule = SplitRule.PER_DAY, **values: object) -> list[int]:
    """Orders of these lengths wait."""
    rows = company.waiting_rows(len(minutes))
    found = [
        replace(row, duration_minutes=length, split=split, **values)  # type: ignore[arg-type]
        for row, length in zip(rows, minutes, strict=True)
    ]
    hand.view.waiting = {row.order_id: row for row in found}
    return [row.order_id for row in found]


def laid(hand: Hand) -> list[tuple[int, int, str, int]]:
    """Order, technician, day and time, minutes of each visit wanted last."""
    days = hand.view.scene.model.days
    return [
        (
            drop.order_id,
            drop.technician_id,
            f"{days.wall(drop.starts):%a %H:%M}",
            (drop.ends - drop.starts) // 60,
        )
        for drop in hand.drops[-1]
    ]


@pytest.mark.parametrize("hours", [15, 32])
def test_a_time_left_as_it_was_changes_nothing_of_a_visit_over_midnight(hand: Hand, hours: int) -> None:
    table = hand.view.scene.model.table
    table.place(table.slot(3), lane=1, starts=NINE, ends=NINE + hours * 3600)
    hand.view.scene.model.judging.forget()
    line = edit_time(hand.view, 3)
    assert isinstance(line, TimeEdit)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (hand.moves, hand.offers, hand.refused) == ([], [], [])


def test_a_typed_start_takes_the_crew_along_and_a_typed_length_does_not(hand: Hand) -> None:
    table = hand.view.scene.model.table
    table.place(3, lane=1, starts=NINE, ends=NINE + 3600)
    table.crew_id[[table.slot(1), table.slot(3)]] = 1
    hand.view.scene.model.judging.forget()
    for typed, moved in (("+300", {1, 3}), ("30 min", {1})):
        hand.moves.clear()
        line = edit_time(hand.view, 1)
        assert isinstance(line, TimeEdit)
        line.setText(typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        (moves,) = hand.moves
        assert {move.visit_id for move in moves} == moved


# ---------------------------------------------------------------------- flowing and spreading


def test_several_orders_flow_through_the_free_time_of_a_lane_in_list_order(hand: Hand) -> None:
    ids = wait(hand, 60, 90, 60)
    hand.drops_on(orders_mime(ids), hand.at(0, 10 * 60), ALT)
    assert laid(hand) == [
        (ids[0], 1, "Mon 10:00", 60),
        (ids[1], 1, "Mon 12:00", 90),
        (ids[2], 1, "Mon 13:30", 60),
    ]


def test_the_ghost_shows_every_piece(hand: Hand) -> None:
    ids = wait(hand, 60, 90, 60)
    hand.drops_on(orders_mime(ids), hand.at(0, 10 * 60), ALT, release=False)
    assert len(hand.view.scene.overlay.ghosts) == 3
    assert hand.drops == []


def test_ctrl_spreads_orders_over_the_lanes_that_take_them(hand: Hand) -> None:
    ids = wait(hand, 60, 60, 60)
    hand.drops_on(orders_mime(ids), hand.at(0, 9 * 60), CTRL | ALT)
    found = laid(hand)
    assert [row[2] for row in found] == ["Mon 09:00"] * 3
    assert len({row[1] for row in found}) == 3
    assert 1 not in {row[1] for row in found}


def test_spreading_leaves_out_who_lacks_a_skill(hand: Hand) -> None:
    rows = hand.view.scene.model.lanes
    able = [row.technician_id for row in rows if 2 in {skill for skill, _name in row.skills}]
    ids = wait(hand, 60, 60, needs=((2, "Lift"),))
    hand.drops_on(orders_mime(ids), hand.at(0, 14 * 60), CTRL | ALT)
    assert able
    assert {row[1] for row in laid(hand)} <= set(able)


def test_of_several_orders_those_that_fit_are_offered(hand: Hand) -> None:
    ids = wait(hand, 60, 60)
    hand.drops_on(orders_mime(ids), hand.at(0, 9 * 60 + 30), ALT)
    assert hand.drops == []
    assert [way.words for way in hand.offers[0].ways] == ["Plan 1"]
    hand.offers[0].ways[0].take()
    assert [row[0] for row in laid(hand)] == [ids[1]]


# ---------------------------------------------------------------------- splitting


def test_a_job_longer_than_the_shift_goes_on_the_next_day(hand: Hand) -> None:
    ids = wait(hand, 7 * 60)
    hand.drops_on(orders_mime(ids), hand.at(2, 14 * 60), ALT)
    assert laid(hand) == [(ids[0], 3, "Mon 14:00", 180), (ids[0], 3, "Tue 08:00", 240)]


def test_a_job_that_fills_gaps_goes_around_what_is_there(hand: Hand) -> None:
    ids = wait(hand, 150, split=SplitRule.FILL_GAPS)
    hand.drops_on(orders_mime(ids), hand.at(0, 10 * 60), ALT)
    assert laid(hand) == [(ids[0], 1, "Mon 10:00", 60), (ids[0], 1, "Mon 12:00", 90)]


def test_no_piece_lies_on_a_day_that_is_closed_to_planning(hand: Hand) -> None:
    model = hand.view.scene.model
    tuesday = NINE + 15 * 3600
    closed = replace(model.lanes[2], day_locks=((tuesday, tuesday + 86_400, "Inventaris"),))
    model.lanes = (*model.lanes[:2], closed, *model.lanes[3:])
    hand.drops_on(orders_mime(wait(hand, 600)), hand.at(2, 600))
    assert [drop.starts for drop in hand.drops[-1]] == [NINE + 3600, NINE + 47 * 3600]


def test_where_all_groups_are_closed_nothing_is_laid_or_drawn(hand: Hand) -> None:
    view = hand.view
    view.arrange(LaneOrder(Grouping.TEAM))
    view.set_collapsed(frozenset(group.key for group in view.scene.rows.groups))
    assert view.scene.rows.nearest_lane(0) == -1
    at = QPoint(600, 250)
    hand.drops_on(orders_mime(wait(hand, 60)), at)
    hand.drag(at, at + QPoint(80, 0), CTRL)
    hand.press(at, keys=CTRL)
    hand.move(at + QPoint(80, 0), CTRL)
    hand.release(at + QPoint(80, 0), CTRL)
    assert (hand.drops, hand.offers, hand.asked) == ([], [], [])


def test_a_job_that_is_not_split_stays_whole(hand: Hand) -> None:
    ids = wait(hand, 7 * 60, split=SplitRule.NONE)
    hand.drops_on(orders_mime(ids), hand.at(2, 14 * 60), ALT)
    assert laid(hand) == [(ids[0], 3, "Mon 14:00", 7 * 60)]


def test_no_piece_lies_in_the_night(hand: Hand) -> None:
    ids = wait(hand, 20 * 60)
    hand.drops_on(orders_mime(ids), hand.at(2, 10 * 60), ALT)
    shifts = hand.view.scene.model.lanes[2].shifts
    for drop in hand.drops[-1]:
        assert any(begin <= drop.starts and drop.ends <= end for begin, end in shifts)
    assert sum(row[3] for row in laid(hand)) == 20 * 60


# ---------------------------------------------------------------------- drawing a visit


def test_ctrl_and_drag_on_empty_space_draws_a_visit(hand: Hand) -> None:
    start, end = hand.at(2, 10 * 60), hand.at(2, 11 * 60 + 30)
    hand.press(start, keys=CTRL)
    hand.move(end, CTRL)
    assert hand.view.scene.overlay.ghosts[0].place.customer == "New visit"
    hand.release(end, CTRL)
    assert hand.asked == [(2, NINE + 3600, NINE + 9000)]


def test_a_drawn_visit_takes_a_quarter_of_an_hour_at_least(hand: Hand) -> None:
    start = hand.at(2, 10 * 60)
    hand.press(start, keys=CTRL)
    hand.move(start + QPoint(2, QApplication.startDragDistance() + 6), CTRL)
    hand.release(start + QPoint(2, 0), CTRL)
    ((_lane, starts, ends),) = hand.asked
    assert ends - starts == 15 * 60


def test_a_double_click_on_empty_space_asks_for_a_visit_there(hand: Hand) -> None:
    hand.double_click(hand.at(2, 10 * 60 + 4))
    assert hand.asked == [(2, NINE + 3600, 0)]


def test_shift_keeps_what_was_selected_while_a_band_is_drawn(hand: Hand) -> None:
    hand.view.select(frozenset({3}))
    hand.press(hand.at(0, 8 * 60 + 40), keys=SHIFT)
    hand.move(hand.at(0, 9 * 60 + 20) + QPoint(0, 6), SHIFT)
    hand.release(hand.at(0, 9 * 60 + 20) + QPoint(0, 6), SHIFT)
    assert hand.view.selected_ids == {1, 3}


# ---------------------------------------------------------------------- stretching


def end_of(hand: Hand, visit_id: int) -> QPoint:
    rect = hand.view.scene.rect_of(hand.view.scene.model.table.slot(visit_id))
    return QPoint(rect.right() - 1, rect.center().y())


def test_ctrl_while_an_end_is_dragged_pushes_what_follows(hand: Hand) -> None:
    grab = end_of(hand, 1)
    hand.drag(grab, grab + hand.by((0, 0), 90), CTRL)
    spans = [(move.visit_id, (move.starts - NINE) // 60, (move.ends - NINE) // 60) for move in hand.moves[-1]]
    assert spans == [(1, 0, 150), (2, 150, 210)]


@pytest.mark.parametrize(("inside", "is_touched", "length"), [(5, False, 90), (8, False, 60), (8, True, 90)])
def test_an_end_is_six_pixels_wide_and_ten_for_a_finger(
    hand: Hand, inside: int, *, is_touched: bool, length: int
) -> None:
    rect = hand.view.scene.rect_of(hand.view.scene.model.table.slot(1))
    grab = QPoint(rect.right() - inside, rect.center().y())
    hand.press(grab, touched=is_touched)
    target = grab + hand.by((0, 0), 30)
    hand.move(target)
    hand.release(target)
    assert (hand.moves[-1][0].ends - hand.moves[-1][0].starts) // 60 == length


def test_an_end_is_drawn_to_the_next_visit(hand: Hand) -> None:
    scene = hand.view.scene
    scene.model.table.place(2, lane=0, starts=NINE + 67 * 60, ends=NINE + 127 * 60)
    scene.model.judging.forget()
    grab = end_of(hand, 1)
    hand.press(grab)
    hand.move(grab + QPoint(0, QApplication.startDragDistance() + 2))
    hand.move(grab + hand.by((0, 0), 8))
    hand.release(grab + hand.by((0, 0), 8))
    assert (hand.moves[-1][0].ends - NINE) // 60 == 67


def test_a_start_that_is_dragged_is_drawn_to_what_was_promised(hand: Hand) -> None:
    table = hand.view.scene.model.table
    table.promise_from[table.slot(2)] = NINE + 97 * 60  # visit 2 begins at eleven
    grab = hand.at(0, 11 * 60) + QPoint(1, 0)
    hand.press(grab)
    hand.move(grab + QPoint(0, QApplication.startDragDistance() + 2))
    hand.move(grab + hand.by((0, 0), -24))
    hand.release(grab + hand.by((0, 0), -24))
    assert (hand.moves[-1][0].starts - NINE) // 60 == 97


# ---------------------------------------------------------------------- lanes meanwhile


def test_lanes_are_judged_when_something_is_picked_up_and_forgotten_after(hand: Hand) -> None:
    model, tints = hand.view.scene.model, Tints(Desk(hand.view))  # type: ignore[arg-type]  # as of a page
    model.needs[1001] = ((99, "Gas 9"),)
    hand.carry(hand.block(1), hand.block(1) + QPoint(40, 0))
    verdicts = tints.judged.verdicts
    assert verdicts is not None
    assert all("Gas 9" in verdicts.reason(lane) for lane in range(len(model.lanes)))
    assert tints.judged.slots == []
    hand.view.pointer.cancel()
    assert tints.judged.verdicts is None


def test_free_time_that_takes_it_is_outlined(hand: Hand) -> None:
    tints = Tints(Desk(hand.view))  # type: ignore[arg-type]
    hand.carry(hand.block(1), hand.block(1) + QPoint(40, 0))
    slots = [
        (lane, (starts - NINE) // 60, (ends - NINE) // 60)
        for lane, starts, ends in tints.judged.slots
        if lane == 1
    ]
    assert slots == [(1, -60, 240), (1, 300, 480)]


def test_lanes_are_judged_for_orders_from_the_list_too(hand: Hand) -> None:
    tints = Tints(Desk(hand.view))  # type: ignore[arg-type]
    ids = wait(hand, 60, needs=((99, "Gas 9"),))
    hand.drops_on(orders_mime(ids), hand.at(2, 600), release=False)
    verdicts = tints.judged.verdicts
    assert verdicts is not None
    assert "Gas 9" in verdicts.reason(2)
    assert tints.judged.slots == []


def test_lanes_are_judged_again_when_the_time_has_rested(hand: Hand, qtbot: QtBot) -> None:
    tints = Tints(Desk(hand.view))  # type: ignore[arg-type]
    hand.carry(hand.block(1), hand.block(1) + QPoint(40, 0))
    before = tints.judged.verdicts
    hand.move(hand.block(1) + hand.by((0, 2), 240))
    assert tints.judged.verdicts is before
    qtbot.waitUntil(lambda: tints.judged.verdicts is not before)
    verdicts = tints.judged.verdicts
    assert verdicts is not None
    assert verdicts.reason(1).startswith("Overlaps")


def test_the_crew_of_the_visit_under_the_pointer_is_outlined_with_a_line(hand: Hand) -> None:
    lines = CrewLines(Desk(hand.view))  # type: ignore[arg-type]
    table = hand.view.scene.model.table
    table.crew_id[[table.slot(1), table.slot(3)]] = 1
    before = hand.view.grab().toImage()
    hand.move(hand.block(1), held=Qt.MouseButton.NoButton)
    assert set(lines.crew) == {1, 3}
    assert hand.view.grab().toImage() != before
    hand.move(hand.at(2, 600), held=Qt.MouseButton.NoButton)
    assert lines.crew == ()


def test_the_dash_moves_while_a_visit_is_being_saved(hand: Hand, qtbot: QtBot) -> None:
    dash: MovingDash = hand.view.moving_dash
    hand.view.mark_pending([1])
    begun = hand.view.scene.dash
    qtbot.waitUntil(lambda: hand.view.scene.dash != begun)
    hand.view.mark_pending([1], on=False)
    assert not dash.clock.isActive()


def test_the_dash_stands_still_where_the_desktop_asks_for_that(hand: Hand) -> None:
    hand.view.moving_dash.is_still = lambda: True
    hand.view.mark_pending([1])
    assert not hand.view.moving_dash.clock.isActive()


def test_where_the_company_asks_for_a_reason_it_is_asked_first(hand: Hand) -> None:
    model = hand.view.scene.model
    rules = fit.RuleBook(asking=frozenset({fit.Rule.SHIFT}))
    model.window = replace(model.window, rules=rules)
    hand.drag(hand.block(1), hand.block(1) + hand.by((0, 2), -120))
    assert hand.moves == []
    (offer,) = hand.offers
    assert offer.asks
    assert offer.words.startswith("A reason is asked for")
    assert len(offer.wish) == 1


def test_orders_wait_with_the_rule_by_which_they_are_split() -> None:
    row: WaitingRow = company.waiting_rows(1)[0]
    assert row.split is SplitRule.PER_DAY
