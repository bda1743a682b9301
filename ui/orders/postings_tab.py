"""PostingsTab: what was posted from an order, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.queries.order_details import OrderDetails
from app.queries.postings import PostingRow, PostingState, order_postings
from resources.texts import N_, _, format_money
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.tab import OrderTab
from ui.post_dialog import PostDialog, PostScope
from ui.records.postings import COLUMNS, ReverseDialog
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_OWN = ("order", "customer")
_FIRST = ("voucher", "posted_on", "state")


def _place(column: Column[PostingRow]) -> int:
    """What tells the postings of one order apart comes first."""
    return _FIRST.index(column.key) if column.key in _FIRST else len(_FIRST)


class PostingsTab(OrderTab):
    """The postings of an order, oldest first, with what they come to."""

    title = N_("Postings")

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(jobs, edits, parent)
        self._details: OrderDetails | None = None
        columns = sorted((column for column in COLUMNS if column.key not in _OWN), key=_place)
        self.model: RowsModel[PostingRow] = RowsModel(columns, identity=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, key="order_postings", parent=self)
        self.table.set_empty(
            EmptyState(
                _("Nothing of this order is posted yet."),
                icon="receipt",
                action=_("Post…"),
                on_action=self._post,
            )
        )
        self.post_button = QPushButton(_("Post…"))
        self.reverse_button = QPushButton(_("Take back…"))
        theme.set_icon(self.post_button, "receipt")
        theme.set_icon(self.reverse_button, "undo")
        self.reverse_button.setProperty("flat", True)
        self._totals = plain_label(weight=500)
        self._totals.setFont(theme.font(13, 500, tabular=True))
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self.post_button)
        bar.addWidget(self.reverse_button)
        bar.addStretch(1)
        bar.addWidget(self._totals)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        self.post_button.clicked.connect(lambda _checked: self._post())
        self.reverse_button.clicked.connect(lambda _checked: self._reverse())
        self.table.rows_chosen.connect(self._on_chosen)
        self._on_chosen(())

    def show_order(self, details: OrderDetails) -> None:
        """Show what was posted from an order."""
        self._details = details
        self.jobs.read(
            order_postings,
            details.id,
            done=lambda rows: self._show(details, rows),
            failed=self.failed.emit,
            owner=self,
        )

    def _show(self, details: OrderDetails, rows: Sequence[PostingRow]) -> None:
        if self._details is not details:
            return
        self.model.set_rows(rows)
        self.counted.emit(len(rows))
        totals: dict[str, list[int]] = {}
        for row in rows:
            sums = totals.setdefault(row.currency, [0, 0])
            sums[0] += row.cost_amount
            sums[1] += row.sales_amount
        said = [
            _("cost {cost}  ·  sales {sales}").format(
                cost=format_money(cost, currency), sales=format_money(sales, currency)
            )
            for currency, (cost, sales) in totals.items()
        ]
        self._totals.setText("  ·  ".join(said))

    def _on_chosen(self, rows: Sequence[PostingRow]) -> None:
        counting = [row for row in rows if row.state is PostingState.OPEN]
        self.reverse_button.setEnabled(bool(counting))
        self.reverse_button.setToolTip("" if counting else _("Choose postings that count."))

    def _post(self) -> None:
        if self._details is not None:
            scope = PostScope(
                _("Order {order}").format(order=self._details.number), order_ids=(self._details.id,)
            )
            PostDialog(self.jobs, scope, self.window()).open()

    def _reverse(self) -> None:
        chosen = [row.id for row in self.table.chosen_rows() if row.state is PostingState.OPEN]
        if chosen:
            ReverseDialog(self.jobs, chosen, self.window()).open()
