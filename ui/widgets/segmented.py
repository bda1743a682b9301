"""Segmented: a row of joined buttons of which one is chosen (Day | Work week | Week)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

PADDING = 12


class Segmented(QWidget):
    """Segments of (key, translated text); arrows move the choice while it has the keyboard.

    Signals:
        chosen(str): the key, when the user chose another segment.
    """

    chosen = Signal(str)

    def __init__(self, segments: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = tuple(segments)
        self._current = self._segments[0][0]
        self._hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._name()

    def current(self) -> str:
        """The key of the chosen segment, or "" if none is."""
        return self._current

    def set_current(self, key: str) -> None:
        """Show a segment as chosen without telling; an unknown key leaves none chosen (free zoom)."""
        self._current = key if key in dict(self._segments) else ""
        self._name()
        self.update()

    def segment_rect(self, key: str) -> QRectF:
        """Where a segment is; raises KeyError for an unknown key."""
        left = 0.0
        for other, text in self._segments:
            width = self._width(text)
            if other == key:
                return QRectF(left, 0, width, theme.CONTROL)
            left += width
        raise KeyError(key)

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        return QSize(sum(self._width(text) for _key, text in self._segments) + 1, theme.CONTROL)

    def _width(self, text: str) -> int:
        return QFontMetrics(theme.font(13, 600)).horizontalAdvance(text) + 2 * PADDING

    def _name(self) -> None:
        self.setAccessibleName(dict(self._segments).get(self._current, ""))

    def _choose(self, key: str) -> None:
        if key and key != self._current:
            self.set_current(key)
            self.chosen.emit(key)

    def _key_at(self, at: QPointF) -> str:
        inside = (key for key, _text in self._segments if self.segment_rect(key).contains(at))
        return next(inside, "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the segment under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._key_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the segment under the pointer."""
        self._hover(self._key_at(event.position()))

    def leaveEvent(self, _event: object) -> None:
        """Nothing is under the pointer."""
        self._hover("")

    def _hover(self, key: str) -> None:
        if key != self._hovered:
            self._hovered = key
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [key for key, _text in self._segments]
        position = keys.index(self._current) if self._current else -1
        self._choose(keys[max(0, min(len(keys) - 1, position + step))])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it has the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has it no more."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw grounds, words, dividers and one frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(frame, theme.RADIUS, theme.RADIUS)
        painter.save()
        painter.setClipPath(path)
        for key, text in self._segments:
            self._paint_segment(painter, key, text)
        painter.restore()
        painter.setPen(QPen(theme.tokens.accent if self.hasFocus() else theme.tokens.edge, 1))
        painter.drawPath(path)

    def _paint_segment(self, painter: QPainter, key: str, text: str) -> None:
        tokens, rect = theme.tokens, self.segment_rect(key)
        is_current = key == self._current
        ground = (
            tokens.accent_surface if is_current else tokens.window if key == self._hovered else tokens.surface
        )
        painter.fillRect(rect, ground)
        if rect.left() > 0:
            painter.fillRect(QRectF(rect.left(), 0, 1, rect.height()), tokens.edge)
        painter.setFont(theme.font(13, 600 if is_current else 400))
        painter.setPen(tokens.accent if is_current else tokens.text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
