"""Outlines of slots scroll with the board: blitted or painted anew, the picture is the same."""

from __future__ import annotations

import random

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.gaps import Gaps
from models.slots import find
from tests.ui.board import company
from ui.board.layout.scales import Scale
from ui.board.model import BoardModel
from ui.board.slots import slot_index
from ui.board.slots.slot_index import (
    Bounds,
    judge_of,
    place_together,
    snapshot,
    together,
    wish_of,
)
from ui.board.slots.slot_layer import REACH, SlotLayer
from ui.board.slots.slot_search import Offer, subject_of
from ui.board.view import BoardView


def offers_of(model: BoardModel, number: int) -> tuple[Offer, ...]:
    """The ten best places of a waiting order of the synthetic company."""
    taken = snapshot(model)
    place = subject_of(company.waiting_rows(9)[number]).place
    wish = wish_of(model, place, Bounds(company.epoch(company.MONDAY, 9 * 60)))
    found = find(Gaps(taken.lanes, taken.stops, taken.travel), wish, judge=judge_of(model, place))
    return tuple(
        Offer(at, place.moved(lane=slot.lane, starts=slot.starts), slot)
        for at, slot in enumerate(found.slots, start=1)
    )


def shown(view: BoardView) -> QImage:
    """What the backing store holds: a grab of the window does not repaint."""
    return view.screen().grabWindow(view.winId()).toImage()


@pytest.mark.parametrize("seed", range(3))
def test_a_scrolled_picture_with_outlines_is_a_fresh_one(qtbot: QtBot, qapp: QApplication, seed: int) -> None:
    chance = random.Random(seed)
    model = BoardModel(company.a_window(), company.a_travel())
    view = BoardView(model)
    qtbot.addWidget(view)
    view.resize(1100, 600)
    layer = SlotLayer()
    layer.offers = offers_of(model, seed)
    view.scene.over.append(layer)
    view.show_scale(Scale.DAY, company.epoch(company.MONDAY, 12 * 60))
    view.show()
    qtbot.waitExposed(view)
    for clock in (view.pointer._clock, view._rest, view.moving_dash.clock):
        clock.setInterval(10_000_000)  # what happens by itself would fall between two pictures
    assert layer.offers
    for _step in range(40):
        bar = chance.choice((view.horizontalScrollBar(), view.verticalScrollBar()))
        bar.setValue(bar.value() + chance.choice((-219, -46, -7, -1, 1, 3, 46, 219)))
        before = layer.rects(view.scene)
        layer.pointed = chance.randrange(0, 11)
        for rect in before:
            view.dirty(rect.adjusted(-REACH, -REACH, REACH, REACH))
        qapp.processEvents()
        scrolled = shown(view)
        view.viewport().update()
        qapp.processEvents()
        assert scrolled == shown(view)


def test_every_offer_is_one_the_board_would_accept() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    for number in range(9):
        offers = offers_of(model, number)
        assert len(offers) == 10
        assert not any(verdict.hard for offer in offers for verdict in model.judge([offer.place]))
        costs = [offer.slot.cost for offer in offers]
        assert costs == sorted(costs)


def test_a_lane_of_the_board_is_a_lane_of_the_judge() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    for at, row in enumerate(model.lanes):
        mine = row.judged(model.window.closed)
        theirs, _stops = model.judging.around(at, company.epoch(company.MONDAY, 12 * 60))
        assert mine.skills == theirs.skills
        assert (mine.expiries, mine.excluded, mine.daily_minutes) == (
            theirs.expiries,
            theirs.excluded,
            theirs.daily_minutes,
        )
        assert set(theirs.shifts) <= set(mine.shifts)
        assert set(theirs.absences) <= set(mine.absences)
        assert set(theirs.day_locks) <= set(mine.day_locks)


def test_places_for_several_are_judged_as_the_board_judges_them() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    taken = snapshot(model)
    gaps = Gaps(taken.lanes, taken.stops, taken.travel)
    chance = random.Random(4)
    places = [subject_of(row).place for row in company.waiting_rows(12)]
    bounds = Bounds(company.epoch(company.MONDAY, 9 * 60))
    asked = together(gaps, model, [wish_of(model, place, bounds) for place in places], places)
    for number, place in enumerate(places):
        judge = slot_index._judge_apart(asked, asked.gaps, number)
        for _step in range(40):
            lane, start = chance.randrange(12), company.epoch(company.MONDAY, chance.randrange(0, 5000))
            there = model.judge([place.moved(lane=lane, starts=start)])[0]
            assert [one.rule for one in judge(lane, start).findings] == [one.rule for one in there.findings]


def test_several_have_places_that_go_together() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    taken = snapshot(model)
    gaps = Gaps(taken.lanes, taken.stops, taken.travel)
    places = [subject_of(row).place for row in company.waiting_rows(20)]
    bounds = Bounds(company.epoch(company.MONDAY, 9 * 60))
    asked = together(gaps, model, [wish_of(model, place, bounds) for place in places], places)
    slots = place_together(None, asked)  # type: ignore[arg-type]  # it asks the context nothing
    stand = [
        place.moved(lane=slot.lane, starts=slot.starts)
        for place, slot in zip(places, slots, strict=True)
        if slot is not None
    ]
    assert len(stand) == 20
    assert not any(verdict.hard for verdict in model.judge(stand))
