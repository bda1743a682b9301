"""The list of orders: a page of rows at once, then the exact scrollbar; others' changes show at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.changes import Changes
from app.queries.order_list import (
    OrderFilter,
    OrderListRow,
    OrderSort,
    OrderView,
    first_orders,
    order_ids,
    order_rows,
)
from models.errors import Expected
from models.terms import Progress
from resources.texts import _
from ui import theme
from ui.jobs import Jobs, Ticket
from ui.orders.commands import OrderDesk, add_commands
from ui.orders.list_columns import columns
from ui.widgets.paged import Answer, Ids, PagedModel
from ui.widgets.table import RowsTable

_LATER_MS = 400
_SHOWN_KINDS = ("visit", "customer", "site", "stage", "technician", "agreement")
_SORTS: Mapping[str, OrderSort] = {"": OrderSort.CREATED} | {sort.value: sort for sort in OrderSort}


class OrderTable(RowsTable):
    """Orders in the order and choice of a view.

    Signals:
        counted(int): how many orders the view has.
        open_wanted(int): Enter or a double click on an order.
        print_wanted(object): ids of the chosen orders.
        board_wanted(int): show that order on the board.
        failed(Expected): a query went wrong.
    """

    counted = Signal(int)
    open_wanted = Signal(int)
    print_wanted = Signal(object)
    board_wanted = Signal(int)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, *, zone: Callable[[], str], parent: QWidget | None = None) -> None:
        self._jobs = jobs
        self.orders: PagedModel[OrderListRow] = PagedModel(columns(zone, jobs.context.clock), self._fetch)
        super().__init__(self.orders, key="orders", parent=parent)
        self.orders.setParent(self)
        self.view = OrderView(shown=OrderFilter(progress=frozenset({Progress.IN_PROCESS})))
        self._tickets: list[Ticket] = []
        self.desk: OrderDesk | None = None
        self._is_stale = True
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LATER_MS)
        self._again.timeout.connect(self._read_ids)
        self.orders.sort_wanted.connect(self._sort)
        self.row_opened.connect(lambda row: self.open_wanted.emit(row.id))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)

    def show_view(self, view: OrderView) -> None:
        """Another order or choice: the first rows at once, the rest when the vector is there."""
        self.view = view
        self._drop_answers()
        self.set_loading(is_loading=True)
        self._tickets = [
            self._jobs.read(first_orders, view, done=self._on_first, failed=self._on_failed, owner=self),
            self._jobs.read(order_ids, view, done=self._on_ids, failed=self._on_failed, owner=self),
        ]

    def show_filter(self, shown: OrderFilter) -> None:
        """Another choice in the same order."""
        self.show_view(replace(self.view, shown=shown))

    def chosen_ids(self) -> tuple[int, ...]:
        """Ids of the chosen orders from top to bottom, also of those that were never on the screen."""
        return tuple(int(row_id) for row_id in self.orders.chosen_ids(self.chosen_ranges()))

    def on_changed(self, changes: Changes) -> None:
        """Show what changed in the rows at once, and soon where they belong now."""
        changed = changes.ids("service_order")
        if any(changes.ids(kind) for kind in _SHOWN_KINDS):
            self.orders.refresh_all()
        elif changed:
            self.orders.refresh(changed)
        if changed or changes.ids("visit"):
            self._is_stale = True
            if self.isVisible():
                self._again.start()

    def catch_up(self) -> None:
        """Read the order again if something changed while the list was out of sight."""
        if self._is_stale and not self._tickets:
            self._read_ids()

    # -- reading -------------------------------------------------------------------------------------

    def _fetch(self, ids: Ids, answer: Answer[OrderListRow]) -> None:
        def failed(error: Expected) -> None:
            answer({})
            self.failed.emit(error)

        self._jobs.read(order_rows, ids.tolist(), done=answer, failed=failed, owner=self)

    def _read_ids(self) -> None:
        self._drop_answers()
        self._tickets = [
            self._jobs.read(order_ids, self.view, done=self._on_ids, failed=self._on_failed, owner=self)
        ]

    def _on_first(self, rows: list[OrderListRow]) -> None:
        ids = np.fromiter((row.id for row in rows), np.int64, len(rows))
        self.orders.set_ids(ids, {row.id: row for row in rows})
        self.scrollToTop()

    def _on_ids(self, ids: Ids) -> None:
        self._drop_answers()  # the first page, if it is still on its way, has been overtaken
        self._is_stale = False
        self.set_loading(is_loading=False)
        if not np.array_equal(ids, self.orders.ids):
            self._keep_place(ids)
        self.counted.emit(int(ids.size))

    def _keep_place(self, ids: Ids) -> None:
        """Take other ids and leave the row at the top where it is; a list at its beginning stays there."""
        bar, top = self.verticalScrollBar(), self.rowAt(0)
        held = self.orders.id_at(top) if top > 0 else 0
        offset = bar.value() - top * theme.ROW
        self.orders.set_ids(ids)
        position = self.orders.position_of(held) if held else None
        if position is not None:
            bar.setValue(position * theme.ROW + offset)

    def _on_failed(self, error: Expected) -> None:
        self._drop_answers()
        self.set_loading(is_loading=False)
        self.failed.emit(error)

    def _drop_answers(self) -> None:
        self._again.stop()
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets = []

    def _sort(self, key: str, descends: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if key in _SORTS:
            wanted = replace(self.view, sort=_SORTS[key], descends=descends or not key)
            if wanted != self.view:
                self.show_view(wanted)

    # -- menu ----------------------------------------------------------------------------------------

    def _open_menu(self, at: QPoint) -> None:
        if self.currentIndex().isValid():
            self.menu().popup(self.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done with the chosen orders; it deletes itself when it closes."""
        chosen = self.chosen_ids()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_it = _entry(menu, _("&Open"), "open", "Return")
        open_it.triggered.connect(lambda: self.open_wanted.emit(chosen[0]))
        board = _entry(menu, _("Show on the &board"), "board")
        board.triggered.connect(lambda: self.board_wanted.emit(chosen[0]))
        menu.addSeparator()
        paper = _entry(menu, _("&Print work descriptions…"), "print", "Ctrl+P")
        paper.triggered.connect(lambda: self.print_wanted.emit(chosen))
        for one in (open_it, board):
            one.setEnabled(len(chosen) == 1)
        paper.setEnabled(bool(chosen))
        if self.desk is not None:
            menu.addSeparator()
            add_commands(menu, self.desk, chosen)
        return menu


def _entry(menu: QMenu, text: str, icon: str, shortcut: str = "") -> QAction:
    action = QAction(text, menu)
    theme.set_icon(action, icon)
    if shortcut:
        action.setShortcut(shortcut)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    menu.addAction(action)
    return action
