"""Move or plan by the dialog: where it begins, and what becomes of what it was closed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from models.terms import Right
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.keyboard.move_dialog import MoveDialog
from ui.board.layout.scales import Scale, first_shown

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def open_move(page: BoardPage, visit_id: int) -> None:
    """Move a visit by typing."""
    slot = page.view.scene.model.table.slot(visit_id)
    if slot >= 0:
        _open(page, page.view.scene.model.placement(slot))


def open_plan(page: BoardPage, order_id: int) -> None:
    """Plan a waiting order by typing, from the beginning of the day in view."""
    row, model = page.view.waiting.get(order_id), page.view.scene.model
    if row is None or not model.lanes:
        return
    lane = model.lane_of.get(row.preferred_technician_id, 0)
    start = row.promise_from or first_shown(Scale.DAY, model, page.view.middle()) + 1800
    _open(page, waiting_placement(row, lane=lane, starts=start))


def _open(page: BoardPage, place: Placement) -> None:
    may = page.may(Right.OVERRIDE)
    dialog = MoveDialog(lambda: page.view.scene.model, place, page, may_override=may)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.placed.connect(page.planning.place_by_dialog)
    dialog.open()
