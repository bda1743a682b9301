"""What a person sees of a bug: one dialog with the report to copy; what is expected is shown as a message.

Refusals, conflicts and lost databases are sentences (`models.errors.Expected`) and never end here.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from importlib.metadata import version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from models.errors import Expected
from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label

LOG = logging.getLogger("servicebord")
_LOG_BYTES = 1_000_000


class Hook(QObject):
    """The outermost hook of the window: what nobody caught.

    Signals:
        expected(Expected): a sentence for the person, to be shown as a message.
        crashed(str): a bug, with its report.
    """

    expected = Signal(object)
    crashed = Signal(str)

    def install(self) -> None:
        """Take every uncaught exception, of any thread."""
        sys.excepthook = self._take
        threading.excepthook = lambda said: self._take(said.exc_type, said.exc_value, said.exc_traceback)

    def _take(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Expected):
            self.expected.emit(error)
            return
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        LOG.critical("uncaught exception\n%s", text)
        self.crashed.emit(report(text))


def report(trace: str) -> str:
    """What to send to the makers: versions and the trace, no data."""
    return "\n".join(
        (
            f"Servicebord {version('servicebord')}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            "",
            trace,
        )
    )


def keep_log(folder: Path) -> None:
    """Write warnings and worse to a file that stays small, and Qt's messages with them.

    Where nothing can be written the program works without.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "servicebord.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8"
        )
        faulthandler.enable((folder / "crash.log").open("w"))
    except OSError as error:
        LOG.warning("no log in %s: %s", folder, error)
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    qInstallMessageHandler(
        lambda kind, _context, text: LOG.log(levels.get(kind, logging.WARNING), "Qt: %s", text)
    )


class CrashDialog(QDialog):
    """Says that the program met a bug, that what was saved is safe, and offers the report."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong in Servicebord"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 460)
        said = plain_label(
            _("This is a mistake in the program, not yours. What you saved before is safe.")
            + "\n"
            + _("Copy the report and send it to whoever looks after Servicebord; it holds no data of yours.")
        )
        said.setWordWrap(True)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Something went wrong"), px=18, weight=600))
        column.addWidget(said)
        column.addWidget(self.text, 1)
        column.addWidget(self._buttons(text))

    def _buttons(self, text: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        self.copy = buttons.addButton(_("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close = buttons.addButton(_("Go on working"), QDialogButtonBox.ButtonRole.RejectRole)
        theme.make_primary(close)
        close.setFocus()
        buttons.rejected.connect(self.reject)
        return buttons
