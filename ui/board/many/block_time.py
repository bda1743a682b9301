"""Block time of a technician: leave, training, a note (board.md 5, 50)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout

from app.usecases.visits import TimeOff
from resources.texts import N_, _
from ui.board.editing.arrangement import Arrangement
from ui.board.many.ground import working_time
from ui.board.verbs.verb import Choice, Target
from ui.widgets.cards import plain_label
from ui.widgets.period_edit import PeriodEdit

if TYPE_CHECKING:
    from ui.board.page import BoardPage

KINDS = (N_("Leave"), N_("Training"), N_("Note"))
LENGTH = 2 * 3600
"""Seconds that are proposed for time in the middle of a day."""


def time_off_choices(page: BoardPage, target: Target) -> list[Choice]:
    """Leave, training, a note."""
    return [
        Choice(_(kind) + "…", lambda kind=kind: open_time_off(page, target, _(kind)))  # type: ignore[misc]  # the loop's own
        for kind in KINDS
    ]


def block_time(page: BoardPage, target: Target) -> TimeOffDialog:
    """Enter leave."""
    return open_time_off(page, target, _(KINDS[0]))


def open_time_off(page: BoardPage, target: Target, reason: str) -> TimeOffDialog:
    """Ask from when until when, and why."""
    model = page.view.scene.model
    starts, ends = proposed_time(page, target)
    row = model.lanes[target.lane]
    dialog = TimeOffDialog(page, name=row.name, period=(starts, ends), reason=reason)

    def enter() -> None:
        first, last = dialog.period.period()
        why = dialog.reason.text().strip()
        words = {"name": row.name, "reason": why}
        page.planning.rearrange(
            Arrangement(block=[TimeOff(row.technician_id, first, last, why)]),
            text=_("Block time of {name}: {reason}").format(**words),
            told=_("Blocked time of {name}: {reason}").format(**words),
        )

    dialog.accepted.connect(enter)
    dialog.open()
    return dialog


def proposed_time(page: BoardPage, target: Target) -> tuple[int, int]:
    """Two hours from the time pointed at; on a lane's header the working day in view."""
    model = page.view.scene.model
    at = target.instant or page.view.middle()
    day = model.days.number(at)
    first, last = model.days.bounds(day)
    working = [span for span in working_time(model, target.lane) if span[0] < last and span[1] > first]
    if target.visit_ids or target.place == "lane" or not target.instant:
        return (working[0][0], working[-1][1]) if working else (first, last)
    ends = next((span[1] for span in working if span[0] <= at < span[1]), at + LENGTH)
    return at, max(min(at + LENGTH, ends), at + 900)


class TimeOffDialog(QDialog):
    """A period and a reason."""

    def __init__(self, page: BoardPage, *, name: str, period: tuple[int, int], reason: str) -> None:
        """Propose a period in epoch seconds."""
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Block time"))
        days = page.view.scene.model.days
        self.period = PeriodEdit(str(days.zone), today=days.wall(period[0]).date())
        self.period.set_period(*(datetime.fromtimestamp(at, UTC) for at in period))
        self.reason = QLineEdit(reason)
        self.reason.setAccessibleName(_("Reason"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        agree = QPushButton(_("Block"))
        agree.setDefault(True)
        agree.setProperty("primary", True)
        buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
        agree.clicked.connect(self._finish)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(_("Block time of {name}").format(name=name), px=15, weight=600))
        column.addWidget(self.period)
        column.addWidget(plain_label(_("Reason"), px=12, is_quiet=True))
        column.addWidget(self.reason)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(440)

    def _finish(self) -> None:
        if self.period.is_right():
            self.accept()
