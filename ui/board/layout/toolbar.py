"""The board's toolbar: which days, how wide, how grouped, what is looked for, back and on (board.md 5, 2)."""

from __future__ import annotations

from datetime import date
from math import exp, log

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QLineEdit,
    QMenu,
    QSlider,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from resources.texts import _, format_number, format_weekday_date, ngettext
from ui import actions, theme
from ui.board.geometry import COARSEST, FINEST
from ui.board.layout import arranging
from ui.board.layout.arranging import Grouping
from ui.board.layout.crowded_row import CrowdedRow
from ui.board.layout.scales import NAMES, Scale
from ui.widgets.month import month_calendar
from ui.widgets.segmented import Segmented
from ui.widgets.tips import plain_tip

TYPING_MS = 150
ZOOM = 1.25
SLIDER_STEPS = 200
GUEST = 35
"""Rank of a control that somebody else puts in."""


class Toolbar(CrowdedRow):
    """Today, back, on, day, scale, zoom, grouping, (colours), filter, (draft), undo, redo, print, (sheets).

    What has no room is in the drop-down at the end; the scales become a drop-down of their own first.

    Signals:
        today_wanted(), step_wanted(int): today; a period back (-1) or on (1).
        day_chosen(date): a day from the calendar.
        scale_chosen(str): a named scale.
        zoom_wanted(float): a factor, above 1 for less time across.
        zoom_set(float): seconds per pixel, from the slider.
        grouping_chosen(str): what lanes are grouped by.
        lanes_wanted(): show hidden lanes again.
        collapse_wanted(bool): close all groups, or open them.
        strips_wanted(bool): draw dated waiting orders above the lanes.
        folds_wanted(bool): draw hours in which nobody works narrow.
        undo_wanted(), redo_wanted().
        compact_wanted(bool): low lanes.
        filter_changed(str), hit_wanted(): what is typed, after a moment; the next hit.
        print_wanted(), refresh_wanted().
    """

    today_wanted = Signal()
    step_wanted = Signal(int)
    day_chosen = Signal(object)
    scale_chosen = Signal(str)
    zoom_wanted = Signal(float)
    zoom_set = Signal(float)
    grouping_chosen = Signal(str)
    collapse_wanted = Signal(bool)
    lanes_wanted = Signal()
    folds_wanted = Signal(bool)
    strips_wanted = Signal(bool)
    undo_wanted = Signal()
    redo_wanted = Signal()
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
        self.day_button.setMinimumWidth(150)
        self.scale = Segmented([(scale.value, _(NAMES[scale])) for scale in Scale])
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Find on the board… Ctrl+F"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(210)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out_controls()
        self._connect()

    def _lay_out_controls(self) -> None:
        today = self._button("today", self.today_wanted.emit)
        today.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.add(today, rank=92)
        self.add(self._button("back", lambda: self.step_wanted.emit(-1)), rank=96)
        self.add(self._button("forward", lambda: self.step_wanted.emit(1)), rank=97)
        self.add(self.day_button, rank=98)
        self.scale_button = self._scale_menu()
        self.add(self.scale, rank=10, gap=4, stand_in=self.scale_button)
        self.slider = self._slider()
        self.add(self._button("zoom_out", lambda: self.zoom_wanted.emit(1 / ZOOM)), rank=18, gap=4)
        self.add(self.slider, rank=23)
        self.add(self._button("zoom_in", lambda: self.zoom_wanted.emit(ZOOM)), rank=18)
        self.grouping_button = self._grouping_menu()
        self.add(self.grouping_button, rank=60, gap=4)
        self.folds = self._switch("moon", _("Narrow nights"), _("Draw hours in which nobody works narrow"))
        self.folds.toggled.connect(self.folds_wanted)
        self.add(self.folds, rank=30)
        self.compact = self._switch("compact", _("Compact"), _("Low lanes with one line of text"))
        self.compact.toggled.connect(self.compact_wanted)
        self.add(self.compact, rank=25)
        self.add(self.filter, rank=90)
        self.stretch_before(self.filter)
        self.undo = self._step("undo", self.undo_wanted.emit)
        self.redo = self._step("redo", self.redo_wanted.emit)
        self.add(self.undo, rank=51)
        self.add(self.redo, rank=50)
        self.printing = self._button("print", self.print_wanted.emit)
        self.add(self.printing, rank=52)
        for scale in Scale:
            self._action(f"scale_{scale.value}", lambda scale=scale: self._choose(scale))
        self._action("find", self._find)
        self._action("refresh", self.refresh_wanted.emit)

    def put(
        self, widget: QWidget, *, before: QWidget | None = None, at_end: bool = False, rank: int = GUEST
    ) -> None:
        """Take one more control in: before another (by default the filter box), or at the end.

        Of those that have no room the lowest rank leaves the row first; 90 is that of the filter.
        """
        self.add(widget, rank=rank, before=None if at_end else before or self.filter)

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

    def _switch(self, icon: str, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, icon)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(name)
        return button

    def _step(self, name: str, act: object) -> QToolButton:
        """Undo or redo: the keys are the window's."""
        button = self._switch(name, actions.words(actions.BY_NAME[name]), actions.tip(actions.BY_NAME[name]))
        button.setCheckable(False)
        button.setEnabled(False)
        button.clicked.connect(lambda: act())  # type: ignore[operator]  # a callable
        return button

    def show_steps(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do, None where there is nothing."""
        for button, name, step in ((self.undo, "undo", undo), (self.redo, "redo", redo)):
            button.setEnabled(step is not None)
            tip = actions.tip(actions.BY_NAME[name])
            button.setToolTip(plain_tip(f"{tip}: {step}") if step else tip)

    def _scale_menu(self) -> QToolButton:
        """The scales as a drop-down, for where the row of them has no room."""
        button = QToolButton(self)
        theme.set_icon(button, "calendar")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setAccessibleName(_("Scale"))
        button.setText(_(NAMES[Scale.DAY]))
        menu = QMenu(button)
        for scale in Scale:
            action = menu.addAction(_(NAMES[scale]))
            action.triggered.connect(lambda _on=False, scale=scale: self._choose(scale))
        button.setMenu(menu)
        return button

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, SLIDER_STEPS)
        slider.setFixedWidth(84)
        slider.setPageStep(SLIDER_STEPS // 10)
        slider.setAccessibleName(_("Zoom"))
        slider.setToolTip(_("How much time the width shows"))
        slider.valueChanged.connect(lambda value: self.zoom_set.emit(zoom_of(value)))
        return slider

    def show_zoom(self, seconds_per_pixel: float) -> None:
        """Stand the slider where the zoom is, without telling."""
        self.slider.blockSignals(True)
        self.slider.setValue(slider_of(seconds_per_pixel))
        self.slider.blockSignals(False)

    def _grouping_menu(self) -> QToolButton:
        button = QToolButton()
        theme.set_icon(button, "layers")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setAccessibleName(_("Group lanes by"))
        button.setToolTip(_("Group lanes by"))
        menu = QMenu(button)
        chosen = QActionGroup(menu)
        self._groupings: dict[Grouping, QAction] = {}
        for grouping in Grouping:
            action = menu.addAction(_(arranging.NAMES[grouping]))
            action.setCheckable(True)
            action.triggered.connect(
                lambda _on=False, grouping=grouping: self.grouping_chosen.emit(grouping.value)
            )
            chosen.addAction(action)
            self._groupings[grouping] = action
        menu.addSeparator()
        menu.addAction(_("Close all groups"), lambda: self.collapse_wanted.emit(True))
        menu.addAction(_("Open all groups"), lambda: self.collapse_wanted.emit(False))
        menu.addSeparator()
        self._show_lanes = menu.addAction("", self.lanes_wanted.emit)
        self.strips = menu.addAction(_("Dated waiting orders above the lanes"))
        self.strips.setCheckable(True)
        self.strips.setChecked(True)
        self.strips.toggled.connect(self.strips_wanted)
        button.setMenu(menu)
        return button

    def show_grouping(self, grouping: Grouping, *, hidden: int = 0) -> None:
        """Say what lanes are grouped by, and how many are hidden."""
        self.grouping_button.setText(_(arranging.NAMES[grouping]))
        self._groupings[grouping].setChecked(True)
        self._show_lanes.setText(
            ngettext("Show {n} hidden lane", "Show {n} hidden lanes", hidden).format(n=format_number(hidden))
            if hidden
            else _("Show hidden lanes")
        )
        self._show_lanes.setEnabled(hidden > 0)

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
            self.day_button.setText(f"{format_weekday_date(day)} {day.year}")

    def show_scale(self, scale: Scale | None) -> None:
        """Mark the scale in use; None for a zoom of one's own."""
        self.scale.set_current(scale.value if scale is not None else "")
        self.scale_button.setText(_(NAMES[scale]) if scale is not None else _("Own zoom"))

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


def zoom_of(value: int) -> float:
    """Seconds per pixel at a place of the slider: equal steps change the zoom by equal factors."""
    return COARSEST * exp(log(FINEST / COARSEST) * value / SLIDER_STEPS)


def slider_of(seconds_per_pixel: float) -> int:
    """Place of the slider at a zoom, the inverse of `zoom_of`."""
    return round(SLIDER_STEPS * log(seconds_per_pixel / COARSEST) / log(FINEST / COARSEST))
