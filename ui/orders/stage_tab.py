"""The log of an order's stages and reasons: since when, until when, why; and what people add by hand."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.order_details import OrderDetails, StageLogRow
from app.usecases.orders import LogLine, add_log_line, remove_log_line, restore_log_line
from models.terms import StageLogKind
from resources.texts import N_, _, format_instant, ngettext
from ui import theme
from ui.edits import Call, Edit, Edits
from ui.jobs import Jobs
from ui.orders.tab import OrderTab
from ui.widgets.clocks import length_words
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_KINDS = {
    StageLogKind.STAGE_CHANGE: N_("Stage"),
    StageLogKind.CLOSE: N_("Clock stopped"),
    StageLogKind.CANCEL: N_("Clock canceled"),
    StageLogKind.MANUAL: N_("Remark"),
}
_TWO_DAYS = timedelta(days=2)


class AddRemark(Edit):
    """Write a line in the log; taken back, it is removed again."""

    def __init__(self, details: OrderDetails, *, reason_id: int | None, note: str) -> None:
        self.text = _("Remark in the log of {order}").format(order=details.number)
        self._said: dict[str, object] = {"order_id": details.id, "reason_id": reason_id, "note": note}
        self._line: LogLine | None = None

    def forward(self) -> Call:
        """Write it, or bring it back as it was."""
        return Call(add_log_line, self._said) if self._line is None else _restored(self._line)

    def backward(self) -> Call:
        """Remove it."""
        return _removed(self._line)

    def done(self, answer: LogLine) -> None:
        """Remember which line it is."""
        self._line = answer


class RemoveRemark(Edit):
    """Remove a line that a person wrote; taken back, it stands there as before."""

    def __init__(self, details: OrderDetails, row: StageLogRow) -> None:
        self.text = _("Remove a remark of {order}").format(order=details.number)
        self._id = row.id
        self._line: LogLine | None = None

    def forward(self) -> Call:
        """Remove it."""
        return Call(remove_log_line, {"line_id": self._id})

    def backward(self) -> Call:
        """Bring it back."""
        return _restored(self._line)

    def done(self, answer: LogLine) -> None:
        """Remember what it said."""
        self._line = answer


def _restored(line: LogLine | None) -> Call:
    return Call(restore_log_line, {"line": line})


def _removed(line: LogLine | None) -> Call:
    return Call(remove_log_line, {"line_id": line.id if line is not None else 0})


class StageTab(OrderTab):
    """The log, the newest line first, and below it a line to add to it."""

    title = N_("Stages")

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(jobs, edits, parent)
        self._details: OrderDetails | None = None
        self.model: RowsModel[StageLogRow] = RowsModel(self._columns(), identity=lambda row: row.id)
        self.table = RowsTable(self.model, key="order_stages", parent=self)
        self.table.set_empty(
            EmptyState(_("Nothing is said about the stages of this order yet."), icon="note")
        )
        self.reason, self.note = QComboBox(), QLineEdit()
        self.add_button, self.remove_button = QPushButton(_("Add remark")), QPushButton(_("Remove remark"))
        self._lay_out()
        self.add_button.clicked.connect(lambda _checked: self._add())
        self.note.returnPressed.connect(self._add)
        self.note.textChanged.connect(lambda _text: self._tell())
        self.reason.currentIndexChanged.connect(lambda _index: self._tell())
        self.remove_button.clicked.connect(lambda _checked: self._remove())
        self.table.rows_chosen.connect(lambda _rows: self._tell())
        self.table.delete_wanted.connect(lambda _rows: self._remove())

    def show_order(self, details: OrderDetails) -> None:
        """Show the log of a stored order."""
        if self._details is None or self._details.id != details.id:
            self.note.clear()
        self._details = details
        self.model.set_rows(details.stage_log)
        self.counted.emit(sum(row.kind is StageLogKind.MANUAL for row in details.stage_log))
        chosen = self.reason.currentData()
        self.reason.clear()
        self.reason.addItem(_("No reason"), 0)
        for reason in details.reasons:
            self.reason.addItem(reason.name, reason.id)
        self.reason.setCurrentIndex(max(self.reason.findData(chosen), 0))
        self._tell()

    def _remark(self) -> StageLogRow | None:
        """The chosen line, if a person wrote it."""
        chosen = self.table.chosen_rows()
        is_one = len(chosen) == 1 and chosen[0].kind is StageLogKind.MANUAL
        return chosen[0] if is_one else None

    def _tell(self) -> None:
        self.add_button.setEnabled(bool(self.reason.currentData() or self.note.text().strip()))
        self.remove_button.setEnabled(self._remark() is not None)

    def _add(self) -> None:
        if self._details is None or not self.add_button.isEnabled():
            return
        reason_id = self.reason.currentData() or None
        edit = AddRemark(self._details, reason_id=reason_id, note=self.note.text().strip())
        self.edits.do(edit, done=lambda _answer: self.note.clear(), failed=self.failed.emit)

    def _remove(self) -> None:
        row = self._remark()
        if self._details is not None and row is not None:
            self.edits.do(RemoveRemark(self._details, row), failed=self.failed.emit)

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme.set_icon(self.add_button, "plus")
        theme.set_icon(self.remove_button, "trash")
        self.reason.setMinimumWidth(180)
        self.reason.setAccessibleName(_("Reason"))
        self.note.setPlaceholderText(_("Remark for the log"))
        self.note.setMaxLength(500)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason)
        row.addWidget(self.note, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def _columns(self) -> tuple[Column[StageLogRow], ...]:
        return (
            Column(
                "entered_at", N_("From"), 150, text=self._since,
                sort_key=lambda row: row.entered_at, is_tabular=True,
            ),
            Column("stage", N_("Stage"), 150, weight=600),
            Column("stayed", N_("Stayed"), 90, text=self._stayed, is_tabular=True),
            Column("kind", N_("What"), 110, text=lambda row: _(_KINDS[row.kind]), ink=lambda _row: "muted"),
            Column("reason", N_("Why"), 160),
            Column("note", N_("Note"), 220, tip=lambda row: row.note),
            Column("entered_by", N_("Who"), 120, least=110),
        )  # fmt: skip

    def _since(self, row: StageLogRow) -> str:
        return format_instant(row.entered_at, self._details.zone if self._details is not None else "UTC")

    def _stayed(self, row: StageLogRow) -> str:
        """How long the order was in the stage, in plain time; until now while it is there."""
        if row.kind is not StageLogKind.STAGE_CHANGE:
            return ""
        length = (row.left_at or self.jobs.context.clock()) - row.entered_at
        if length >= _TWO_DAYS:
            return ngettext("{n} day", "{n} days", length.days).format(n=length.days)
        return length_words(int(length.total_seconds()))
