"""PeriodEdit: day, start, end and duration kept in step, in a time zone's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from resources.texts import _, parse_minutes
from ui.widgets.cards import plain_label
from ui.widgets.fields import DateField, Field, MinutesField, TimeField

DAY = timedelta(days=1)


class PeriodEdit(QWidget):
    """A period as people say it: another day or start keeps the duration, another end changes it.

    An end not after the start is on the next day. Across a change of the clock the duration is the true one.

    Signals:
        changed(): the user made it another period, and every field can be understood.
    """

    changed = Signal()

    def __init__(self, zone: str, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo(zone)
        start = datetime(today.year, today.month, today.day, 8, tzinfo=self._zone).astimezone(UTC)
        self._period = (start, start + timedelta(hours=1))
        self.day = DateField("day", _("Day"), today=today, is_required=True)
        self.starts = TimeField("starts", _("From"), is_required=True)
        self.ends = TimeField("ends", _("Until"), is_required=True)
        self.minutes = MinutesField("minutes", _("Duration"), is_required=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (field, width) in enumerate(self._widths()):
            field.setMinimumWidth(width)
            grid.addWidget(plain_label(field.label, px=12, is_quiet=True), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, width)
            field.line.editingFinished.connect(lambda field=field: self._edited(field))
        self.day.picked.connect(lambda: self._edited(self.day))
        self._show()

    def _widths(self) -> tuple[tuple[DateField | TimeField | MinutesField, int], ...]:
        return (self.day, 128), (self.starts, 76), (self.ends, 76), (self.minutes, 88)

    def period(self) -> tuple[datetime, datetime]:
        """Start and end as aware UTC instants: the last that could be understood."""
        return self._period

    def set_period(self, starts: datetime, ends: datetime) -> None:
        """Show a period of aware instants, without telling."""
        self._period = (starts.astimezone(UTC), ends.astimezone(UTC))
        self._show()

    def is_right(self) -> bool:
        """Mark what is wrong; True if nothing is."""
        for field, _width in self._widths():
            field.complain(field.problem())
        return not any(field.complaint() for field, _width in self._widths())

    def _edited(self, field: Field) -> None:
        if not self.is_right():
            return
        period = self._meant(field)
        if period != self._period:
            self._period = period
            self.changed.emit()
        self._show()

    def _meant(self, field: Field) -> tuple[datetime, datetime]:
        """The period after one field was edited: the duration gives way only to an edited end."""
        starts, ends = self._period
        length = ends - starts
        if field is self.ends:
            return starts, self._end_after(starts)
        if field is self.minutes:
            return starts, starts + timedelta(minutes=parse_minutes(self.minutes.line.text()))
        begins = self._instant(self.day, self.starts)
        return begins, begins + length

    def _instant(self, day: DateField, clock: TimeField) -> datetime:
        on, at = day.read(), clock.read()
        if on == self._local(0).date() and at == self._local(0).time().replace(second=0, microsecond=0):
            return self._period[0]  # the second 02:30 of an autumn night stays the second
        return datetime.combine(on, at, self._zone).astimezone(UTC)  # type: ignore[arg-type]

    def _end_after(self, starts: datetime) -> datetime:
        at = self.ends.read()
        if at == self._local(1).time().replace(second=0, microsecond=0) and self._period[1] > starts:
            return self._period[1]  # nobody wrote another: it may be days on, or the second of a time
        day = starts.astimezone(self._zone).date()
        ends = datetime.combine(day, at, self._zone).astimezone(UTC)  # type: ignore[arg-type]
        if ends <= starts:
            ends = datetime.combine(day + DAY, at, self._zone).astimezone(UTC)  # type: ignore[arg-type]
        return ends

    def _local(self, which: int) -> datetime:
        return self._period[which].astimezone(self._zone)

    def _show(self) -> None:
        starts, ends = self._local(0), self._local(1)
        self.day.show_value(starts.date())
        self.starts.show_value(starts.time())
        self.ends.show_value(ends.time())
        self.minutes.show_value(int((self._period[1] - self._period[0]).total_seconds() // 60))
