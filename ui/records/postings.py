"""Columns of postings, and the question before some are taken back; for the page and the order's tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.order_list import ListSetting, list_setting
from app.queries.postings import PostingRow, PostingState
from app.usecases.posting import PostingReport, reverse_postings
from models.errors import Expected
from models.terms import TransactionType
from resources.texts import N_, _, format_date, format_money, format_number, ngettext
from ui.jobs import Jobs
from ui.widgets.badge import Chip, Mark
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.fields import DateField

TYPE_NAMES: Mapping[TransactionType, str] = {
    TransactionType.HOUR: N_("Hour"),
    TransactionType.EXPENSE: N_("Expense"),
    TransactionType.ITEM: N_("Item"),
    TransactionType.FEE: N_("Fee"),
}
"""What a type is called, in English."""
STATE_NAMES: Mapping[PostingState, str] = {
    PostingState.OPEN: N_("Posted"),
    PostingState.REVERSED: N_("Taken back"),
    PostingState.COUNTER: N_("Counter"),
}
"""What a state is called, in English."""
_LOOKS: Mapping[PostingState, tuple[str, Mark]] = {
    PostingState.OPEN: ("good", Mark.TICK),
    PostingState.REVERSED: ("neutral", Mark.CROSS),
    PostingState.COUNTER: ("warning", Mark.HALF_RING),
}


def _state(row: PostingRow) -> Chip:
    tone, mark = _LOOKS[row.state]
    other = row.reverses or row.taken_back
    name = _(STATE_NAMES[row.state])
    return Chip(f"{name} · {other}" if other else name, tone=tone, mark=mark)


def _tip(row: PostingRow) -> str:
    """What the chip means, in a sentence."""
    if row.reverses:
        said = _("Takes back what was posted under voucher {voucher}.").format(voucher=row.reverses)
        return f"{said} {row.note}".strip()
    if row.taken_back:
        return _("Taken back under voucher {voucher}.").format(voucher=row.taken_back)
    return _("Posted by {name}; it counts.").format(name=row.posted_by)


def _what(row: PostingRow) -> str:
    return " ".join(part for part in (row.item, row.description) if part)


COLUMNS = (
    Column[PostingRow](
        "voucher", N_("Voucher"), 76, text=lambda row: str(row.voucher), weight=500, is_tabular=True,
        is_right=True, sort_key=lambda row: row.voucher,
    ),
    Column[PostingRow](
        "posted_on", N_("Date"), 114, text=lambda row: format_date(row.posted_on), is_tabular=True,
        sort_key=lambda row: row.posted_on,
    ),
    Column[PostingRow](
        "type", N_("Type"), 94, least=90, is_spare=True, text=lambda row: _(TYPE_NAMES[row.type])
    ),
    Column[PostingRow](
        "order", N_("Order"), 122, text=lambda row: f"{row.order} / {row.line}", is_tabular=True
    ),
    Column[PostingRow]("customer", N_("Customer"), 180, least=150),
    Column[PostingRow]("description", N_("Description"), 210, least=130, text=_what),
    Column[PostingRow](
        "quantity", N_("Quantity"), 76, text=lambda row: format_number(row.quantity), is_tabular=True,
        is_right=True, sort_key=lambda row: row.quantity,
    ),
    Column[PostingRow](
        "cost_amount", N_("Cost"), 98, text=lambda row: format_money(row.cost_amount, row.currency),
        is_tabular=True, is_right=True, sort_key=lambda row: row.cost_amount,
    ),
    Column[PostingRow](
        "sales_amount", N_("Sales"), 98, text=lambda row: format_money(row.sales_amount, row.currency),
        is_tabular=True, is_right=True, sort_key=lambda row: row.sales_amount,
    ),
    Column[PostingRow]("state", N_("State"), 136, badge=_state, tip=_tip),
    Column[PostingRow]("category", N_("Category"), 104, least=96, is_spare=True),
    Column[PostingRow]("account", N_("Account"), 84, is_tabular=True, is_spare=True),
    Column[PostingRow]("technician", N_("Technician"), 110, is_spare=True),
)  # fmt: skip
"""Columns of postings, what tells them apart first."""


class ReverseDialog(QDialog):
    """How many, on which date, and why; then it is done.

    Signals:
        reversed(PostingReport): they were taken back.
    """

    reversed = Signal(object)

    def __init__(self, jobs: Jobs, posting_ids: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._ids = jobs, tuple(posting_ids)
        self._today = jobs.context.clock().date()
        count = len(self._ids)
        self.setWindowTitle(_("Take postings back"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        question = ngettext("Take {n} posting back?", "Take {n} postings back?", count)
        title = plain_label(question.format(n=format_number(count)), px=15, weight=600)
        meaning = plain_label(
            _(
                "What was posted stays. A counter-posting with the opposite quantity is added for each, and "
                "the lines are open again."
            ),
            is_quiet=True,
        )
        meaning.setWordWrap(True)
        self.posted_on = DateField("posted_on", _("Date in the ledger"), today=self._today, is_required=True)
        self.posted_on.show_value(self._today)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Why, for the ledger"))
        self.note.setMaxLength(500)
        self.wrong = plain_label(px=12)
        self.wrong.setProperty("wrong", True)
        self.wrong.setWordWrap(True)
        self.go, self.stay = QPushButton(_("Take back")), QPushButton(_("Never mind"))
        self.go.setProperty("danger", True)
        for button in (self.go, self.stay):
            button.setAutoDefault(False)  # Enter in a field takes nothing back and forgets nothing
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        label = plain_label(self.posted_on.label, px=12, is_quiet=True)
        for part in (title, meaning, label, self.posted_on, self.note, self.wrong):
            column.addWidget(part)
        column.addLayout(buttons)
        self.stay.clicked.connect(lambda _checked: self.reject())
        self.go.clicked.connect(lambda _checked: self._go())
        jobs.read(list_setting, done=self._take_day, owner=self)

    def _take_day(self, setting: ListSetting) -> None:
        """The company's day, at night another one than UTC's, unless a person has typed one."""
        proposed = self._today
        self._today = self._jobs.context.clock().astimezone(ZoneInfo(setting.zone)).date()
        self.posted_on.set_today(self._today)
        if not self.posted_on.problem() and self.posted_on.read() == proposed:
            self.posted_on.show_value(self._today)

    def _go(self) -> None:
        self.posted_on.complain(self.posted_on.problem())
        day = None if self.posted_on.problem() else self.posted_on.read()
        if not isinstance(day, date):
            return
        self.go.setEnabled(False)
        self._jobs.write(
            reverse_postings,
            done=lambda report, _changes: self._done(report),
            failed=self._failed,
            owner=self,
            posting_ids=self._ids,
            posted_on=day,
            note=self.note.text().strip(),
        )

    def _done(self, report: PostingReport) -> None:
        self.accept()
        self.reversed.emit(report)

    def _failed(self, error: Expected) -> None:
        self.wrong.setText(str(error))
        self.go.setEnabled(True)


def told_of(report: PostingReport) -> str:
    """What taking back did, in a sentence or two."""
    count = len(report.posting_ids)
    words = ngettext(
        "{n} posting is taken back under voucher {voucher}.",
        "{n} postings are taken back under voucher {voucher}.",
        count,
    )
    said = [words.format(n=format_number(count), voucher=report.voucher)]
    return " ".join([*said, *(each.why for each in report.left_out[:3])])
