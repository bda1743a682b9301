"""RecordEditor: the form of one row of any kind, its save bar, and what happens when somebody was first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.changes import Changes
from app.queries.masters import Record, RecordForm, record, record_form
from app.usecases.masters import Saved
from models.errors import Conflict, Expected, Missing, Refused
from resources.texts import _
from ui import actions
from ui.records.desk import Desk
from ui.records.fields import InstantField
from ui.records.forms import FieldMaker, code_kinds, offer
from ui.records.merging import Merge, merge
from ui.records.record_edits import DeleteRecord, SaveRecord
from ui.records.specs import DEFAULTS, SPECS
from ui.records.values import said, shown, taken, words
from ui.widgets.forms import ChoiceField, Field, Form
from ui.widgets.save_bar import SaveBar
from ui.widgets.versions import Version, VersionsCard

TWO_COLUMNS = 620
"""Logical pixels from which on a form has two columns."""


class RecordEditor(QWidget):
    """Edits one row; leaving a changed one saves it first, for every save can be undone.

    Attributes:
        row_id: the row shown, 0 for a new one or none.
        zone, currency: the company's, once something was opened.
        owner: columns that a new row is given and the form does not show (`customer_id`).

    Signals:
        saved(int): the row's id, after it was saved.
        opened(object): the Record now shown, or None for a new one.
        closed(): nothing is shown any more: discarded, deleted, or gone.
        stayed(int): leaving was refused, because this row could not be saved.
        dirty(bool): whether something is not saved yet.
    """

    saved = Signal(int)
    opened = Signal(object)
    closed = Signal()
    stayed = Signal(int)
    dirty = Signal(bool)

    def __init__(
        self,
        kind: str,
        desk: Desk,
        *,
        columns: int = 2,
        without: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self._desk = kind, desk
        self.specs = tuple(spec for spec in SPECS[kind] if spec.key not in without)
        self.row_id = 0
        self.owner: Mapping[str, int] = {}
        self.customer_id = 0
        self.zone, self.currency = "", ""
        self._record: Record | None = None
        self._is_new = False
        self._then: Callable[[], object] | None = None
        self._asked = 0
        self._was_touched = False
        self._merge: Merge | None = None
        maker = FieldMaker(desk, self, self._customer, self._said)
        self.form = Form([maker.make(spec) for spec in self.specs], columns=columns)
        self.versions, self.bar = VersionsCard(), SaveBar()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._scroll = _scrolling(self.versions, self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.form.dirty.connect(self._on_dirty)
        self.form.edited.connect(self._on_edited)
        self.bar.save_wanted.connect(self.save)
        self.bar.discard_wanted.connect(self.discard)
        self.versions.settled.connect(self._on_settled)
        self.versions.dropped.connect(self.discard)
        self._desk.live.changed.connect(self._on_changed)
        keep = actions.make("save", self, on_triggered=self.save)
        keep.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(keep)

    @property
    def record(self) -> Record | None:
        """The row as it is stored, or None."""
        return self._record

    # -- opening -------------------------------------------------------------------------------------

    def open(self, row_id: int) -> None:
        """Show a row, after saving what was changed in another one."""
        self.leave(lambda: self._read(row_id, {}))

    def open_new(self, values: Mapping[str, object] | None = None) -> None:
        """Start a new row with these values; 0 of it is stored before it is saved."""
        self.leave(lambda: self._read(0, values or {}))

    def clear(self) -> None:
        """Show nothing."""
        self._asked += 1
        self._record, self.row_id, self._is_new = None, 0, False
        self.bar.offer(is_dirty=False)
        self.versions.hide()
        self.closed.emit()

    def is_open(self) -> bool:
        """Whether a row, stored or new, is shown."""
        return self._record is not None or self._is_new

    def is_dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self.is_open() and (self.form.is_dirty() or (self._is_new and self._was_touched))

    def leave(self, then: Callable[[], object]) -> None:
        """Do something else once what was changed here is saved; a refusal keeps the person here."""
        if not self.is_dirty():
            then()
            return
        self._then = then
        self.save()

    def _read(self, row_id: int, values: Mapping[str, object]) -> None:
        self._asked += 1
        asked = self._asked

        def done(found: RecordForm) -> None:
            if asked == self._asked:
                self._show(found, values)

        self._desk.jobs.read(
            record_form,
            self.kind,
            row_id,
            code_kinds(self.specs),
            done=done,
            failed=self._on_read_failed,
            owner=self,
        )

    def _show(self, found: RecordForm, values: Mapping[str, object]) -> None:
        self._record, self._is_new = found.record, found.record is None
        self.zone, self.currency = found.zone, found.currency
        self.row_id = found.record.id if found.record else 0
        for spec in self.specs:
            field = self.form.fields[spec.key]
            if spec.kind:
                offer(
                    field, spec, found.codes[spec.kind], without=self.row_id if spec.kind == self.kind else 0
                )
            if isinstance(field, InstantField):
                field.set_zone(found.zone)
        held = found.record or _blank(self.kind, found, values)
        self.form.load(shown(self.specs, held))
        for spec in self.specs:  # choices come as given, with their names
            if not found.record and spec.key in values:
                self.form.fields[spec.key].show_value(values[spec.key])
        self._was_touched = False
        self.versions.hide()
        self.bar.offer(is_dirty=False, is_new=self._is_new)
        self._scroll.verticalScrollBar().setValue(0)
        self.opened.emit(found.record)
        if self._is_new:
            self.form.fields[self.specs[0].key].editor.setFocus()

    def _customer(self) -> int:
        """The customer whose sites and objects are offered."""
        field = self.form.fields.get("customer_id")
        chosen = taken(field.read()) if field is not None else None
        return chosen if isinstance(chosen, int) else self.owner.get("customer_id", self.customer_id)

    def _said(self, key: str) -> object:
        """What a field says now; nothing where it cannot be understood."""
        field = self.form.fields.get(key)
        return taken(field.read()) if field is not None and not field.problem() else None

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save what was changed; a refusal is said beside its field."""
        if not self.is_open() or not (self.is_dirty() or self._is_new):
            return
        if not self.form.check():
            self._stay()
            self.bar.refuse(_("Something is missing or cannot be understood; see above."))
            return
        self.bar.set_busy(is_busy=True)
        edit = SaveRecord(self.kind, self._record, self._changed(), self._desk.lineage)
        self._desk.edits.do(edit, done=self._on_saved, failed=self._on_refused)

    def delete(self) -> None:
        """Delete the row shown; undo brings it back."""
        if self._record is None:
            self.clear()
            return
        edit = DeleteRecord(self.kind, self._record.id, self._record.version, self._desk.lineage)
        self._desk.edits.do(edit, done=lambda _answer: self.clear(), failed=self._on_refused)

    def discard(self) -> None:
        """Forget what was changed."""
        self._then = None
        if self._record is None:
            self.clear()
        else:
            self._read(self._record.id, {})

    def _stay(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self.stayed.emit(self.row_id)

    def _changed(self) -> dict[str, object]:
        values = self.form.all_values() if self._is_new else self.form.values()
        if self._is_new:
            values = {key: value for key, value in values.items() if value is not None} | dict(self.owner)
        return {key: taken(value) for key, value in values.items()}

    def _on_saved(self, answer: Saved) -> None:
        then, self._then = self._then, None
        self.row_id = answer.id
        self.saved.emit(answer.id)
        if then is not None:
            self._record, self._is_new = None, False
            self.bar.offer(is_dirty=False)
            then()
        else:
            self._read(answer.id, {})

    def _on_refused(self, error: Expected) -> None:
        self._stay()
        if isinstance(error, Conflict) and self._record is not None:
            sentence = str(error)
            self._desk.jobs.read(
                record,
                self.kind,
                self._record.id,
                done=lambda theirs: self._compare(sentence, theirs),
                failed=self._on_read_failed,
                owner=self,
            )
            return
        if isinstance(error, Refused) and error.field:
            for key in (error.field, f"{error.field}_id"):
                if key in self.form.fields:
                    self.form.complain({key: str(error)})
        self.bar.refuse(str(error))

    # -- somebody was first --------------------------------------------------------------------------

    def _compare(self, sentence: str, theirs: Record) -> None:
        """Keep what only one of us changed; ask about what both did."""
        if self._record is None:
            return
        self._merge = found = merge(self.specs, self._record, theirs, self.form.values())
        if not found.asked:
            self._on_settled(frozenset())
            return
        both = [spec for spec in self.specs if spec.key in found.asked]
        self.bar.hide()
        self.versions.ask(
            sentence,
            [
                Version(
                    spec.key,
                    _(spec.title),
                    words(spec, theirs, zone=self.zone, currency=self.currency),
                    _said(self.form.fields[spec.key], found.mine[spec.key]),
                )
                for spec in both
            ],
        )
        self._scroll.verticalScrollBar().setValue(0)

    def _on_settled(self, chosen: frozenset[str]) -> None:
        found, self._merge = self._merge, None
        if found is None:
            return
        self.versions.hide()
        self._record = found.theirs
        self.form.load(shown(self.specs, found.theirs))
        for key, value in found.kept(chosen).items():
            self.form.show_change(key, value)
        if self.form.is_dirty():
            self.save()
        else:
            self.discard()

    # -- news ----------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        if not self.row_id or self.row_id not in changes.ids(self.kind) or self.is_dirty():
            return
        if self._record is not None:
            self._read(self._record.id, {})

    def _on_read_failed(self, error: Expected) -> None:
        if isinstance(error, Missing):
            self.clear()
        else:
            self._desk.jobs.went_wrong.emit(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where there is no room for two."""
        self.form.stack(is_stacked=self.width() < TWO_COLUMNS)
        super().resizeEvent(event)

    def _on_dirty(self, is_dirty: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.bar.offer(is_dirty=is_dirty, is_new=self._is_new)
        self.dirty.emit(self.is_dirty())

    def _on_edited(self, _key: str) -> None:
        self._was_touched = True


def _blank(kind: str, found: RecordForm, values: Mapping[str, object]) -> Record:
    """A row that is not stored yet, with what such rows start with."""
    return Record(kind, 0, 0, {"code": found.code, **DEFAULTS.get(kind, {}), **found.values, **values})


def _said(field: Field, value: object) -> str:
    """What a field says now, in words; value is what it reads as."""
    return field.box.currentText() if isinstance(field, ChoiceField) else said(value)


def _scrolling(*parts: QWidget) -> QScrollArea:
    """Parts below one another that scroll up and down."""
    body = QWidget()
    inner = QVBoxLayout(body)
    inner.setContentsMargins(16, 14, 16, 14)
    inner.setSpacing(14)
    for part in parts:
        inner.addWidget(part)
    inner.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(body)
    return scroll
