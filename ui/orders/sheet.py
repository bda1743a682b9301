"""What the order editor shows: header card, fields at the left, lines, visits and history at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.queries.order_details import NewOrderForm, OrderDetails
from resources.texts import _
from ui.jobs import Jobs
from ui.orders.drafts import OrderDraft, draft_of
from ui.orders.head import OrderHead
from ui.orders.header_form import OrderForm
from ui.orders.history_tab import HistoryTab
from ui.orders.lines import LinesTab
from ui.orders.lookups import Searches
from ui.orders.visits_tab import VisitsTab

LINES, VISITS, HISTORY = range(3)
_FORM_WIDTH = 380


class OrderSheet(QWidget):
    """The parts of one order, stored or new; knows nothing of saving.

    Signals:
        edited(): the person changed a field or a line.
        complained(str): what is wrong with the last entry in a line, or "".
        history_wanted(): the history came into sight.
    """

    edited = Signal()
    complained = Signal(str)
    history_wanted = Signal()

    def __init__(self, jobs: Jobs, *, between: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        searches = Searches(jobs, self, lambda: self.form.customer_id())
        self.head = OrderHead()
        self.form = OrderForm(searches, today=jobs.context.clock().date())
        self.lines = LinesTab(searches)
        self.visits, self.history = VisitsTab(), HistoryTab()
        self.tabs = QTabWidget()
        self._currency = ""
        self._lay_out(between)
        self.form.edited.connect(lambda _key: self.edited.emit())
        self.lines.edited.connect(self.edited)
        self.lines.complained.connect(self.complained)
        self.tabs.currentChanged.connect(lambda _tab: self._want_history())

    def show_order(self, details: OrderDetails, *, today: date) -> None:
        """Show a stored order in every part."""
        self._currency = details.currency
        self.head.show_order(details, today=today)
        self.form.skills.offer(details.skills)
        self.show_draft(draft_of(details), is_read_only=bool(details.why_not_modify))
        self.visits.show_visits(details.visits, details.zone)
        self._name_tabs(len(details.lines), len(details.visits))
        for tab in (VISITS, HISTORY):
            self.tabs.setTabEnabled(tab, True)
        self._want_history()

    def show_new(self, form: NewOrderForm) -> None:
        """Show an empty order to be filled in."""
        self._currency = form.currency
        self.tabs.setCurrentIndex(LINES)
        for tab in (VISITS, HISTORY):
            self.tabs.setTabEnabled(tab, False)
        self.head.show_new(form)
        self.form.skills.offer(form.skills)
        self.show_draft(OrderDraft(), is_read_only=False)
        self._name_tabs(0, 0)
        self.form.fields["customer"].editor.setFocus()

    def show_draft(self, draft: OrderDraft, *, is_read_only: bool) -> None:
        """Show header fields and lines."""
        self.form.show_fields(draft.fields, is_read_only=is_read_only)
        self.lines.show_lines(
            draft.lines,
            currency=self._currency,
            technician=draft.fields.technician,
            is_read_only=is_read_only,
        )

    def draft(self) -> OrderDraft:
        """What the person made of it; raises ValueError where a field cannot be understood."""
        return OrderDraft(self.form.read_fields(), self.lines.model.lines)

    def start(self) -> None:
        """Show the first tab and give the description the keyboard: another order was opened."""
        self.tabs.setCurrentIndex(LINES)
        self.form.fields["description"].editor.setFocus()

    def _want_history(self) -> None:
        if self.tabs.currentIndex() == HISTORY:
            self.history_wanted.emit()

    def _name_tabs(self, lines: int, visits: int) -> None:
        self.tabs.setTabText(LINES, _("Lines ({n})").format(n=lines) if lines else _("Lines"))
        self.tabs.setTabText(VISITS, _("Visits ({n})").format(n=visits) if visits else _("Visits"))

    def _lay_out(self, between: QWidget) -> None:
        for tab in (self.lines, self.visits, self.history):
            self.tabs.addTab(tab, "")
        self.tabs.setTabText(HISTORY, _("History"))
        body = QHBoxLayout()
        body.setSpacing(12)
        fields = _card_around(_scrolled(self.form))
        fields.setFixedWidth(_FORM_WIDTH)
        body.addWidget(fields)
        body.addWidget(_card_around(self.tabs), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(between)
        column.addLayout(body, 1)


def _card_around(widget: QWidget) -> QWidget:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 10, 14, 12)
    column.addWidget(widget)
    return card


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area
