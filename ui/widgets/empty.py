"""EmptyState: one sentence and one action where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import theme

WIDEST = 420


class EmptyState(QWidget):
    """An icon, a sentence in plain text and a button; sentence and action come translated."""

    def __init__(
        self,
        sentence: str,
        *,
        icon: str = "list",
        action: str = "",
        on_action: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("quiet", True)
        self.button = QPushButton(action)
        if on_action is not None:
            self.button.clicked.connect(lambda: on_action())
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self._picture, self.sentence, self.button):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.button.setVisible(bool(action))  # only now: without a parent it would flash as a window
        self.say(sentence)
        self._draw()
        theme.changed.connect(self._draw)

    def say(self, sentence: str) -> None:
        """Another sentence."""
        self.sentence.setText(sentence)
        width = min(WIDEST, self.sentence.fontMetrics().horizontalAdvance(sentence) + 8)
        self.sentence.setFixedWidth(width)
        height = self.sentence.heightForWidth(width) if sentence else 0
        self.sentence.setFixedHeight(height)  # an aligned label gets one line else

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(theme.pixmap(self._icon, 28, ink="muted", ratio=ratio))
