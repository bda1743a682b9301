"""What lies under a pointer that holds nothing: it is marked, and the cursor says what a press would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from ui.board.scene import NO_EDGE

if TYPE_CHECKING:
    from ui.board.view import BoardView


class Hovering:
    """The visit under the pointer of one view."""

    def __init__(self, view: BoardView) -> None:
        """Serve one view."""
        self._view = view

    def at(self, at: QPoint) -> None:
        """Mark what is at a viewport point and show what a press there would do."""
        scene = self._view.scene
        slot = scene.slot_at(at.x(), at.y()) if scene.canvas.contains(at) else -1
        edge = scene.edge_at(slot, at.x()) if slot >= 0 else NO_EDGE
        self.show_cursor(Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.ArrowCursor)
        self.over(slot)

    def over(self, slot: int) -> None:
        """Mark the visit of a slot, -1 for none."""
        view = self._view
        visit_id = int(view.scene.model.table.id[slot]) if slot >= 0 else 0
        before = view.scene.hovered
        if visit_id == before:
            return
        view.scene.hovered = visit_id
        view.update_visit(before)
        view.update_visit(visit_id)
        view.hovered.emit(visit_id)

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Let the pointer look like this over the board."""
        port = self._view.viewport()
        if port.cursor().shape() != shape:
            port.setCursor(shape)
