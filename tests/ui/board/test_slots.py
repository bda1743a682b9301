"""Slots in the window: listed for what is selected, outlined, taken by digit, renewed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from app.usecases.visits import SeenVisit, unschedule_visits
from app.work import Work
from models.terms import Lock, Priority
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_order,
)
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from ui.board.slots.slot_choices import jobs_for_gap, next_free, windows
from ui.board.slots.slots_tab import Slots
from ui.board.verbs.slots import slots_of
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs

HOUR = timedelta(hours=1)


def a_company_with_gaps(work: Work) -> None:
    """Anna (gas) and Bram in one team, Cas in another; SO-1 at nine, SO-3 wants gas, SO-5 a lift."""
    north, south = a_team(work, name="North"), a_team(work, name="South")
    gas, lift = a_skill(work, name="Gas 2"), a_skill(work, name="Lift")
    anna = a_technician(work, name="Anna", team_id=north.id, skills=[gas])
    a_technician(work, name="Bram", team_id=north.id)
    a_technician(work, name="Cas", team_id=south.id)
    customer = a_customer(work, name="Bakkerij <b>Smit</b>")
    site = a_site(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60}
    a_visit(work, order=an_order(work, number="SO-1", **usual), technician=anna)
    a_visit(
        work,
        order=an_order(work, number="SO-2", **usual),
        technician=anna,
        starts=MONDAY + 4 * HOUR,
        lock=Lock.TIME,
    )
    an_order(work, number="SO-3", skills=[gas], **usual)
    an_order(work, number="SO-4", priority=Priority.HIGH, **{**usual, "duration_minutes": 90})
    an_order(work, number="SO-5", skills=[lift], **usual)


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of a small company."""
    context.run(a_company_with_gaps)
    with at_board(qtbot, jobs, size=(1600, 900), up=True) as dispatcher:
        yield dispatcher


def slots(d: BoardDriver) -> Slots:
    return slots_of(d.page)


def asks_for(d: BoardDriver, number: str) -> None:
    """Select a waiting order and press S there."""
    row = next(row for row in d.page.waiting.rows.values() if row.number == number)
    d.page.waiting.table.choose(row.order_id)
    d.page.waiting.table.setFocus()
    d.presses(Qt.Key.Key_S, on=d.page.waiting.table)
    waits_for_list(d)


def waits_for_list(d: BoardDriver) -> None:
    d.qtbot.waitUntil(lambda: bool(slots(d).search.offers or slots(d).search.why_none))


def names(d: BoardDriver) -> list[str]:
    lanes = d.page.view.scene.model.lanes
    return [lanes[offer.place.lane].name for offer in slots(d).search.offers]


def test_s_lists_the_best_places_of_a_waiting_order(d: BoardDriver) -> None:
    asks_for(d, "SO-3")
    assert d.page.side.current == "slots"
    assert set(names(d)) == {"Anna"}
    assert slots(d).tab.title.text() == "SO-3 Bakkerij <b>Smit</b>"
    assert len(slots(d).tab.list.offers.rows) == len(slots(d).search.offers) == 10
    assert all(rect.height() > 0 for rect in slots(d).layer.rects(d.page.view.scene))


def test_a_digit_takes_a_place_and_undo_brings_the_order_back(d: BoardDriver) -> None:
    asks_for(d, "SO-3")
    wanted = slots(d).search.offers[1].place
    d.presses(Qt.Key.Key_2, on=d.page.waiting.table)
    d.settles()
    model, slot = d.page.view.scene.model, d.slot("SO-3")
    assert (int(model.table.lane[slot]), int(model.table.starts[slot])) == (wanted.lane, wanted.starts)
    assert "SO-3" not in d.waits()
    d.edits.undo()
    d.settles()
    assert "SO-3" in d.waits()


def test_a_visit_is_moved_to_a_better_place(d: BoardDriver) -> None:
    d.clicks("SO-1")
    d.presses(Qt.Key.Key_S)
    waits_for_list(d)
    offer = slots(d).search.offers[0]
    QTest.keyClick(slots(d).tab.list, Qt.Key.Key_1)
    d.settles()
    model, slot = d.page.view.scene.model, d.slot("SO-1")
    assert (int(model.table.lane[slot]), int(model.table.starts[slot])) == (
        offer.place.lane,
        offer.place.starts,
    )


def test_a_locked_visit_is_offered_nothing(d: BoardDriver) -> None:
    d.clicks("SO-2")
    d.presses(Qt.Key.Key_S)
    waits_for_list(d)
    assert "locked" in slots(d).tab.empty.sentence.text()


def test_the_list_says_why_there_is_nothing(d: BoardDriver) -> None:
    asks_for(d, "SO-5")
    assert slots(d).search.offers == ()
    assert slots(d).tab.empty.sentence.text() == "Nobody here has Lift."


def test_the_list_follows_the_board_without_taking_the_keyboard(d: BoardDriver, context: Context) -> None:
    asks_for(d, "SO-3")
    second = slots(d).search.offers[1].place
    d.plans("SO-4", to="Anna", at=f"{d.page.view.scene.model.days.wall(second.starts + 600):%H:%M}")
    d.settles()
    assert d.sees("SO-4") is not None
    d.qtbot.waitUntil(lambda: slots(d).search.offers[1].place.starts != second.starts)
    assert d.page.waiting.table.hasFocus()
    table, slot = d.page.view.scene.model.table, d.slot("SO-4")
    seen = SeenVisit(int(table.id[slot]), int(table.version[slot]))
    known = slots(d).search.offers
    context.run(unschedule_visits, visits=[seen])
    d.page.planning.renew([seen.visit_id])
    d.qtbot.waitUntil(lambda: slots(d).search.offers != known)
    assert d.page.waiting.table.hasFocus()


def test_choices_narrow_the_list(d: BoardDriver) -> None:
    asks_for(d, "SO-4")
    assert set(names(d)) == {"Anna", "Bram", "Cas"}
    tab = slots(d).tab
    tab.team.setCurrentIndex(tab.team.findText("South"))
    tab.team.activated.emit(tab.team.currentIndex())
    d.qtbot.waitUntil(lambda: set(names(d)) == {"Cas"})
    tab.when.setFocus()
    QTest.keyClick(tab.when, Qt.Key.Key_Right)
    QTest.keyClick(tab.when, Qt.Key.Key_Right)
    model = d.page.view.scene.model
    d.qtbot.waitUntil(
        lambda: all(
            model.days.number(offer.place.starts) == model.days.number(d.page.view.scene.now)
            for offer in slots(d).search.offers
        ),
        timeout=10_000,
    )


def test_several_orders_are_taken_together_as_one_step(d: BoardDriver) -> None:
    d.page.waiting.table.setFocus()
    d.page.waiting.table.selectAll()
    d.presses(Qt.Key.Key_S, on=d.page.waiting.table)
    waits_for_list(d)
    offers = slots(d).search.offers
    assert {offer.place.number for offer in offers} == {"SO-3", "SO-4"}
    QTest.mouseClick(slots(d).tab.all, Qt.MouseButton.LeftButton)
    d.settles()
    assert d.waits() == {"SO-5"}
    d.edits.undo()
    d.settles()
    assert d.waits() == {"SO-3", "SO-4", "SO-5"}


def test_a_row_can_be_dragged_to_the_board(d: BoardDriver) -> None:
    asks_for(d, "SO-4")
    mime = slots(d).tab.list.make_mime(slots(d).search.offers[0])
    point: QPoint = d.point(d.lane("Cas"), d.instant("10:00"))
    port, action = d.page.view.viewport(), Qt.DropAction.MoveAction
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
    QApplication.sendEvent(port, QDragEnterEvent(point, action, mime, left, keys))
    QApplication.sendEvent(port, QDropEvent(QPointF(point), action, mime, left, keys))
    d.settles()
    seen = d.sees("SO-4")
    assert seen is not None
    assert seen[0] == "Cas"


def test_menus_offer_next_free_times_and_jobs_for_free_time(d: BoardDriver) -> None:
    asks_for(d, "SO-4")
    row = next(row for row in d.page.waiting.rows.values() if row.number == "SO-4")
    choices = next_free(d.page, slots(d).search, Target(Place.WAITING, order_ids=(row.order_id,)))
    assert len(choices) == 3
    target = Target(Place.EMPTY, lane=d.lane("Bram"), instant=d.instant("11:00"))
    fitting = jobs_for_gap(d.page, slots(d).search, target)
    assert [choice.text.split()[0] for choice in fitting] == ["SO-4"]
    fitting[0].run()
    d.settles()
    seen = d.sees("SO-4")
    assert seen is not None
    assert seen[0] == "Bram"


def test_another_tab_takes_the_outlines_away(d: BoardDriver) -> None:
    asks_for(d, "SO-3")
    d.page.side.show_tab("details")
    d.qtbot.waitUntil(lambda: slots(d).layer.offers == ())


def test_a_window_around_a_slot_is_promised_and_undone(d: BoardDriver) -> None:
    asks_for(d, "SO-4")
    row = next(row for row in d.page.waiting.rows.values() if row.number == "SO-4")
    choices = windows(d.page, slots(d).search, Target(Place.WAITING, order_ids=(row.order_id,)))
    assert 1 < len(choices) <= 5
    choices[1].run()
    d.qtbot.waitUntil(lambda: d.page.waiting.rows[row.order_id].promise_to > row.promise_to)
    d.settles()
    promised = d.page.waiting.rows[row.order_id]
    assert 0 < promised.promise_to - promised.promise_from <= 2 * 3600
    d.edits.undo()
    d.qtbot.waitUntil(lambda: d.page.waiting.rows[row.order_id].promise_to == row.promise_to)


def test_why_a_digit_does_nothing_is_said(d: BoardDriver) -> None:
    d.page.waiting.table.setFocus()
    d.page.waiting.table.selectRow(0)
    d.presses(Qt.Key.Key_1, on=d.page.waiting.table)
    d.settles()
    assert "press S" in d.said()
    assert len(d.waits()) == 3
