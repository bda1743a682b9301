"""The legend of a year strip: each state that occurs, its mark, its name and how often."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.queries.year_strip import MarkState, YearStrip
from resources.texts import _, format_number
from ui import theme
from ui.agreements.strip_marks import STATE_NAMES, paint_mark
from ui.widgets.flow import Flow

MARK = 13
GAP = 6
HEIGHT = 20


class Entry(QWidget):
    """A mark, what it means, and how many there are."""

    def __init__(self, state: MarkState) -> None:
        super().__init__()
        self._state, self._count = state, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_count(self, count: int) -> None:
        """How many there are; what does not occur is not shown."""
        self._count = count
        self.setAccessibleName(self.words())
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Such as "Done 4"."""
        return f"{_(STATE_NAMES[self._state])} {format_number(self._count)}"

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = QFontMetrics(theme.font(12, tabular=True))
        return QSize(MARK + GAP + metrics.horizontalAdvance(self.words()) + 12, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw mark and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QPointF(MARK / 2, HEIGHT / 2), self._state, MARK)
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(theme.tokens.muted)
        place = QRectF(MARK + GAP, 0, self.width(), HEIGHT)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.words())


class Legend(QWidget):
    """The states that occur in a strip; it wraps where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {state: Entry(state) for state in MarkState}
        flow = Flow(self, gap=4)
        for entry in self._entries.values():
            flow.addWidget(entry)
            entry.hide()

    def show_strip(self, strip: YearStrip | None) -> None:
        """Count the marks of a strip; what nobody waits for, as its line is held back, does not count."""
        lines = strip.lines if strip is not None else ()
        counts = Counter(
            mark.state for line in lines for mark in line.marks if mark.order_id or not line.held
        )
        for state, entry in self._entries.items():
            entry.set_count(counts[state])

    def words(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(entry.words() for entry in self._entries.values() if not entry.isHidden())
