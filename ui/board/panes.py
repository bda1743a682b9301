"""The board's parts and where they stand: toolbar, board, waiting list, inspector; sizes remembered."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from resources.texts import _
from ui.board.inspector import WIDTH, Inspector
from ui.board.model import empty_board
from ui.board.side import Side
from ui.board.toolbar import Toolbar
from ui.board.view import BoardView
from ui.board.waiting import WaitingList
from ui.jobs import Jobs
from ui.widgets.cards import rule
from ui.widgets.empty import EmptyState


class Panes(QWidget):
    """The parts, laid out; what they do for one another is the page's affair."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Make the parts with an empty board around the present."""
        super().__init__(parent)
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
            on_action=self.toolbar.filter.clear,
        )
        self.stack = QStackedWidget()
        self._lay_out()

    def refresh(self) -> None:
        """Read everything again without losing the place."""

    def add_technicians(self) -> None:
        """Lead to where technicians are made."""

    def _lay_out(self) -> None:
        for part in (self.view, self.problem, self.nobody, self.nothing):
            self.stack.addWidget(part)
        self.view.waiting_list = self.waiting
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.stack)
        self.down.addWidget(self.waiting)
        self.down.setStretchFactor(0, 1)
        self.down.setSizes([560, 230])
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.down)
        self.across.addWidget(self.side)
        self.across.setStretchFactor(0, 1)
        self.across.setSizes([1180, WIDTH])
        for name, splitter in self._splitters():
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(name == "across")
            state = QSettings().value(f"board/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
            splitter.splitterMoved.connect(lambda *_at: self._remember())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(rule())
        column.addWidget(self.across, 1)
        self.setFocusProxy(self.view)
        compact = QSettings().value("board/compact", defaultValue=False, type=bool)
        self.toolbar.compact.setChecked(bool(compact))
        self.view.set_compact(on=bool(compact))

    def _splitters(self) -> tuple[tuple[str, QSplitter], ...]:
        return ("down", self.down), ("across", self.across)

    def _remember(self) -> None:
        for name, splitter in self._splitters():
            QSettings().setValue(f"board/{name}", splitter.saveState())

    def _next_pane(self) -> None:
        """The keyboard goes from toolbar to board to waiting list to inspector."""
        panes = (self.toolbar.filter, self.view, self.waiting.table, self.inspector.open_button)
        at = next((n for n, pane in enumerate(panes) if pane.hasFocus()), 0)
        for pane in (*panes[at + 1 :], *panes):
            if pane.isVisible():
                pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _set_compact(self, on: bool) -> None:  # noqa: FBT001 (a signal's argument)
        QSettings().setValue("board/compact", on)
        self.view.set_compact(on=on)
