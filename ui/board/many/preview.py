"""A dialog that shows every visit a command would change: old, new, why, verdict, and a tick for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from resources.texts import _, ngettext
from ui import theme
from ui.board.many.proposal import Deed, Proposal
from ui.board.many.rows import CUSTOMER, NOW, ORDER, THEN, TICK, VERDICT, WHY, ProposalRows
from ui.widgets.cards import plain_label

if TYPE_CHECKING:
    from ui.board.model import BoardModel

_WIDTHS = {TICK: 34, ORDER: 92, CUSTOMER: 170}
_AS_WIDE_AS_SAID = (NOW, THEN, WHY)


class Preview(QDialog):
    """What would change; the person leaves out what shall not.

    Attributes:
        rows: the table's model.

    Signals:
        agreed(Arrangement): do this.
    """

    agreed = Signal(object)

    def __init__(self, model: Callable[[], BoardModel], parent: QWidget, *, title: str) -> None:
        """Propose nothing yet; `title` is translated."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._model = model
        self.rows = ProposalRows(model, self)
        self.head = plain_label(title, px=15, weight=600)
        self.controls = QVBoxLayout()
        self.table = _table(self.rows)
        self.table.installEventFilter(self)
        self.told = plain_label(px=12, is_quiet=True)
        self.told.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = QPushButton(_("Apply"))
        self.agree.setDefault(True)
        self.agree.setProperty("primary", True)
        self.buttons.addButton(self.agree, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.rejected.connect(self.reject)
        self.agree.clicked.connect(self._finish)
        self.rows.judged.connect(self._tell)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addLayout(self.controls)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.buttons)
        column.addLayout(foot)
        self.resize(1240, 520)

    def show_proposal(self, proposal: Proposal) -> None:
        """Show what is proposed now."""
        self.rows.show_proposal(proposal)
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(0, ORDER))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks the row wherever in it the keyboard is; Enter agrees."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                self._toggle_selected()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.agree.isEnabled():
                self._finish()
                return True
        return super().eventFilter(watched, event)

    def _toggle_selected(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        on = any(row not in self.rows.ticked for row in chosen)
        for row in chosen:
            self.rows.tick(row, on=on)

    def _tell(self) -> None:
        """The sum in words, and whether it may be done."""
        rows = self.rows
        refused = sum(rows.verdicts[at].hard != () for at in rows.ticked if at in rows.verdicts)
        warned = sum(bool(rows.verdicts[at].soft) for at in rows.ticked if at in rows.verdicts)
        count = len(rows.ticked)
        parts = [ngettext("{n} visit changes", "{n} visits change", count).format(n=count)]
        if not rows.rowCount():
            parts = [_("There are no visits then.")]
        waits = sum(rows.proposal.items[at].deed is Deed.DROP for at in rows.ticked)
        if waits:
            parts.append(ngettext("{n} waits again", "{n} wait again", waits).format(n=waits))
        if warned:
            parts.append(ngettext("{n} with a warning", "{n} with warnings", warned).format(n=warned))
        if refused:
            parts.append(ngettext("{n} does not fit", "{n} do not fit", refused).format(n=refused))
        self.told.setText(" · ".join(parts))
        self.agree.setEnabled(not refused and bool(count or rows.proposal.block))

    def _finish(self) -> None:
        """Judge once more by what the board shows now, then do it."""
        proposal = self.rows.proposal
        verdicts = proposal.judged(self._model(), self.rows.ticked)
        if any(verdict.hard for verdict in verdicts.values()):
            self.rows.show_proposal(proposal)
            return
        self.agreed.emit(proposal.arrangement(self._model(), self.rows.ticked))
        self.accept()


def _table(rows: ProposalRows) -> QTableView:
    table = QTableView()
    table.setModel(rows)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.ROW)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setProperty("plain", True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column, width in _WIDTHS.items():
        table.setColumnWidth(column, width)
    for column in _AS_WIDE_AS_SAID:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(VERDICT, QHeaderView.ResizeMode.Stretch)
    return table
