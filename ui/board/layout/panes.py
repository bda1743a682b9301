"""The board's parts and where they stand: toolbar, board, waiting list, side tabs; all of it remembered."""

from __future__ import annotations

import json

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from resources.texts import _
from ui import theme
from ui.board.finding.filtering import Filtering
from ui.board.layout.docking import Docking, Spot
from ui.board.layout.side import Side
from ui.board.layout.toolbar import Toolbar
from ui.board.model import empty_board
from ui.board.telling.inspector import Inspector
from ui.board.view import BoardView
from ui.board.waiting.waiting import WaitingList
from ui.jobs import Jobs
from ui.widgets.cards import rule
from ui.widgets.empty import EmptyState

REMEMBERED = "board/panes"
_SOON_MS = 400
"""Dragging an edge is remembered when it is over."""


class Panes(QWidget):
    """The parts, laid out; what they do for one another is the page's affair."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Make the parts with an empty board around the present."""
        super().__init__(parent)
        self.jobs = jobs
        moment = int(jobs.context.clock().timestamp())
        self.toolbar = Toolbar(self)
        self.view = BoardView(empty_board(starts=moment - 86_400, ends=moment + 86_400))
        self.waiting = WaitingList()
        self.inspector = Inspector(jobs)
        self.side = Side()
        self.side.add("details", _("Details"), self.inspector)
        self.problem = EmptyState(
            _("The board cannot be read."), icon="error", action=_("Try again"), on_action=self.refresh
        )
        self.nobody = EmptyState(
            _("There are no technicians yet, so there is nobody to plan for."),
            icon="technicians",
            action=_("Add technicians"),
            on_action=self.add_technicians,
        )
        self.nothing = EmptyState(
            _("Nothing on the board matches."),
            icon="search",
            action=_("Show everything"),
            on_action=self.show_everything,
        )
        self.stack = QStackedWidget()
        self.docking = Docking(self.stack, self)
        self._pane_buttons: dict[str, QToolButton] = {}
        self._remembering = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._remembering.timeout.connect(self._remember)
        self._lay_out()
        self.filtering = Filtering(self.view, self.toolbar, self.waiting, strips=self.strips, jobs=jobs)
        self.filtering.changed.connect(self._show_part)

    def refresh(self) -> None:
        """Read everything again without losing the place."""

    def add_technicians(self) -> None:
        """Lead to where technicians are made."""

    def find_text(self, text: str) -> None:
        """Narrow the lanes to what answers to a text and make other visits faint."""
        self.filtering.want_text(text)

    def show_everything(self) -> None:
        """Take every filter off."""
        self.filtering.clear()

    def _show_part(self) -> None:
        """The board, or the sentence that stands in its place."""
        lanes, found = len(self.view.scene.model.lanes), self.filtering.found
        if not lanes:
            self.stack.setCurrentWidget(self.nobody)
        elif found is not None and len(found.hidden) == lanes:
            self.stack.setCurrentWidget(self.nothing)
        else:
            self.stack.setCurrentWidget(self.view)

    def _lay_out(self) -> None:
        for part in (self.view, self.problem, self.nobody, self.nothing):
            self.stack.addWidget(part)
        self.view.waiting_list = self.waiting
        self.strips = QVBoxLayout()  # what stands between toolbar and board: chips of the filter, banners
        self.strips.setContentsMargins(0, 0, 0, 0)
        self.strips.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(rule())
        column.addLayout(self.strips)
        column.addWidget(self.docking, 1)
        self.feet = QVBoxLayout()  # what stands under the board: tabs of its sheets
        self.feet.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.feet)
        self._add_panes()
        self.setFocusProxy(self.view)
        compact = QSettings().value("board/compact", defaultValue=False, type=bool)
        self.toolbar.compact.setChecked(bool(compact))
        self.view.set_compact(on=bool(compact))

    def _add_panes(self) -> None:
        dock = self.docking
        dock.add("waiting", _("Waiting list"), self.waiting, spot=Spot.BELOW, head=self.waiting.head)
        dock.add("side", _("Details and lists"), self.side, spot=Spot.RIGHT, head=self.side.head)
        try:
            kept = json.loads(str(QSettings().value(REMEMBERED, "{}")))
        except ValueError:
            kept = {}
        if isinstance(kept, dict):
            dock.restore(kept)
        for name, icon in (("waiting", "pane-bottom"), ("side", "pane-right")):
            self._pane_buttons[name] = button = QToolButton()
            theme.set_icon(button, icon)
            button.setCheckable(True)
            button.setAutoRaise(True)
            words = _("Show or hide: {pane}").format(pane=dock.title(name))
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _on=False, name=name: dock.toggle(name))
            self.toolbar.put(button, before=self.toolbar.filter)
        dock.changed.connect(self._remembering.start)
        dock.changed.connect(self._mark_panes)
        self._mark_panes()

    def _mark_panes(self) -> None:
        for name, button in self._pane_buttons.items():
            button.setChecked(self.docking.spot(name) is not Spot.SHUT)

    def _remember(self) -> None:
        QSettings().setValue(REMEMBERED, json.dumps(self.docking.arrangement()))

    # ------------------------------------------------------------------ the keyboard's way round

    def _next_pane(self, by: int = 1) -> None:
        """The keyboard goes from toolbar to board to waiting list to side tabs, also into their windows."""
        side = self.side.stack.currentWidget()
        panes = (self.toolbar, self.view, self.waiting, self.side)
        first = (self.toolbar.filter, self.view, self.waiting.table, _first_stop(side) or self.side.bar)
        focused = self._keyboard_is_on()
        holds = [pane is focused or (focused is not None and pane.isAncestorOf(focused)) for pane in panes]
        at = holds.index(True) if True in holds else 0
        for step in range(1, len(panes)):
            to = (at + by * step) % len(panes)
            if panes[to].isVisible() and first[to].isVisible():
                first[to].window().activateWindow()
                first[to].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _keyboard_is_on(self) -> QWidget | None:
        """Whoever has the keyboard, in this window or in a pane's own."""
        for name in self.docking.names:
            window = self.docking.window_of(name)
            if window is not None and window.isActiveWindow():
                return window.focusWidget()
        return self.window().focusWidget()

    def _set_compact(self, on: bool) -> None:  # noqa: FBT001 (a signal's argument)
        QSettings().setValue("board/compact", on)
        self.view.set_compact(on=on)


def _first_stop(tab: QWidget | None) -> QWidget | None:
    """The first part of a side tab that takes the keyboard."""
    if tab is None:
        return None
    if tab.focusPolicy() & Qt.FocusPolicy.TabFocus and tab.isVisible():
        return tab
    stops = (part for part in tab.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((part for part in stops if part.isVisible() and part.isEnabled()), None)
