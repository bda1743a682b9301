"""The filters above the list of orders: chips for the common questions, choices for the rest, a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.order_list import OrderFilter
from models.terms import ClockStatus, Priority, Progress
from resources.texts import N_, _
from ui import theme
from ui.widgets.chips import FilterChips
from ui.widgets.lookup import Choice, Lookup, Search
from ui.widgets.term_names import PRIORITY_NAMES

_TYPING_MS = 180
CLOCK_NAMES = {
    ClockStatus.RUNNING: N_("Clock runs"),
    ClockStatus.HELD: N_("Clock on hold"),
    ClockStatus.STOPPED: N_("Clock stopped"),
    ClockStatus.CANCELED: N_("Clock canceled"),
}
"""What to ask for by the clock, in English; translate at the place of speaking."""
_DAY = timedelta(days=1)


def period(key: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a named period around today; both included, None is open."""
    monday = today - today.weekday() * _DAY
    following = (today.replace(day=1) + 32 * _DAY).replace(day=1)
    return {
        "": (None, None),
        "overdue": (None, today - _DAY),
        "today": (today, today),
        "week": (monday, monday + 6 * _DAY),
        "next_week": (monday + 7 * _DAY, monday + 13 * _DAY),
        "month": (today.replace(day=1), following - _DAY),
        "later": (today + _DAY, None),
    }[key]


class SearchField(QLineEdit):
    """Searches a moment after the last key, at once on Enter; Escape empties it.

    Signals:
        searched(str): the text.
        left(): the person wants to go on in the list below (down, or Enter).
    """

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        mark = QAction(self)
        theme.set_icon(mark, "search", "muted")
        self.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING_MS)
        self._soon.timeout.connect(self._search)
        self._last = ""
        self.textChanged.connect(lambda _text: self._soon.start())

    def _search(self) -> None:
        self._soon.stop()
        if self.text().strip() != self._last:
            self._last = self.text().strip()
            self.searched.emit(self._last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches and goes on to the list, so does down; Escape empties the field first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._search()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._search()
        else:
            super().keyPressEvent(event)


class OrderFilters(QWidget):
    """What restricts the list.

    Signals:
        changed(OrderFilter): the person chose otherwise.
        left(): the person wants to go on in the list.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(
        self,
        find_customer: Search,
        find_technician: Search,
        *,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.search = SearchField(_("Number, customer or words · Ctrl+F"))
        self.search.setFixedWidth(320)
        self.chips = FilterChips(
            (
                ("open", _("In process")),
                ("unplanned", _("To plan")),
                ("planned", _("Planned")),
                ("ready", _("Ready to post")),
                ("posted", _("Posted")),
                ("canceled", _("Canceled")),
                ("all", _("All")),
            )
        )
        self.customer = Lookup(find_customer, placeholder=_("Any customer"))
        self.customer.setFixedWidth(180)
        self.responsible = Lookup(find_technician, placeholder=_("Any responsible"))
        self.responsible.setFixedWidth(160)
        self.stage, self.priority, self.period = QComboBox(), QComboBox(), QComboBox()
        self.clock = QComboBox()
        self.clear_button = QPushButton(_("Clear"))
        self.clear_button.setProperty("flat", True)
        self._agreement = 0
        self._fill()
        self._lay_out()
        self._connect()
        self._tell_clear()

    def shown(self) -> OrderFilter:
        """The filter as it is chosen now."""
        first, last = period(self.period.currentData(), self._today())
        customer = self.customer.choice()
        value = customer.value if customer is not None else 0
        priority, stage = self.priority.currentData(), self.stage.currentData()
        answering, clock = self.responsible.choice(), self.clock.currentData()
        answering_id = answering.value if answering is not None else 0
        chosen = OrderFilter(
            stages=frozenset({stage} if stage else ()),
            priorities=frozenset({priority} if priority else ()),
            customer_id=value if isinstance(value, int) else 0,
            agreement_id=self._agreement,
            first=first,
            last=last,
            text=self.search.text().strip(),
            responsible_id=answering_id if isinstance(answering_id, int) else 0,
            clocks=frozenset({clock} if clock else ()),
            is_ready=self.chips.current() == ("ready",),
        )
        progress, is_planned = _CHIPS[self.chips.current()[0]]
        return replace(chosen, progress=progress, is_planned=is_planned)

    def set_stages(self, stages: Sequence[tuple[int, str]]) -> None:
        """Offer these stages."""
        chosen = self.stage.currentData()
        self.stage.clear()
        self.stage.addItem(_("Any stage"), 0)
        for row_id, name in stages:
            self.stage.addItem(name, row_id)
        self.stage.setCurrentIndex(max(0, self.stage.findData(chosen)))

    def is_restricted(self) -> bool:
        """Whether anything but the first chip restricts the list."""
        return self.shown() != OrderFilter(progress=frozenset({Progress.IN_PROCESS}))

    def clear(self) -> None:
        """Show the orders in process again, without any other restriction."""
        self.chips.set_current(("open",))
        self.customer.set_choice(None)
        self._agreement = 0
        self.responsible.set_choice(None)
        for box in (self.stage, self.priority, self.period, self.clock):
            box.setCurrentIndex(0)
        self.search.setText("")
        self._told()

    def widen(self) -> None:
        """Look in orders of every progress; if that was done already, drop every other restriction."""
        if self.chips.current() == ("all",):
            self.clear()
        self.chips.set_current(("all",))
        self._told()

    def show_customer(self, customer: Choice) -> None:
        """Show all orders of a customer."""
        self.chips.set_current(("all",))
        self.customer.set_choice(customer)
        self._told()

    def _fill(self) -> None:
        self.set_stages(())
        self.priority.addItem(_("Any priority"), "")
        for priority in reversed(Priority):
            self.priority.addItem(_(PRIORITY_NAMES[priority]), priority)
        for key, words in (
            ("", _("Any date")),
            ("overdue", _("Before today")),
            ("today", _("Today")),
            ("week", _("This week")),
            ("next_week", _("Next week")),
            ("month", _("This month")),
            ("later", _("After today")),
        ):
            self.period.addItem(words, key)
        self.clock.addItem(_("Any clock"), None)
        for status, words in CLOCK_NAMES.items():
            self.clock.addItem(_(words), status)
        names = (
            (self.clock, _("Clock")),
            (self.stage, _("Stage")),
            (self.priority, _("Priority")),
            (self.period, _("Service date")),
        )
        for box, name in names:
            box.setAccessibleName(name)
            box.setMinimumWidth(128)

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        below.setSpacing(8)
        top.addWidget(self.chips)
        top.addStretch(1)
        top.addWidget(self.search)
        boxes = (self.stage, self.priority, self.period, self.clock)
        for part in (self.customer, self.responsible, *boxes, self.clear_button):
            below.addWidget(part)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(below)
        self.end = below

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self._told())
        self.search.left.connect(self.left)
        self.chips.chosen.connect(lambda _keys: self._told())
        self.customer.chosen.connect(lambda _choice: self._told())
        self.responsible.chosen.connect(lambda _choice: self._told())
        for box in (self.stage, self.priority, self.period, self.clock):
            box.activated.connect(lambda _index: self._told())
        self.clear_button.clicked.connect(lambda _checked: self.clear())

    def _told(self) -> None:
        self._tell_clear()
        self.changed.emit(self.shown())

    def _tell_clear(self) -> None:
        self.clear_button.setVisible(self.is_restricted())


_OPEN = frozenset({Progress.IN_PROCESS})
_CHIPS: dict[str, tuple[frozenset[Progress], bool | None]] = {
    "open": (_OPEN, None),
    "unplanned": (_OPEN, False),
    "planned": (_OPEN, True),
    "ready": (_OPEN, None),
    "posted": (frozenset({Progress.POSTED}), None),
    "canceled": (frozenset({Progress.CANCELED}), None),
    "all": (frozenset(), None),
}
"""What each chip asks for: progress, and whether there is a visit."""
