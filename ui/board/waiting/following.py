"""After a waiting order was planned by keyboard the next row waits there, and the board shows the visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.usecases.visits import Rearranged

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class Following(QObject):
    """Keeps the keyboard's place in the waiting list, and puts the board's on what was planned last."""

    def __init__(self, page: BoardPage) -> None:
        """Serve a page."""
        super().__init__(page)
        self._page = page
        self._row = -1
        table = page.waiting.table
        table.selectionModel().currentRowChanged.connect(lambda now, _before: self._note(now.row()))
        table.model().modelReset.connect(self._stay)
        page.edits.applied.connect(self._on_applied)

    def _note(self, row: int) -> None:
        if row >= 0:
            self._row = row

    def _stay(self) -> None:
        """The row with the keyboard is gone: the one that stands there now has it."""
        table = self._page.waiting.table
        count = table.model().rowCount()
        if table.hasFocus() and self._row >= 0 and count and not table.currentIndex().isValid():
            table.choose_at(min(self._row, count - 1))

    def _on_applied(self, _edit: object, answer: object) -> None:
        if not isinstance(answer, Rearranged) or not self._page.waiting.table.hasFocus():
            return
        view = self._page.view
        for made in answer.made:
            if view.scene.model.table.slot(made.visit_id) >= 0:
                view.focus_visit(made.visit_id)
