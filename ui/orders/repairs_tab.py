"""RepairsTab: the repairs of an order, the one in hand below them, and what worked before for its symptom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.queries.order_details import OrderDetails
from app.queries.repairs import RepairFields, RepairRow, RepairSheet, Suggestion, repair_sheet, suggestions
from app.usecases.repairs import RepairSaved
from models.errors import Conflict, Expected, Refused
from resources.texts import N_, _
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.repair_columns import repair_columns
from ui.orders.repair_edits import RemoveRepair, SaveRepair
from ui.orders.repair_form import RepairForm
from ui.orders.suggestions import Suggestions
from ui.orders.tab import OrderTab
from ui.records.record_edits import Lineage
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

NEW_KEYS = QKeySequence(Qt.Key.Key_Insert)
TYPING_MS = 900
"""So long after the last letter a text is saved; choices are saved at once."""
_ASKED = ("object", "symptom_area", "symptom")


class RepairsTab(OrderTab):
    """A table of repairs and a form for one; every change is saved by itself and can be undone.

    Insert begins a new repair, Delete removes the one chosen, Enter goes from the table to the form.
    """

    title = N_("Repairs")

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(jobs, edits, parent)
        self._order: OrderDetails | None = None
        self._sheet: RepairSheet | None = None
        self._row: RepairRow | None = None
        self._stored = RepairFields()
        self._is_saving = self._is_waiting = False
        self._then: Callable[[], None] | None = None
        self._lineage = Lineage()
        self.model: RowsModel[RepairRow] = RowsModel(repair_columns(self._zone), identity=lambda row: row.id)
        self.table = RowsTable(self.model, key="order_repairs", parent=self)
        self.table.set_empty(
            EmptyState(
                _("Nothing is to be repaired on this order yet."),
                icon="wrench",
                action=_("New repair"),
                on_action=self.begin_new,
            )
        )
        self.new_button, self.remove_button = QPushButton(_("New repair")), QPushButton(_("Remove"))
        self.hint = plain_label(is_quiet=True)
        self.form = RepairForm(jobs)
        self.below = QScrollArea()
        self.suggestions = Suggestions(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._lay_out()
        self._connect()

    # -- showing -------------------------------------------------------------------------------------

    def show_order(self, details: OrderDetails) -> None:
        """Read the repairs of a stored order; one that is being written stays as it is."""
        if self._order is None or self._order.id == details.id:
            self._take_order(details)
        else:
            self._when_saved(lambda: self._leave_for(details))

    def _zone(self) -> str:
        return self._order.zone if self._order is not None else "UTC"

    def _leave_for(self, details: OrderDetails) -> None:
        """Show another order."""
        self._show_row(None)
        self._sheet = None
        self.below.hide()
        self._take_order(details)

    def _take_order(self, details: OrderDetails) -> None:
        self._order = details
        is_open = not details.why_not_modify
        self.new_button.setEnabled(is_open)
        self.new_button.setToolTip(details.why_not_modify)
        self.form.set_read_only(is_read_only=not is_open)
        self._read()

    def _read(self) -> None:
        if self._order is not None:
            self.jobs.read(repair_sheet, self._order.id, done=self._show, owner=self)

    def _show(self, sheet: RepairSheet) -> None:
        if self._order is None or sheet.order_id != self._order.id:
            return
        is_first = self._sheet is None
        self._sheet = sheet
        is_busy = self._is_saving or self._typing.isActive() or self.form.read_repair() != self._stored
        if not is_busy or is_first:
            self.form.offer(sheet)
        self.model.set_rows(sheet.rows)
        self.counted.emit(len(sheet.rows))
        if self._row is not None and not is_busy:
            row = next((row for row in sheet.rows if row.id == self._row.id), None)
            self._show_row(row)
            self.below.setVisible(row is not None)
        if is_first and sheet.rows:
            self.table.choose(sheet.rows[0].id)
        self._tell()

    def _show_row(self, row: RepairRow | None) -> None:
        """Show a stored repair in the form, or an empty one."""
        self._row = row
        self._stored = row.fields if row is not None else RepairFields()
        self.form.show_repair(self._stored, row)
        self._ask()

    def _choose(self, row: RepairRow) -> None:
        if self._row is None or row.id != self._row.id or not self.below.isVisible():
            self._when_saved(lambda: self._turn_to(row))

    def _turn_to(self, row: RepairRow) -> None:
        self._show_row(row)
        self.below.show()
        self._tell()

    def _tell(self) -> None:
        """Which commands can be given, and what is missing."""
        is_open = self._order is not None and not self._order.why_not_modify
        self.remove_button.setEnabled(is_open and self._row is not None)
        is_bare = self.below.isVisible() and not self._can_save(self.form.read_repair())
        self.hint.setText(
            _("Say what is wrong, or choose a symptom; then it is saved.") if is_bare and is_open else ""
        )

    # -- writing -------------------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Start a repair; it is written down once it says what is wrong. It keeps the object of the last."""
        if self._order is not None and not self._order.why_not_modify:
            self._when_saved(self._begin)

    def _begin(self) -> None:
        if self._sheet is None:
            return
        last = self._row.fields.object_id if self._row is not None else 0
        first = self._sheet.objects[0].id if len(self._sheet.objects) == 1 else 0
        self.table.clearSelection()
        stages = self._sheet.codes.stages
        begun = RepairFields(object_id=last or first, stage_id=stages[0].id if stages else 0)
        self._row, self._stored = None, begun
        self.form.show_repair(begun, None)
        self._ask()
        self.below.show()
        self.form.fields["title" if begun.object_id else "object"].editor.setFocus()
        self._tell()

    def _when_saved(self, then: Callable[[], None]) -> None:
        """Do that once what is in the form is saved; not at all if it is refused."""
        self.save_now()
        if self._is_saving:
            self._then = then
        else:
            then()

    def save_now(self) -> None:
        """Save what is in the form, if it says enough and something else than what is stored."""
        self._typing.stop()
        fields = self.form.read_repair()
        if self._order is None or fields == self._stored or not self._can_save(fields):
            return
        if self._is_saving:
            self._is_waiting = True
            return
        self._is_saving = True
        edit = SaveRepair(self._order.id, self._row, fields, self._lineage)
        order_id, row = self._order.id, self._row
        self.edits.do(
            edit,
            done=lambda answer: self._on_saved(order_id, row, fields, answer),
            failed=self._on_failed,
        )

    def remove(self) -> None:
        """Remove the repair chosen."""
        if self._row is None or not self.remove_button.isEnabled():
            return
        edit = RemoveRepair(self._row, self._lineage)
        self._show_row(None)
        self.below.hide()
        self.edits.do(edit, done=lambda _answer: self._read(), failed=self._on_failed)

    def take(self, suggestion: Suggestion) -> None:
        """Fill in what worked before."""
        if self._order is not None and not self._order.why_not_modify:
            self.form.take(suggestion)

    def _can_save(self, fields: RepairFields) -> bool:
        return bool(fields.title or fields.symptom_id)

    def _on_edited(self, key: str) -> None:
        if key in _ASKED:
            self._ask()
        if self.form.is_typed(key):
            self._typing.start()
        else:
            self.save_now()
        self._tell()

    def _on_saved(
        self, order_id: int, row: RepairRow | None, fields: RepairFields, answer: RepairSaved
    ) -> None:
        """Go on from what is stored now, if the same repair is still in the form."""
        self._is_saving = False
        if self._order is not None and order_id == self._order.id and self._row is row:
            known = row or _unnamed(fields, answer)
            self._row = replace(known, version=answer.version, fields=fields, finished_at=answer.finished_at)
            self._stored = fields
        self._read()
        self._go_on()

    def _on_failed(self, error: Expected) -> None:
        self._is_saving, self._then = False, None
        if isinstance(error, Refused) and error.field in self.form.fields:
            self.form.complain({error.field: str(error)})
        else:
            self.failed.emit(error)
        if isinstance(error, Conflict):
            self.form.show_repair(self._stored, self._row)
            self._read()
        self._go_on()

    def _go_on(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.save_now()
        if not self._is_saving and self._then is not None:
            then, self._then = self._then, None
            then()

    # -- what worked before --------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask what worked before, unless the repair is finished."""
        fields = self.form.read_repair()
        is_finished = self._row is not None and self._row.is_finished
        if self._sheet is None or is_finished or not (fields.symptom_area_id or fields.symptom_id):
            self.suggestions.show_suggestions((), self._zone())
            return
        asked = (fields.object_id, fields.symptom_area_id, fields.symptom_id)
        self.jobs.read(
            suggestions,
            done=lambda found: self._suggest(asked, found),
            owner=self,
            object_id=fields.object_id,
            symptom_area_id=fields.symptom_area_id,
            symptom_id=fields.symptom_id,
        )

    def _suggest(self, asked: tuple[int, int, int], found: tuple[Suggestion, ...]) -> None:
        fields = self.form.read_repair()
        if asked == (fields.object_id, fields.symptom_area_id, fields.symptom_id) and self._order is not None:
            self.suggestions.show_suggestions(found, self._zone())

    # -- keys and layout -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert begins a new repair."""
        if event.key() == Qt.Key.Key_Insert:
            self.begin_new()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Save what was typed before leaving."""
        self.save_now()
        super().hideEvent(event)

    def _connect(self) -> None:
        self.table.rows_chosen.connect(lambda rows: self._choose(rows[0]) if len(rows) == 1 else None)
        self.table.row_opened.connect(lambda _row: self.form.fields["title"].editor.setFocus())
        self.table.delete_wanted.connect(lambda _rows: self.remove())
        self.new_button.clicked.connect(lambda _checked: self.begin_new())
        self.remove_button.clicked.connect(lambda _checked: self.remove())
        self.form.edited.connect(self._on_edited)
        self.suggestions.chosen.connect(self.take)
        self._typing.timeout.connect(self.save_now)

    def _lay_out(self) -> None:
        theme.set_icon(self.new_button, "plus")
        theme.set_icon(self.remove_button, "trash")
        self.new_button.setToolTip(NEW_KEYS.toString(QKeySequence.SequenceFormat.NativeText))
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(8)
        bar.addWidget(self.new_button)
        bar.addWidget(self.remove_button)
        bar.addWidget(self.hint, 1)
        held = QWidget()
        inner = QVBoxLayout(held)
        inner.setContentsMargins(0, 8, 6, 4)
        inner.setSpacing(8)
        inner.addWidget(self.form)
        inner.addWidget(self.suggestions)
        inner.addWidget(self.form.note)
        inner.addStretch(1)
        self.below.setWidgetResizable(True)
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.below.setWidget(held)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.table)
        halves.addWidget(self.below)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 3)
        halves.setChildrenCollapsible(False)
        self.table.setMinimumHeight(4 * theme.ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(halves, 1)
        self.below.hide()


def _unnamed(fields: RepairFields, answer: RepairSaved) -> RepairRow:
    """The row of a repair that was just written down, until it is read."""
    return RepairRow(
        id=answer.id,
        version=answer.version,
        line=answer.line,
        fields=fields,
        object="",
        condition="",
        symptom="",
        diagnosis="",
        resolution="",
        stage="",
        is_finished=False,
        technician="",
        created_at=answer.created_at,
        finished_at=answer.finished_at,
    )
