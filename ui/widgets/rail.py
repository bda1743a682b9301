"""Rail: the strip of 64 pixels at the left with an icon and a word for each page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from ui import theme

BUTTON = QSize(61, 52)


class RailButton(QAbstractButton):
    """One page: its drawing above its word, in the accent when it is the one shown."""

    def __init__(self, action: QAction, icon: str, word: str) -> None:
        super().__init__()
        self._icon = icon
        self._action = action
        self.setText(word)
        self.setToolTip(action.toolTip())
        self.setCheckable(True)
        self.setFixedSize(BUTTON)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(word)
        self.clicked.connect(action.trigger)
        action.toggled.connect(self._follow)
        self._follow()
        theme.changed.connect(self.update)

    def _follow(self) -> None:
        self.setChecked(self._action.isChecked())

    def nextCheckState(self) -> None:
        """The action decides which page is shown, not the click."""
        self._follow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, drawing and word."""
        tokens, rect = theme.tokens, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            ground = tokens.faint_line if self.underMouse() else tokens.surface
            painter.setPen(tokens.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_surface if self.isChecked() else ground)
            painter.drawRoundedRect(rect.adjusted(1.5, 0.5, -1.5, -0.5), 7, 7)
        ink = "accent" if self.isChecked() else "muted"
        picture = theme.pixmap(self._icon, 20, ink=ink, ratio=self.devicePixelRatioF())
        painter.drawPixmap(round(rect.center().x() - 10), 8, picture)
        painter.setPen(theme.colour(ink))
        weight = 600 if self.isChecked() else 400
        font = theme.font(11, weight)
        if QFontMetricsF(font).horizontalAdvance(self.text()) > rect.width():
            font = theme.font(10, weight)
        painter.setFont(font)
        words = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect.adjusted(0, 31, 0, -5), Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """The pages' buttons from the top and, after `add_stretch`, from the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.RAIL)
        self.setObjectName("rail")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 10, 2, 10)
        self._column.setSpacing(2)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self.update)

    def add(self, action: QAction, *, icon: str, word: str) -> RailButton:
        """A button that triggers an action; word is short and translated ("Overeenk.")."""
        button = RailButton(action, icon, word)
        self._column.addWidget(button)
        return button

    def add_stretch(self) -> None:
        """What is added after this stands at the bottom."""
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and one hairline at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens.surface)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.tokens.line)
