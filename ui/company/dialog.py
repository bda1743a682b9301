"""CompanyDialog: the settings of the company in groups; what is saved can be undone here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.queries.masters import Record, RecordForm, record_form
from models.errors import Conflict, Expected, Refused
from resources.texts import _
from ui import actions, theme
from ui.company.effects import EFFECTS, GROUPS
from ui.company.rules_page import RulesPage
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live
from ui.records.desk import Desk
from ui.records.forms import FieldMaker, code_kinds, offer
from ui.records.record_edits import SaveRecord
from ui.records.specs import SPECS
from ui.widgets.cards import plain_label
from ui.widgets.fields import CheckField, Field
from ui.widgets.save_bar import SaveBar

COMPANY = 1
"""Id of the one row of the company."""
_FIELD_WIDTH = 340


class CompanyDialog(QDialog):
    """One page for each group, each setting with what it does."""

    def __init__(self, jobs: Jobs, live: Live, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Company settings"))
        self.resize(860, 620)
        self._jobs = jobs
        self.edits = Edits(jobs, self)
        self._desk = Desk(jobs, live, self.edits)
        self._record: Record | None = None
        self.specs = {spec.key: spec for spec in SPECS["company"]}
        maker = FieldMaker(self._desk, self, lambda: 0, self._said)
        self.fields: dict[str, Field] = {key: maker.make(self.specs[key]) for key in EFFECTS}
        self.effects = {key: plain_label(px=12, is_quiet=True) for key in EFFECTS}
        self.groups, self.pages = QListWidget(), QStackedWidget()
        self.save_bar = SaveBar()
        self.undo_button, self.close_button = QPushButton(_("Undo")), QPushButton(_("Close"))
        self._lay_out()
        self._connect()
        self.read()

    def read(self) -> None:
        """Show what is stored."""
        kinds = code_kinds(SPECS["company"])
        self._jobs.read(record_form, "company", COMPANY, kinds, done=self._show, owner=self)

    def changed_values(self) -> dict[str, object]:
        """What the person made of it, by column; raises ValueError where a field cannot be understood."""
        if self._record is None:
            return {}
        said = {key: field.read() for key, field in self.fields.items()}
        return {key: value for key, value in said.items() if not _is_same(value, self._record.values[key])}

    def is_dirty(self) -> bool:
        """Whether something is not saved."""
        try:
            return bool(self.changed_values())
        except ValueError:
            return True

    def save(self) -> None:
        """Save what was changed; a setting that is refused is shown with the reason."""
        problems = {key: field.problem() for key, field in self.fields.items()}
        for key, field in self.fields.items():
            field.complain(problems[key])
        wrong = next((key for key, problem in problems.items() if problem), "")
        if wrong:
            self._point_at(wrong, problems[wrong])
            return
        values = self.changed_values()
        if values and self._record is not None:
            self.save_bar.set_busy(is_busy=True)
            edit = SaveRecord("company", self._record, values, self._desk.lineage)
            self.edits.do(edit, done=lambda _saved: self._saved(), failed=self._refused)

    def reject(self) -> None:
        """Close, unless something is not saved: then say so first."""
        if self.is_dirty():
            self.save_bar.refuse(_("Save or discard your changes first."))
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As the button does."""
        if self.is_dirty():
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.groups.setFixedWidth(190)
        self.groups.setFrameShape(QFrame.Shape.NoFrame)
        self.groups.setIconSize(QSize(18, 18))
        for title, icon, keys in GROUPS:
            item = QListWidgetItem(theme.icon(icon), _(title))
            item.setSizeHint(QSize(0, 34))
            self.groups.addItem(item)
            self.pages.addWidget(self._page(_(title), keys))
        self._add_rules()
        theme.set_icon(self.undo_button, "undo")
        body = QHBoxLayout()
        body.setContentsMargins(12, 12, 0, 0)
        body.setSpacing(12)
        body.addWidget(self.groups)
        body.addWidget(self.pages, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 10, 16, 12)
        buttons.addWidget(self.undo_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.save_bar)
        column.addLayout(buttons)
        for button in (self.undo_button, self.close_button):
            button.setAutoDefault(False)  # Enter belongs to the fields
        self.groups.setCurrentRow(0)

    def _add_rules(self) -> None:
        self.rules = RulesPage(self._jobs, self.edits)
        item = QListWidgetItem(theme.icon("board"), _("Rules of the board"))
        item.setSizeHint(QSize(0, 34))
        self.groups.addItem(item)
        self.pages.addWidget(_scrolled(self.rules))

    def _page(self, title: str, keys: tuple[str, ...]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(8, 4, 20, 12)
        column.setSpacing(4)
        column.addWidget(plain_label(title, px=15, weight=600))
        column.addSpacing(8)
        for key in keys:
            field, effect = self.fields[key], self.effects[key]
            if field.label and not _says_itself(field):
                column.addWidget(plain_label(field.label, px=12, weight=500))
            field.setMaximumWidth(_FIELD_WIDTH)
            effect.setWordWrap(True)
            column.addWidget(field)
            column.addWidget(effect)
            column.addSpacing(12)
        column.addStretch(1)
        return _scrolled(page)

    def _connect(self) -> None:
        self.groups.currentRowChanged.connect(self.pages.setCurrentIndex)
        for field in self.fields.values():
            field.edited.connect(self._on_edited)
        self.save_bar.save_wanted.connect(self.save)
        self.save_bar.discard_wanted.connect(self._discard)
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.undo_button.clicked.connect(lambda _checked: self.edits.undo())
        self.edits.stack.indexChanged.connect(self._name_undo)
        self.edits.applied.connect(lambda _edit, _answer: self.read())
        self.edits.applied.connect(lambda _edit, _answer: self.rules.read())
        for signal in (self.edits.failed, self.edits.dropped):
            signal.connect(self._refused)
        self._desk.live.changed.connect(self._on_changed)
        for name, act in (("save", self.save), ("undo", self.edits.undo)):
            made = actions.make(name, self, on_triggered=act)
            if name == "undo":
                made.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(made)
        self._name_undo()

    # -- showing -------------------------------------------------------------------------------------

    def _show(self, form: RecordForm) -> None:
        self._record = form.record
        if form.record is None:
            return
        for key, field in self.fields.items():
            spec = self.specs[key]
            if spec.kind:
                offer(field, spec, form.codes[spec.kind])
            field.show_value(form.record.values[key])
            field.complain("")
        self._on_edited()

    def _on_edited(self) -> None:
        values = {key: self._said(key) for key in self.fields}
        for key, effect in self.effects.items():
            effect.setText(EFFECTS[key](values))
        self.save_bar.offer(is_dirty=self.is_dirty())

    def _said(self, key: str) -> object:
        """What a field says, or None while it cannot be understood."""
        field = self.fields[key]
        return None if field.problem() else field.read()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("company", "calendar", "agreement_group") and not self.is_dirty():
            self.read()
        if changes.touches("rule_setting"):
            self.rules.read()

    def _discard(self) -> None:
        if self._record is not None:
            values: Mapping[str, object] = self._record.values
            for key, field in self.fields.items():
                field.show_value(values[key])
                field.complain("")
            self._on_edited()

    def _saved(self) -> None:
        self.save_bar.set_busy(is_busy=False)
        self.save_bar.hide()

    def _refused(self, error: Expected) -> None:
        self.save_bar.set_busy(is_busy=False)
        if isinstance(error, Refused) and error.field in self.fields:
            self._point_at(error.field, str(error))
        else:
            self.save_bar.refuse(str(error))
        if isinstance(error, Conflict):
            self.read()

    def _point_at(self, key: str, sentence: str) -> None:
        """Show the setting that is wrong, and why."""
        group = next(at for at, (_title, _icon, keys) in enumerate(GROUPS) if key in keys)
        self.groups.setCurrentRow(group)
        self.fields[key].complain(sentence)
        self.fields[key].setFocus()
        self.save_bar.refuse(sentence)

    def _name_undo(self, _index: int = 0) -> None:
        text = self.edits.stack.undoText()
        self.undo_button.setEnabled(self.edits.stack.canUndo())
        self.undo_button.setText(_("Undo: {text}").format(text=text) if text else _("Undo"))


def _scrolled(page: QWidget) -> QScrollArea:
    """A page in an area that scrolls."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(page)
    return area


def _is_same(value: object, stored: object) -> bool:
    """Whether a field says what is stored; an empty text is none."""
    if isinstance(stored, float) and value is not None:
        return float(str(value)) == stored
    return (value or "") == (stored or "") if isinstance(stored, str) else value == stored


def _says_itself(field: Field) -> bool:
    """Whether the field carries its own label, as a check box does."""
    return isinstance(field, CheckField)
