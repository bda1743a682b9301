"""Ask for the reason without which something is refused, and a note; then it is tried again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.lookups import LookupRow, find_reasons
from resources.texts import _
from ui.jobs import Jobs
from ui.widgets.cards import plain_label


class ReasonDialog(QDialog):
    """One sentence, the reasons there are, a note.

    Signals:
        given(int, str): a reason was chosen, with a note or "".
    """

    given = Signal(int, str)

    def __init__(self, jobs: Jobs, why: str, *, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(act)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._why = plain_label(why, weight=600)
        self._why.setWordWrap(True)
        self.reason, self.note = QComboBox(), QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.note.setPlaceholderText(_("Note"))
        self.note.setMaxLength(500)
        self.go, self.stay = QPushButton(act), QPushButton(_("Never mind"))
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        for part in (self._why, self.reason, self.note):
            column.addWidget(part)
        column.addLayout(buttons)
        self.reason.currentIndexChanged.connect(lambda _index: self._tell())
        self.stay.clicked.connect(lambda _checked: self.reject())
        self.go.clicked.connect(lambda _checked: self._give())
        self._show(())
        jobs.read(find_reasons, "", done=self._show, owner=self)

    def _show(self, rows: Sequence[LookupRow]) -> None:
        self.reason.clear()
        self.reason.addItem(_("Choose a reason"), 0)
        for row in rows:
            self.reason.addItem(row.name, row.id)
        self._tell()

    def _tell(self) -> None:
        self.go.setEnabled(bool(self.reason.currentData()))

    def _give(self) -> None:
        reason_id = int(self.reason.currentData() or 0)
        if reason_id:
            self.accept()
            self.given.emit(reason_id, self.note.text().strip())
