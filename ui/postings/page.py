"""Postings: what went to the ledger, with sums; post more, take back, write the ledger's file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ledger import LedgerFile, write_ledger
from app.queries.lookups import find_customers
from app.queries.postings import PostingList, PostingState, PostingView, posting_list, posting_rows
from app.usecases.posting import PostingReport
from models.terms import TransactionType
from resources.texts import _, format_money, format_number, ngettext
from ui import actions, theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.post_dialog import PostDialog, PostScope
from ui.records.desk import Desk
from ui.records.paged_list import PagedTable
from ui.records.postings import COLUMNS, STATE_NAMES, TYPE_NAMES, ReverseDialog, told_of
from ui.widgets.cards import plain_label, rule
from ui.widgets.chips import FilterChips
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField
from ui.widgets.lookup import Lookup
from ui.widgets.page_bar import PageBar

TYPING_MS = 200


class PostingsPage(QWidget):
    """The page of postings.

    Signals:
        order_wanted(int): somebody wants to see the order of a posting.
        told(str): a sentence for the message bar.
    """

    order_wanted = Signal(int)
    told = Signal(str)

    def __init__(self, jobs: Jobs, live: Live, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = Desk(jobs, live, edits)
        self._view = PostingView()
        self._is_stale = True
        today = self._desk.today()
        self.table = PagedTable(
            self._desk, posting_rows, COLUMNS, key="postings", kinds=("posting", "customer"), parent=self
        )
        self.table.setSelectionMode(PagedTable.SelectionMode.ExtendedSelection)
        self.search = QLineEdit()
        self.first = DateField("first", _("From"), today=today)
        self.last = DateField("last", _("Until"), today=today)
        self.customer = Lookup(self._desk.search(find_customers, self), parent=self)
        self.states = FilterChips(
            [("", _("All")), *((state.value, _(name)) for state, name in STATE_NAMES.items())]
        )
        self.types = FilterChips(
            [(kind.value, _(name)) for kind, name in TYPE_NAMES.items()], is_exclusive=False
        )
        self.post_button = QPushButton(_("Post…"))
        self.reverse_button, self.export_button = QPushButton(_("Take back…")), QPushButton(_("Export CSV…"))
        self.totals, self.chosen = plain_label(weight=500), plain_label(is_quiet=True)
        self._typing = QTimer(self)
        self._lay_out()
        self._connect()
        self._tell_chosen()

    def show_voucher(self, voucher: int) -> None:
        """Show what was posted together, and nothing else."""
        self.states.set_current(("",))
        self.types.set_current(())
        self.first.show_value(None)
        self.last.show_value(None)
        self.customer.set_choice(None)
        self.search.setText(str(voucher))
        self._show(PostingView(text="", voucher=voucher))

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(_("Search order, customer, voucher or code"))
        self.search.setClearButtonEnabled(True)
        self.customer.setPlaceholderText(_("All customers"))
        self.customer.setFixedWidth(200)
        self.post_button.setProperty("primary", True)
        theme.set_icon(self.reverse_button, "undo")
        theme.set_icon(self.export_button, "download")
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.table.set_empty(
            EmptyState(
                _("Nothing is posted here. Lines are posted once they are signed off."),
                icon="receipt",
                action=_("Post…"),
                on_action=self.open_post,
            )
        )
        self.totals.setFont(theme.font(13, 500, tabular=True))
        self.bar = PageBar(_("Postings"), self.export_button, self.reverse_button, self.post_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, rule(), self._filter_bar(), rule()):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 7, 16, 7)
        foot.addWidget(self.totals)
        foot.addStretch(1)
        foot.addWidget(self.chosen)
        column.addWidget(rule())
        column.addLayout(foot)
        self.setFocusProxy(self.table)

    def _filter_bar(self) -> QWidget:
        """Chips and the search above, period and customer below, as on the page of orders."""
        self.search.setMinimumWidth(240)
        self.search.setMaximumWidth(320)
        mark = QAction(self.search)
        theme.set_icon(mark, "search", "muted")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setSpacing(20)
        upper.addWidget(self.states)
        upper.addWidget(self.types)
        upper.addStretch(1)
        upper.addWidget(self.search, 1)
        lower.setSpacing(8)
        for field in (self.first, self.last):
            field.setFixedWidth(136)
            field.line.setPlaceholderText(field.label)
            lower.addWidget(field)
        lower.addWidget(self.customer)
        lower.addStretch(1)
        bar = QWidget()
        column = QVBoxLayout(bar)
        column.setContentsMargins(16, 9, 16, 9)
        column.setSpacing(8)
        column.addLayout(upper)
        column.addLayout(lower)
        return bar

    def _connect(self) -> None:
        self._typing.timeout.connect(self._look)
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.search.textChanged.connect(lambda text: None if text else self._typing.start())
        for field in (self.first, self.last):
            field.edited.connect(self._typing.start)
        self.customer.chosen.connect(lambda _choice: self._look())
        self.customer.textChanged.connect(lambda text: None if text else self._typing.start())
        self.states.chosen.connect(lambda _keys: self._look())
        self.types.chosen.connect(lambda _keys: self._look())
        self.table.ids_wanted.connect(self._look)
        self.table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell_chosen())
        self.post_button.clicked.connect(lambda _checked: self.open_post())
        self.reverse_button.clicked.connect(lambda _checked: self.open_reverse())
        self.export_button.clicked.connect(lambda _checked: self._ask_where())
        find = actions.make("find", self, on_triggered=self.search.setFocus)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(find)

    # -- reading -------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when it is first seen."""
        super().showEvent(event)
        if self._is_stale:
            self._show(self._view)

    def _look(self) -> None:
        """Read the list that the filters ask for, unless a date cannot be understood."""
        for field in (self.first, self.last):
            field.complain(field.problem())
            if field.problem():
                return
        first, last = self.first.read(), self.last.read()
        state = self.states.current()[0] if self.states.current() else ""
        choice = self.customer.choice()
        text = self.search.text().strip()
        view = PostingView(
            first=first if isinstance(first, date) else None,
            last=last if isinstance(last, date) else None,
            types=frozenset(TransactionType(key) for key in self.types.current()),
            state=PostingState(state) if state else None,
            customer_id=choice.value if choice is not None and isinstance(choice.value, int) else 0,
            voucher=self._view.voucher if text == str(self._view.voucher) else 0,
            text=text,
            sort=self.table.sort_key,
            descends=self.table.descends,
        )
        self._show(replace(view, text="") if view.voucher else view)

    def _show(self, view: PostingView) -> None:
        self._view = view
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        self.table.set_loading(is_loading=True)
        self._desk.jobs.read(posting_list, view, done=lambda found: self._on_list(view, found), owner=self)

    def _on_list(self, view: PostingView, found: PostingList) -> None:
        if view != self._view:
            return  # something else was asked for since
        self.table.take(found.ids)
        count = int(found.ids.size)
        self.bar.count.setText(format_number(count) if count else "")
        words = [ngettext("{n} posting", "{n} postings", count).format(n=format_number(count))]
        words += [
            _("cost {cost}  ·  sales {sales}").format(
                cost=format_money(row.cost, row.currency), sales=format_money(row.sales, row.currency)
            )
            for row in found.sums
        ]
        self.totals.setText("  ·  ".join(words))
        self._tell_chosen()

    def _chosen_ids(self) -> list[int]:
        return [int(row_id) for row_id in self.table.paged.chosen_ids(self.table.chosen_ranges())]

    def _tell_chosen(self) -> None:
        count = self.table.chosen_count()
        self.reverse_button.setEnabled(bool(count))
        self.reverse_button.setToolTip("" if count else _("Choose the postings to take back."))
        words = ngettext("{n} chosen", "{n} chosen", count).format(n=format_number(count))
        self.chosen.setText(words if count else "")

    # -- acting --------------------------------------------------------------------------------------

    def open_post(self) -> None:
        """Look at everything that is signed off, and post it."""
        dialog = PostDialog(self._desk.jobs, PostScope(_("Everything that is signed off")), self.window())
        dialog.order_wanted.connect(self.order_wanted)
        dialog.voucher_wanted.connect(self.show_voucher)
        dialog.open()

    def open_reverse(self) -> None:
        """Ask before the chosen postings are taken back."""
        chosen = self._chosen_ids()
        if chosen:
            dialog = ReverseDialog(self._desk.jobs, chosen, self.window())
            dialog.reversed.connect(self._on_reversed)
            dialog.open()

    def _on_reversed(self, report: PostingReport) -> None:
        self.told.emit(told_of(report))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, _("Export for the ledger"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(_("postings") + ".csv")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()

    def export_to(self, file: Path) -> None:
        """Write the postings of the period that is shown, all of it where none is, to a file."""
        first, last = self._view.first or date.min, self._view.last or date.max
        self._desk.jobs.gather(
            lambda context: write_ledger(context, first=first, last=last, file=file),
            done=self._on_written,
            failed=self._desk.jobs.went_wrong.emit,
            owner=self,
        )

    def _on_written(self, written: LedgerFile) -> None:
        count = ngettext("{n} posting is in {file}.", "{n} postings are in {file}.", written.postings)
        self.told.emit(count.format(n=format_number(written.postings), file=written.file))
