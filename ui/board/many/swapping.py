"""X marks a visit, X on another one swaps the two (board.md 5, 44)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen

from models.replanning import swapped
from resources.texts import _
from ui import theme
from ui.board.many.carrying import carry_out
from ui.board.many.ground import stands_of
from ui.board.painting.style import Style
from ui.board.scene import Scene

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class SwapMark(QObject):
    """The visit that waits to change places with another; painted with a dashed outline."""

    def __init__(self, page: BoardPage) -> None:
        """Nothing is marked."""
        super().__init__(page)
        self._page = page
        self.marked = 0
        page.view.scene.over.append(self)
        page.view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Esc forgets the mark before it does anything else, but for what is in hand."""
        is_esc = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if not is_esc or event.type() != QEvent.Type.KeyPress:
            return False
        if not self.marked or self._page.view.pointer.gesture is not None:
            return False
        self.forget()
        return True

    def press(self, visit_id: int) -> None:
        """Mark a visit; swap when another is marked already; the same one again is unmarked."""
        on_board = self.marked and self._page.view.scene.model.table.slot(self.marked) >= 0
        first = self.marked if on_board else 0
        self._mark(0 if first == visit_id else visit_id if not first else 0)
        if not first:
            self._page.messages.say(_("Go to the other visit and press X again; Esc forgets it."))
        elif first != visit_id:
            swap(self._page, first, visit_id)

    def forget(self) -> None:
        """Nothing is marked any more."""
        self._mark(0)

    def _mark(self, visit_id: int) -> None:
        before, self.marked = self.marked, visit_id
        for one in {before, visit_id} - {0}:
            self._page.view.update_visit(one)

    def paint(self, painter: QPainter, scene: Scene, style: Style, rect: QRect) -> None:
        """A dashed outline inside the block."""
        slot = scene.model.table.slot(self.marked) if self.marked else -1
        if slot < 0:
            return
        blocks = scene.placed(np.array([slot], dtype=np.int64))
        if not len(blocks.slots):
            return
        pen = QPen(theme.tokens.accent, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(blocks.x[0], blocks.y[0], blocks.w[0], scene.density.block)
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)


def swap(page: BoardPage, one_id: int, other_id: int) -> None:
    """Two visits change places."""
    stands = stands_of(page.view.scene.model, (one_id, other_id))
    if len(stands) < 2:
        return
    names = {"one": stands[0].label, "other": stands[1].label}
    carry_out(
        page,
        swapped(*stands),
        text=_("Swap {one} and {other}").format(**names),
        told=_("Swapped {one} and {other}").format(**names),
    )
