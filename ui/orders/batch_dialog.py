"""Cancel, revoke or delete a batch of orders: look at what will happen, do it, look at what happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.endings import MOST, SHOWN, BatchPreview, BatchRow, Ending, preview_batch
from models.errors import Expected
from models.terms import Progress
from resources.texts import N_, _, format_number, format_weekday_date, ngettext
from ui.jobs import Ticket
from ui.orders import batch_words as words
from ui.orders.batch_run import BatchDone, end_batch
from ui.orders.commands import OrderDesk
from ui.orders.ending_edits import DeleteOrders, EndOrders
from ui.orders.list_columns import one_line, progress_chip
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.progress import Progress as ProgressBar
from ui.widgets.rows import RowsModel
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsTable

CHOSEN, LISTED = "chosen", "listed"
GOING, STAYING = "going", "staying"


def _columns() -> tuple[Column[BatchRow], ...]:
    return (
        Column("number", N_("Order"), 104, weight=600, is_tabular=True),
        Column("customer", N_("Customer"), 190),
        Column("description", N_("Description"), 210, text=lambda row: one_line(row.description)),
        Column(
            "service_date", N_("Service date"), 116, is_tabular=True,
            text=lambda row: format_weekday_date(row.service_date) if row.service_date else "–",
        ),
        Column("progress", N_("Progress"), 120, badge=lambda row: progress_chip(row.progress)),
        Column("why", N_("Why it stays"), 260, tip=lambda row: row.why),
    )  # fmt: skip


class BatchDialog(QDialog):
    """Ends the chosen orders or those of the list; nothing is done before it was shown.

    Deleting several asks for their number. A list that nothing restricts is never taken whole.

    Signals:
        ended(BatchDone): the batch was run.
    """

    ended = Signal(object)

    def __init__(self, desk: OrderDesk, ending: Ending, chosen: Sequence[int]) -> None:
        super().__init__(desk.parent)
        self._desk, self._ending, self._chosen = desk, ending, tuple(chosen)
        self._listed = () if desk.is_all() else tuple(desk.shown())
        self._preview: BatchPreview | None = None
        self._ticket: Ticket | None = None
        self._is_over = False
        said = words.WORDS[ending]
        self.setWindowTitle(_(said.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 560)
        self.headline = plain_label(px=15, weight=600)
        self.effect = plain_label(_(said.effect), is_quiet=True)
        self.warning = plain_label(is_quiet=True)
        self.scope = Segmented(self._scopes(), self)
        self.sides = Segmented(((GOING, _("Included")), (STAYING, _("Left out"))), self)
        self.model: RowsModel[BatchRow] = RowsModel(_columns(), identity=lambda row: row.id, parent=self)
        self.table = RowsTable(self.model, key="orders_batch", parent=self)
        self.ask = plain_label()
        self.number = QLineEdit(self)
        self.progress = ProgressBar(self)
        self.close_button, self.go_button = QPushButton(_("Close"), self), QPushButton(_(said.button), self)
        self._lay_out()
        self._connect()
        self.scope.set_current(CHOSEN if self._chosen else LISTED)
        self._read()

    def reject(self) -> None:
        """Close; while the batch runs, stop it first."""
        if self._ticket is not None and self._preview is not None:
            self._ticket.cancel()
        else:
            super().reject()

    def go(self) -> None:
        """Do it, if it may be done."""
        preview = self._preview
        if preview is None or not self._may_go():
            return
        self.progress.start(_("Working…"), total=len(preview.going))
        self._ticket = self._desk.jobs.long(
            end_batch,
            self._ending,
            preview.going,
            done=self._on_done,
            failed=self._on_failed,
            progress=lambda at, total: self.progress.advance(at, total=total),
            owner=self,
        )
        self._offer()

    def _scopes(self) -> tuple[tuple[str, str], ...]:
        chosen = _("Chosen ({n})").format(n=format_number(len(self._chosen)))
        listed = _("The list ({n})").format(n=format_number(len(self._listed)))
        return ((CHOSEN, chosen), (LISTED, listed))

    def _ids(self) -> tuple[int, ...]:
        return self._chosen if self.scope.current() == CHOSEN else self._listed

    def _read(self) -> None:
        """Judge the orders of the scope."""
        ids = self._ids()
        self._preview = None
        self.number.clear()
        self.model.set_rows(())
        if not ids or len(ids) > MOST:
            self._tell_nothing(len(ids))
            return
        self.headline.setText(_("Looking at {n} orders…").format(n=format_number(len(ids))))
        self._ticket = self._desk.jobs.read(
            preview_batch, self._ending, ids, done=self._show, failed=self._on_failed, owner=self
        )
        self._offer()

    def _tell_nothing(self, count: int) -> None:
        if count:
            most = _("At most {n} orders at a time; restrict the list first.")
            self.headline.setText(most.format(n=format_number(MOST)))
        elif self.scope.current() == LISTED and self._desk.is_all():
            self.headline.setText(_("The list shows every order there is. Restrict it first."))
        else:
            self.headline.setText(_("No order is chosen."))
        self._offer()

    def _show(self, preview: BatchPreview) -> None:
        self._ticket, self._preview = None, preview
        self.sides.set_current(GOING if preview.going or not preview.left_count else STAYING)
        self._tell()
        self._show_side()
        self._offer()
        (self.number if self._asks_number() else self.go_button).setFocus()

    def _tell(self) -> None:
        preview = self._preview
        if preview is None:
            return
        count = len(preview.going)
        parts = [words.outlook(self._ending, count), words.visits_said(preview.visits)]
        if preview.left_count:
            left = ngettext("{n} is left out", "{n} are left out", preview.left_count)
            parts.append(left.format(n=format_number(preview.left_count)))
        self.headline.setText("  ·  ".join(part for part in parts if part))
        self.ask.setText(words.type_this(count))

    def _show_side(self) -> None:
        preview = self._preview
        if preview is None or self._is_over:
            return
        is_going = self.sides.current() == GOING
        self._show_reasons(is_shown=not is_going)
        self.model.set_rows(preview.rows if is_going else preview.left_out)
        hidden = (len(preview.going) if is_going else preview.left_count) - len(self.model.rows)
        more = _("The first {n} are shown.").format(n=format_number(SHOWN))
        self.warning.setText(more if hidden > 0 else "")
        self.warning.setVisible(hidden > 0)

    def _show_reasons(self, *, is_shown: bool) -> None:
        """Why orders stay takes the place of their dates and progress."""
        for column in (3, 4):
            self.table.setColumnHidden(column, is_shown)
        self.table.setColumnHidden(5, not is_shown)

    def _asks_number(self) -> bool:
        count = len(self._preview.going) if self._preview is not None else 0
        return not self._is_over and words.needs_number(self._ending, count)

    def _may_go(self) -> bool:
        if self._preview is None or not self._preview.going or self._ticket is not None or self._is_over:
            return False
        typed = "".join(character for character in self.number.text() if character.isdigit())
        return not self._asks_number() or typed == str(len(self._preview.going))

    def _offer(self) -> None:
        """What can be pressed now."""
        asks = self._asks_number()
        for part in (self.ask, self.number):
            part.setVisible(asks)
        is_busy = self._ticket is not None
        self.go_button.setVisible(not self._is_over)
        self.go_button.setEnabled(self._may_go())
        for choice in (self.scope, self.sides, self.number):
            choice.setEnabled(not is_busy)
        self.scope.setVisible(bool(self._listed and self._chosen) and not self._is_over)

    def _on_done(self, done: BatchDone) -> None:
        self._ticket, self._is_over = None, True
        self.progress.finish()
        if done.done:
            is_deleting = self._ending is Ending.DELETE
            edit = DeleteOrders(done.done) if is_deleting else EndOrders(self._ending, done.done)
            self._desk.edits.took(edit)
        said = words.result(self._ending, done)
        self.headline.setText(said)
        self.effect.hide()
        self.sides.hide()
        left = {row.order_id: row.why for row in done.left_out}
        before = self._preview.left_out if self._preview is not None else ()
        late = [
            BatchRow(row.order_id, row.number, "", "", None, Progress.IN_PROCESS, row.why)
            for row in done.left_out
        ]
        self.model.set_rows([*(row for row in before if row.id not in left), *late])
        self._show_reasons(is_shown=True)
        self._offer()
        self.close_button.setFocus()
        self.ended.emit(done)
        if not self.model.rows:
            self._desk.say(said)
            self.accept()

    def _on_failed(self, error: Expected) -> None:
        self._ticket = None
        self.progress.finish()
        self.headline.setText(str(error))
        self._offer()

    def _lay_out(self) -> None:
        for label in (self.headline, self.effect, self.warning):
            label.setWordWrap(True)
        self.number.setFixedWidth(96)
        self.number.setAccessibleName(_("How many orders are deleted"))
        self.go_button.setProperty("danger" if self._ending is Ending.DELETE else "primary", True)
        self.go_button.setDefault(True)
        self.close_button.setAutoDefault(False)
        self.table.set_empty(EmptyState(_("No order."), icon="orders"))
        choices, bottom = QHBoxLayout(), QHBoxLayout()
        choices.addWidget(self.scope)
        choices.addStretch(1)
        choices.addWidget(self.sides)
        for part in (self.ask, self.number):
            bottom.addWidget(part)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for part in (self.headline, self.effect):
            column.addWidget(part)
        column.addLayout(choices)
        column.addWidget(self.table, 1)
        column.addWidget(self.warning)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.scope.chosen.connect(lambda _key: self._read())
        self.sides.chosen.connect(lambda _key: self._show_side())
        self.number.textChanged.connect(lambda _text: self._offer())
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.go_button.clicked.connect(lambda _checked: self.go())
        self.progress.cancel_wanted.connect(self.reject)


def open_batch(desk: OrderDesk, ending: Ending, order_ids: Sequence[int]) -> QWidget:
    """Open the dialog for these orders, or without any for the list."""
    dialog = BatchDialog(desk, ending, order_ids)
    if ending is Ending.DELETE:
        dialog.ended.connect(lambda done: desk.leave() if done.done else None)
    dialog.open()
    return dialog
