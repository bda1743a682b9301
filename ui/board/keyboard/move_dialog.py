"""Move or plan by typing: technician, day, time and duration, with the verdict while typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models import fit
from resources.texts import _
from ui.board.conflicts.verdict_box import VerdictBox
from ui.board.editing.placements import Placement
from ui.board.model import BoardModel
from ui.widgets.cards import plain_label
from ui.widgets.period_edit import PeriodEdit


class MoveDialog(QDialog):
    """Where a visit or a waiting order shall stand.

    Who may override rules gives a reason for what they refuse, and everybody where a rule asks for one.

    Signals:
        placed(Placement, Verdict, str): the person agreed; the text is why rules may be broken, or "".
    """

    placed = Signal(object, object, str)

    def __init__(
        self,
        model: Callable[[], BoardModel],
        place: Placement,
        parent: QWidget,
        *,
        may_override: bool = False,
    ) -> None:
        """Start from where it stands; `model` gives the newest rows each time."""
        super().__init__(parent)
        self._may_override = may_override
        self._model = model
        self._place = place
        self.verdict_now: fit.Verdict | None = None
        new = not place.visit_id
        self.setWindowTitle(_("Plan {order}") if new else _("Move {order}"))
        self.setWindowTitle(self.windowTitle().format(order=place.number))
        days = model().days
        self.technician = QComboBox()
        for lane in model().lanes:
            self.technician.addItem(lane.name, lane.technician_id)
        self.technician.setCurrentIndex(place.lane)
        self.period = PeriodEdit(str(days.zone), today=days.wall(place.starts).date())
        self.period.set_period(
            datetime.fromtimestamp(place.starts, UTC), datetime.fromtimestamp(place.ends, UTC)
        )
        self.box = VerdictBox()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why it may be so"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = QPushButton(_("Plan") if new else _("Move"))
        self.agree.setDefault(True)
        self.agree.setProperty("primary", True)
        self.anyway = QPushButton(_("Plan anyway"))
        self.buttons.addButton(self.agree, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.anyway, QDialogButtonBox.ButtonRole.ApplyRole)
        self._lay_out()
        self._connect()
        self._judge()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(self._place.title, px=15, weight=600))
        column.addWidget(plain_label(_("Technician"), px=12, is_quiet=True))
        for part in (self.technician, self.period, self.box, self.reason):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(440)

    def _connect(self) -> None:
        self.technician.currentIndexChanged.connect(lambda _index: self._judge())
        self.period.changed.connect(self._judge)
        self.reason.textChanged.connect(lambda _text: self._offer())
        self.buttons.rejected.connect(self.reject)
        self.agree.clicked.connect(lambda: self._finish(""))
        self.anyway.clicked.connect(lambda: self._finish(self.reason.text().strip()))

    def wanted(self) -> Placement:
        """Where the person wants it now."""
        starts, ends = self.period.period()
        technician = self.technician.currentData()
        lane = self._model().lane_of.get(int(technician), self._place.lane)
        return replace(self._place, lane=lane, starts=int(starts.timestamp()), ends=int(ends.timestamp()))

    def _judge(self) -> None:
        place = self.wanted()
        self.verdict_now = self._model().judge([place])[0]
        self.box.show_verdict(self.verdict_now, where=self.technician.currentText())
        self._offer()
        self.adjustSize()

    def _offer(self) -> None:
        """Which buttons lead on: what only some may allow needs a reason, and so does what is asked for."""
        hard = self.verdict_now.hard if self.verdict_now is not None else ()
        asks = not hard and self.verdict_now is not None and self.verdict_now.asks_reason
        with_reason = asks or (bool(hard) and self._may_override)
        self.reason.setVisible(with_reason)
        self.anyway.setVisible(with_reason)
        self.anyway.setEnabled(bool(self.reason.text().strip()))
        self.agree.setEnabled(not hard and not asks)

    def _finish(self, reason: str) -> None:
        if not self.period.is_right() or self.verdict_now is None:
            return
        self._judge()
        if self.verdict_now.hard and not reason:
            return
        self.placed.emit(self.wanted(), self.verdict_now, reason)
        self.accept()
