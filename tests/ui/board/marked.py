"""A synthetic board on which every mark occurs: crews, parts, agreements, drafts, promises, broken rules."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from app.queries.board import BoardWindow, OrderDues
from tests.ui.board import company
from ui.board.model import BoardModel
from ui.board.view import BoardView


def a_marked_window(lanes: int = 14, days: int = 8, visits: int = 260) -> BoardWindow:
    """Every seventh visit has a sister in another lane at the same time, every eleventh is a second part."""
    window = company.a_window(lanes, days, visits)
    v = window.visits
    order, crew = v.order_id.copy(), np.zeros(len(v.id), dtype=np.int64)
    for at in range(0, len(v.id), 7):
        same = np.flatnonzero((v.starts == v.starts[at]) & (v.technician_id != v.technician_id[at]))
        same = same[crew[same] == 0]
        if len(same) and not crew[at]:
            crew[at] = crew[same[0]] = v.id[at]
            order[same[0]] = order[at]
    for at in range(3, len(v.id), 11):
        order[at] = order[at - 1]
    return replace(
        window,
        visits=replace(
            v,
            order_id=order,
            crew_id=crew,
            agreement_id=np.where(v.id % 3 == 0, v.id % 9 + 1, 0),
            service_level_id=np.where(v.id % 4 == 0, v.id % 3 + 1, 0),
        ),
    )


def a_marked_view(window: BoardWindow | None = None) -> BoardView:
    """A view with drafts, proposals, running clocks and all conflicts found."""
    view = BoardView(BoardModel(window or a_marked_window(), company.a_travel()))
    scene, ids = view.scene, view.scene.model.table.id
    scene.encoding.draft = frozenset(ids[5::17].tolist())
    scene.encoding.proposed = frozenset(ids[6::17].tolist())
    scene.model.conflicts.renew(len(scene.model.lanes))
    run_clocks(view, company.epoch(company.MONDAY, 11 * 60), random.Random(5))
    return view


def run_clocks(view: BoardView, now: int, chance: random.Random) -> None:
    """A third of the orders have deadlines some hours around their visits."""
    table = view.scene.model.table
    ids, first = np.unique(table.order_id, return_index=True)
    ids, first = ids[::3], first[::3]
    due = table.starts[first] + np.array([chance.randrange(-14_400, 28_800) for _ in ids], dtype=np.int64)
    soon = due - np.array([chance.randrange(600, 20_000) for _ in ids], dtype=np.int64)
    view.show_dues(OrderDues(ids, due, soon), now)
