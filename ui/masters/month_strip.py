"""MonthStrip: a month or two of days in a row with a technician's absences; a click starts one."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from resources.texts import _, format_date, format_weekday_date
from ui import theme

HEIGHT = 58
TITLE = 22
DAY = 17


class MonthStrip(QWidget):
    """Days of a month, of two where there is room: absences underlined, days off shaded, today marked.

    Signals:
        day_wanted(object): a date was clicked, or Enter was pressed on it.
    """

    day_wanted = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.first = today.replace(day=1)
        self._cursor = today
        self._absences: tuple[tuple[date, date, str], ...] = ()
        self._work_days: frozenset[int] = frozenset(range(5))
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Absences by day"))
        theme.changed.connect(self.update)

    def show_absences(self, absences: Sequence[tuple[date, date, str]], work_days: frozenset[int]) -> None:
        """Show spans of first and last day with their reason, and which weekdays are worked (Monday 0)."""
        self._absences, self._work_days = tuple(absences), work_days
        self.update()

    def show_month(self, day: date) -> None:
        """Begin with the month of a day."""
        self.first = day.replace(day=1)
        self.update()

    def step(self, months: int) -> None:
        """Go some months on, or back."""
        ahead = self.first.year * 12 + self.first.month - 1 + months
        self.first = date(ahead // 12, ahead % 12 + 1, 1)
        self.update()

    def days(self) -> list[date]:
        """The days shown."""
        count, day = 0, self.first
        for _month in range(2 if self.width() >= 62 * DAY else 1):
            length = calendar.monthrange(day.year, day.month)[1]
            count += length
            day += timedelta(days=length)
        return [self.first + timedelta(days=number) for number in range(count)]

    def rect_of(self, day: date) -> QRectF:
        """Where a day is drawn."""
        width = self.width() / len(self.days())
        return QRectF((day - self.first).days * width, TITLE, width, HEIGHT - TITLE - 2)

    def absence_on(self, day: date) -> str | None:
        """The reason of the absence on a day, or None."""
        found = (reason for first, last, reason in self._absences if first <= day <= last)
        return next(found, None)

    def sizeHint(self) -> QSize:
        """Wide enough for two figures a day."""
        return QSize(31 * DAY, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the day under the pointer."""
        day = self._day_at(event.position())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self._cursor = day
            self.update()
            self.day_wanted.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from day to day, Enter asks for one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._cursor += timedelta(days=step)
            if self._cursor not in self.days():
                self.show_month(self._cursor)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_wanted.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say the day under the pointer, and why somebody is away."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            if day is not None:
                reason = self.absence_on(day)
                said = format_weekday_date(day) if reason is None else f"{format_weekday_date(day)}: {reason}"
                QToolTip.showText(event.globalPos(), said.replace("<", "‹"), self)
                return True
        return super().event(event)

    def _day_at(self, at: QPointF) -> date | None:
        return next((day for day in self.days() if self.rect_of(day).contains(at)), None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw months, days and absences."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day in self.days():
            self._paint_day(painter, day)
        for day in self.days():
            if day.day == 1:
                self._paint_title(painter, day)

    def _paint_title(self, painter: QPainter, day: date) -> None:
        left = self.rect_of(day).left()
        painter.setFont(theme.font(12, 600))
        painter.setPen(theme.tokens.text)
        name = format_date(day, "long").split(" ", 1)[-1]
        painter.drawText(QRectF(left + 2, 0, 200, TITLE), Qt.AlignmentFlag.AlignVCenter, name)
        if left > 0:
            painter.fillRect(QRectF(left, 2, 1, HEIGHT - 4), theme.tokens.line)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        tokens, rect = theme.tokens, self.rect_of(day)
        is_off = day.weekday() not in self._work_days
        inside = rect.adjusted(0.5, 0, -0.5, 0)
        is_away = self.absence_on(day) is not None
        if is_away:
            painter.fillRect(inside, tokens.warning_surface)
            painter.fillRect(QRectF(inside.left(), inside.bottom() - 3, inside.width(), 3), tokens.warning)
        elif is_off:
            painter.fillRect(inside, tokens.off_hours)
        painter.setFont(theme.font(11, 600 if is_away or day == self.today else 400, tabular=True))
        painter.setPen(tokens.warning if is_away else tokens.muted if is_off else tokens.text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day == self.today:
            painter.fillRect(QRectF(inside.left(), inside.top(), inside.width(), 2), tokens.now)
        if self.hasFocus() and day == self._cursor:
            painter.setPen(QPen(tokens.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), 3, 3)
