"""The status bar: connection, what is not saved yet, next breach, selection, and the gesture in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStatusBar, QToolButton, QWidget

from app.changes import Changes
from resources.texts import _, format_number, format_time, ngettext
from ui import theme
from ui.jobs import Jobs
from ui.widgets.toast import MARKS, Message

MOST_MESSAGES = 20
_LONGEST = 140
"""Characters of a message that are listed."""


class _Dot(QWidget):
    """A disc when the database answers, a ring when it does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(16, 16)
        self.is_reached = True
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it; shape and colour both say it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.tokens.good if self.is_reached else theme.tokens.bad
        painter.setPen(ink)
        painter.setBrush(ink if self.is_reached else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(5, 5, 6, 6)


class StatusBar(QStatusBar):
    """One quiet line at the bottom of the window.

    Signals:
        order_wanted(int): the order whose service level breaks next is to be shown.
    """

    order_wanted = Signal(int)

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._dot = _Dot(self)
        self._place, self._selection, self._hint = self._label(), self._label(), self._label()
        self.queue, self.clearing_label = self._label(), self._label()
        self.breach_button = QPushButton(self)
        self._breach_order = 0
        self._breach = ""
        self.breach_button.setProperty("flat", True)
        self.breach_button.setFont(theme.font(12, tabular=True))
        self.breach_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.breach_button.setStyleSheet("QPushButton { min-height: 14px; padding: 1px 6px; }")
        self.breach_button.setToolTip(_("Show this order"))
        self.breach_button.clicked.connect(lambda: self.order_wanted.emit(self._breach_order))
        theme.set_icon(self.breach_button, "timer", "muted")
        self.logs: list[Sequence[Message]] = []
        self.log_button = self._make_log_button()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(2, 0, 12, 0)
        for part in (self._dot, self._place, self.queue, self.breach_button, self._selection):
            self.addWidget(part)
        self.addPermanentWidget(self._hint)
        self.addPermanentWidget(self.clearing_label)
        self.addPermanentWidget(self.log_button)
        for part in (self.queue, self.breach_button, self.clearing_label):
            part.hide()
        self._last = ""
        self._say_place()
        jobs.reached.connect(self._on_reached)

    def selected(self, text: str) -> None:
        """Say what is selected."""
        self._selection.setText(text)

    def hint(self, text: str) -> None:
        """Say what the gesture in hand will do."""
        self._hint.setText(text)

    def heard(self, changes: Changes) -> None:
        """Remember when something last changed, and by whom."""
        zone = self._jobs.context.clock().astimezone()
        who = f" ({changes.by})" if changes.by and not changes.own else ""
        self._last = _("last change {time}").format(time=format_time(zone)) + who
        self._say_place()

    def queued(self, count: int, is_held: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Say how many changes are not in the database yet."""
        waits = ngettext(
            "{n} change waits for the connection", "{n} changes wait for the connection", count
        ).format(n=format_number(count))
        saving = _("Saving {n}…").format(n=format_number(count))
        self.queue.setText(waits if is_held else saving)
        self.queue.setVisible(count > 1 or (is_held and count > 0))
        self.queue.setProperty("warning", is_held)
        ink = theme.tokens.warning if is_held else theme.tokens.muted
        self.queue.setStyleSheet(f"color: {ink.name()}; font-weight: {600 if is_held else 400};")

    def breach(self, text: str, order_id: int) -> None:
        """Say which service level breaks next; a click shows its order."""
        self._breach_order, self._breach = order_id, text
        self.breach_button.setText(text.replace("&", "&&"))
        self.breach_button.setVisible(bool(text))

    def clearing(self, text: str) -> None:
        """Say how long the waiting list will take."""
        self.clearing_label.setText(text)
        self.clearing_label.setVisible(bool(text))

    def _make_log_button(self) -> QToolButton:
        """Leads to the messages that are gone from the screen."""
        button = QToolButton(self)
        theme.set_icon(button, "bell", "muted")
        button.setAutoRaise(True)
        button.setIconSize(QSize(14, 14))
        button.setStyleSheet("QToolButton { min-height: 14px; padding: 1px 4px; }")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        words = _("The last messages")
        button.setToolTip(words)
        button.setAccessibleName(words)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill_log(menu))
        button.setMenu(menu)
        return button

    def _fill_log(self, menu: QMenu) -> None:
        menu.clear()
        messages = [message for log in self.logs for message in list(log)[-MOST_MESSAGES:]]
        for message in reversed(messages):
            mark, ink = MARKS[message.kind]
            menu.addAction(theme.icon(mark, ink), message.text[:_LONGEST].replace("&", "&&"))
        if not messages:
            menu.addAction(_("No messages yet")).setEnabled(False)

    def _on_reached(self, is_reached: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._dot.is_reached = is_reached
        self._dot.update()
        self._say_place()

    def _say_place(self) -> None:
        name = self._jobs.context.database.name
        known = (
            _("Connected to {name}") if self._dot.is_reached else _("No connection to {name}; trying again")
        )
        said = known.format(name=name)
        self._place.setText(f"{said} · {self._last}" if self._last else said)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(theme.font(12, tabular=True))
        return label
