"""Lines of one order: move them to another order or a new one, cancel them, open them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.queries.endings import MovableLine, MovingChoices, TargetRow, moving_choices
from app.usecases.orders import LinesMoved, SeenOrder, move_lines, split_order
from models.errors import Expected
from models.terms import LineStatus
from resources.texts import N_, _, format_number, format_weekday_date, ngettext
from ui.orders.commands import OrderDesk
from ui.orders.ending_edits import EndLines, MoveLines
from ui.orders.list_columns import one_line
from ui.widgets.cards import plain_label
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.fields import DateField
from ui.widgets.rows import RowsModel
from ui.widgets.segmented import Segmented
from ui.widgets.table import RowsTable

MOVE, SPLIT, CANCEL, REVOKE = "move", "split", "cancel", "revoke"
_TARGETS = (
    Column[TargetRow]("number", N_("Order"), 100, weight=600, is_tabular=True),
    Column[TargetRow](
        "service_date", N_("Service date"), 116, is_tabular=True,
        text=lambda row: format_weekday_date(row.service_date) if row.service_date else "–",
    ),
    Column[TargetRow]("lines", N_("Lines"), 64, is_tabular=True, is_right=True,
                      text=lambda row: format_number(row.lines)),
    Column[TargetRow]("stage", N_("Stage"), 110),
    Column[TargetRow]("description", N_("Description"), 200, text=lambda row: one_line(row.description)),
)  # fmt: skip
_BUTTONS = {
    MOVE: N_("Move"),
    SPLIT: N_("Make a new order"),
    CANCEL: N_("Cancel lines"),
    REVOKE: N_("Open lines again"),
}


class LinesDialog(QDialog):
    """Tick lines, say what becomes of them; everything is one step to undo."""

    def __init__(self, desk: OrderDesk, order_id: int) -> None:
        super().__init__(desk.parent)
        self._desk, self._order_id = desk, order_id
        self._choices: MovingChoices | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Lines"))
        self.resize(760, 540)
        self.title = plain_label(px=15, weight=600)
        self.lines = QListWidget(self)
        self.acts = Segmented(
            (
                (MOVE, _("To another order")),
                (SPLIT, _("To a new order")),
                (CANCEL, _("Cancel")),
                (REVOKE, _("Open again")),
            ),
            self,
        )
        self.model: RowsModel[TargetRow] = RowsModel(_TARGETS, identity=lambda row: row.id, parent=self)
        self.targets = RowsTable(self.model, key="move_targets", parent=self)
        self.delete_empty = QCheckBox(_("Delete this order if nothing is left on it"), self)
        self.on = DateField("service_date", _("Service date"), today=self._today())
        self.pages = QStackedWidget(self)
        self.problem = plain_label()
        self.close_button, self.go_button = QPushButton(_("Close"), self), QPushButton(self)
        self._lay_out()
        self._connect()
        self._offer()
        desk.jobs.read(moving_choices, order_id, done=self._show, failed=self._on_failed, owner=self)

    def chosen(self) -> tuple[int, ...]:
        """Ids of the ticked lines."""
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked and not item.isHidden()
        )

    def go(self) -> None:
        """Do it."""
        choices = self._choices
        if choices is None or not self.go_button.isEnabled():
            return
        self.problem.setText("")
        act, order = self.acts.current(), SeenOrder(self._order_id, choices.version)
        if act in (CANCEL, REVOKE):
            edit = EndLines(choices.number, order, self.chosen(), cancels=act == CANCEL)
            self._desk.edits.do(edit, done=lambda _answer: self.accept(), failed=self._on_failed)
        else:
            self._move(choices, order)

    def _move(self, choices: MovingChoices, order: SeenOrder) -> None:
        arguments: dict[str, Any] = {"order": order, "line_ids": self.chosen()}
        usecase: Callable[..., LinesMoved] = move_lines
        if self.acts.current() == MOVE:
            target = self._target()
            if target is None:
                return
            arguments |= {
                "target": SeenOrder(target.id, target.version),
                "delete_empty": self.delete_empty.isChecked(),
            }
        else:
            if self.on.problem():
                self.on.complain(self.on.problem())
                return
            usecase, arguments = split_order, arguments | {"service_date": self.on.read()}
        edit = MoveLines(_("Move lines of {order}").format(order=choices.number), usecase, arguments)
        self._desk.edits.do(edit, done=self._on_moved, failed=self._on_failed)

    def _on_moved(self, answer: LinesMoved) -> None:
        count = len(answer.rows)
        words = ngettext("{n} line is now on {order}.", "{n} lines are now on {order}.", count)
        self._desk.say(words.format(n=format_number(count), order=answer.target.number))
        if any(gone.id == self._order_id for gone in answer.deleted):
            self._desk.leave()
        self.accept()

    def _on_failed(self, error: Expected) -> None:
        self.problem.setText(str(error))
        self.problem.show()

    def _show(self, choices: MovingChoices) -> None:
        self._choices = choices
        self.title.setText(_("Lines of {order}").format(order=choices.number))
        for line in choices.lines:
            item = QListWidgetItem(_line_words(line))
            item.setData(Qt.ItemDataRole.UserRole, line.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | _SELECTABLE)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.lines.addItem(item)
        self.model.set_rows(choices.targets)
        self.on.show_value(choices.service_date)
        self.targets.set_empty(
            EmptyState(
                choices.why_no_target or _("No other order of this agreement is in process."), icon="orders"
            )
        )
        self.acts.set_current(MOVE if choices.targets else SPLIT)
        self._on_act()
        self.lines.setFocus()

    def _items(self) -> list[QListWidgetItem]:
        return [self.lines.item(position) for position in range(self.lines.count())]

    def _on_act(self) -> None:
        """Show the lines with which it can be done, and what it asks."""
        act = self.acts.current()
        wanted = LineStatus.CANCELED if act == REVOKE else LineStatus.CREATED
        lines = {line.id: line for line in self._choices.lines} if self._choices is not None else {}
        for item in self._items():
            item.setHidden(lines[int(item.data(Qt.ItemDataRole.UserRole))].status is not wanted)
        self.pages.setCurrentIndex({MOVE: 0, SPLIT: 1}.get(act, 2))
        self.go_button.setText(_(_BUTTONS[act]))
        self.problem.setText("")
        self._offer()

    def _target(self) -> TargetRow | None:
        rows = self.targets.chosen_rows()
        return rows[0] if rows else None

    def _offer(self) -> None:
        needs_target = self.acts.current() == MOVE
        self.go_button.setEnabled(bool(self.chosen()) and (not needs_target or self._target() is not None))

    def _today(self) -> date:
        return self._desk.jobs.context.clock().date()

    def _lay_out(self) -> None:
        self.problem.setProperty("wrong", True)
        self.problem.setWordWrap(True)
        self.go_button.setProperty("primary", True)
        self.go_button.setDefault(True)
        self.close_button.setAutoDefault(False)
        self.lines.setAccessibleName(_("Lines"))
        self.targets.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.pages.addWidget(_page(self.targets, self.delete_empty))
        note = _("The new order is like this one, with its own number, in the first stage.")
        self.pages.addWidget(
            _page(plain_label(_("Service date"), is_quiet=True), self.on, _quiet(note), None)
        )
        gone = _(
            "With its last open line the order itself is canceled, and its planned visits leave the board."
        )
        self.pages.addWidget(_page(_quiet(gone), None))
        bottom = QHBoxLayout()
        bottom.addWidget(self.problem, 1)
        bottom.addWidget(self.close_button)
        bottom.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.lines, 2)
        column.addWidget(self.acts)
        column.addWidget(self.pages, 3)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.acts.chosen.connect(lambda _key: self._on_act())
        self.lines.itemChanged.connect(lambda _item: self._offer())
        self.targets.rows_chosen.connect(lambda _rows: self._offer())
        self.targets.row_opened.connect(lambda _row: self.go())
        self.close_button.clicked.connect(lambda _checked: self.reject())
        self.go_button.clicked.connect(lambda _checked: self.go())


_SELECTABLE = Qt.ItemFlag.ItemIsSelectable


def _line_words(line: MovableLine) -> str:
    return f"{line.line}  {one_line(line.description)}".strip()


def _quiet(text: str) -> QWidget:
    label = plain_label(text, is_quiet=True)
    label.setWordWrap(True)
    return label


def _page(*parts: QWidget | None) -> QWidget:
    """Parts below one another; None takes the room that is left."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if part is None:
            column.addStretch(1)
        else:
            column.addWidget(part)
    return page
