"""The page of deadlines: clocks of service levels by how soon they run out, true to the minute."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.watch_list import SHOWN, WatchFilter, WatchList, WatchRow, watch_list
from models.terms import ClockState
from resources.texts import _, ngettext
from ui import theme
from ui.jobs import Jobs, Ticket
from ui.live import Live
from ui.watch.columns import WatchDelegate, watch_columns
from ui.widgets.cards import plain_label, rule
from ui.widgets.chips import FilterChips
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

MINUTE = 60_000
"""Milliseconds after which the list is read anew."""
_TYPING_MS = 180
_HELD = "held"
_KINDS = ("service_order", "visit", "customer", "site", "stage", "technician", "service_level", "calendar")
"""What is shown; a change of any other thing is no reason to read again."""


class WatchPage(QWidget):
    """What runs out next.

    Signals:
        order_wanted(int): open that order.
        board_wanted(int): show that order on the board.
    """

    order_wanted = Signal(int)
    board_wanted = Signal(int)

    def __init__(self, jobs: Jobs, live: Live, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._zone = jobs, "UTC"
        self._ticket: Ticket | None = None
        self._is_stale = True
        self.model: RowsModel[WatchRow] = RowsModel(
            watch_columns(lambda: self._zone), identity=lambda row: row.order_id, parent=self
        )
        self.table = RowsTable(self.model, key="deadlines", parent=self)
        self.table.setItemDelegate(WatchDelegate(self.table))
        self.search = QLineEdit()
        self.states = FilterChips(
            (
                (ClockState.EXCEEDED.value, _("Exceeded")),
                (ClockState.WARNING.value, _("In danger")),
                (ClockState.OK.value, _("In time")),
                (_HELD, _("Held")),
            ),
            is_exclusive=False,
        )
        self.level, self.team = QComboBox(), QComboBox()
        self.said = plain_label(is_quiet=True)
        self.open_button, self.board_button = QPushButton(_("Open order")), QPushButton(_("Show on board"))
        self._empty = EmptyState("", icon="deadlines", action=_("Show all"), on_action=self.show_all)
        self.table.set_empty(self._empty)
        self._lay_out()
        self._connect(live)

    # -- reading -------------------------------------------------------------------------------------

    def shown(self) -> WatchFilter:
        """What the person asks for; with no chip on, everything."""
        on = self.states.current()
        states = frozenset(ClockState(key) for key in on if key != _HELD)
        level = self.level.currentData()
        return WatchFilter(
            text=self.search.text().strip(),
            levels=frozenset({level}) if level else frozenset(),
            team_id=self.team.currentData() or 0,
            states=states,
            with_running=bool(states) or not on,
            with_held=_HELD in on or not on,
        )

    def show_all(self) -> None:
        """Ask for everything again."""
        self.search.clear()
        self.states.set_current(())
        for choice in (self.level, self.team):
            choice.setCurrentIndex(0)
        self.read()

    def read(self) -> None:
        """Read the list as of now."""
        if self._ticket is not None:
            self._ticket.cancel()
        self._is_stale = False
        now = self._jobs.context.clock()
        self._ticket = self._jobs.read(watch_list, done=self._show, owner=self, now=now, shown=self.shown())

    def showEvent(self, event: QShowEvent) -> None:
        """Read what time has changed while the page was out of sight."""
        super().showEvent(event)
        self.read()

    def _show(self, found: WatchList) -> None:
        self._zone = found.zone
        _offer(self.level, _("All service levels"), tuple(found.levels.items()))
        _offer(self.team, _("All teams"), tuple(found.teams.items()))
        for state, count in found.counts.items():
            self.states.set_count(state.value, count)
        self.states.set_count(_HELD, found.held)
        everything = self.shown() == WatchFilter()
        self._empty.say(
            _("No clock is running: orders that follow a service level are watched here.")
            if everything
            else _("No clock answers these questions.")
        )
        self._empty.button.setVisible(not everything)
        self.model.set_rows(found.rows)
        left_out = found.total - len(found.rows)
        said = ngettext("{n} clock", "{n} clocks", found.total).format(n=found.total)
        if left_out > 0:
            said = _("the {n} most urgent of {all}").format(n=SHOWN, all=found.total)
        self.said.setText(said)

    def _on_changed(self, changes: Changes) -> None:
        if any(changes.ids(kind) for kind in _KINDS):
            self._is_stale = True
            self._soon.start()

    def _catch_up(self) -> None:
        if self.isVisible() and self._is_stale:
            self.read()

    # -- acting --------------------------------------------------------------------------------------

    def _want(self, signal: str) -> None:
        row = self.table.current_row()
        if isinstance(row, WatchRow):
            (self.order_wanted if signal == "order" else self.board_wanted).emit(row.order_id)

    def _open_menu(self, at: QPoint) -> None:
        if not isinstance(self.table.current_row(), WatchRow):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, icon, signal in (
            (_("Open order"), "open", "order"),
            (_("Show on board"), "board", "board"),
        ):
            action = QAction(theme.icon(icon), text, menu)
            action.triggered.connect(lambda _checked, signal=signal: self._want(signal))
            menu.addAction(action)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _tell_chosen(self) -> None:
        for button in (self.open_button, self.board_button):
            button.setEnabled(bool(self.table.chosen_rows()))

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(_("Order, customer or town"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(240)
        mark = QAction(self.search)
        theme.set_icon(mark, "search", "muted")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        for choice, name in ((self.level, _("Service level")), (self.team, _("Team"))):
            choice.setAccessibleName(name)
            choice.setMinimumWidth(160)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.set_icon(self.open_button, "open")
        theme.set_icon(self.board_button, "board")
        top = _row(plain_label(_("Deadlines"), px=15, weight=600), self.said, None, self.board_button,
                   self.open_button, height=theme.TOOLBAR)  # fmt: skip
        filters = _row(self.search, self.states, None, self.level, self.team, height=theme.TOOLBAR)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (top, rule(), filters, rule(), self.table):
            column.addWidget(part)
        self.setFocusProxy(self.table)
        self._tell_chosen()

    def _connect(self, live: Live) -> None:
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TYPING_MS)
        self._soon.timeout.connect(self._catch_up)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.read)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(lambda: self.read() if self.isVisible() else None)
        self._minute.start()
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.states.chosen.connect(lambda _keys: self.read())
        for choice in (self.level, self.team):
            choice.activated.connect(lambda _index: self.read())
        self.table.row_opened.connect(lambda _row: self._want("order"))
        self.table.rows_chosen.connect(lambda _rows: self._tell_chosen())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.open_button.clicked.connect(lambda _checked: self._want("order"))
        self.board_button.clicked.connect(lambda _checked: self._want("board"))
        live.changed.connect(self._on_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)


def _offer(choice: QComboBox, everything: str, rows: tuple[tuple[int, str], ...]) -> None:
    """Offer the rows of a short table; what was chosen stays chosen while it is there."""
    held = [(choice.itemData(n), choice.itemText(n)) for n in range(choice.count())]
    wanted = [(0, everything), *rows]
    if held == wanted:
        return
    chosen = choice.currentData()
    choice.clear()
    for row_id, name in wanted:
        choice.addItem(name, row_id)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))


def _row(*parts: QWidget | None, height: int) -> QWidget:
    """Widgets beside one another; None is the space that gives way."""
    bar = QWidget()
    bar.setFixedHeight(height)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(10)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return bar
