"""Item requirements of an order: asked for in one line, ordered and delivered by a key (domain.md 5.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.queries.order_details import OrderDetails
from app.queries.requirements import RequirementRow, Requirements, requirements_of
from app.usecases.orders.requiring import RequirementAction, RequirementFields
from models.errors import Expected
from models.terms import RequirementStatus
from resources.texts import N_, _, format_number, format_weekday_date
from ui import theme
from ui.edits import Edit, Edits
from ui.jobs import Jobs
from ui.orders.lookups import Searches, taken
from ui.orders.parts_edits import AddPart, DeleteParts, TurnParts
from ui.orders.tab import OrderTab
from ui.widgets.badge import Chip, Mark
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField, NumberField
from ui.widgets.lookup import Lookup
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

STATUS_NAMES = {
    RequirementStatus.OPEN: N_("Open"),
    RequirementStatus.ORDERED: N_("Ordered"),
    RequirementStatus.DELIVERED: N_("Delivered"),
    RequirementStatus.CANCELED: N_("Canceled"),
}
"""What a status is called, in English; translate at the place of speaking."""
_LOOKS = {
    RequirementStatus.OPEN: ("neutral", Mark.RING),
    RequirementStatus.ORDERED: ("accent", Mark.HALF_RING),
    RequirementStatus.DELIVERED: ("done", Mark.TICK),
    RequirementStatus.CANCELED: ("cancelled", Mark.CROSS),
}


class PartsTab(OrderTab):
    """A line to ask for parts, the table, and what can be done with the chosen rows."""

    title = N_("Parts")

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(jobs, edits, parent)
        self._details: OrderDetails | None = None
        self.item = Lookup(Searches(jobs, self, lambda: 0).find_items(), placeholder=_("Item"))
        self.item.is_quick = True
        self.quantity = NumberField("quantity", _("Quantity"), places=3, minimum=0)
        self.needed_on = DateField("needed_on", _("Needed on"), today=jobs.context.clock().date())
        self.add_button = QPushButton(_("Add"))
        self.order_button, self.deliver_button = QPushButton(_("Order parts")), QPushButton(_("Deliver"))
        self.cancel_button, self.delete_button = QPushButton(_("Cancel")), QPushButton(_("Delete"))
        self.coming = NumberField("coming", _("How many came"), places=3, minimum=0)
        self.problem = plain_label()
        self.model: RowsModel[RequirementRow] = RowsModel(_columns(), identity=lambda row: row.id)
        self.table = RowsTable(self.model, key="order_parts", parent=self)
        self._lay_out()
        self._connect()
        self._offer()

    def show_order(self, details: OrderDetails) -> None:
        """Read the item requirements of this order."""
        if self._details is None or self._details.id != details.id:
            self.model.set_rows(())
            self._clear()
        self._details = details
        self.jobs.read(requirements_of, details.id, done=self._show, failed=self._on_failed, owner=self)

    def add(self) -> None:
        """Ask for what the line says."""
        details = self._details
        if details is None or not self.add_button.isEnabled():
            return
        for field in (self.quantity, self.needed_on):
            if field.problem():
                self._say(field.problem())
                field.editor.setFocus()
                return
        quantity, needed_on = self.quantity.read(), self.needed_on.read()
        fields = RequirementFields(
            item_id=taken(self.item.choice()).id,
            quantity=quantity if isinstance(quantity, Decimal) else Decimal(1),
            needed_on=needed_on if isinstance(needed_on, date) else None,
        )
        self._do(AddPart(details.number, details.id, fields), then=self._clear)

    def turn(self, action: RequirementAction) -> None:
        """Note something about the chosen rows."""
        rows = self._chosen()
        if not rows:
            return
        if self.coming.problem():
            self._say(self.coming.problem())
            return
        came = self.coming.read()
        quantity = came if action is RequirementAction.DELIVER and isinstance(came, Decimal) else None
        self._do(TurnParts(rows, action, quantity), then=self.coming.line.clear)

    def delete(self) -> None:
        """Delete the chosen rows."""
        rows = self._chosen()
        if rows:
            self._do(DeleteParts(rows))

    def _do(self, edit: Edit, then: Callable[[], object] | None = None) -> None:
        self._say("")

        def done(_answer: object) -> None:
            if then is not None:
                then()
            if self._details is not None:
                self.show_order(self._details)

        self.edits.do(edit, done=done, failed=self._on_failed)

    def _chosen(self) -> tuple[RequirementRow, ...]:
        return tuple(self.table.chosen_rows())

    def _show(self, found: Requirements) -> None:
        self.model.set_rows(found.rows)
        self.counted.emit(len(found.rows))
        is_open = not found.why_not_add
        for part in (self.item, self.quantity, self.needed_on, self.add_button):
            part.setEnabled(is_open)
        self._say(found.why_not_add)
        self._offer()

    def _on_failed(self, error: Expected) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _clear(self) -> None:
        self.item.set_choice(None)
        self.quantity.show_value(None)
        if self.item.isVisible() and self.add_button.hasFocus():
            self.item.setFocus()

    def _offer(self) -> None:
        """What can be done with the chosen rows; where it cannot, the reason is the tip."""
        rows = self._chosen()
        for button, name in (
            (self.order_button, "why_not_order"),
            (self.deliver_button, "why_not_deliver"),
            (self.cancel_button, "why_not_cancel"),
            (self.delete_button, "why_not_delete"),
        ):
            why = next((getattr(row, name) for row in rows if getattr(row, name)), "")
            button.setEnabled(bool(rows) and not why)
            button.setToolTip(why)
        self.coming.setEnabled(self.deliver_button.isEnabled())

    def _lay_out(self) -> None:
        theme.set_icon(self.add_button, "plus")
        self.problem.setProperty("wrong", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.item.setAccessibleName(_("Item"))
        self.quantity.setFixedWidth(84)
        self.needed_on.setFixedWidth(150)
        self.coming.setFixedWidth(84)
        self.quantity.line.setPlaceholderText(_("1"))
        self.needed_on.line.setPlaceholderText(_("Needed on"))
        self.coming.line.setPlaceholderText(_("All"))
        self.coming.line.setToolTip(_("How many came; all that are missing if empty"))
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.item, 1)
        for field in (self.quantity, self.needed_on, self.add_button):
            top.addWidget(field)
        for part in (self.order_button, self.coming, self.deliver_button):
            bottom.addWidget(part)
        bottom.addStretch(1)
        for part in (self.cancel_button, self.delete_button):
            bottom.addWidget(part)
        self.table.set_empty(EmptyState(_("No parts are asked for. Type an item above."), icon="package"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.item.chosen.connect(self._on_item)
        self.quantity.line.returnPressed.connect(self.needed_on.line.setFocus)
        self.needed_on.line.returnPressed.connect(self._add_and_return)
        self.add_button.clicked.connect(lambda _checked: self.add())
        acts = (
            (self.order_button, RequirementAction.ORDER, "O"),
            (self.deliver_button, RequirementAction.DELIVER, "D"),
            (self.cancel_button, RequirementAction.CANCEL, "C"),
        )
        for button, action, key in acts:
            button.clicked.connect(lambda _checked, action=action: self.turn(action))
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        self.coming.line.returnPressed.connect(lambda: self.turn(RequirementAction.DELIVER))
        self.delete_button.clicked.connect(lambda _checked: self.delete())
        self.table.delete_wanted.connect(lambda _rows: self.delete())
        self.table.rows_chosen.connect(lambda _rows: self._offer())

    def _on_item(self, choice: object) -> None:
        if choice is not None and self.item.hasFocus():
            self.quantity.line.setFocus()

    def _add_and_return(self) -> None:
        self.add()
        self.item.setFocus()


def _columns() -> tuple[Column[RequirementRow], ...]:
    def number(value: Decimal) -> str:
        return format_number(value) if value else "–"

    return (
        Column("line", N_("No."), 48, is_tabular=True, is_right=True, sort_key=lambda row: row.line,
               text=lambda row: format_number(row.line)),
        Column("item_code", N_("Item"), 110, weight=600),
        Column("description", N_("Description"), 260, least=130, tip=lambda row: row.description),
        Column("quantity", N_("Needed"), 72, is_tabular=True, is_right=True,
               sort_key=lambda row: row.quantity, text=lambda row: number(row.quantity)),
        Column("delivered", N_("Came"), 72, is_tabular=True, is_right=True,
               sort_key=lambda row: row.delivered, text=lambda row: number(row.delivered)),
        Column("unit", N_("Unit"), 76, ink=lambda _row: "muted"),
        Column("needed_on", N_("Needed on"), 106, is_tabular=True,
               text=lambda row: format_weekday_date(row.needed_on) if row.needed_on else "–"),
        Column("status", N_("Status"), 140, badge=status_chip),
        Column("is_generated", N_("From"), 110, is_spare=True,
               text=lambda row: _("Agreement") if row.is_generated else _("By hand"),
               ink=lambda _row: "muted"),
    )  # fmt: skip


def status_chip(row: RequirementRow) -> Chip:
    """The chip of an item requirement's status."""
    tone, mark = _LOOKS[row.status]
    return Chip(_(STATUS_NAMES[row.status]), tone=tone, mark=mark)
