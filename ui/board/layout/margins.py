"""The pointer beside the visits: the lane column's edge, "+3", strips of waiting orders, what sums mean."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ui.board.layout.header import closed_name
from ui.board.layout.lanes import pill_rect, subrows_mark
from ui.board.scene import HEADER
from ui.board.telling.meanings import day_meaning, group_meaning, lane_meaning, order_meaning

if TYPE_CHECKING:
    from ui.board.page import BoardPage
    from ui.board.painting.strip_layer import StripLayer

GRIP = 4
"""Pixels on either side of the column's edge that take hold of it."""


class Margins(QObject):
    """Takes what belongs to the margins before the board's gestures see it.

    Signals:
        widened(): the lane column has another width.
    """

    widened = Signal()

    def __init__(self, page: BoardPage, strips: StripLayer) -> None:
        """Watch the board of a page."""
        super().__init__(page)
        self._page, self._view, self._strips = page, page.view, strips
        self._is_dragging_edge = False
        self._shows_grip = False
        self._pressed: QPoint | None = None
        self._order = 0
        self._view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether an event was the margins' own."""
        kind = event.type()
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                return self._press(at)
            if kind == QEvent.Type.MouseMove:
                return self._move(at, event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release()
            if kind == QEvent.Type.MouseButtonDblClick:
                return self._open(at)
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._explain(event)
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ mouse

    def _is_edge(self, at: QPoint) -> bool:
        return abs(at.x() - self._view.scene.lane_column) <= GRIP and self._view.pointer.gesture is None

    def _press(self, at: QPoint) -> bool:
        scene = self._view.scene
        if self._view.pointer.gesture is not None:
            return False
        if self._is_edge(at):
            self._is_dragging_edge = True
            return True
        if scene.column.contains(at):
            lane = scene.lane_at(at.y())
            if lane >= 0 and subrows_mark(scene, lane) and pill_rect(scene, lane).contains(at):
                self._toggle(lane)
                return True
            return False
        self._order = -self._strips.visit_at(scene, at.x(), at.y()) if scene.canvas.contains(at) else 0
        self._pressed = at if self._order else None
        if self._order:
            self._choose(self._order)
        return bool(self._order)

    def _toggle(self, lane: int) -> None:
        scene = self._view.scene
        scene.expanded ^= {scene.model.lanes[lane].technician_id}
        self._view.rows_changed()

    def _choose(self, order_id: int) -> None:
        """The order is selected where it waits, and shown so in its strip."""
        self._view.select(frozenset())
        self._page.waiting.table.choose(order_id)

    def _move(self, at: QPoint, event: QMouseEvent) -> bool:
        if self._is_dragging_edge:
            self._view.set_lane_column(at.x())
            return True
        if self._pressed is not None:
            far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if far and event.buttons() & Qt.MouseButton.LeftButton:
                order, self._pressed, self._order = self._order, None, 0
                self._view.pointer.carry([order])
                return False
            return True
        is_edge = not event.buttons() and self._is_edge(at)
        if is_edge != self._shows_grip:
            self._shows_grip = is_edge
            shape = Qt.CursorShape.SplitHCursor if is_edge else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)
        return is_edge

    def _release(self) -> bool:
        was_mine = self._is_dragging_edge or self._pressed is not None
        if self._is_dragging_edge:
            self.widened.emit()
        self._is_dragging_edge, self._pressed, self._order = False, None, 0
        return was_mine

    def _open(self, at: QPoint) -> bool:
        scene = self._view.scene
        if self._is_edge(at):
            return True
        if not scene.canvas.contains(at):
            return False
        order_id = -self._strips.visit_at(scene, at.x(), at.y())
        if order_id:
            self._page.order_wanted.emit(order_id)
        return bool(order_id)

    # ------------------------------------------------------------------ what is meant

    def _explain(self, event: QHelpEvent) -> bool:
        words = self._meaning(event.pos())
        if words:
            text = "<br>".join(html.escape(line) for line in words.splitlines())
            QToolTip.showText(event.globalPos(), f"<p style='white-space:pre'>{text}</p>", self._view)
        else:
            QToolTip.hideText()
        return bool(words)

    def _meaning(self, at: QPoint) -> str:
        scene = self._view.scene
        if at.y() < HEADER:
            if at.x() < scene.lane_column:
                return group_meaning(scene, None)
            number = scene.model.days.number(scene.time(at.x()))
            return day_meaning(scene, number, closed_name(scene, number))
        y = at.y() + scene.scroll_y - HEADER
        if at.x() >= scene.lane_column:
            order_id = -self._strips.visit_at(scene, at.x(), at.y())
            row = self._strips.waiting.get(order_id)
            return order_meaning(row) if row is not None else ""
        lane = scene.rows.lane_at(y)
        if lane >= 0:
            return lane_meaning(scene, lane)
        group = scene.rows.group_at(y)
        return group_meaning(scene, group) if group is not None else ""
