"""Paints a year strip: months, closed days, validity, marks, today, and the occurrence in the hand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from app.queries.year_strip import MarkState, StripLine, StripMark
from resources.texts import _, format_month
from ui import theme
from ui.agreements.strip_marks import interval_words, paint_mark
from ui.agreements.year_moving import Moving
from ui.agreements.year_place import HEADER, MARGIN, NAMES, Key, YearPlace, key_of

CALLOUT_PAD = 10
WEEKENDS_FROM = 2.4
"""Logical pixels of a day from which on weekends are shown; narrower ones are but a flicker."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What of a strip the person is at: by keyboard, by pointer, in the hand."""

    current: Key | None = None
    hovered: Key | None = None
    moving: Moving | None = None
    has_focus: bool = False


class YearPainter:
    """Paints one frame."""

    def __init__(self, painter: QPainter, place: YearPlace, marked: Marked) -> None:
        self._painter, self._place, self._marked = painter, place, marked
        self._axis, self._strip = place.axis, place.strip

    def paint(self, rect: QRect) -> None:
        """Draw everything into the widget's rectangle."""
        painter, tokens = self._painter, theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, tokens.surface)
        self._paint_closed()
        self._paint_months()
        for row, line in enumerate(self._strip.lines):
            self._paint_name(row, line)
            self._paint_track(row, line)
        if self._marked.moving is not None:
            self._paint_reach(self._marked.moving)
        self._paint_today()
        for row, line in enumerate(self._strip.lines):
            self._paint_marks(row, line)
        if self._marked.moving is not None:
            self._paint_moving(self._marked.moving, rect)

    # -- ground --------------------------------------------------------------------------------------

    def _paint_closed(self) -> None:
        """Weekends and closed days, faintly; those with a reason a little stronger."""
        axis, tokens = self._axis, theme.tokens
        height = self._place.bottom - HEADER
        shows_weekends = axis.day_width >= WEEKENDS_FROM
        for day, reason in self._strip.closed.items():
            if not (reason or shows_weekends):
                continue
            ink = tokens.line if reason else tokens.off_hours
            self._painter.fillRect(QRectF(axis.start(day), HEADER, axis.day_width, height), ink)

    def _paint_months(self) -> None:
        painter, tokens = self._painter, theme.tokens
        painter.setFont(theme.font(12, 500))
        for day, left, right in self._axis.months():
            top = 6 if day.month > 1 else HEADER
            painter.fillRect(QRectF(left, top, 1, self._place.bottom - top), tokens.line)
            is_now = (day.year, day.month) == (self._strip.today.year, self._strip.today.month)
            painter.setPen(tokens.text if is_now else tokens.muted)
            place = QRectF(left + 6, 0, right - left - 6, HEADER)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, format_month(day))
        painter.fillRect(QRectF(0, HEADER - 1, self._place.width, 1), tokens.line)

    def _paint_name(self, row: int, line: StripLine) -> None:
        """Number and name, and the interval, beside the year or above it."""
        painter, tokens, top = self._painter, theme.tokens, self._place.top(row)
        painter.fillRect(QRectF(0, top + self._place.row_height - 1, self._place.width, 1), tokens.faint_line)
        interval = interval_words(line.unit, line.every)
        quiet = " · ".join(part for part in (interval, _("held back") if line.held else "") if part)
        title = "  ".join(part for part in (str(line.line), line.name) if part)
        ink = tokens.muted if line.held else tokens.text
        if self._place.is_wide:
            self._write(QRectF(MARGIN, top + 5, NAMES - MARGIN - 14, 18), title, ink, weight=500)
            self._write(QRectF(MARGIN, top + 22, NAMES - MARGIN - 14, 16), quiet, tokens.muted, px=11)
            return
        room = self._place.width - 2 * MARGIN
        width = self._write(QRectF(MARGIN, top + 4, room * 0.6, 18), title, ink, weight=500, is_backed=True)
        beside = QRectF(MARGIN + width + 10, top + 4, room - width - 10, 18)
        self._write(beside, quiet, tokens.muted, px=11, is_backed=True)

    def _write(
        self,
        place: QRectF,
        text: str,
        ink: QColor,
        *,
        px: int = 13,
        weight: int = 400,
        is_backed: bool = False,
    ) -> float:
        """Text that gives way to its place, on a ground of its own over the days; returns its width."""
        font = theme.font(px, weight)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        width = metrics.horizontalAdvance(shown)
        if is_backed:
            self._painter.fillRect(
                QRectF(place.left() - 3, place.top(), width + 6, place.height()), theme.tokens.surface
            )
        self._painter.setFont(font)
        self._painter.setPen(ink)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        return width

    def _paint_track(self, row: int, line: StripLine) -> None:
        """A hairline for as long as the line is valid, with an end where it begins or ends in the year."""
        span = self._axis.span(line.first, line.last)
        if span is None:
            return
        painter, y = self._painter, self._place.track(row)
        style = Qt.PenStyle.DotLine if line.held else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.tokens.edge, 1.25, style))
        painter.drawLine(QPointF(span[0], y), QPointF(span[1], y))
        for day, x in ((line.first, span[0]), (line.last, span[1])):
            if day is not None and day.year == self._strip.year:
                painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))

    def _paint_today(self) -> None:
        if self._strip.today.year != self._strip.year:
            return
        painter, tokens = self._painter, theme.tokens
        x = self._axis.middle(self._strip.today)
        painter.fillRect(QRectF(x - 0.75, HEADER - 2, 1.5, self._place.bottom - HEADER + 2), tokens.now)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.now)
        painter.drawEllipse(QPointF(x, HEADER - 3), 3, 3)

    # -- marks ---------------------------------------------------------------------------------------

    def _paint_marks(self, row: int, line: StripLine) -> None:
        size, y = self._place.size(line), self._place.track(row)
        for mark in line.marks:
            self._paint_mark(mark, QPointF(self._axis.middle(mark.on), y), size, is_held=bool(line.held))

    def _paint_mark(self, mark: StripMark, centre: QPointF, size: float, *, is_held: bool) -> None:
        painter, tokens, moving = self._painter, theme.tokens, self._marked.moving
        in_hand = moving is not None and key_of(moving.mark) == key_of(mark)
        if mark.is_moved and mark.calculated.year == self._strip.year:
            self._paint_origin(mark, centre)
        is_current = self._marked.has_focus and key_of(mark) == self._marked.current
        if is_current or key_of(mark) == self._marked.hovered:
            side = size + 8
            box = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, max(side, 12))
            painter.setPen(QPen(tokens.accent, 1.5) if is_current else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.accent_surface)
            painter.drawRoundedRect(box, 5, 5)
        is_faded = in_hand or (is_held and mark.state in (MarkState.PLANNED, MarkState.MISSED))
        painter.setOpacity(0.4 if is_faded else 1.0)
        paint_mark(painter, centre, mark.state, size)
        painter.setOpacity(1.0)

    def _paint_origin(self, mark: StripMark, centre: QPointF) -> None:
        """A dotted way from the date by the interval to where a person put it."""
        start = QPointF(self._axis.middle(mark.calculated), centre.y())
        self._painter.setPen(QPen(theme.tokens.accent, 1.5, Qt.PenStyle.DotLine))
        self._painter.drawLine(start, centre)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.tokens.accent)
        self._painter.drawEllipse(start, 2, 2)

    # -- in the hand ---------------------------------------------------------------------------------

    def _paint_reach(self, moving: Moving) -> None:
        """Where it may go: its time window shaded, what lies outside its line's validity hatched."""
        row, tokens = self._place.row_of(moving.mark), theme.tokens
        top, height = self._place.top(row), self._place.row_height - 1
        axis = self._axis
        window = axis.span(moving.mark.first, moving.mark.last)
        if window is not None and not moving.mark.fixed:
            self._painter.fillRect(
                QRectF(window[0], top, window[1] - window[0], height), tokens.accent_surface
            )
        valid = axis.span(moving.line.first, moving.line.last)
        end = axis.left + axis.width
        begins, ends = valid if valid is not None and not moving.mark.fixed else (end, end)
        hatch = QBrush(tokens.bad, Qt.BrushStyle.BDiagPattern)
        self._painter.setOpacity(0.35)
        for left, right in ((axis.left, begins), (ends, end)):
            if right > left:
                self._painter.fillRect(QRectF(left, top, right - left, height), hatch)
        self._painter.setOpacity(1.0)
        self._paint_track(row, moving.line)

    def _paint_moving(self, moving: Moving, rect: QRect) -> None:
        row, tokens = self._place.row_of(moving.mark), theme.tokens
        centre = QPointF(self._axis.middle(moving.to), self._place.track(row))
        ink = tokens.bad if moving.why_not else tokens.accent
        self._painter.setPen(QPen(ink, 1))
        self._painter.drawLine(
            QPointF(centre.x(), HEADER), QPointF(centre.x(), self._place.top(row) + self._place.row_height)
        )
        self._painter.setPen(QPen(ink, 2))
        self._painter.setBrush(tokens.surface)
        self._painter.drawEllipse(centre, 8, 8)
        paint_mark(self._painter, centre, moving.mark.state, 11)
        self._paint_callout(moving, centre, rect, ink)

    def _paint_callout(self, moving: Moving, at: QPointF, rect: QRect, ink: QColor) -> None:
        """The date in words beside the pointer, below the line or above it where there is no room."""
        painter, tokens = self._painter, theme.tokens
        bold, plain = theme.font(13, 600), theme.font(12)
        rows = moving.details
        widths = [QFontMetricsF(bold).horizontalAdvance(moving.head)]
        widths += [QFontMetricsF(plain).horizontalAdvance(text) for text in rows]
        width = max(widths) + 2 * CALLOUT_PAD
        height = 20 + 17 * len(rows) + CALLOUT_PAD
        left = min(max(at.x() - width / 2, 4), max(rect.width() - width - 4, 4))
        below = at.y() + 16
        top = below if below + height < rect.bottom() else max(at.y() - 16 - height, 2)
        box = QRectF(left, top, min(width, rect.width() - 8), height)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(tokens.surface)
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(bold)
        painter.setPen(ink if moving.why_not else tokens.text)
        inside = box.adjusted(CALLOUT_PAD, 5, -CALLOUT_PAD, 0)
        painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), 18), moving.head)
        painter.setFont(plain)
        painter.setPen(tokens.bad if moving.why_not else tokens.muted)
        for number, text in enumerate(rows):
            painter.drawText(QRectF(inside.left(), inside.top() + 20 + 17 * number, inside.width(), 17), text)
