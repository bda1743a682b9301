"""Help: every command with its key, what is new, and what this program is."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from resources import files
from resources.texts import _
from ui import actions
from ui.widgets.rows import Column, RowsModel, RowsTable


class _Closable(QDialog):
    def __init__(self, title: str, parent: QWidget | None, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*size)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 18, 20, 16)
        self.column.setSpacing(12)

    def add_close(self) -> None:
        """The one button at the bottom."""
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)


class CommandsDialog(_Closable):
    """Every command with its key, filtered as one types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Keys and commands"), parent, (640, 640))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(_("Search a command or a key"))
        self.filter.setClearButtonEnabled(True)
        self.model = RowsModel(
            [
                Column("text", _("Command"), 200, text=actions.words),
                Column("shortcut", _("Key"), 130, text=actions.shortcut_text),
                Column("help", _("What it does"), 260, text=lambda spec: _(spec.help)),
            ]
        )
        self.table = RowsTable(self.model, key="commands")
        self.model.set_rows(actions.SPECS)
        self.filter.textChanged.connect(self.model.filter)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.table, 1)
        self.add_close()


class ChangelogDialog(_Closable):
    """The changelog that ships with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is new"), parent, (640, 600))
        text = QTextBrowser(self)
        text.setMarkdown(files.path("docs/changelog.md").read_text("utf-8"))
        text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.column.addWidget(text, 1)
        self.add_close()


class AboutDialog(_Closable):
    """Version, database, licences of what is used."""

    def __init__(self, database: str, parent: QWidget | None = None) -> None:
        super().__init__(_("About Servicebord"), parent, (640, 560))
        head = QLabel(f"Servicebord {version('servicebord')}", self)
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setProperty("heading", True)
        said = QLabel(_("Database: {name} · Qt {qt}").format(name=database, qt=qVersion()), self)
        said.setTextFormat(Qt.TextFormat.PlainText)
        licences = QTextBrowser(self)
        licences.setMarkdown(files.path("docs/third_party.md").read_text("utf-8"))
        licences.setFrameShape(QTextBrowser.Shape.NoFrame)
        for part in (head, said):
            self.column.addWidget(part)
        self.column.addWidget(licences, 1)
        self.add_close()
