"""A scroll bar that paints itself: the styled one takes as long as the strip of the board it scrolls in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar, QStyle, QWidget

from ui import theme

SHORTEST = 28
"""The handle is at least this long, as the style sheet has it for the mouse."""
AIR = 2


class SlimBar(QScrollBar):
    """A rounded handle on the surface; where it is and how it is dragged is the style's affair."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        """Stand upright or lie flat."""
        self._is_hovered = False
        self._shown = QRect()
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def handle(self) -> QRectF:
        """Where the handle is, as the style computes it."""
        upright = self.orientation() == Qt.Orientation.Vertical
        length = self.height() if upright else self.width()
        span = self.maximum() - self.minimum()
        size = max(length * self.pageStep() // max(span + self.pageStep(), 1), SHORTEST)
        at = QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), self.sliderPosition(), max(length - size, 0)
        )
        body = QRectF(0, at, self.width(), size) if upright else QRectF(at, 0, size, self.height())
        return body.adjusted(AIR, AIR, -AIR, -AIR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and handle."""
        tokens = theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.surface)
        if self.maximum() > self.minimum():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.muted if self._is_hovered or self.isSliderDown() else tokens.edge)
            painter.drawRoundedRect(self.handle(), 3, 3)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """The style sheet takes opacity away, and then all that lies below is painted as well."""
        super().changeEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def showEvent(self, event: QShowEvent) -> None:
        """As above, when the style sheet comes with being shown."""
        super().showEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Another value repaints the handle only, where it was and where it is."""
        if change != QAbstractSlider.SliderChange.SliderValueChange:
            super().sliderChange(change)
        now = self.handle().toAlignedRect().adjusted(-1, -1, 1, 1)
        self.update(now | self._shown)
        self._shown = now

    def enterEvent(self, event: QEnterEvent) -> None:
        """Darker under the pointer."""
        self._is_hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Quiet again."""
        self._is_hovered = False
        super().leaveEvent(event)
