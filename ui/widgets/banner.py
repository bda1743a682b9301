"""Banner: a line across the top of a page that stays for as long as what it says is true."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui import theme


class Banner(QWidget):
    """A warning in plain words with up to two ways on; hidden until it has something to say.

    Signals:
        first_wanted(): the button that mends it.
        second_wanted(): the button beside it.
    """

    first_wanted = Signal()
    second_wanted = Signal()

    def __init__(self, first: str, second: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark, self.words = QLabel(self), QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setFont(theme.font(13, 500))
        self.first, self.second = QPushButton(first, self), QPushButton(second, self)
        self.second.setVisible(bool(second))
        self.first.clicked.connect(lambda: self.first_wanted.emit())
        self.second.clicked.connect(lambda: self.second_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.first)
        row.addWidget(self.second)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def say(self, text: str) -> None:
        """Show a translated sentence; an empty one hides the banner."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A warning's ground, and a hairline below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens.warning_surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.tokens.line)

    def _dress(self) -> None:
        self._mark.setPixmap(theme.pixmap("warning", 18, ink="warning", ratio=self.devicePixelRatioF()))
        self.update()
