"""Post what is signed off: choose, look at what will be posted and what is left out, post, be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.queries.order_list import ListSetting, list_setting
from app.queries.posting import LeftOut, PostingPreview, PostingSum, Selection, posting_preview
from app.usecases.posting import NotPosted, PostingReport, post_lines
from models.errors import Expected
from models.terms import TransactionType
from resources.texts import N_, _, format_money, format_number, ngettext
from ui import theme
from ui.jobs import Jobs, Ticket
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField
from ui.widgets.progress import Progress
from ui.widgets.rows import RowsModel, RowsTable

TYPE_NAMES = {
    TransactionType.HOUR: N_("Hours"),
    TransactionType.EXPENSE: N_("Expenses"),
    TransactionType.ITEM: N_("Items"),
    TransactionType.FEE: N_("Fees"),
}
"""What the lines of a type are called, in English."""
_LATER_MS = 200
_SUMS = (
    Column[PostingSum]("customer", N_("Customer"), 210),
    Column[PostingSum]("type", N_("Type"), 90, text=lambda row: _(TYPE_NAMES[row.type])),
    Column[PostingSum](
        "lines", N_("Lines"), 64, text=lambda row: format_number(row.lines), is_tabular=True, is_right=True,
        sort_key=lambda row: row.lines,
    ),
    Column[PostingSum](
        "cost", N_("Cost"), 110, text=lambda row: format_money(row.cost, row.currency), is_tabular=True,
        is_right=True, sort_key=lambda row: row.cost,
    ),
    Column[PostingSum](
        "sales", N_("Sales"), 110, text=lambda row: format_money(row.sales, row.currency), is_tabular=True,
        is_right=True, sort_key=lambda row: row.sales,
    ),
)  # fmt: skip
_LEFT_OUT = (
    Column[LeftOut | NotPosted]("order", N_("Order"), 110, weight=500, is_tabular=True),
    Column[LeftOut | NotPosted](
        "line", N_("Line"), 56, text=lambda row: str(row.line), is_tabular=True, is_right=True,
        sort_key=lambda row: row.line,
    ),
    Column[LeftOut | NotPosted]("why", N_("Why it is left out"), 460, tip=lambda row: row.why),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostScope:
    """Whose lines the dialog is about; without any, everybody's until today.

    Attributes:
        title: what that is, in words.
    """

    title: str
    order_ids: tuple[int, ...] = ()
    agreement_id: int = 0
    project_id: int = 0


class PostDialog(QDialog):
    """Nothing is posted that was not shown first.

    Signals:
        order_wanted(int): somebody wants to see an order whose line was left out.
        voucher_wanted(int): somebody wants to see what was posted.
    """

    order_wanted = Signal(int)
    voucher_wanted = Signal(int)

    def __init__(self, jobs: Jobs, scope: PostScope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._scope = jobs, scope
        self._today = jobs.context.clock().date()
        self._preview: PostingPreview | None = None
        self._selection: Selection | None = None
        self._running: Ticket | None = None
        self._voucher = 0
        self.setWindowTitle(_("Post lines"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 620)
        self.first = DateField("first", _("From"), today=self._today)
        self.last = DateField("last", _("Until"), today=self._today)
        self.posted_on = DateField("posted_on", _("Date in the ledger"), today=self._today, is_required=True)
        self.types = {kind: QCheckBox(_(name)) for kind, name in TYPE_NAMES.items()}
        self.headline = plain_label(px=15, weight=600)
        self.headline.setWordWrap(True)
        self.wrong = plain_label()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("wrong", True)
        self.sums: RowsModel[PostingSum] = RowsModel(
            _SUMS, identity=lambda row: (row.customer, row.type, row.currency), parent=self
        )
        self.left_out: RowsModel[LeftOut | NotPosted] = RowsModel(
            _LEFT_OUT, identity=lambda row: (row.order_id, row.line), parent=self
        )
        self.sum_table = RowsTable(self.sums, key="post_sums")
        self.left_table = RowsTable(self.left_out, key="post_left_out")
        self.tabs = QTabWidget()
        self.progress = Progress(self)
        self.close_button, self.show_button = QPushButton(_("Close")), QPushButton(_("Show postings"))
        self.post_button = QPushButton(_("Post"))
        self._soon = QTimer(self)
        self._lay_out()
        self._connect()
        self._show_state()
        jobs.read(list_setting, done=self._begin, failed=self._on_failed, owner=self)

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for table, sentence in (
            (
                self.sum_table,
                _("Nothing here can be posted: only lines that are signed off, in a stage that allows it."),
            ),
            (self.left_table, _("Nothing is left out.")),
        ):
            table.set_empty(EmptyState(sentence, icon="receipt"))
        self.tabs.addTab(self.sum_table, "")
        self.tabs.addTab(self.left_table, "")
        self.post_button.setProperty("primary", True)
        theme.set_icon(self.show_button, "receipt")
        self.show_button.hide()
        self._soon.setSingleShot(True)
        self._soon.setInterval(_LATER_MS)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.headline)
        right.addWidget(self.tabs, 1)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addLayout(self._options())
        body.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        for button in (self.show_button, self.close_button, self.post_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(14)
        column.addLayout(body, 1)
        column.addLayout(bottom)

    def _options(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        title = plain_label(self._scope.title, px=15, weight=600)
        title.setWordWrap(True)
        title.setFixedWidth(230)
        column.addWidget(title)
        column.addSpacing(10)
        column.addWidget(plain_label(_("Work done"), px=12, weight=600))
        period = QHBoxLayout()
        period.setSpacing(8)
        for field in (self.first, self.last):
            side = QVBoxLayout()
            side.setSpacing(2)
            side.addWidget(plain_label(field.label, px=12, is_quiet=True))
            side.addWidget(field)
            period.addLayout(side)
        column.addLayout(period)
        column.addSpacing(10)
        column.addWidget(plain_label(_("Types"), px=12, weight=600))
        for box in self.types.values():
            box.setChecked(True)
            column.addWidget(box)
        column.addSpacing(10)
        column.addWidget(plain_label(self.posted_on.label, px=12, weight=600))
        column.addWidget(self.posted_on)
        column.addSpacing(10)
        self.wrong.setFixedWidth(230)
        column.addWidget(self.wrong)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        for field in (self.first, self.last, self.posted_on):
            field.edited.connect(self._soon.start)
        for box in self.types.values():
            box.toggled.connect(lambda _on: self._soon.start())
        self._soon.timeout.connect(self.look)
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.post_button.clicked.connect(lambda _checked: self.post())
        self.show_button.clicked.connect(lambda _checked: self._show_voucher())
        self.left_table.row_opened.connect(lambda row: self.order_wanted.emit(row.order_id))

    def _begin(self, setting: ListSetting) -> None:
        """Look until the company's day, and post on it: at night that is not yet, or no longer, UTC's."""
        self._today = self._jobs.context.clock().astimezone(ZoneInfo(setting.zone)).date()
        for field in (self.first, self.last, self.posted_on):
            field.set_today(self._today)
        is_narrow = bool(self._scope.order_ids or self._scope.agreement_id)
        self.last.show_value(None if is_narrow else self._today)
        self.posted_on.show_value(self._today)
        self.look()

    # -- looking and posting ---------------------------------------------------------------------------

    def look(self) -> None:
        """Work out what would be posted."""
        self._selection = selection = self._read_selection()
        self._preview = None
        self.show_button.hide()
        self._show_state()
        if selection is None:
            return
        self.headline.setText(_("Looking what can be posted…"))
        self._jobs.read(
            posting_preview,
            selection,
            today=self._today,
            done=lambda preview: self._on_preview(selection, preview),
            failed=self._on_failed,
            owner=self,
        )

    def post(self) -> None:
        """Post what the preview showed."""
        if self._preview is None or self._selection is None or self._running is not None:
            return
        self.progress.start(_("Posting…"), can_cancel=False)
        self._running = self._jobs.write(
            post_lines,
            done=lambda report, _changes: self._on_posted(report),
            failed=self._on_failed,
            owner=self,
            selection=self._selection,
            posted_on=self.posted_on.read(),
        )
        self._show_state()

    def reject(self) -> None:
        """Close, but not while it is posting: nobody would learn what became of it."""
        if self._running is None:
            super().reject()

    def _read_selection(self) -> Selection | None:
        """What is asked for, or None while a field cannot be understood."""
        problems = []
        for field in (self.first, self.last, self.posted_on):
            field.complain(field.problem())
            problems.append(field.problem())
        wrong = next((problem for problem in problems if problem), "")
        self.wrong.setText(wrong)
        if wrong:
            return None
        first, last = self.first.read(), self.last.read()
        return Selection(
            order_ids=self._scope.order_ids,
            agreement_id=self._scope.agreement_id,
            project_id=self._scope.project_id,
            first=first if isinstance(first, date) else None,
            last=last if isinstance(last, date) else None,
            types=frozenset(kind for kind, box in self.types.items() if box.isChecked()),
        )

    def _on_preview(self, selection: Selection, preview: PostingPreview) -> None:
        if selection != self._selection:
            return  # something else was asked for since
        self._preview = preview
        self.sums.set_rows(preview.sums)
        self._tell_left_out(preview.left_out)
        self.headline.setText(_will_post(preview))
        self.tabs.setTabText(0, _("Will be posted ({n})").format(n=format_number(preview.lines)))
        self.tabs.setCurrentIndex(0 if preview.lines or not preview.left_out else 1)
        self._show_state()

    def _on_posted(self, report: PostingReport) -> None:
        self._running, self._preview, self._voucher = None, None, report.voucher
        self.progress.finish()
        count = len(report.posting_ids)
        done = ngettext(
            "{n} line is posted under voucher {voucher}.",
            "{n} lines are posted under voucher {voucher}.",
            count,
        )
        nothing = _("Nothing was posted.")
        self.headline.setText(
            done.format(n=format_number(count), voucher=report.voucher) if count else nothing
        )
        self.tabs.setTabText(0, _("Posted ({n})").format(n=format_number(count)))
        self._tell_left_out(report.left_out)
        self.show_button.setVisible(bool(count))
        self._show_state()

    def _tell_left_out(self, rows: Sequence[LeftOut | NotPosted]) -> None:
        self.left_out.set_rows(tuple(rows))
        self.tabs.setTabText(1, _("Left out ({n})").format(n=format_number(len(rows))))

    def _on_failed(self, error: Expected) -> None:
        self._running = self._preview = None
        self.progress.finish()
        self.wrong.setText(str(error))
        self.headline.setText(_("Nothing was posted."))
        self._show_state()

    def _show_voucher(self) -> None:
        self.voucher_wanted.emit(self._voucher)
        self.accept()

    def _show_state(self) -> None:
        count = self._preview.lines if self._preview is not None else 0
        self.post_button.setEnabled(bool(count) and self._running is None)
        words = ngettext("Post {n} line", "Post {n} lines", count).format(n=format_number(count))
        self.post_button.setText(words if count else _("Post"))
        for part in (self.first, self.last, self.posted_on, *self.types.values(), self.close_button):
            part.setEnabled(self._running is None)


def _will_post(preview: PostingPreview) -> str:
    """One sentence: how many lines of how many orders, and what they come to."""
    if not preview.lines:
        return _("Nothing can be posted.")
    totals: dict[str, int] = {}
    for row in preview.sums:
        totals[row.currency] = totals.get(row.currency, 0) + row.sales
    sales = " + ".join(format_money(amount, currency) for currency, amount in totals.items())
    lines = ngettext("{n} line", "{n} lines", preview.lines).format(n=format_number(preview.lines))
    orders = ngettext("{n} order", "{n} orders", preview.orders).format(n=format_number(preview.orders))
    return _("{lines} of {orders} will be posted: {sales} sales.").format(
        lines=lines, orders=orders, sales=sales
    )
