"""Opens a database off the GUI thread, and shows that it is trying when that takes longer than a moment."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.context import Context
from app.settings import Settings
from models.errors import Expected
from resources.texts import _
from ui.widgets.cards import plain_label

_PATIENCE_MILLISECONDS = 400


class Opening(QObject):
    """One attempt to open a database; a slow or dead server holds up nothing but this.

    Signals:
        opened(Context): it worked; the context is the receiver's to close.
        failed(Expected): it did not, and why.
        is_slow(): it takes longer than a moment.
    """

    opened = Signal(object)
    failed = Signal(object)
    is_slow = Signal()
    _ended = Signal(object, object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._dropped = threading.Event()
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self.is_slow)

    def start(self) -> None:
        """Begin; one of the signals tells how it ended."""
        self._patience.start()
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    def drop(self) -> None:
        """Give up waiting; what still opens is closed again, and nobody hears of it."""
        self._dropped.set()
        self._patience.stop()

    def _open(self) -> None:
        context, problem = None, None
        try:
            context = Context(self._settings)
        except BaseException as error:  # noqa: BLE001 - raised again on the GUI thread, where the hook is
            problem = error
        if not self._dropped.is_set():
            self._ended.emit(context, problem)
        elif context is not None:
            context.close()

    def _on_ended(self, context: Context | None, problem: BaseException | None) -> None:
        self._patience.stop()
        if self._dropped.is_set():
            if context is not None:
                context.close()
        elif context is not None:
            self.opened.emit(context)
        elif isinstance(problem, Expected):
            self.failed.emit(problem)
        elif problem is not None:
            raise problem


class OpeningCard(QDialog):
    """Says which database is being opened, and lets the person choose another one instead."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Servicebord")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        self.other = QPushButton(_("Open another database…"), self)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self.reject)
        said = plain_label(_("Opening {name}…").format(name=name), px=15, weight=600)
        said.setWordWrap(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(14)
        column.addWidget(said)
        column.addWidget(bar)
        column.addLayout(row)
