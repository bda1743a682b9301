"""CopyDialog: lines of a template, agreement or order, copied with selection (domain.md 1.7, 2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.queries import lookups
from app.queries.copying import SourceLine, agreement_source_lines, order_source_lines
from app.usecases.copying import CopyTerms, LinesCopied, Place, PlaceKind
from models.errors import Expected
from resources.texts import _, format_number, ngettext
from ui import theme
from ui.records.copy_edits import CopyLines
from ui.records.copy_source import SourceTree
from ui.records.desk import Desk
from ui.records.specs import TYPE_NAMES
from ui.records.values import taken
from ui.widgets.cards import ElidedLabel, plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField, Field, LookupField, NumberField

_LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class CopyTarget:
    """Where lines are copied to: the place, what it is called, and whose sites are offered."""

    place: Place
    name: str
    customer_id: int


class CopyDialog(QDialog):
    """Tree at the left, lines with check boxes at the right, what is set on the way below.

    Signals:
        copied(object, str): the LinesCopied, and a sentence about it.
    """

    copied = Signal(object, str)

    def __init__(self, desk: Desk, target: CopyTarget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.target = desk, target
        self._source: Place | None = None
        self._asked = 0
        self._wants_relations = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Copy lines to {name}").format(name=target.name))
        self.resize(1060, 660)
        self.sources = SourceTree(desk, target.place)
        self.title = ElidedLabel(px=15, weight=600)
        self.lines = QTreeWidget()
        self.all_button, self.none_button = QPushButton(_("&All")), QPushButton(_("&None"))
        self.relations = QCheckBox(_("&Bring its objects and tasks along"))
        self.problem = plain_label()
        self.problem.setProperty("wrong", True)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.cancel, self.copy = QPushButton(_("Cancel")), QPushButton(_("Copy"))
        self.fields = self._make_fields()
        self._lay_out()
        self._connect()
        self._offer()
        self.sources.read()
        self.sources.search.setFocus()

    @property
    def is_order(self) -> bool:
        """Whether lines go to an order."""
        return self.target.place.kind is PlaceKind.ORDER

    def ticked(self) -> tuple[int, ...]:
        """Ids of the lines that are ticked."""
        return tuple(line.id for line, item in self._lines() if item.checkState(0) is Qt.CheckState.Checked)

    def take(self) -> None:
        """Copy what is ticked; the dialog closes when the database has it."""
        if self._source is None or not self.ticked() or not self._check():
            return
        self.copy.setEnabled(False)
        count = len(self.ticked())
        text = ngettext("Copy {n} line to {name}", "Copy {n} lines to {name}", count)
        edit = CopyLines(
            text.format(n=format_number(count), name=self.target.name),
            {
                "source": self._source,
                "target": self.target.place,
                "line_ids": self.ticked(),
                "terms": self._terms(),
            },
        )
        self._desk.edits.do(edit, done=self._on_done, failed=self._on_failed)

    # -- layout --------------------------------------------------------------------------------------

    def _make_fields(self) -> dict[str, Field]:
        customer = self.target.customer_id
        sites = self._desk.search(lookups.find_sites, self, lambda: customer)
        site, start = (
            (_("Site of the order"), _("Service date")) if self.is_order else (_("Site"), _("Starts on"))
        )
        made: tuple[Field, ...] = (
            NumberField("quantity", _("Quantity"), places=3, minimum=0),
            LookupField("site_id", site, sites),
            DateField("starts_on", start, today=self._desk.today()),
        )
        quantity, place, _date = made
        unchanged = _("As on the line")
        if isinstance(quantity, NumberField):
            quantity.line.setPlaceholderText(unchanged)
        if isinstance(place, LookupField):
            place.lookup.setPlaceholderText(_("As it is") if self.is_order else unchanged)
        return {field.key: field for field in made}

    def _lay_out(self) -> None:
        self.lines.setRootIsDecorated(False)
        self.lines.setUniformRowHeights(True)
        self.lines.setAccessibleName(_("Lines"))
        titles = [
            _("Line"),
            _("Type"),
            _("Description"),
            _("Object"),
            _("Task"),
            _("Interval"),
            _("Quantity"),
        ]
        self.lines.setHeaderLabels(titles)
        for position, width in enumerate((64, 76, 150, 120, 100, 76, 84)):
            self.lines.setColumnWidth(position, width)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.lines.headerItem().setTextAlignment(6, right)
        header = self.lines.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(2, header.ResizeMode.Stretch)
        self.empty = EmptyState(
            _("Choose a template or an agreement at the left to see its lines."),
            icon="copy",
            parent=self.lines,
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.sources)
        split.addWidget(self._lines_pane())
        split.setChildrenCollapsible(False)
        split.setSizes([330, 700])
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.problem, 1)
        bottom.addStretch(0)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.copy)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(12)
        outer.addWidget(split, 1)
        outer.addLayout(bottom)

    def _lines_pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        for button in (self.all_button, self.none_button):
            top.addWidget(button)
        column.addLayout(top)
        column.addWidget(self.lines, 1)
        column.addLayout(self._terms_grid())
        column.addWidget(self.relations)
        return pane

    def _terms_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for position, field in enumerate(self.fields.values()):
            label = plain_label(field.label, is_quiet=True)
            label.setBuddy(field.editor)
            grid.addWidget(label, 0, position)
            grid.addWidget(field, 1, position, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(position, 2 if position == 1 else 1)
        return grid

    def _connect(self) -> None:
        self.copy.setProperty("primary", True)
        for button in (self.all_button, self.none_button, self.cancel, self.copy):
            button.setAutoDefault(False)
        self.sources.chosen.connect(self._on_source)
        self.relations.clicked.connect(self._note_relations)
        self.sources.tree.itemActivated.connect(lambda _item, _column: self.lines.setFocus())
        self.lines.itemChanged.connect(lambda _item, _column: self._offer())
        self.all_button.clicked.connect(lambda: self._tick(is_on=True))
        self.none_button.clicked.connect(lambda: self._tick(is_on=False))
        self.cancel.clicked.connect(self.reject)
        self.copy.clicked.connect(self.take)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.take)
        self.copy.setToolTip(_("Copy ({keys})").format(keys="Ctrl+Enter"))

    # -- showing -------------------------------------------------------------------------------------

    def _on_source(self, place: Place | None, name: str, is_template: bool) -> None:  # noqa: FBT001 - a signal's
        self._source = place
        self.relations.setEnabled(not is_template)
        self.relations.setChecked(is_template or self._wants_relations)
        self.title.setText(name)
        self.lines.clear()
        self._asked += 1
        self._offer()
        if place is None:
            return
        query = order_source_lines if place.kind is PlaceKind.ORDER else agreement_source_lines
        self._desk.jobs.read(query, place.id, done=partial(self._show, self._asked), owner=self)

    def _note_relations(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._wants_relations = is_on

    def _show(self, asked: int, rows: list[SourceLine]) -> None:
        if asked != self._asked:
            return
        self.lines.clear()
        self.lines.addTopLevelItems([_item(row) for row in rows])
        self._offer()

    def _lines(self) -> list[tuple[SourceLine, QTreeWidgetItem]]:
        items = [self.lines.topLevelItem(n) for n in range(self.lines.topLevelItemCount())]
        return [(item.data(0, _LINE), item) for item in items if item is not None]

    def _tick(self, *, is_on: bool) -> None:
        for line, item in self._lines():
            if not line.why_not:
                item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)

    def _offer(self) -> None:
        """Say how many lines would be copied."""
        count = len(self.ticked())
        text = ngettext("Copy {n} line", "Copy {n} lines", count).format(n=format_number(count))
        self.copy.setText(text if count else _("Copy"))
        self.copy.setEnabled(bool(count))
        for button in (self.all_button, self.none_button):
            button.setEnabled(bool(self._lines()))
        self.empty.setVisible(self._source is None)

    def resizeEvent(self, event: Any) -> None:  # Qt's own event
        """Keep the sentence in the middle of the empty list."""
        super().resizeEvent(event)
        self.empty.setGeometry(self.lines.viewport().geometry())

    # -- copying -------------------------------------------------------------------------------------

    def _check(self) -> bool:
        wrong = {key: problem for key, field in self.fields.items() if (problem := field.problem())}
        for key, field in self.fields.items():
            field.complain(wrong.get(key, ""))
        return not wrong

    def _terms(self) -> CopyTerms:
        said: dict[str, Any] = {key: taken(field.read()) for key, field in self.fields.items()}
        return CopyTerms(
            quantity=said["quantity"],
            site_id=said["site_id"] or 0,
            starts_on=said["starts_on"],
            with_relations=self.relations.isChecked(),
        )

    def _on_done(self, answer: LinesCopied) -> None:
        told = ngettext("{n} line copied to {name}.", "{n} lines copied to {name}.", answer.lines)
        told = told.format(n=format_number(answer.lines), name=self.target.name)
        if answer.left:
            stayed = ngettext(
                "{n} object or site of another customer stayed behind.",
                "{n} objects or sites of another customer stayed behind.",
                answer.left,
            )
            told = f"{told} {stayed.format(n=format_number(answer.left))}"
        self.copied.emit(answer, told)
        self.accept()

    def _on_failed(self, error: Expected) -> None:
        self._offer()
        self.problem.setText(str(error))
        self.problem.show()


def _item(row: SourceLine) -> QTreeWidgetItem:
    words = [
        format_number(row.line), _(TYPE_NAMES[row.type]), row.description, row.object, row.task,
        row.interval, format_number(row.quantity),
    ]  # fmt: skip
    item = QTreeWidgetItem(words)
    item.setData(0, _LINE, row)
    item.setTextAlignment(6, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setCheckState(0, Qt.CheckState.Unchecked if row.why_not else Qt.CheckState.Checked)
    if row.why_not:
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        for column in range(len(words)):
            item.setForeground(column, theme.tokens.muted)
        item.setText(2, f"{row.description or '–'}  ({_('Stopped')})")
    return item
