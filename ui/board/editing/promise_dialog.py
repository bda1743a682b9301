"""Promise a window: the day on which, and the times between which, visits may start."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label
from ui.widgets.fields import DateField, TimeField


class PromiseDialog(QDialog):
    """Day, earliest and latest start; all may be left empty.

    Signals:
        promised(date | None, time | None, time | None): what the person agreed to.
    """

    promised = Signal(object, object, object)

    def __init__(
        self, title: str, window: tuple[date | None, time | None, time | None], parent: QWidget
    ) -> None:
        """Start from what is promised now; `title` names the orders."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Promise a window"))
        self.day = DateField("day", _("Day"), today=window[0] or date.min)
        self.earliest = TimeField("earliest", _("Start from"))
        self.latest = TimeField("latest", _("Start until"))
        fields = (self.day, self.earliest, self.latest)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for column, (field, value) in enumerate(zip(fields, window, strict=True)):
            field.show_value(value)
            grid.addWidget(plain_label(field.label, px=12, is_quiet=True), 0, column)
            grid.addWidget(field, 1, column)
        known = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(known.Ok | known.Cancel)
        buttons.button(known.Ok).setText(_("Promise"))
        theme.make_primary(buttons.button(known.Ok))
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(18, 16, 18, 14)
        column_.setSpacing(12)
        column_.addWidget(plain_label(title, px=15, weight=600))
        column_.addLayout(grid)
        column_.addWidget(buttons)
        self.setMinimumWidth(420)

    def _agree(self) -> None:
        fields = (self.day, self.earliest, self.latest)
        for field in fields:
            field.complain(field.problem())
        if any(field.complaint() for field in fields):
            return
        day, earliest, latest = (field.read() for field in fields)
        if earliest is not None and latest is not None and latest < earliest:  # type: ignore[operator]
            self.latest.complain(_("It would end before it begins."))
            return
        self.promised.emit(day, earliest, latest)
        self.accept()
