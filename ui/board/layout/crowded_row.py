"""A row of controls in which those that matter least move into a drop-down where there is too little room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from resources.texts import _
from ui import theme

SPACING = 6
EDGE = 12
_SHUT = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


@dataclass(slots=True)
class _Place:
    """A control and what it is worth: the lowest rank goes first. `gap` is the air before it.

    One with a stand-in makes room for that, and not for the drop-down.
    """

    widget: QWidget
    rank: int
    gap: int
    stand_in: QWidget | None = None


class CrowdedRow(QWidget):
    """Controls from left to right, a stretch before the one named by `stretch_before`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty row."""
        super().__init__(parent)
        self._places: list[_Place] = []
        self._away: list[QWidget] = []
        self._is_fitting = False
        self._stretch_before: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 0, EDGE, 0)
        self._row.setSpacing(SPACING)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.more = QToolButton(self)
        self.more.setAutoRaise(True)
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(_("What has no room in this row"))
        theme.set_icon(self.more, "more")
        self.more.clicked.connect(self._open)
        self.more.hide()
        self.drawer = QFrame(self, Qt.WindowType.Popup)
        self.drawer.setFrameShape(QFrame.Shape.StyledPanel)
        self._grid = QGridLayout(self.drawer)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(10)
        self._labels: list[QLabel] = []

    def add(
        self,
        widget: QWidget,
        *,
        rank: int,
        before: QWidget | None = None,
        gap: int = 0,
        stand_in: QWidget | None = None,
    ) -> None:
        """Take a control in at the end, or before another; a narrower one may stand in for it."""
        place = _Place(widget, rank, gap, stand_in)
        known = [one.widget for one in self._places]
        at = known.index(before) if before in known else len(known)
        self._places.insert(at, place)
        self._lay_out()
        self._fit()

    def stretch_before(self, widget: QWidget) -> None:
        """Let the room that is left over stand before a control."""
        self._stretch_before = widget

    @property
    def away(self) -> tuple[QWidget, ...]:
        """The controls that are in the drop-down now."""
        return tuple(self._away)

    def minimumSizeHint(self) -> QSize:
        """Narrow: what has no room moves away."""
        return QSize(240, theme.TOOLBAR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find out what has room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A control has changed its size: find out anew."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        if self._is_fitting or not self._places:
            return
        away = self._without_room()
        if away == self._away:
            return
        self._is_fitting = True
        self._away = away
        self._lay_out()
        self._is_fitting = False

    def _without_room(self) -> list[QWidget]:
        shown = [one for one in self._places if one.stand_in is not None or not _is_shut(one.widget)]
        room = self.width() - 2 * EDGE
        needed = sum(_width(one.widget) + one.gap + SPACING for one in shown)
        gone: list[QWidget] = []
        if needed <= room:
            return gone
        needed += _width(self.more) + SPACING
        for one in sorted(shown, key=lambda each: each.rank):
            if needed <= room:
                break
            needed -= _width(one.widget) + one.gap + SPACING
            if one.stand_in is not None:
                needed += _width(one.stand_in) + one.gap + SPACING
            gone.append(one.widget)
        return [one.widget for one in self._places if one.widget in gone]

    def _lay_out(self) -> None:
        """Put every control into the row or into the drop-down, in order; who is hidden stays so."""
        while self._row.count():
            self._row.takeAt(0)
        for label in self._labels:
            label.deleteLater()
        self._labels.clear()
        while self._grid.count():
            self._grid.takeAt(0)
        for one in self._places:
            is_away = one.widget in self._away
            if one.stand_in is not None:
                one.stand_in.setVisible(is_away)
                one.widget.setVisible(not is_away)
            elif is_away:
                self._put_away(one.widget)
                continue
            if one.widget is self._stretch_before:
                self._row.addStretch(1)
            if one.gap:
                self._row.addSpacing(one.gap)
            self._row.addWidget(one.stand_in if is_away and one.stand_in is not None else one.widget)
        self._row.addWidget(self.more)
        self.more.setVisible(any(one.stand_in is None for one in self._places if one.widget in self._away))

    def _put_away(self, widget: QWidget) -> None:
        line = self._grid.count()
        self._grid.addWidget(widget, line, 0)
        if widget.accessibleName():
            label = QLabel(widget.accessibleName(), self.drawer)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._labels.append(label)
            self._grid.addWidget(label, line, 1)

    def _open(self) -> None:
        self.drawer.adjustSize()
        corner = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 2))
        self.drawer.move(corner - QPoint(self.drawer.width(), 0))
        self.drawer.show()


def _is_shut(widget: QWidget) -> bool:
    """Whether somebody hid a control on purpose."""
    return widget.isHidden() and widget.testAttribute(_SHUT)


def _width(widget: QWidget) -> int:
    hint = max(widget.sizeHint().width(), widget.minimumWidth())
    return min(hint, widget.maximumWidth())
