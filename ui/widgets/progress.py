"""Progress: appears only when work takes longer than half a second, and can be cancelled after two."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from resources.texts import _

APPEAR_MS = 500
CANCEL_MS = 2000


class Progress(QWidget):
    """A bar with a line of words; it takes no room until it appears.

    Signals:
        cancel_wanted(): the user pressed Cancel; the owner stops the work and calls `finish`.
    """

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(160)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self._cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.cancel)
        self._appear, self._offer = self._timer(APPEAR_MS), self._timer(CANCEL_MS)
        self._appear.timeout.connect(self.show)
        self._offer.timeout.connect(self.cancel.show)
        self.hide()

    def start(self, words: str, *, total: int = 0, can_cancel: bool = True) -> None:
        """Work begins: total steps, or 0 where nobody knows how many."""
        self.hide()
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        self.cancel.hide()
        self._appear.start()
        if can_cancel:
            self._offer.start()

    def advance(self, done: int, *, total: int | None = None, words: str = "") -> None:
        """So many steps are done."""
        if total is not None:
            self.bar.setMaximum(total)
        self.bar.setValue(done)
        if words:
            self.words.setText(words)

    def finish(self) -> None:
        """Work has ended, either way."""
        self._appear.stop()
        self._offer.stop()
        self.hide()

    def _cancelled(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText(_("Stopping…"))
        self.cancel_wanted.emit()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer
