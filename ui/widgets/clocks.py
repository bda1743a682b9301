"""Time left of a service level in words, as a chip and as a bar; never told by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.terms import ClockState, ClockStatus
from resources.texts import _, format_minutes
from ui import theme
from ui.widgets.badge import Chip, Mark, tone_colours

_WHOLE_HOURS = 48 * 60
_TONES = {ClockState.OK: "good", ClockState.WARNING: "warning", ClockState.EXCEEDED: "bad"}
_MARKS = {ClockState.OK: Mark.RING, ClockState.WARNING: Mark.HALF_RING, ClockState.EXCEEDED: Mark.SQUARE}


def length_words(seconds: int) -> str:
    """A length of working time: "45 min", "7 h 30", from two days on whole hours: "52 h"."""
    minutes = abs(seconds) // 60
    return format_minutes(minutes - minutes % 60 if minutes >= _WHOLE_HOURS else minutes)


def remaining_words(seconds: int) -> str:
    """What is left, or by how much it is too late: "2 h 15 left", "35 min late"."""
    said = _("{time} left") if seconds >= 0 else _("{time} late")
    return said.format(time=length_words(seconds))


def clock_tone(state: ClockState, status: ClockStatus = ClockStatus.RUNNING) -> str:
    """The tone of a chip or bar."""
    if status is ClockStatus.HELD and state is not ClockState.EXCEEDED:
        return "neutral"
    return _TONES[state]


def clock_chip(status: ClockStatus, state: ClockState, remaining: int) -> Chip | None:
    """The chip of an order's clock; one that was canceled says nothing."""
    if status is ClockStatus.CANCELED:
        return None
    if status is ClockStatus.STOPPED:
        is_met = state is not ClockState.EXCEEDED
        text = _("Level met") if is_met else _("Level missed: {time}").format(time=remaining_words(remaining))
        return Chip(text, tone=_TONES[state], mark=Mark.TICK if is_met else Mark.SQUARE)
    if status is ClockStatus.HELD:
        text = _("Held, {time}").format(time=remaining_words(remaining))
        return Chip(text, tone=clock_tone(state, status), mark=Mark.SOLID_EDGE)
    return Chip(remaining_words(remaining), tone=_TONES[state], mark=_MARKS[state])


def paint_clock_bar(painter: QPainter, rect: QRectF, percent: float, tone: str, *, is_held: bool) -> None:
    """A track as long as the limit with what was recorded on it; past the limit a notch stands at its end.

    A held clock is hatched. `percent` is of the limit; beyond it the track is the recorded time.
    """
    tokens = theme.tokens
    _ground, ink = tone_colours(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.line)
    round_by = rect.height() / 2
    painter.drawRoundedRect(rect, round_by, round_by)
    share = min(percent, 100.0) / 100
    if share > 0:
        filled = QRectF(rect.left(), rect.top(), max(rect.width() * share, rect.height()), rect.height())
        painter.setBrush(QBrush(ink, Qt.BrushStyle.Dense4Pattern) if is_held else ink)
        painter.drawRoundedRect(filled, round_by, round_by)
    if percent > 100:
        at = rect.left() + rect.width() * 100 / percent
        painter.setPen(QPen(tokens.surface, 2))
        painter.drawLine(int(at), int(rect.top()), int(at), int(rect.bottom()) + 1)
    painter.restore()


class ClockBar(QWidget):
    """The bar as a widget; its words stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._percent, self._tone, self._is_held = 0.0, "neutral", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_clock(self, percent: float, tone: str, *, is_held: bool) -> None:
        """Show that much recorded, in percent of the limit."""
        self._percent, self._tone, self._is_held = percent, tone, is_held
        self.setAccessibleName(_("{percent} % of the limit recorded").format(percent=round(percent)))
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line across."""
        return QSize(240, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_clock_bar(painter, QRectF(self.rect()), self._percent, self._tone, is_held=self._is_held)
