"""The page of orders: the list with its filters, and the editor in its place."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.order_list import ListSetting, OrderFilter, list_setting
from resources.texts import _, format_number, ngettext
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.orders.commands import COMMANDS, OrderCommand, OrderDesk
from ui.orders.editor import OrderEditor
from ui.orders.filters import OrderFilters
from ui.orders.lookups import Searches
from ui.orders.order_list import OrderTable
from ui.widgets.cards import plain_label, rule
from ui.widgets.empty import EmptyState
from ui.widgets.lookup import Choice

_NEW_KEYS = "Ctrl+N"  # the window has the shortcut
_REQUEST_KEYS = "Ctrl+Shift+N"
_FOR_LISTS = ("cancel_orders", "revoke_orders", "delete_orders")


class OrdersPage(QWidget):
    """List and editor of service orders.

    Signals:
        print_wanted(object): ids of the orders whose work descriptions are wanted.
        show_on_board_wanted(int): an order to show on the board.
        told(str): a sentence for the message bar.
        request_wanted(): somebody is calling.
        order_open(int): this order is looked at now; 0 for none.
    """

    print_wanted = Signal(object)
    show_on_board_wanted = Signal(int)
    told = Signal(str)
    request_wanted = Signal()
    order_open = Signal(int)

    def __init__(self, jobs: Jobs, live: Live, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._open_id = 0
        self._zone = "UTC"
        searches = Searches(jobs, self, lambda: 0)
        self.filters = OrderFilters(searches.customers(), searches.technicians(), today=self._today)
        self.table = OrderTable(jobs, zone=lambda: self._zone)
        self.editor = OrderEditor(jobs, edits)
        self.count = plain_label(is_quiet=True)
        self.new_button = QPushButton(_("New order"))
        self.request_button, self.list_button = QPushButton(_("New request")), QPushButton(_("List"))
        self.stack = QStackedWidget()
        self._list = QWidget()
        self.table.desk = self._desk = OrderDesk(
            jobs, edits, self, self.told.emit, jobs.went_wrong.emit, self.open_order,
            shown=lambda: self.table.orders.ids.tolist(),
            is_all=lambda: self.table.view.shown == OrderFilter(),
        )  # fmt: skip
        self._lay_out()
        self._connect(live)
        self._read_setting()
        self.table.show_filter(self.filters.shown())

    def open_order(self, order_id: int) -> None:
        """Show one order in the editor."""
        self.stack.setCurrentWidget(self.editor)
        self.editor.open(order_id)
        self._open_id = order_id
        self._tell_open()

    def _tell_open(self) -> None:
        """Colleagues see which order is open, as long as its page is looked at."""
        is_open = self.isVisible() and self.stack.currentWidget() is self.editor
        self.order_open.emit(self._open_id if is_open else 0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight nothing is open."""
        super().hideEvent(event)
        self._tell_open()

    def new_order(self) -> None:
        """Start a new order in the editor."""
        self._open_id = 0
        self.stack.setCurrentWidget(self.editor)
        self.editor.open_new()

    def show_customer(self, customer_id: int, name: str) -> None:
        """List all orders of a customer."""
        self.editor.leave(self.show_list)
        self.filters.show_customer(Choice(customer_id, name))

    def show_list(self) -> None:
        """Go back to the list, to the row one came from."""
        self.stack.setCurrentWidget(self._list)
        self.table.catch_up()
        self.table.setFocus()

    def may_close(self) -> bool:
        """Whether nothing is unsaved; asks in the editor if there is."""
        is_dirty = self.editor.is_dirty()
        if is_dirty:
            self.stack.setCurrentWidget(self.editor)
            self.editor.leave(self._close_window)
        return not is_dirty

    def _close_window(self) -> None:
        self.window().close()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        self.table.catch_up()
        self._tell_open()

    def _lay_out(self) -> None:
        self.new_button.setProperty("primary", True)
        self.new_button.setToolTip(_NEW_KEYS)
        self.request_button.setToolTip(_REQUEST_KEYS)
        theme.set_icon(self.request_button, "phone")
        self.list_button.setMenu(self._list_menu())
        title = plain_label(_("Orders"), px=15, weight=600)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.setSpacing(10)
        top.addWidget(title)
        top.addWidget(self.count)
        top.addStretch(1)
        for button in (self.list_button, self.request_button, self.new_button):
            top.addWidget(button)
        bar = QWidget()
        bar.setFixedHeight(theme.TOOLBAR)
        bar.setLayout(top)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, rule(), self.filters, rule(), self.table):
            column.addWidget(part)
        self.stack.addWidget(self._list)
        self.stack.addWidget(self.editor)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.setFocusProxy(self.table)

    def _list_menu(self) -> QMenu:
        """What can be done with the whole list; nothing is taken without being shown first."""
        menu = QMenu(self)
        for command in COMMANDS:
            if command.name in _FOR_LISTS:
                action = menu.addAction(_(command.text))
                action.setObjectName(command.name)
                action.triggered.connect(lambda _checked, chosen=command: self._end_many(chosen))
        return menu

    def _end_many(self, command: OrderCommand) -> None:
        chosen = self.table.chosen_ids()
        command.run(self._desk, chosen if len(chosen) > 1 else ())

    def _connect(self, live: Live) -> None:
        self.filters.changed.connect(self._on_filter)
        self.filters.left.connect(self._enter_list)
        self.table.counted.connect(self._tell_count)
        self.table.open_wanted.connect(self.open_order)
        self.table.print_wanted.connect(self.print_wanted)
        self.table.board_wanted.connect(self.show_on_board_wanted)
        self.table.failed.connect(self._jobs.went_wrong)
        self.new_button.clicked.connect(lambda _checked: self.new_order())
        self.request_button.clicked.connect(lambda _checked: self.request_wanted.emit())
        self.editor.left.connect(self.show_list)
        self.editor.print_wanted.connect(self.print_wanted)
        self.editor.board_wanted.connect(self.show_on_board_wanted)
        self.editor.failed.connect(self._jobs.went_wrong)
        self.editor.told.connect(self.told)
        live.changed.connect(self._on_changed)
        self.stack.currentChanged.connect(lambda _at: self._tell_open())
        for keys, act in (("Ctrl+F", self._search), ("Ctrl+P", self._print_chosen)):
            shortcut = QShortcut(QKeySequence(keys), self._list)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._set_empty()

    def _set_empty(self) -> None:
        is_wide = not self.filters.shown().progress
        if self.filters.is_restricted():
            state = EmptyState(
                _("No order matches."),
                icon="search",
                action=_("Show all orders") if is_wide else _("Look in finished orders too"),
                on_action=self._widen,
            )
        else:
            state = EmptyState(
                _("No order is in process."),
                icon="orders",
                action=_("New order"),
                on_action=self.new_order,
            )
        self.table.set_empty(state)

    def _widen(self) -> None:
        self.table.setFocus()  # the button that was clicked goes away
        self.filters.widen()

    def _on_filter(self, shown: OrderFilter) -> None:
        self._set_empty()
        self.count.setText(_("…"))
        self.table.show_filter(shown)

    def _tell_count(self, count: int) -> None:
        words = ngettext("{n} order", "{n} orders", count)
        self.count.setText(words.format(n=format_number(count)))

    def _enter_list(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.table.orders.rowCount():
            self.table.selectRow(0)

    def _search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _print_chosen(self) -> None:
        chosen = self.table.chosen_ids()
        if chosen:
            self.print_wanted.emit(chosen)

    def _on_changed(self, changes: Changes) -> None:
        self.table.on_changed(changes)
        self.editor.on_changed(changes)
        if changes.ids("stage") or changes.ids("company"):
            self._read_setting()

    def _today(self) -> date:
        """The company's day."""
        return self._jobs.context.clock().astimezone(ZoneInfo(self._zone)).date()

    def _read_setting(self) -> None:
        self._jobs.read(list_setting, done=self._take_setting, owner=self)

    def _take_setting(self, setting: ListSetting) -> None:
        self._zone = setting.zone
        self.filters.set_stages(setting.stages)
        self.table.viewport().update()
