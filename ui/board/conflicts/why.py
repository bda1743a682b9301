"""Why is it so? The rules that a visit breaks in words, here or with another technician; what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout

from models import fit
from resources.texts import _, format_time, format_weekday_date
from ui.board.conflicts.verdict_box import VerdictBox
from ui.board.conflicts.way_out import ways_out
from ui.board.editing.placements import Placement
from ui.widgets.cards import plain_label

if TYPE_CHECKING:
    from ui.board.page import BoardPage

MOST_WAYS = 4


class WhyDialog(QDialog):
    """What speaks against a visit where it stands; another technician may be asked about."""

    def __init__(self, page: BoardPage, place: Placement, *, technician_id: int = 0) -> None:
        """Ask about a visit, with its own technician unless another is given."""
        super().__init__(page)
        self._page, self._place = page, place
        self.setWindowTitle(_("Why? {order}").format(order=place.number))
        model = page.view.scene.model
        when = model.days.wall(place.starts)
        words = _("{order}, {day} {time}").format(
            order=place.title, day=format_weekday_date(when.date()), time=format_time(when)
        )
        self.technician = QComboBox()
        self.technician.setAccessibleName(_("Technician"))
        for row in model.lanes:
            self.technician.addItem(row.name, row.technician_id)
        own = model.lanes[place.lane].technician_id
        self.technician.setCurrentIndex(self.technician.findData(technician_id or own))
        self.verdict = VerdictBox()
        self.fixes = plain_label(px=12, is_quiet=True)
        self.fixes.setWordWrap(True)
        self.ways = QHBoxLayout()
        self._lay_out(words)
        self.technician.currentIndexChanged.connect(lambda _at: self._answer())
        self._answer()

    def _lay_out(self, words: str) -> None:
        head = plain_label(words, weight=600)
        head.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for part in (head, self.technician, self.verdict, self.fixes):
            column.addWidget(part)
        column.addLayout(self.ways)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

    def _answer(self) -> None:
        """Judge the visit on the chosen lane, as the board is now."""
        model = self._page.view.scene.model
        lane = model.lane_of.get(int(self.technician.currentData() or 0), self._place.lane)
        (verdict,) = model.judge([replace(self._place, lane=lane)])
        self.verdict.show_verdict(verdict, where=model.lanes[lane].name)
        helps = [f"{one.text}: {one.fix_text}" for one in verdict.findings if one.fix_text]
        self.fixes.setText("\n".join(dict.fromkeys(helps)))
        self.fixes.setVisible(bool(helps))
        self._offer(verdict if lane == self._place.lane else None)

    def _offer(self, verdict: fit.Verdict | None) -> None:
        """Ways out of what the visit breaks where it stands."""
        while (item := self.ways.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if verdict is None:
            return
        found = {
            way.words: way
            for finding in verdict.findings
            for way in ways_out(self._page, self._place.visit_id, finding)
        }
        for way in list(found.values())[:MOST_WAYS]:
            button = QPushButton(way.words)
            button.clicked.connect(self.accept)
            button.clicked.connect(lambda _on=False, way=way: way.take())
            self.ways.addWidget(button)
        self.ways.addStretch(1)


def ask_why(page: BoardPage, visit_id: int, *, technician_id: int = 0) -> WhyDialog | None:
    """Open the answer for a visit that is on the board."""
    model = page.view.scene.model
    slot = model.table.slot(visit_id)
    if slot < 0:
        return None
    dialog = WhyDialog(page, model.placement(slot), technician_id=technician_id)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
