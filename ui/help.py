"""Help: what is new, and what this program is."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTable
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from resources import files
from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label

_HEADINGS = {1: (18, 600, 0, 6), 2: (15, 600, 18, 4), 3: (13, 600, 12, 2)}
"""Level → pixels, weight, room above and below."""


def document(file: str, parent: QWidget) -> QTextBrowser:
    """One of the documents that ship with the program, set in the program's type."""
    view = QTextBrowser(parent)
    view.setProperty("plain", True)
    view.setFrameShape(QTextBrowser.Shape.NoFrame)
    view.setOpenExternalLinks(True)
    view.setMarkdown(files.path(file).read_text("utf-8"))
    block = view.document().begin()
    while block.isValid():
        _set_type(QTextCursor(block), block.blockFormat())
        block = block.next()
    for frame in view.document().rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            lined = frame.format().toTableFormat()
            lined.setBorderBrush(theme.tokens.line)
            lined.setCellPadding(5)
            frame.setFormat(lined)
    view.moveCursor(QTextCursor.MoveOperation.Start)
    return view


def _set_type(cursor: QTextCursor, block: QTextBlockFormat) -> None:
    known = _HEADINGS.get(block.headingLevel())
    if known is None:
        block.setBottomMargin(0 if cursor.currentTable() is not None else 6)
    else:
        px, weight, above, below = known
        block.setTopMargin(above)
        block.setBottomMargin(below)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setFont(theme.font(px, weight))
        cursor.setCharFormat(letters)
    block.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(block)


class _Closable(QDialog):
    def __init__(self, title: str, parent: QWidget | None, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*size)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 24, 28, 20)
        self.column.setSpacing(12)

    def add_close(self) -> None:
        """The one button at the bottom."""
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)


class ChangelogDialog(_Closable):
    """The changelog that ships with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What is new"), parent, (640, 600))
        self.text = document("docs/changelog.md", self)
        self.column.addWidget(self.text, 1)
        self.add_close()


class AboutDialog(_Closable):
    """Version, database, licences of what is used."""

    def __init__(self, database: str, parent: QWidget | None = None) -> None:
        super().__init__(_("About Servicebord"), parent, (640, 560))
        head = plain_label(f"Servicebord {version('servicebord')}", px=18, weight=600)
        said = plain_label(
            _("Database: {name} · Qt {qt}").format(name=database, qt=qVersion()), is_quiet=True
        )
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (head, said):
            self.column.addWidget(part)
        self.column.addSpacing(6)
        self.column.addWidget(document("docs/third_party.md", self), 1)
        self.add_close()
