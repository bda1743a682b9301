"""StageGraph: the stages drawn as boxes from left to right, with the ways between them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.queries.stages import StageBox, StageMap, StageWay
from resources.texts import _
from ui import theme

_WIDTH, _HEIGHT = 168, 50
_GAP_X, _GAP_Y = 56, 22
_MARGIN = 20
_HEAD = 8
_BOW = 26
"""How far a way back bows out below the boxes."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Columns and rows that an arrow key goes."""


class StageGraph(QWidget):
    """Boxes in columns by their distance from the first stage; a click or the arrow keys choose one.

    Ways of the tree are solid, further ones dashed; each ends in an arrow.

    Signals:
        chosen(int): the person chose a stage.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map = StageMap((), (), ())
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(_("Stages and the ways between them"))
        theme.changed.connect(self.update)

    def show_map(self, shown: StageMap, *, current: int) -> None:
        """Draw these stages; one of them is chosen."""
        self._map, self.current = shown, current
        self.setMinimumSize(self.sizeHint())
        self._describe()
        self.update()

    def choose(self, stage_id: int) -> None:
        """Show a stage as chosen, without telling."""
        self.current = stage_id
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """As large as the columns and rows."""
        columns = max((box.column for box in self._map.boxes), default=0) + 1
        rows = max((box.row for box in self._map.boxes), default=0) + 1
        return QSize(
            2 * _MARGIN + columns * (_WIDTH + _GAP_X) - _GAP_X,
            2 * _MARGIN + rows * (_HEIGHT + _GAP_Y) - _GAP_Y + _BOW,
        )

    def rect_of(self, box: StageBox) -> QRect:
        """Where a stage is drawn."""
        left = _MARGIN + box.column * (_WIDTH + _GAP_X)
        return QRect(left, _MARGIN + box.row * (_HEIGHT + _GAP_Y), _WIDTH, _HEIGHT)

    # -- choosing ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the stage under the pointer."""
        at = event.position().toPoint()
        for box in self._map.boxes:
            if self.rect_of(box).contains(at):
                self._choose(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the nearest stage on that side."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        found = self._beside(*step)
        if found is not None:
            self._choose(found)

    def _beside(self, across: int, down: int) -> StageBox | None:
        boxes = self._map.boxes
        here = next((box for box in boxes if box.id == self.current), None)
        if here is None:
            return boxes[0] if boxes else None
        column, row = here.column + across, here.row + down
        there = [box for box in boxes if box.column == column and (across or box.row == row)]
        return min(there, key=lambda box: abs(box.row - row), default=None)

    def _choose(self, box: StageBox) -> None:
        self.choose(box.id)
        self.chosen.emit(box.id)

    def _describe(self) -> None:
        named = next((box.name for box in self._map.boxes if box.id == self.current), "")
        self.setAccessibleDescription(named)

    # -- drawing -------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ways first, boxes over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rects = {box.id: self.rect_of(box) for box in self._map.boxes}
        for way in self._map.ways:
            if way.from_id in rects and way.to_id in rects:
                self._paint_way(painter, way, rects[way.from_id], rects[way.to_id])
        for box in self._map.boxes:
            self._paint_box(painter, box, rects[box.id])

    def _paint_way(self, painter: QPainter, way: StageWay, origin: QRect, target: QRect) -> None:
        tokens = theme.tokens
        is_near = self.current in (way.from_id, way.to_id)
        ink = tokens.accent if is_near else tokens.muted
        style = Qt.PenStyle.DashLine if way.id else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 1.6 if is_near else 1.2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        end, comes = _draw_line(painter, QRectF(origin), QRectF(target))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPath(_arrow(end, comes))

    def _paint_box(self, painter: QPainter, box: StageBox, rect: QRect) -> None:
        tokens = theme.tokens
        is_current = box.id == self.current
        body = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = tokens.accent if is_current else tokens.bad if not box.is_reached else tokens.edge
        painter.setPen(QPen(edge, 2 if is_current else 1))
        painter.setBrush(tokens.accent_surface if is_current else tokens.surface)
        painter.drawRoundedRect(body, theme.RADIUS, theme.RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.on_ground(box.colour) if box.colour else tokens.line)
        painter.drawRoundedRect(QRectF(rect.left() + 8, rect.top() + 10, 4, rect.height() - 20), 2, 2)
        inside = rect.adjusted(20, 6, -8, -6)
        self._write(painter, inside, box.name, (13, 600))
        painter.setPen(tokens.bad if not box.is_reached else tokens.muted)
        lower = inside.adjusted(0, inside.height() // 2, 0, 0)
        painter.setFont(theme.font(11, 400))
        said = QFontMetrics(painter.font()).elidedText(_said(box), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, said)

    def _write(self, painter: QPainter, inside: QRect, text: str, hand: tuple[int, int]) -> None:
        painter.setPen(theme.tokens.text)
        painter.setFont(theme.font(*hand))
        upper = inside.adjusted(0, 0, 0, -inside.height() // 2)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, upper.width())
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, shown)


def _said(box: StageBox) -> str:
    """What is special about a stage, in a few words."""
    if not box.is_reached:
        return _("cannot be reached")
    parts = (
        _("asks why") if box.needs_reason else "",
        _("stops the clock") if box.stops_clock else "",
        _("posting") if box.may_post else "",
        box.for_roles,
    )
    return " · ".join(part for part in parts if part)


def _draw_line(painter: QPainter, origin: QRectF, target: QRectF) -> tuple[QPointF, QPointF]:
    """Draw a way; gives the point where its arrow stands, and the direction from which it comes."""
    path = QPainterPath()
    if target.left() > origin.left():
        begin, end = QPointF(origin.right(), origin.center().y()), QPointF(target.left(), target.center().y())
        bend = max((end.x() - begin.x()) / 2, 16)
        path.moveTo(begin)
        path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end - QPointF(_HEAD, 0))
        comes = QPointF(-1, 0)
    elif target.left() == origin.left():
        begin, end = (
            QPointF(origin.right(), origin.center().y()),
            QPointF(target.right(), target.center().y()),
        )
        path.moveTo(begin)
        path.cubicTo(begin + QPointF(_BOW, 0), end + QPointF(_BOW, 0), end + QPointF(_HEAD, 0))
        comes = QPointF(1, 0)
    else:
        begin, end = (
            QPointF(origin.center().x(), origin.bottom()),
            QPointF(target.center().x(), target.bottom()),
        )
        low = max(begin.y(), end.y()) + _BOW
        path.moveTo(begin)
        path.cubicTo(QPointF(begin.x(), low), QPointF(end.x(), low), end + QPointF(0, _HEAD))
        comes = QPointF(0, 1)
    painter.drawPath(path)
    return end, comes


def _arrow(tip: QPointF, comes: QPointF) -> QPainterPath:
    """A filled head at a point, its base on the side it comes from."""
    across = QPointF(comes.y(), comes.x())
    path = QPainterPath(tip)
    path.lineTo(tip + comes * _HEAD + across * (_HEAD / 2))
    path.lineTo(tip + comes * _HEAD - across * (_HEAD / 2))
    path.closeSubpath()
    return path
