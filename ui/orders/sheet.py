"""What the order editor shows: header card, fields at the left, lines, visits and history at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.queries.order_details import NewOrderForm, OrderDetails
from resources.texts import _
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.clock_badge import ClockBadge
from ui.orders.clock_tab import ClockTab
from ui.orders.drafts import OrderDraft, draft_of
from ui.orders.head import OrderHead
from ui.orders.header_form import OrderForm
from ui.orders.history_tab import HistoryTab
from ui.orders.lines import LinesTab
from ui.orders.lookups import Searches
from ui.orders.parts_tab import PartsTab
from ui.orders.postings_tab import PostingsTab
from ui.orders.repairs_tab import RepairsTab
from ui.orders.stage_tab import StageTab
from ui.orders.tab import OrderTab
from ui.orders.visits_tab import VisitsTab

LINES, VISITS = range(2)
OWN_TABS: tuple[type[OrderTab], ...] = (RepairsTab, PartsTab, ClockTab, StageTab, PostingsTab)
"""Tabs that read their own rows, between the visits and the history, in this order."""
HISTORY = 2 + len(OWN_TABS)
_FORM_WIDTH = 380


class OrderSheet(QWidget):
    """The parts of one order, stored or new; knows nothing of saving.

    Signals:
        edited(): the person changed a field or a line.
        complained(str): what is wrong with the last entry in a line, or "".
        history_wanted(): the history came into sight.
        failed(Expected): a tab was refused something.
    """

    edited = Signal()
    complained = Signal(str)
    history_wanted = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, edits: Edits, *, between: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        searches = Searches(jobs, self, lambda: self.form.customer_id())
        self.head = OrderHead()
        self.form = OrderForm(searches, today=jobs.context.clock().date())
        searches.project_id = self.form.project_id
        self.lines = LinesTab(searches, today=jobs.context.clock().date())
        self.visits, self.history = VisitsTab(), HistoryTab()
        self.own_tabs = tuple(made(jobs, edits) for made in OWN_TABS)
        self.clock_badge = ClockBadge(jobs)
        self.head.card.add_badge(self.clock_badge)
        self.head.stage_bar.role_id = jobs.context.user.role_id
        self.head.stage_bar.now = lambda: jobs.context.clock().timestamp()
        self._details: OrderDetails | None = None
        self.tabs = QTabWidget()
        self._currency = ""
        self._lay_out(between)
        self.form.edited.connect(lambda _key: self.edited.emit())
        self.lines.edited.connect(self.edited)
        self.lines.complained.connect(self.complained)
        self.tabs.currentChanged.connect(lambda _tab: self._show_tab())

    def show_order(self, details: OrderDetails, *, today: date) -> None:
        """Show a stored order in every part."""
        self._currency, self._details = details.currency, details
        self.head.show_order(details, today=today)
        self.clock_badge.show_order(details.id)
        self.form.offer(details)
        self.show_draft(draft_of(details), is_read_only=bool(details.why_not_modify))
        self.visits.show_visits(details.visits, details.zone)
        self._name_tabs(len(details.lines), len(details.visits))
        for tab in range(VISITS, self.tabs.count()):
            self.tabs.setTabEnabled(tab, True)
        self._show_tab()

    def show_new(self, form: NewOrderForm) -> None:
        """Show an empty order to be filled in."""
        self._currency, self._details = form.currency, None
        self.tabs.setCurrentIndex(LINES)
        for tab in range(VISITS, self.tabs.count()):
            self.tabs.setTabEnabled(tab, False)
        self.head.show_new(form)
        self.clock_badge.show_order(0)
        self.form.offer(form)
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

    def _show_tab(self) -> None:
        """Let the tab that is seen read what it shows."""
        seen = self.tabs.currentWidget()
        if seen is self.history:
            self.history_wanted.emit()
        elif isinstance(seen, OrderTab) and self._details is not None:
            seen.show_order(self._details)

    def _count(self, position: int, count: int) -> None:
        title = _(OWN_TABS[position].title)
        self.tabs.setTabText(2 + position, f"{title} ({count})" if count else title)

    def _name_tabs(self, lines: int, visits: int) -> None:
        self.tabs.setTabText(LINES, _("Lines ({n})").format(n=lines) if lines else _("Lines"))
        self.tabs.setTabText(VISITS, _("Visits ({n})").format(n=visits) if visits else _("Visits"))

    def _lay_out(self, between: QWidget) -> None:
        for tab in (self.lines, self.visits, *self.own_tabs, self.history):
            self.tabs.addTab(tab, "")
        for position, own in enumerate(self.own_tabs):
            self._count(position, 0)
            own.counted.connect(lambda count, position=position: self._count(position, count))
            own.failed.connect(self.failed)
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
