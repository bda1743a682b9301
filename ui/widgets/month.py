"""A month to pick a day from, in the program's look and language."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton

from resources.texts import locale_name
from ui import theme


def month_calendar(day: date) -> QCalendarWidget:
    """A calendar that shows a day: Monday first, ISO weeks, quiet weekends (red is for trouble)."""
    calendar = QCalendarWidget()
    calendar.setLocale(QLocale(locale_name()))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    quiet = QTextCharFormat()
    quiet.setForeground(theme.tokens.muted)
    quiet.setBackground(theme.tokens.surface)
    calendar.setHeaderTextFormat(quiet)
    weekend = QTextCharFormat()
    weekend.setForeground(theme.tokens.muted)
    for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekday, weekend)
    for name, icon in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
        button = calendar.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            theme.set_icon(button, icon)
    return calendar
