"""One customer: header card, details, sites, contacts, objects, agreements and orders."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.customers import (
    CustomerAgreementRow,
    CustomerHead,
    CustomerOrderRow,
    customer_agreements,
    customer_head,
    customer_orders,
)
from app.queries.masters import Record
from resources.texts import N_, _, format_date, ngettext
from ui import theme
from ui.masters.site_notice import SiteNotice
from ui.records.desk import Desk
from ui.records.editor import RecordEditor
from ui.records.lazy_tabs import LazyTabs
from ui.records.orders import OrdersTable
from ui.records.panel import RecordsPanel
from ui.widgets.badge import Chip, Mark
from ui.widgets.cards import HeaderCard
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel, RowsTable


def _state(row: CustomerAgreementRow) -> Chip:
    if row.template:
        return Chip(_("Template"), "accent", Mark.HALF_RING)
    if row.suspended:
        return Chip(_("Suspended"), "warning", Mark.SQUARE)
    return Chip(_("Active"), "good", Mark.TICK)


_AGREEMENTS = (
    Column[CustomerAgreementRow]("code", N_("Agreement"), 110, weight=500, is_tabular=True),
    Column[CustomerAgreementRow]("name", N_("Name"), 220),
    Column[CustomerAgreementRow]("group", N_("Group"), 120),
    Column[CustomerAgreementRow]("state", N_("State"), 120, badge=_state),
    Column[CustomerAgreementRow](
        "starts_on",
        N_("From"),
        110,
        text=lambda row: format_date(row.starts_on, "medium"),
        sort_key=lambda row: row.starts_on,
        is_tabular=True,
    ),
    Column[CustomerAgreementRow](
        "ends_on",
        N_("Until"),
        110,
        text=lambda row: format_date(row.ends_on, "medium") if row.ends_on else "",
        sort_key=lambda row: row.ends_on.toordinal() if row.ends_on else 0,
        is_tabular=True,
    ),
)
_SHOWN = ("customer", "site", "contact", "service_object", "agreement", "service_order")


class CustomerView(QWidget):
    """One customer, stored or new.

    Signals:
        saved(int): it was saved; a new one has its id now.
        closed(): nothing is shown any more.
        order_wanted(int), agreement_wanted(int): somebody wants to see these.
    """

    saved = Signal(int)
    closed = Signal()
    order_wanted = Signal(int)
    agreement_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.header = HeaderCard()
        self.delete_button = QToolButton()
        self.delete_button.setToolTip(_("Delete"))
        self.delete_button.setAccessibleName(_("Delete"))
        theme.set_icon(self.delete_button, "trash")
        self.header.add_action(self.delete_button)
        self.details = RecordEditor("customer", desk)
        self.sites = RecordsPanel(
            "site", desk, is_owned=True, empty=_("This customer has no sites yet; visits are made to sites.")
        )
        self.site_notice = SiteNotice(desk)
        self.sites.bar.insertWidget(2, self.site_notice, 1)
        self.sites.chosen.connect(self.site_notice.show_site)
        self.contacts = RecordsPanel(
            "contact", desk, is_owned=True, empty=_("There are no contacts here yet.")
        )
        self.objects = RecordsPanel(
            "service_object",
            desk,
            empty=_("Nothing of this customer is serviced yet."),
            is_owned=True,
            without=("customer_id",),
        )
        self.agreements: RowsModel[CustomerAgreementRow] = RowsModel(
            _AGREEMENTS, identity=lambda row: row.id, parent=self
        )
        self.agreement_table = RowsTable(self.agreements, key="customer_agreements")
        self.agreement_table.set_empty(
            EmptyState(_("There is no agreement with this customer."), icon="agreements")
        )
        self.orders = OrdersTable(key="customer_orders", empty=_("There is no order for this customer."))
        self.tabs = LazyTabs()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._details_at = self.tabs.add(self.details, _("Details"))
        self._panels = {
            self.tabs.add(panel, title, partial(self._show_owned, panel)): panel
            for panel, title in (
                (self.sites, _("Sites")),
                (self.contacts, _("Contacts")),
                (self.objects, _("Objects")),
            )
        }
        self._agreements_at = self.tabs.add(self.agreement_table, _("Agreements"), self._read_agreements)
        self._orders_at = self.tabs.add(self.orders, _("Orders"), self._read_orders)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(10)
        column.addWidget(self.header)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.details.opened.connect(self._on_opened)
        self.details.saved.connect(self.saved)
        self.details.closed.connect(self.closed)
        self.orders.order_wanted.connect(self.order_wanted)
        self.agreement_table.row_opened.connect(lambda row: self.agreement_wanted.emit(row.id))
        self.delete_button.clicked.connect(lambda: self.details.delete())
        self._desk.live.changed.connect(self._on_changed)
        for position, panel in self._panels.items():
            panel.counted.connect(lambda count, at=position: self.tabs.set_count(at, count))

    def open(self, customer_id: int) -> None:
        """Show a customer, after saving what was changed in another one."""
        self._leave_panels(lambda: self.details.open(customer_id))

    def open_new(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new customer."""
        self._leave_panels(lambda: self.details.open_new(values))

    def is_dirty(self) -> bool:
        """Whether something is not saved yet."""
        editors = (self.details, *(panel.editor for panel in self._panels.values()))
        return any(editor.is_dirty() for editor in editors)

    def _leave_panels(self, then: object) -> None:
        steps = [panel.editor for panel in self._panels.values() if panel.editor.is_dirty()]
        if steps:
            steps[0].leave(lambda: self._leave_panels(then))
        elif callable(then):
            then()

    def _on_opened(self, record: Record | None) -> None:
        for position in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(position, record is not None)
        self.delete_button.setVisible(record is not None)
        if record is None:
            self.tabs.setCurrentIndex(self._details_at)
            self.header.show_head(_("New customer"))
            return
        self.orders.zone = self.details.zone
        for panel in self._panels.values():
            panel.set_measures(self.details.zone, self.details.currency)
        self._read_head()
        self.tabs.refresh()

    def _read_head(self) -> None:
        self._desk.jobs.read(customer_head, self.details.row_id, done=self._on_head, owner=self)

    def _on_head(self, head: CustomerHead | None) -> None:
        if head is None or head.id != self.details.row_id:
            return
        line = " · ".join(part for part in (head.code, head.phone, head.email) if part)
        open_ = ngettext("{n} open order", "{n} open orders", head.orders_open).format(n=head.orders_open)
        chips = (Chip(open_, "accent"),) if head.orders_open else ()
        self.header.show_head(head.name, line, chips=chips)
        counts = (head.sites, head.contacts, head.objects, head.agreements, head.orders_open)
        for position, count in enumerate(counts, 1):
            self.tabs.set_count(position, count)

    def _show_owned(self, panel: RecordsPanel) -> None:
        customer_id = self.details.row_id
        if customer_id:
            panel.show_owner({"customer_id": customer_id}, customer_id=customer_id)

    def _read_agreements(self) -> None:
        self._desk.jobs.read(
            customer_agreements, self.details.row_id, done=self.agreements.set_rows, owner=self
        )

    def _read_orders(self) -> None:
        self._desk.jobs.read(customer_orders, self.details.row_id, done=self._on_orders, owner=self)

    def _on_orders(self, rows: list[CustomerOrderRow]) -> None:
        self.orders.orders.set_rows(rows)

    def _on_changed(self, changes: Changes) -> None:
        if self.details.row_id and changes.touches(*_SHOWN):
            self._read_head()
            if changes.touches("agreement"):
                self._read_agreements()
            if changes.touches("service_order"):
                self._read_orders()
