"""The table of a preview: a tick for each visit, where it stands, where it would stand, why, the verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from models import fit
from resources.texts import _, format_minutes, format_time, format_weekday_date
from ui import theme
from ui.board.editing.placements import Placement
from ui.board.many.proposal import Deed, Item, Proposal
from ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from ui.board.model import BoardModel

Index = QModelIndex | QPersistentModelIndex
TICK, ORDER, CUSTOMER, NOW, THEN, WHY, VERDICT = range(7)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ProposalRows(QAbstractTableModel):
    """Rows of a proposal, judged anew with every tick.

    Signals:
        judged(): ticks or verdicts are other ones.
    """

    judged = Signal()

    def __init__(self, model: Callable[[], BoardModel], parent: QObject | None = None) -> None:
        """Judge by the board's newest rows."""
        super().__init__(parent)
        self._model = model
        self.proposal = Proposal()
        self.ticked: set[int] = set()
        self.verdicts: dict[int, fit.Verdict] = {}

    def show_proposal(self, proposal: Proposal) -> None:
        """Show another proposal; everything is ticked but what may not be."""
        self.beginResetModel()
        self.proposal = proposal
        self.ticked = set(proposal.changes)
        for _round in range(len(proposal.items)):
            self.verdicts = proposal.judged(self._model(), self.ticked)
            refused = {at for at, verdict in self.verdicts.items() if verdict.hard}
            if not refused:
                break
            self.ticked -= refused
        self._judge()
        self.endResetModel()
        self.judged.emit()

    def tick(self, row: int, *, on: bool) -> None:
        """Take a row in or leave it out."""
        if self.proposal.items[row].deed is Deed.STAY or (row in self.ticked) == on:
            return
        self.ticked.symmetric_difference_update({row})
        self._judge()
        self.dataChanged.emit(self.index(0, TICK), self.index(self.rowCount() - 1, VERDICT))
        self.judged.emit()

    def _judge(self) -> None:
        """Ticked rows together; each of the others as if it were ticked as well."""
        board = self._model()
        found = self.proposal.judged(board, self.ticked)
        for row in self.proposal.changes:
            if row not in self.ticked:
                found |= {
                    at: verdict
                    for at, verdict in self.proposal.judged(board, self.ticked | {row}).items()
                    if at == row
                }
        self.verdicts = found

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """One row for each visit."""
        return 0 if parent.isValid() else len(self.proposal.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """The columns above."""
        return 0 if parent.isValid() else VERDICT + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # of many types
        """Column names."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = ("", _("Order"), _("Customer"), _("Now"), _("Then"), _("Reason"), _("Verdict"))
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What stays cannot be ticked."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        can = self.proposal.items[index.row()].deed is not Deed.STAY
        return flags | Qt.ItemFlag.ItemIsUserCheckable if can and index.column() == TICK else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # a tick
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick(index.row(), on=Qt.CheckState(value) == _CHECKED)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # of many types
        """Texts, ticks, tones."""
        row, column = index.row(), index.column()
        item = self.proposal.items[row]
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK and item.deed is not Deed.STAY:
            return _CHECKED if row in self.ticked else _UNCHECKED
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (WHY, VERDICT, CUSTOMER):
            return plain_tip(self.text(row, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column)
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        item = self.proposal.items[row]
        verdict = self.verdicts.get(row)
        texts: dict[int, Callable[[], str]] = {
            ORDER: lambda: item.before.number,
            CUSTOMER: lambda: item.before.customer,
            NOW: lambda: "" if item.deed is Deed.MAKE else self.place_words(item.before),
            THEN: lambda: self._then(item),
            WHY: lambda: item.why,
            VERDICT: lambda: _verdict_words(verdict),
        }
        return texts[column]() if column in texts else ""

    def place_words(self, place: Placement, beside: Placement | None = None) -> str:
        """Technician, day and time: "Anna · Mon 23 Nov 09:00–10:00"; no day when it is that of another."""
        board = self._model()
        starts, ends = board.days.wall(place.starts), board.days.wall(place.ends)
        same_day = beside is not None and board.days.wall(beside.starts).date() == starts.date()
        return f"{board.lanes[place.lane].name} · {_period(starts, ends, with_day=not same_day)}"

    def _then(self, item: Item) -> str:
        """Where it would stand, said as short as it may be."""
        if item.after is None:
            return _("stays") if item.deed is Deed.STAY else _("back to the waiting list")
        words = self.place_words(item.after, item.before if item.deed is Deed.MOVE else None)
        length = item.after.ends - item.after.starts
        if item.deed is Deed.MOVE and length != item.before.ends - item.before.starts:
            words += f" ({format_minutes(length // 60)})"
        return words

    def _ink(self, row: int, column: int) -> Any:  # a brush or nothing
        if row not in self.ticked:
            return theme.tokens.muted
        verdict = self.verdicts.get(row)
        if column != VERDICT or verdict is None:
            return None
        return theme.colour("bad" if verdict.hard else "warning" if verdict.soft else "good")


def _verdict_words(verdict: fit.Verdict | None) -> str:
    if verdict is None:
        return ""
    return "; ".join(finding.text for finding in verdict.findings) or _("Fits")


def _period(starts: datetime, ends: datetime, *, with_day: bool) -> str:
    times = f"{format_time(starts)}–{format_time(ends)}"
    return f"{format_weekday_date(starts.date())} {times}" if with_day else times
