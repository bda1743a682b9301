"""Customers and objects: two lists at the left, what is chosen at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.queries.customers import CustomerRow, customer_ids, customer_rows
from app.queries.customers import CustomerView as CustomerChoice
from app.queries.objects import ObjectRow, object_ids, object_rows
from app.queries.objects import ObjectView as ObjectChoice
from resources.texts import N_, _, format_number
from ui import actions, theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.masters.customer_view import CustomerView
from ui.masters.object_tree import ObjectTree
from ui.masters.object_view import ObjectView
from ui.records.desk import Desk
from ui.records.paged_list import PagedTable
from ui.widgets.cards import rule
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.page_bar import PageBar
from ui.widgets.paged import Ids
from ui.widgets.segmented import Segmented

TYPING_MS = 150
_CUSTOMERS = (
    Column[CustomerRow]("name", N_("Name"), 200, weight=500),
    Column[CustomerRow]("code", N_("Code"), 90, is_tabular=True),
    Column[CustomerRow]("town", N_("Town"), 120),
    Column[CustomerRow](
        "sites", N_("Sites"), 84, text=lambda row: str(row.sites), is_tabular=True, is_right=True
    ),
    Column[CustomerRow]("phone", N_("Telephone"), 140, is_tabular=True, is_spare=True),
)
_OBJECTS = (
    Column[ObjectRow]("name", N_("Name"), 180, weight=500),
    Column[ObjectRow]("code", N_("Code"), 100, is_tabular=True),
    Column[ObjectRow]("customer", N_("Customer"), 160),
    Column[ObjectRow]("town", N_("Town"), 110),
    Column[ObjectRow]("serial_number", N_("Serial number"), 120, is_tabular=True, is_spare=True),
    Column[ObjectRow]("group", N_("Group"), 110, is_spare=True),
)


class CustomersPage(QWidget):
    """The page of customers and service objects.

    Signals:
        order_wanted(int), agreement_wanted(int): somebody wants to see these.
    """

    order_wanted = Signal(int)
    agreement_wanted = Signal(int)

    def __init__(self, jobs: Jobs, live: Live, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = Desk(jobs, live, edits)
        self.what = Segmented([("customers", _("Customers")), ("objects", _("Objects"))])
        self.search, self.new_button = QLineEdit(), QPushButton(_("New"))
        self.tree_button = QPushButton(_("Tree"))
        self.tree_button.setCheckable(True)
        self.tree_button.setToolTip(_("Show objects below what they are parts of"))
        theme.set_icon(self.tree_button, "layers")
        self.customers = PagedTable(
            self._desk, customer_rows, _CUSTOMERS, key="customers", kinds=("customer", "site")
        )
        self.objects = PagedTable(
            self._desk, object_rows, _OBJECTS, key="objects", kinds=("service_object", "customer", "site")
        )
        self.tree = ObjectTree(self._desk)
        self.customer, self.object = CustomerView(self._desk), ObjectView(self._desk)
        self._typing = QTimer(self)
        self._stale, self._first = {"customers", "objects"}, {"customers", "objects"}
        self._lay_out()
        self._connect()

    def open_customer(self, customer_id: int) -> None:
        """Show one customer."""
        self._first.discard("customers")
        self._choose("customers")
        self.customers.want(customer_id)
        self._open_customer(customer_id)

    def open_object(self, object_id: int) -> None:
        """Show one service object."""
        self._first.discard("objects")
        self._choose("objects")
        self.objects.want(object_id)
        self._open_object(object_id)

    def add(self) -> None:
        """Start a new customer or object, whichever list is shown."""
        table, view = self._current()
        table.clearSelection()
        self.detail.setCurrentWidget(view)
        view.open_new()

    def may_close(self) -> bool:
        """Whether everything is saved."""
        return not (self.customer.is_dirty() or self.object.is_dirty())

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.new_button.setProperty("primary", True)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.customers.set_empty(
            EmptyState(
                _("No customer is shown here."),
                icon="customers",
                action=_("New customer"),
                on_action=self.add,
            )
        )
        self.objects.set_empty(
            EmptyState(
                _("No service object is shown here."),
                icon="objects",
                action=_("New object"),
                on_action=self.add,
            )
        )
        self.lists, self.detail = QStackedWidget(), QStackedWidget()
        for listed in (self.customers, self.objects, self.tree):
            self.lists.addWidget(listed)
        self.empty = EmptyState(
            _("Choose a customer to see its sites, objects and orders."), icon="customers"
        )
        for view in (self.empty, self.customer, self.object):
            self.detail.addWidget(view)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self._list_pane())
        self.split.addWidget(self.detail)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([640, 896])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = PageBar(_("Customers and objects"), self.new_button)
        for part in (self.bar, rule(), self.split):
            column.addWidget(part)
        column.setStretch(2, 1)

    def _list_pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top, second = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(12, 9, 12, 9)
        top.setSpacing(8)
        top.addWidget(self.what)
        top.addStretch(1)
        top.addWidget(self.tree_button)
        second.setContentsMargins(12, 0, 12, 9)
        second.setSpacing(12)
        second.addWidget(self.search, 1)
        column.addLayout(top)
        column.addLayout(second)
        column.addWidget(self.lists, 1)
        return pane

    def _connect(self) -> None:
        self.what.chosen.connect(self._choose)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self._read(self.what.current()))
        self.new_button.clicked.connect(lambda: self.add())
        self.tree_button.toggled.connect(lambda _is_on: self._choose("objects"))
        self.tree.row_wanted.connect(self._open_object)
        self._typing.timeout.connect(lambda: self.tree.search(self.search.text()))
        self.customers.ids_wanted.connect(lambda: self._read("customers"))
        self.objects.ids_wanted.connect(lambda: self._read("objects"))
        self.customers.row_wanted.connect(self._open_customer)
        self.objects.row_wanted.connect(self._open_object)
        for table, view in ((self.customers, self.customer), (self.objects, self.object)):
            view.saved.connect(table.want)
            view.details.stayed.connect(table.go_back)
            view.closed.connect(lambda table=table: self._on_closed(table))
            view.order_wanted.connect(self.order_wanted)
            view.agreement_wanted.connect(self.agreement_wanted)
        self.object.object_wanted.connect(self.open_object)
        for panel in (self.customer.sites, self.customer.contacts, self.customer.objects):
            panel.editor.stayed.connect(lambda _row: self.customers.go_back(self.customer.details.row_id))
        find = actions.make("find", self, on_triggered=self.search.setFocus)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(find)
        self._choose("customers")

    # -- reading -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when it is first seen."""
        super().showEvent(event)
        self._choose(self.what.current())

    def _current(self) -> tuple[PagedTable, CustomerView | ObjectView]:
        if self.what.current() == "objects":
            return self.objects, self.object
        return self.customers, self.customer

    def _choose(self, what: str) -> None:
        self.what.set_current(what)
        is_objects = what == "objects"
        self.search.setPlaceholderText(
            _("Search code, name, serial number or customer")
            if is_objects
            else _("Search code, name or town")
        )
        table, view = self._current()
        self.tree_button.setVisible(is_objects)
        is_tree = is_objects and self.tree_button.isChecked()
        self.lists.setCurrentWidget(self.tree if is_tree else table)
        self.detail.setCurrentWidget(view if view.details.is_open() else self.empty)
        self.empty.say(
            _("Choose an object to see what was done to it.")
            if is_objects
            else _("Choose a customer to see its sites, objects and orders.")
        )
        self._say_count(table.paged.ids)
        if what in self._stale and self.isVisible():
            self._read(what)

    def _read(self, what: str) -> None:
        if what != self.what.current() or not self.isVisible():
            self._stale.add(what)
            return
        self._stale.discard(what)
        table = self.objects if what == "objects" else self.customers
        table.set_loading(is_loading=True)
        sort, text = table.sort_key or "name", self.search.text()

        def done(ids: Ids) -> None:
            table.take(ids)
            if table is not self._current()[0]:
                return
            self._say_count(ids)
            if what in self._first and ids.size and not self._current()[1].details.is_open():
                table.want(int(ids[0]))
            self._first.discard(what)

        if what == "objects":
            objects = ObjectChoice(text, sort, table.descends)
            self._desk.jobs.read(object_ids, objects, done=done, owner=self)
        else:
            customers = CustomerChoice(text, sort, table.descends)
            self._desk.jobs.read(customer_ids, customers, done=done, owner=self)

    def _say_count(self, ids: Ids) -> None:
        self.bar.count.setText(format_number(int(ids.size)) if ids.size else "")

    def _open_customer(self, customer_id: int) -> None:
        self.detail.setCurrentWidget(self.customer)
        if customer_id != self.customer.details.row_id:
            self.customer.open(customer_id)

    def _open_object(self, object_id: int) -> None:
        self.detail.setCurrentWidget(self.object)
        if object_id != self.object.details.row_id:
            self.object.open(object_id)

    def _on_closed(self, table: PagedTable) -> None:
        table.clearSelection()
        if table is self._current()[0]:
            self.detail.setCurrentWidget(self.empty)
