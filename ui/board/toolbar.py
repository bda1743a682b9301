"""The board's toolbar: which days, how wide, what is looked for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from resources.texts import _, format_date
from ui import actions, theme
from ui.board.scales import NAMES, Scale
from ui.widgets.month import month_calendar
from ui.widgets.segmented import Segmented

TYPING_MS = 150
ZOOM = 1.25


class Toolbar(QWidget):
    """Buttons, the day, the scale and the filter.

    Signals:
        today_wanted(), step_wanted(int): today; a period back (-1) or on (1).
        day_chosen(date): a day from the calendar.
        scale_chosen(str): a named scale.
        zoom_wanted(float): a factor, above 1 for less time across.
        compact_wanted(bool): low lanes.
        filter_changed(str), hit_wanted(): what is typed, after a moment; the next hit.
        print_wanted(), refresh_wanted().
    """

    today_wanted = Signal()
    step_wanted = Signal(int)
    day_chosen = Signal(object)
    scale_chosen = Signal(str)
    zoom_wanted = Signal(float)
    compact_wanted = Signal(bool)
    filter_changed = Signal(str)
    hit_wanted = Signal()
    print_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, page: QWidget) -> None:
        """Put the board's actions on `page`, so that their keys work there."""
        super().__init__(page)
        self.setFixedHeight(theme.TOOLBAR)
        self._page = page
        self._day = date.min
        self.day_button = QToolButton()
        self.day_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.day_button.setFont(theme.font(15, 600))
        self.day_button.setAutoRaise(True)
        self._calendar_menu = QMenu(self.day_button)
        self._calendar_menu.aboutToShow.connect(self._show_calendar)
        self.day_button.setMenu(self._calendar_menu)
        self.scale = Segmented([(scale.value, _(NAMES[scale])) for scale in Scale])
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Find on the board… Ctrl+F"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(230)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        today = self._button("today", self.today_wanted.emit)
        today.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        row.addWidget(today)
        row.addWidget(self._button("back", lambda: self.step_wanted.emit(-1)))
        row.addWidget(self._button("forward", lambda: self.step_wanted.emit(1)))
        row.addWidget(self.day_button)
        row.addSpacing(6)
        row.addWidget(self.scale)
        row.addWidget(self._button("zoom_out", lambda: self.zoom_wanted.emit(1 / ZOOM)))
        row.addWidget(self._button("zoom_in", lambda: self.zoom_wanted.emit(ZOOM)))
        row.addWidget(self._compact())
        row.addStretch(1)
        self._row = row
        row.addWidget(self.filter)
        row.addWidget(self._button("print", self.print_wanted.emit))
        for scale in Scale:
            self._action(f"scale_{scale.value}", lambda scale=scale: self._choose(scale))
        self._action("find", self._find)
        self._action("refresh", self.refresh_wanted.emit)

    def put(self, widget: QWidget, *, before: QWidget | None = None) -> None:
        """Take one more control in, by default just before the filter box."""
        self._row.insertWidget(self._row.indexOf(before if before is not None else self.filter), widget)

    def _action(self, name: str, act: object) -> QAction:
        """An action of the page, whose keys work wherever the keyboard is on it."""
        action = actions.make(name, self._page)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setCheckable(False)
        action.triggered.connect(lambda _checked=False: act())  # type: ignore[operator]  # a callable
        self._page.addAction(action)
        return action

    def _button(self, name: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._action(name, act))
        button.setAutoRaise(True)
        button.setAccessibleName(actions.words(actions.BY_NAME[name]))
        return button

    def _compact(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "compact")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolTip(_("Low lanes with one line of text"))
        button.setAccessibleName(_("Compact"))
        button.toggled.connect(self.compact_wanted)
        self.compact = button
        return button

    def _connect(self) -> None:
        self.scale.chosen.connect(self.scale_chosen)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self.filter_changed.emit(self.filter.text()))
        self.filter.returnPressed.connect(self.hit_wanted)
        self.filter.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the filter clears it at once."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress and self.filter.text():
                self.filter.clear()
                self._typing.stop()
                self.filter_changed.emit("")
            return True
        return False

    def show_day(self, day: date) -> None:
        """Say which day is in the middle of the view."""
        if day != self._day:
            self._day = day
            self.day_button.setText(format_date(day, "full"))

    def show_scale(self, scale: Scale | None) -> None:
        """Mark the scale in use; None for a zoom of one's own."""
        self.scale.set_current(scale.value if scale is not None else "")

    def _choose(self, scale: Scale) -> None:
        self.show_scale(scale)
        self.scale_chosen.emit(scale.value)

    def _find(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _show_calendar(self) -> None:
        self._calendar_menu.clear()
        calendar = month_calendar(self._day)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        action = QWidgetAction(self._calendar_menu)
        action.setDefaultWidget(calendar)
        self._calendar_menu.addAction(action)
        calendar.setFocus()

    def _picked(self, _day: object) -> None:
        calendar = self.sender()
        self._calendar_menu.close()
        if isinstance(calendar, QCalendarWidget):
            chosen = calendar.selectedDate()
            self.day_chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))
