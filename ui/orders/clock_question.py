"""ClockQuestion: since when, and why; beside the buttons of the clock, in nobody's way."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.order_clock import OrderClock
from app.usecases.clocks import ClockWish
from models.terms import ClockAction
from resources.texts import N_, _
from ui.records.fields import InstantField
from ui.widgets.cards import plain_label

_WORDS = {
    ClockAction.START: (N_("Start the clock"), N_("Start")),
    ClockAction.HOLD: (N_("Hold the clock: nothing is recorded until it is resumed"), N_("Hold")),
    ClockAction.RESUME: (N_("Let the clock go on"), N_("Resume")),
    ClockAction.STOP: (N_("Stop the clock: the work is done"), N_("Stop")),
    ClockAction.CANCEL: (N_("Cancel the clock: the order follows no service level"), N_("Cancel the clock")),
}


class _When(InstantField):
    """An instant; a clock time alone is today's, nothing is now."""

    def __init__(self, key: str, label: str, *, today: date) -> None:
        super().__init__(key, label, today=today)
        self._today = today

    def read(self) -> datetime | None:
        """The instant, or None for now; raises ValueError for what cannot be understood."""
        day, clock = self.day.read(), self.clock.read()
        if isinstance(clock, time):
            return datetime.combine(day if isinstance(day, date) else self._today, clock, self.zone)
        if day is not None:
            raise ValueError(_("Give both day and time."))
        return None


class ClockQuestion(QFrame):
    """When it was and why; empty is now.

    Signals:
        given(ClockWish): the person has answered.
    """

    given = Signal(object)

    def __init__(self, *, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = ClockAction.HOLD
        self._needs_reason = False
        self._title, self._wrong = plain_label(weight=600), plain_label(px=12)
        self._wrong.setProperty("wrong", True)
        self._wrong.setWordWrap(True)
        self.at = _When("at", _("When"), today=today)
        self.at.setFixedWidth(260)
        self.reason, self.note = QComboBox(), QLineEdit()
        self.reason.setMinimumWidth(180)
        self.reason.setAccessibleName(_("Reason"))
        self.note.setPlaceholderText(_("Note"))
        self.note.setMaxLength(500)
        self.go, self.stay = QPushButton(), QPushButton(_("Never mind"))
        self.go.setProperty("primary", True)
        self._lay_out()
        self.go.clicked.connect(lambda _checked: self._give())
        self.note.returnPressed.connect(self._give)
        self.stay.clicked.connect(lambda _checked: self.hide())
        self.reason.currentIndexChanged.connect(lambda _index: self._tell())

    def ask(self, action: ClockAction, shown: OrderClock, *, needs_reason: bool, is_plain: bool) -> None:
        """Ask about an action; a plain one has no reason, only an instant."""
        self.action, self._needs_reason = action, needs_reason
        title, verb = _WORDS[action]
        self._title.setText(_(title))
        self.go.setText(_(verb))
        self.at.set_zone(shown.zone)
        self.at.show_value(None)
        self.at.clock.line.setPlaceholderText(_("Now"))
        self.at.day.line.setPlaceholderText(_("Today"))
        self.reason.clear()
        self.reason.addItem(_("Choose a reason") if needs_reason else _("No reason"), 0)
        for reason_id, name in shown.reasons:
            self.reason.addItem(name, reason_id)
        self.reason.setVisible(not is_plain)
        self.note.clear()
        self.complain("")
        self._tell()
        self.show()
        (self.go if is_plain else self.reason).setFocus()

    def complain(self, sentence: str) -> None:
        """Say why it was refused."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))

    def _tell(self) -> None:
        self.go.setEnabled(bool(self.reason.currentData()) or not self._needs_reason)

    def _give(self) -> None:
        if not self.go.isEnabled():
            return
        try:
            at = self.at.read()
        except ValueError as error:
            self.complain(str(error))
            return
        reason_id = self.reason.currentData() or None
        self.given.emit(ClockWish(self.action, at=at, reason_id=reason_id, note=self.note.text().strip()))

    def _lay_out(self) -> None:
        self.setProperty("card", True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.at)
        row.addWidget(self.reason)
        row.addWidget(self.note, 1)
        row.addWidget(self.go)
        row.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self._wrong)
