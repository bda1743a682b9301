"""The status bar: connection, selection, and what the gesture in hand will do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from app.changes import Changes
from resources.texts import _, format_time
from ui import theme
from ui.jobs import Jobs


class _Dot(QWidget):
    """A disc when the database answers, a ring when it does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(16, 16)
        self.is_reached = True
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it; shape and colour both say it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.tokens.good if self.is_reached else theme.tokens.bad
        painter.setPen(ink)
        painter.setBrush(ink if self.is_reached else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(5, 5, 6, 6)


class StatusBar(QStatusBar):
    """One quiet line at the bottom of the window."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._dot = _Dot(self)
        self._place, self._selection, self._hint = self._label(), self._label(), self._label()
        self.setSizeGripEnabled(False)
        self.addWidget(self._dot)
        self.addWidget(self._place)
        self.addWidget(self._selection)
        self.addPermanentWidget(self._hint)
        self._last = ""
        self._say_place()
        jobs.reached.connect(self._on_reached)

    def selected(self, text: str) -> None:
        """Say what is selected."""
        self._selection.setText(text)

    def hint(self, text: str) -> None:
        """Say what the gesture in hand will do."""
        self._hint.setText(text)

    def heard(self, changes: Changes) -> None:
        """Remember when something last changed, and by whom."""
        zone = self._jobs.context.clock().astimezone()
        who = f" ({changes.by})" if changes.by and not changes.own else ""
        self._last = _("last change {time}").format(time=format_time(zone)) + who
        self._say_place()

    def _on_reached(self, is_reached: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._dot.is_reached = is_reached
        self._dot.update()
        self._say_place()

    def _say_place(self) -> None:
        name = self._jobs.context.database.name
        known = (
            _("Connected to {name}") if self._dot.is_reached else _("No connection to {name}; trying again")
        )
        said = known.format(name=name)
        self._place.setText(f"{said} · {self._last}" if self._last else said)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(theme.font(12, tabular=True))
        return label
