"""Opens the generate dialog over a page, and tells what undoing a run did when the dialog is gone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.usecases.generation import Undone
from ui.agreements.generate_dialog import GenerateDialog
from ui.agreements.generate_options import Scope
from ui.agreements.generate_results import GenerationRun, did_undo
from ui.edits import Edit
from ui.records.desk import Desk


class GenerateCommand(QWidget):
    """The command of a page; it shows nothing itself.

    Signals:
        order_wanted(int): somebody wants to see an order that was made.
        told(str): a sentence for the message bar.
    """

    order_wanted = Signal(int)
    told = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self.dialog: GenerateDialog | None = None
        self.hide()
        desk.edits.applied.connect(self._on_applied)

    def open(self, scope: Scope) -> None:
        """Show the dialog; a second one is not opened over it."""
        if self.dialog is not None:
            return
        self.dialog = GenerateDialog(self._desk, scope, self.window())
        self.dialog.order_wanted.connect(self.order_wanted)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def _on_closed(self, _result: int) -> None:
        self.dialog = None

    def _on_applied(self, edit: Edit, answer: object) -> None:
        if isinstance(edit, GenerationRun) and isinstance(answer, Undone) and self.dialog is None:
            self.told.emit(did_undo(answer))
