"""Where menus open: at the pointer, or with the Menu key and Shift+F10 at what has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from ui.board.keyboard.menu import menu_of
from ui.board.layout.lane_desk import lane_desk
from ui.board.verbs.keys import VerbKeys
from ui.board.verbs.verb import Place, Target
from ui.widgets.keyboard import key_text

if TYPE_CHECKING:
    from ui.board.page import BoardPage

_KEYS = ("Menu", "Shift+F10")


class ContextMenus(QObject):
    """Opens the menu of a block, of several, of empty time, of a lane, of waiting rows."""

    def __init__(self, page: BoardPage) -> None:
        """Serve a page."""
        super().__init__(page)
        self._page = page
        self._keys = page.part(VerbKeys)
        self._view, self._table = page.view, page.waiting.table
        for watched in (self._view, self._view.viewport(), self._table, self._table.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what asks for a menu."""
        if isinstance(event, QContextMenuEvent):
            if QApplication.activePopupWidget() is not None:
                return True
            if event.reason() is QContextMenuEvent.Reason.Mouse:
                return self._at_pointer(watched, event)
            self.open_at_keyboard()
            return True
        if not isinstance(event, QKeyEvent) or watched not in (self._view, self._table):
            return False
        if key_text(event) not in _KEYS:
            return False
        event.accept()
        if event.type() != QEvent.Type.KeyPress:
            return False
        self.open_at_keyboard()
        return True

    def open_at_keyboard(self) -> QMenu | None:
        """The menu of what has the keyboard, at its place."""
        if self._table.hasFocus():
            port = self._table.viewport()
            rect = self._table.visualRect(self._table.currentIndex())
            return self._open(self._keys.waiting_target(), port.mapToGlobal(rect.center()))
        rect = self._rect_of_keyboard()
        return self._open(self._keys.board_target(), self._view.viewport().mapToGlobal(rect.center()))

    def _rect_of_keyboard(self) -> QRect:
        view, scene = self._view, self._view.scene
        walk = view.walk
        if walk.header_lane >= 0 and walk.frame is not None:
            return walk.frame.geometry()
        slots = scene.slots_of(sorted(scene.selected)) or scene.slots_of([scene.focused])
        focused = scene.model.table.slot(scene.focused) if scene.focused else -1
        if focused >= 0 or slots:
            return scene.rect_of(focused if focused >= 0 else slots[0])
        return walk.cursor.rect(scene) if walk.cursor.stands else scene.canvas

    def _at_pointer(self, watched: QObject, event: QContextMenuEvent) -> bool:
        if watched is self._table.viewport():
            index = self._table.indexAt(event.pos())
            if index.isValid() and not self._table.selectionModel().isRowSelected(
                index.row(), index.parent()
            ):
                self._table.choose_at(index.row())
            self._open(self._keys.waiting_target(), event.globalPos())
            return True
        if watched is not self._view.viewport():
            return False
        if self._view.pointer.has_cancelled:
            return True
        target = self._target_at(event.pos())
        if target is not None:
            self._open(target, event.globalPos())
        return True

    def _target_at(self, at: QPoint) -> Target | None:
        """What lies under a point of the board; it gets the keyboard."""
        scene, walk = self._view.scene, self._view.walk
        lane, instant = scene.lane_at(at.y()), scene.time(at.x()) // 60 * 60
        if scene.column.contains(at) and lane >= 0:
            walk.stand_on_header(lane)
            return Target(Place.LANE, lane=lane, instant=self._view.middle())
        if not scene.canvas.contains(at):
            return None
        slot = scene.slot_at(at.x(), at.y())
        if slot >= 0:
            walk.point_at(int(scene.model.table.id[slot]))
            ids = tuple(self._page.selection.chosen_ids())
            place = Place.VISIT if len(ids) == 1 else Place.SEVERAL
            return Target(place, visit_ids=ids, lane=lane, instant=instant)
        if lane < 0:
            return self._waiting_at(at)
        walk.stand(lane, walk.step_at(at.x()), reveal=False)
        return Target(Place.EMPTY, lane=lane, instant=walk.cursor.instant)

    def _waiting_at(self, at: QPoint) -> Target | None:
        """A waiting order that is drawn above the lanes; it is selected where it waits."""
        order_id = -lane_desk(self._page).strips.visit_at(self._view.scene, at.x(), at.y())
        if not order_id:
            return None
        self._table.choose(order_id)
        return self._keys.waiting_target()

    def _open(self, target: Target, at: QPoint) -> QMenu | None:
        if target.place is Place.WAITING and not target.order_ids:
            return None
        menu = menu_of(self._page, target)
        menu.popup(at)
        first = next(iter(menu.actions()), None)
        if first is not None and first.menu() is None:  # a submenu would spring open
            menu.setActiveAction(first)
        return menu
