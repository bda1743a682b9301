"""The menu of the visits under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from resources.texts import _

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def visit_menu(page: BoardPage, visit_ids: list[int]) -> QMenu:
    """Verbs first, each with its key (board.md 5, 48 and 49)."""
    scene = page.view.scene
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    place = scene.model.placement(scene.model.table.slot(visit_ids[0]))
    if len(visit_ids) == 1:
        menu.addAction(_("Open order") + "\tEnter", lambda: page.order_wanted.emit(place.order_id))
        menu.addAction(_("Move to…") + "\tM", lambda: page.move_by_dialog(place.visit_id))
    menu.addAction(_("Back to the waiting list") + "\tDel", lambda: page.planning.unschedule(visit_ids))
    menu.addSeparator()
    menu.addAction(_("Print work descriptions…"), lambda: page.print_wanted.emit(visit_ids))
    if len(visit_ids) == 1:
        technician = scene.model.lanes[place.lane].technician_id
        menu.addAction(_("Show technician"), lambda: page.technician_wanted.emit(technician))
    return menu
