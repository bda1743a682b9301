"""The slim bar over the board while a draft is on: its sums before and after, publish, drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QToolButton, QWidget

from resources.texts import _, format_minutes, ngettext
from ui import theme
from ui.board.draft.draft import DraftDesk
from ui.widgets.cards import plain_label
from ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from ui.board.page import BoardPage


class DraftBar(QWidget):
    """Draft: 5 changes, 6 h 30; travel 2 h 10 → 1 h 50; and what to do with it."""

    def __init__(self, page: BoardPage, desk: DraftDesk) -> None:
        """Hidden until the draft is on."""
        super().__init__(page)
        self._desk = desk
        self.head = plain_label(px=13, weight=600)
        self.sums = plain_label(px=13)
        self.warning = plain_label(px=13, weight=600)
        self.warning.setProperty("tone", "warning")
        self.dropping = QPushButton(_("Drop"))
        self.publishing = QPushButton(_("Publish"))
        self.publishing.setProperty("primary", True)
        self.dropping.clicked.connect(desk.drop)
        self.publishing.clicked.connect(self.ask_publish)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 10, 5)
        row.setSpacing(14)
        for part in (self.head, self.sums, self.warning):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.dropping)
        row.addWidget(self.publishing)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.renew)
        desk.changed.connect(self._soon.start)
        page.planning.rows_changed.connect(self._soon.start)
        theme.changed.connect(self._dress)
        self.button = _toggle(page, desk)
        page.strips.addWidget(self)
        self._dress()
        self.hide()

    def renew(self) -> None:
        """Sum up anew."""
        desk = self._desk
        self.setVisible(desk.is_on)
        self.button.setChecked(desk.is_on)
        if not desk.is_on:
            return
        found = desk.balance()
        n = found.changes
        self.dropping.setEnabled(bool(desk.book))
        self.publishing.setEnabled(bool(desk.book))
        if not desk.book:
            self.head.setText(_("Draft"))
            self.sums.setText(_("What you plan or move now is not saved until you publish it."))
            self.warning.setText("")
            return
        head = ngettext("Draft: {n} change, {time}", "Draft: {n} changes, {time}", n)
        self.head.setText(head.format(n=n, time=format_minutes(found.minutes)))
        before, after = found.before, found.after
        self.sums.setText(
            "   ".join(
                (
                    _change(_("Travel"), format_minutes(before.travel), format_minutes(after.travel)),
                    _change(_("Overtime"), format_minutes(before.overtime), format_minutes(after.overtime)),
                    _change(_("Broken promises"), str(before.broken), str(after.broken)),
                    _change(_("Conflicts"), str(before.conflicts), str(after.conflicts)),
                )
            )
        )
        theirs = found.theirs
        words = ngettext("{n} cannot be published as it is", "{n} cannot be published as they are", theirs)
        self.warning.setText(words.format(n=theirs) if theirs else "")
        self.warning.setToolTip(plain_tip("\n".join(desk.book.whys)))
        self.setAccessibleName(f"{self.head.text()}. {self.sums.text()}. {self.warning.text()}")

    def ask_publish(self) -> None:
        """Publish at once, or ask when promises to customers would be broken."""
        n = self._desk.balance().breaks_more
        if not n:
            self._desk.publish()
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        words = ngettext("Publishing breaks {n} promise.", "Publishing breaks {n} promises.", n)
        box.setText(words.format(n=n))
        box.setInformativeText(_("Customers were promised other times. Publish all the same?"))
        yes = box.addButton(_("Publish"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(_("Keep the draft"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        yes.clicked.connect(self._desk.publish)
        box.open()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The accent's ground, stripes at its left as on drafted visits, and a hairline below."""
        tokens = theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.accent_surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent)
        painter.fillRect(0, 0, 4, self.height() - 1, Qt.BrushStyle.BDiagPattern)
        painter.fillRect(0, 0, 3, self.height() - 1, tokens.accent)
        painter.end()

    def _dress(self) -> None:
        palette = self.warning.palette()
        palette.setColor(self.warning.foregroundRole(), theme.tokens.warning)
        self.warning.setPalette(palette)
        self.update()


def _change(name: str, before: str, after: str) -> str:
    return f"{name} {after}" if before == after else f"{name} {before} → {after}"


def _toggle(page: BoardPage, desk: DraftDesk) -> QToolButton:
    """The switch in the toolbar."""
    button = QToolButton()
    button.setText(_("Draft"))
    theme.set_icon(button, "pencil")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setCheckable(True)
    button.setAutoRaise(True)
    button.setToolTip(_("Plan without saving, then publish or drop it as one step"))
    button.setAccessibleName(_("Draft"))
    button.clicked.connect(lambda on: desk.turn(on=on))
    page.toolbar.put(button, before=page.toolbar.undo)
    return button


class Drafts(DraftDesk):
    """The draft with its bar."""

    def __init__(self, page: BoardPage) -> None:
        """Serve a page."""
        super().__init__(page)
        self.bar = DraftBar(page, self)
