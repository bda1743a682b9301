"""What the board keeps from one change to the next is what it would work out anew."""

from __future__ import annotations

import random

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion
from pytestqt.qtbot import QtBot

from tests.ui.board import company
from ui.board.model import BoardModel, Rules
from ui.board.painting.backing import Port
from ui.board.telling.encoding import Encoding


def _same(kept: Rules, fresh: Rules) -> bool:
    pairs = ((kept.kind, fresh.kind), (kept.begins, fresh.begins), (kept.minutes, fresh.minutes))
    return all(np.array_equal(old, new) for old, new in pairs)


def _moved_about(model: BoardModel, chance: random.Random) -> None:
    """Place some visits elsewhere, on other lanes too."""
    places = [model.placement(slot) for slot in chance.sample(model.table.order.tolist(), 3)]
    lanes = len(model.lanes)
    model.place(
        place.moved(lane=chance.randrange(lanes), starts=place.starts + chance.randrange(-8, 9) * 900)
        for place in places
    )


def test_travel_kept_of_other_lanes_is_what_a_fresh_model_measures() -> None:
    chance = random.Random(3)
    model = BoardModel(company.a_window(), company.a_travel())
    model.measure_all()
    for _number in range(60):
        _moved_about(model, chance)
        kept = model.rules_before(model.table.order)
        model._forget()
        assert _same(kept, model.rules_before(model.table.order))


def test_travel_is_right_after_a_visit_went_and_came_back() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    model.measure_all()
    slot = int(model.table.order[40])
    row = model.row(slot)
    for columns, removed in ((row, []), (None, row.id.tolist()), (row, [])):
        if columns is not None:
            model.apply(columns, removed=removed)
        else:
            model.apply(model.row(int(model.table.order[0])), removed=removed)
        kept = model.rules_before(model.table.order)
        model._forget()
        assert _same(kept, model.rules_before(model.table.order))


def test_parts_of_orders_follow_the_visits_that_were_placed() -> None:
    chance = random.Random(4)
    model = BoardModel(company.a_window(), company.a_travel())
    model.table.order_id[:] = model.table.order_id // 3  # so that orders have several visits
    model.table.changes += 1
    kept = Encoding()
    for _number in range(20):
        _moved_about(model, chance)
        for old, new in zip(kept.of(model).parts, Encoding().of(model).parts, strict=True):
            assert np.array_equal(old, new)
    assert max(kept.of(model).parts[1]) > 1


def test_the_index_is_made_once_for_many_moves() -> None:
    model = BoardModel(company.a_window(), company.a_travel())
    before = model.table.order
    assert model.table.order is before
    _moved_about(model, random.Random(5))
    key = model.table.lane[model.table.order] * (1 << 36) + model.table.starts[model.table.order]
    assert (np.diff(key) >= 0).all()


def test_only_what_changed_under_the_overlay_is_painted_anew(qtbot: QtBot) -> None:
    port = Port()
    qtbot.addWidget(port)
    port.resize(400, 300)
    canvas, painted = QRect(100, 50, 300, 250), []

    def paint(_painter: QPainter, region: QRegion) -> None:
        painted.append(region)

    def renew() -> QRegion:
        painted.clear()
        port.backing.renewed(port.size(), 1.0, canvas, paint)
        return painted[0] if painted else QRegion()

    assert renew() == QRegion(canvas)
    port.update_over(QRect(120, 60, 50, 50))
    assert renew().isEmpty()
    port.update(QRect(120, 60, 50, 50))
    assert renew() == QRegion(QRect(120, 60, 50, 50))
    port.answered(QRegion(QRect(120, 60, 50, 50)))
    port.answered(QRegion(QRect(200, 100, 10, 10)))  # by the window system
    assert renew() == QRegion(QRect(200, 100, 10, 10))
    port.update()
    assert renew() == QRegion(canvas)
