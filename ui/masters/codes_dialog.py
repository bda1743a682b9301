"""CodesDialog: the rows of one short table, or of several beside one another, with undo of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from models.errors import Expected
from resources.texts import _
from ui import actions, theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.masters.prices_panel import PricesPanel
from ui.masters.stages_view import StagesView
from ui.masters.tables import EMPTY, PARTS, TITLES
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.panel import RecordsPanel
from ui.widgets.banner import Banner


class CodesDialog(QDialog):
    """Edits a table by its name in `TITLES`; what is changed is saved at once and can be undone here."""

    def __init__(self, jobs: Jobs, live: Live, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(TITLES[name]).replace("&", "").rstrip("…"))
        self.resize(1120 if name == "price" else 860, 640)
        self.edits = Edits(jobs, self)
        self._desk = Desk(jobs, live, self.edits)
        self._jobs = jobs
        self.panels: list[RecordsPanel] = []
        self.stages: StagesView | None = None
        self.banner = Banner(_("Close"))
        self.banner.second.hide()
        self.banner.first_wanted.connect(lambda: self.banner.say(""))
        self.undo_button = QPushButton(_("Undo"))
        theme.set_icon(self.undo_button, "undo")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._body(name), 1)
        column.addSpacing(12)
        column.addLayout(self._buttons())
        self._connect()

    def _body(self, name: str) -> QWidget:
        if name == "stage":
            self.stages = StagesView(self._desk)
            return self.stages
        if name not in PARTS:
            return self._panel(name)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        for kind, title in PARTS[name]:
            tabs.addTab(self._panel(kind), _(title))
        return tabs

    def _panel(self, kind: str) -> RecordsPanel:
        make = PricesPanel if kind == "price" else RecordsPanel
        panel = make(kind, self._desk, empty=_(EMPTY[kind]))
        self.panels.append(panel)
        return panel

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        close = QPushButton(_("Close"))
        close.setAutoDefault(False)
        self.undo_button.setAutoDefault(False)
        close.clicked.connect(lambda: self.reject())
        row.addWidget(self.undo_button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _connect(self) -> None:
        self.undo_button.clicked.connect(lambda: self.edits.undo())
        self.edits.stack.indexChanged.connect(self._name_undo)
        for signal in (self.edits.failed, self.edits.dropped):
            signal.connect(self._tell)
        undo = actions.make("undo", self, on_triggered=self.edits.undo)
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        undo.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.addAction(undo)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to the fields
        self._name_undo()

    def _tell(self, error: Expected) -> None:
        self.banner.say(str(error))

    def _name_undo(self, _index: int = 0) -> None:
        text = self.edits.stack.undoText()
        self.undo_button.setEnabled(self.edits.stack.canUndo())
        self.undo_button.setText(_("Undo: {text}").format(text=text) if text else _("Undo"))

    def editors(self) -> list[RecordEditor]:
        """Every editor in it."""
        found = [panel.editor for panel in self.panels]
        return [*found, self.stages.editor] if self.stages is not None else found

    def reject(self) -> None:
        """Close once what was changed is saved."""
        for editor in self.editors():
            if editor.is_dirty():
                editor.leave(self.reject)
                return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save first, then close."""
        if any(editor.is_dirty() for editor in self.editors()):
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)
