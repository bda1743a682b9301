"""Toasts: a bar at the bottom of a host that says one line and does not stop the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from resources.texts import _
from ui import theme

SHOWN_MS = 8000
CROWDED_MS = 2000
MARGIN = 16
LOGGED = 200


class Kind(StrEnum):
    """What sort of message it is; its mark and colour follow."""

    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


MARKS = {Kind.INFO: ("info", "accent"), Kind.GOOD: ("good", "good"), Kind.WARNING: ("warning", "warning"),
          Kind.BAD: ("error", "bad")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One line, and perhaps an action such as Undo, or two or three of them."""

    text: str
    kind: Kind = Kind.INFO
    action: str = ""
    on_action: Callable[[], object] | None = None
    second: str = ""
    on_second: Callable[[], object] | None = None
    third: str = ""
    on_third: Callable[[], object] | None = None


class Toasts(QFrame):
    """Says messages one after another; each stays 8 seconds, longer while the pointer is on it.

    While others wait the one shown gives way after 2 seconds.

    Attributes:
        log: the last 200 messages, oldest first, for whoever missed one.

    Signals:
        said(str): what a message says, when it is queued.
    """

    said = Signal(str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.log: deque[Message] = deque(maxlen=LOGGED)
        self._queue: deque[Message] = deque()
        self._shown: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._mark, self._words = QLabel(), _OneLine()
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        self.second_button = QPushButton()
        self.second_button.clicked.connect(self._act_second)
        self.third_button = QPushButton()
        self.third_button.clicked.connect(self._act_third)
        self.closing = QToolButton()
        self.closing.setAutoRaise(True)
        self.closing.setToolTip(_("Close"))
        self.closing.setAccessibleName(_("Close"))
        self.closing.clicked.connect(self.dismiss)
        theme.set_icon(self.closing, "x", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.setSpacing(10)
        buttons = (self.button, self.second_button, self.third_button)
        for part in (self._mark, self._words, *buttons, self.closing):
            row.addWidget(part)
        self._before: QWidget | None = None
        self.hide()
        host.installEventFilter(self)
        theme.changed.connect(self._dress)

    def say(
        self,
        text: str,
        kind: Kind = Kind.INFO,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Queue a translated line; the action's button calls on_action and closes the bar."""
        self.offer(Message(" ".join(text.split()), kind, action, on_action))

    def offer(self, message: Message) -> None:
        """Queue a message with all it offers."""
        self.log.append(message)
        self.said.emit(message.text)
        self._queue.append(message)
        if self._shown is None:
            self._next()
        elif self._timer.isActive():
            self._timer.start(min(CROWDED_MS, self._timer.remainingTime()))

    def withdraw(self, on_action: Callable[[], object]) -> None:
        """Take back what offers an action that means something else by now, as Undo after a further step."""
        self._queue = deque(one for one in self._queue if one.on_action != on_action)
        if self._shown is not None and self._shown.on_action == on_action:
            self.dismiss()

    def shown(self) -> Message | None:
        """The message on the screen, if there is one."""
        return self._shown

    def take_keyboard(self) -> bool:
        """Put the keyboard on what the message offers; it stays then. False when there is none."""
        if self._shown is None:
            return False
        self._before = QApplication.focusWidget()
        buttons = (self.button, self.second_button, self.third_button, self.closing)
        next(one for one in buttons if one.isVisibleTo(self)).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._timer.stop()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the message; the keyboard is where it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def _give_back(self) -> None:
        before, self._before = self._before, None
        focus = QApplication.focusWidget()
        if (
            before is not None
            and shiboken6.isValid(before)
            and focus is not None
            and self.isAncestorOf(focus)
        ):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close this message and show the next."""
        self._timer.stop()
        self._shown = None
        self._give_back()
        self.hide()
        if self._queue:
            self._next()

    def _act(self) -> None:
        message = self._shown
        self.dismiss()
        if message is not None and message.on_action is not None:
            message.on_action()

    def _act_second(self) -> None:
        message = self._shown
        self.dismiss()
        if message is not None and message.on_second is not None:
            message.on_second()

    def _act_third(self) -> None:
        message = self._shown
        self.dismiss()
        if message is not None and message.on_third is not None:
            message.on_third()

    def _next(self) -> None:
        message = self._shown = self._queue.popleft()
        self._words.set_words(message.text)
        self.setAccessibleName(message.text)
        self.button.setText(message.action)
        self.button.setVisible(bool(message.action))
        self.second_button.setText(message.second)
        self.second_button.setVisible(bool(message.second))
        self.third_button.setText(message.third)
        self.third_button.setVisible(bool(message.third))
        self._dress()
        self._place()
        self.show()
        self.raise_()
        if not self.underMouse():
            self._timer.start(CROWDED_MS if self._queue else SHOWN_MS)

    def _dress(self) -> None:
        if self._shown is not None:
            name, ink = MARKS[self._shown.kind]
            self._mark.setPixmap(theme.pixmap(name, 18, ink=ink, ratio=self.devicePixelRatioF()))

    def _place(self) -> None:
        host, size = self._host, self.sizeHint()
        width = min(size.width(), host.width() - 2 * MARGIN)
        left, top = (host.width() - width) // 2, host.height() - size.height() - MARGIN
        place = QRect(left, top, width, size.height())
        pointer = host.mapFromGlobal(QCursor.pos())
        if not self.isVisible() and place.contains(pointer):  # nothing pops over the pointer
            place.moveBottom(max(pointer.y() - MARGIN, size.height()))
        self.setGeometry(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the host."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go after a while."""
        if self._shown is not None:
            self._timer.start(CROWDED_MS if self._queue else SHOWN_MS)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card with an edge of the message's colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.tokens.edge, 1))
        painter.setBrush(theme.tokens.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        if self._shown is not None:
            ink = theme.colour(MARKS[self._shown.kind][1])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(3, 7, 3, self.height() - 14), 1.5, 1.5)


class _OneLine(QWidget):
    """Plain words on one line, elided where they do not fit and whole in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words = words
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(13, 500))
        return QSize(min(metrics.horizontalAdvance(self._words) + 2, 900), theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, theme.CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font = QPainter(self), theme.font(13, 500)
        painter.setFont(font)
        painter.setPen(theme.tokens.text)
        shown = QFontMetrics(font).elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
