"""Form: fields bound to a row; says what is wrong beside the field and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QWidget

from ui.widgets.cards import plain_label
from ui.widgets.fields import (
    CheckField,
    ChoiceField,
    DateField,
    Field,
    LineField,
    LookupField,
    MinutesField,
    MoneyField,
    NumberField,
    TextField,
    TimeField,
)

__all__ = [
    "CheckField", "ChoiceField", "DateField", "Field", "Form", "LineField", "LookupField", "MinutesField",
    "MoneyField", "NumberField", "TextField", "TimeField",
]  # fmt: skip

_UNREADABLE = object()


class Form(QWidget):
    """Labels and fields in one or more columns, filled from a row.

    Signals:
        dirty(bool): whether something differs from what was loaded; emitted when that changes.
        edited(str): the key of the field the user just changed.
    """

    dirty = Signal(bool)
    edited = Signal(str)

    def __init__(self, fields: Sequence[Field], *, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {field.key: field for field in fields}
        self._loaded: dict[str, object] = {}
        self._is_dirty = False
        self._lay_out(fields, columns)
        for field in fields:
            field.edited.connect(lambda key=field.key: self._on_edited(key))
        self._note_loaded()

    def _lay_out(self, fields: Sequence[Field], columns: int) -> None:
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(28)
        rows = -(-len(fields) // columns)
        self._labels = [_label(field) for field in fields]
        starts = range(0, len(fields), rows)
        self._grids = [
            _column(self._labels[first : first + rows], fields[first : first + rows]) for first in starts
        ]
        for grid in self._grids:
            self._columns.addLayout(grid, 1)

    def stack(self, *, is_stacked: bool) -> None:
        """Put the columns below one another, for where there is no room beside."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if is_stacked else direction.LeftToRight)
        self._columns.setSpacing(8 if is_stacked else 28)
        widest = max((label.sizeHint().width() for label in self._labels), default=0)
        for grid in self._grids:
            grid.setColumnMinimumWidth(0, widest if is_stacked else 0)

    def load(self, row: object) -> None:
        """Show a row's attributes; complaints go, and nothing is changed."""
        for key, field in self.fields.items():
            field.show_value(getattr(row, key))
            field.complain("")
        self._note_loaded()
        self._judge_dirty()

    def show_change(self, key: str, value: object) -> None:
        """Show another value as if the user had filled it in, without `edited`."""
        self.fields[key].show_value(value)
        self._judge_dirty()

    def values(self) -> dict[str, object]:
        """What was changed, by key; raises ValueError where a field cannot be understood (see `check`)."""
        now = {key: field.read() for key, field in self.fields.items()}
        return {key: value for key, value in now.items() if value != self._loaded[key]}

    def all_values(self) -> dict[str, object]:
        """What all fields say, for a new row; raises ValueError as `values`."""
        return {key: field.read() for key, field in self.fields.items()}

    def is_dirty(self) -> bool:
        """Whether something differs from what was loaded."""
        return self._is_dirty

    def check(self) -> bool:
        """Mark every field that is wrong or missing and go to the first; True if all are right."""
        wrong = {key: problem for key, field in self.fields.items() if (problem := field.problem())}
        self.complain(wrong)
        return not wrong

    def complain(self, sentences: Mapping[str, str]) -> None:
        """Mark these fields with these translated sentences, and no others; the first gets the keyboard."""
        for key, field in self.fields.items():
            field.complain(sentences.get(key, ""))
        first = next((key for key in self.fields if key in sentences), None)
        if first is not None:
            self.fields[first].editor.setFocus()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """Whether the form can only be read."""
        for field in self.fields.values():
            field.set_read_only(is_read_only=is_read_only)

    def _on_edited(self, key: str) -> None:
        field = self.fields[key]
        if field.complaint():
            field.complain(field.problem())
        self._judge_dirty()
        self.edited.emit(key)

    def _note_loaded(self) -> None:
        self._loaded = {key: _read(field) for key, field in self.fields.items()}

    def _judge_dirty(self) -> None:
        is_dirty = any(_read(field) != self._loaded[key] for key, field in self.fields.items())
        if is_dirty != self._is_dirty:
            self._is_dirty = is_dirty
            self.dirty.emit(is_dirty)


def _label(field: Field) -> QLabel:
    label = plain_label(field.label, is_quiet=True)
    label.setFixedHeight(30)
    label.setBuddy(field.editor)
    return label


def _column(labels: Sequence[QLabel], fields: Sequence[Field]) -> QGridLayout:
    """Labels and fields below one another; a tall field moves only those below it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for row, (label, field) in enumerate(zip(labels, fields, strict=True)):
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(len(fields), 1)
    return grid


def _read(field: Field) -> object:
    try:
        return field.read()
    except ValueError:
        return _UNREADABLE
