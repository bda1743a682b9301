"""Where an order is, where it may go, and why not elsewhere; asks for a reason where a stage wants one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.queries.order_details import Choice, StageOption
from resources.texts import _
from ui import theme
from ui.widgets.cards import plain_label
from ui.widgets.tips import plain_tip

_DOT = 14
"""Logical pixels of the square in which a stage's dot stands."""


class StageBar(QWidget):
    """A button for every stage, in their order; those that cannot be entered say why in their tip.

    Attributes:
        now: gives the present in epoch seconds.

    Signals:
        go_wanted(int, object, str): the stage, the reason's id or None, and a note.
    """

    go_wanted = Signal(int, object, str)
    role_id = 0
    """The role of the person at the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self.buttons: dict[int, QPushButton] = {}
        self._reasons: tuple[Choice, ...] = ()
        self._target: StageOption | None = None
        self.now: Callable[[], float] = lambda: 0.0
        self.question = _ReasonQuestion(self)
        self.question.given.connect(self._go_with_reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._row)
        column.addWidget(self.question)
        self.question.hide()

    def show_stages(self, stages: Sequence[StageOption], reasons: Sequence[Choice]) -> None:
        """Show the stages as seen from the one the order is in."""
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._reasons = tuple(reasons)
        self.question.hide()
        self.buttons = {stage.id: self._button(stage) for stage in stages}
        for button in self.buttons.values():
            self._row.addWidget(button)
        self._row.addStretch(1)

    def _button(self, stage: StageOption) -> QPushButton:
        button = QPushButton(stage.name.replace("&", "&&"))
        button.setCheckable(True)
        button.setChecked(stage.is_current)
        button.setFont(theme.font(13, 600 if stage.is_current else 400))
        why_not = stage.why_not or self._why_not_for_role(stage)
        button.setEnabled(stage.is_current or not why_not)
        if stage.is_before:
            theme.set_icon(button, "check", "muted")
        elif stage.colour:
            button.setIcon(_dot(stage.colour))
        tip = _("The order is here.") if stage.is_current else why_not
        if not tip:
            tip = _("Back to {stage}") if stage.is_before else _("On to {stage}")
            tip = tip.format(stage=stage.name) + (
                " · " + _("asks for a reason") if stage.needs_reason else ""
            )
        button.setToolTip(plain_tip(tip))
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda _checked: self._clicked(stage, button))
        return button

    def _why_not_for_role(self, stage: StageOption) -> str:
        return stage.only_roles if self.role_id and self.role_id not in stage.for_roles else ""

    def _clicked(self, stage: StageOption, button: QPushButton) -> None:
        button.setChecked(stage.is_current)
        if stage.is_current:
            self.question.hide()
        elif stage.needs_reason or self._runs_out(stage):
            self._target = stage
            self.question.ask(stage.name, self._reasons)
        else:
            self.question.hide()
            self.go_wanted.emit(stage.id, None, "")

    def _runs_out(self, stage: StageOption) -> bool:
        """Whether the clock that the stage ends has run out by now, and the company asks why."""
        return bool(stage.reason_after) and self.now() > stage.reason_after

    def _go_with_reason(self, reason_id: int, note: str) -> None:
        if self._target is not None:
            self.question.hide()
            self.go_wanted.emit(self._target.id, reason_id, note)


def _dot(colour: str) -> QIcon:
    """A stage's own colour as a dot before its name."""
    ratio = 2
    drawn = QPixmap(_DOT * ratio, _DOT * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.on_ground(colour))
    painter.drawEllipse(QRectF(3, 3, _DOT - 6, _DOT - 6))
    painter.end()
    return QIcon(drawn)


class _ReasonQuestion(QWidget):
    """Which reason, and a note; stays beside the bar and blocks nothing."""

    given = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = plain_label()
        self.reason, self.note = QComboBox(), QLineEdit()
        self.reason.setMinimumWidth(200)
        self.note.setPlaceholderText(_("Note"))
        self.note.setMaxLength(500)
        self.go, self.stay = QPushButton(), QPushButton(_("Stay here"))
        self.go.setProperty("primary", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._label, self.reason):
            row.addWidget(part)
        row.addWidget(self.note, 1)
        row.addWidget(self.go)
        row.addWidget(self.stay)
        self.go.clicked.connect(lambda _checked: self._give())
        self.note.returnPressed.connect(self._give)
        self.stay.clicked.connect(lambda _checked: self.hide())
        self.reason.currentIndexChanged.connect(lambda _index: self._tell())

    def ask(self, stage: str, reasons: Sequence[Choice]) -> None:
        """Ask for a reason to enter a stage."""
        self._label.setText(_("Why {stage}?").format(stage=stage) if reasons else "")
        if not reasons:
            self._label.setText(_("{stage} asks for a reason, and none is set up yet.").format(stage=stage))
        self.go.setText(_("Go to {stage}").format(stage=stage).replace("&", "&&"))
        self.reason.clear()
        self.reason.addItem(_("Choose a reason"), 0)
        for reason in reasons:
            self.reason.addItem(reason.name, reason.id)
        self.note.clear()
        self._tell()
        self.show()
        self.reason.setFocus()

    def _tell(self) -> None:
        self.go.setEnabled(bool(self.reason.currentData()))

    def _give(self) -> None:
        if self.reason.currentData():
            self.given.emit(self.reason.currentData(), self.note.text().strip())
