"""Marks of a year strip: what each state is called, its colour and its shape, and what one says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.queries.year_strip import MarkState, StripLine, StripMark
from models.terms import IntervalUnit
from resources.texts import N_, _, format_date
from ui import theme

STATE_NAMES: Mapping[MarkState, str] = {
    MarkState.PLANNED: N_("Planned"),
    MarkState.GENERATED: N_("Order made"),
    MarkState.DONE: N_("Done"),
    MarkState.LATE: N_("Late"),
    MarkState.MISSED: N_("No order made"),
    MarkState.SKIPPED: N_("Skipped"),
    MarkState.CANCELED: N_("Canceled"),
}
"""What a state is called, in English; translate at the place of speaking."""

_INKS: Mapping[MarkState, str] = {
    MarkState.PLANNED: "accent",
    MarkState.GENERATED: "accent",
    MarkState.DONE: "good",
    MarkState.LATE: "bad",
    MarkState.MISSED: "warning",
    MarkState.SKIPPED: "muted",
    MarkState.CANCELED: "muted",
}

SLIM = 6
"""Below this size a mark is a bar of its state's colour and height."""


def ink_of(state: MarkState) -> QColor:
    """The colour of a state today."""
    return theme.colour(_INKS[state])


def paint_mark(painter: QPainter, centre: QPointF, state: MarkState, size: float) -> None:
    """Draw the mark of a state around a point: each has a shape of its own (look.md)."""
    ink = ink_of(state)
    if size < SLIM:
        _paint_slim(painter, centre, state, size)
        return
    half = size / 2 - 1
    box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
    pen = QPen(ink, 1.75)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(theme.tokens.surface)
    _SHAPES[state](painter, box, ink)


def _paint_slim(painter: QPainter, centre: QPointF, state: MarkState, size: float) -> None:
    """A bar: whole for orders, its upper half for what is planned, the lower for what was missed."""
    above, below = _SLIM[state]
    width = max(1.5, min(size - 1, 4.0))
    painter.fillRect(QRectF(centre.x() - width / 2, centre.y() - above, width, above + below), ink_of(state))


_SLIM: Mapping[MarkState, tuple[float, float]] = {
    MarkState.PLANNED: (7, 0),
    MarkState.GENERATED: (7, 7),
    MarkState.DONE: (5, 5),
    MarkState.LATE: (9, 9),
    MarkState.MISSED: (0, 7),
    MarkState.SKIPPED: (1, 1),
    MarkState.CANCELED: (2, 2),
}
"""How far the bar of a state reaches above and below its line."""


def _ring(painter: QPainter, box: QRectF, _ink: QColor) -> None:
    painter.drawEllipse(box)


def _disc(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setBrush(ink)
    painter.drawEllipse(box)


def _tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setBrush(ink)
    painter.drawEllipse(box)
    side = box.width()
    painter.setPen(QPen(theme.tokens.surface, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = ((0.24, 0.52), (0.43, 0.71), (0.78, 0.33))
    painter.drawPolyline([QPointF(box.left() + side * x, box.top() + side * y) for x, y in points])


def _triangle(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setBrush(ink)
    top = QPointF(box.center().x(), box.top() - 0.5)
    foot = box.bottom() - box.height() * 0.06
    painter.drawPolygon(QPolygonF([top, QPointF(box.right(), foot), QPointF(box.left(), foot)]))


def _diamond(painter: QPainter, box: QRectF, _ink: QColor) -> None:
    middle = box.center()
    painter.drawPolygon(
        QPolygonF(
            [QPointF(middle.x(), box.top()), QPointF(box.right(), middle.y()),
             QPointF(middle.x(), box.bottom()), QPointF(box.left(), middle.y())]
        )
    )  # fmt: skip


def _dash(painter: QPainter, box: QRectF, _ink: QColor) -> None:
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))


def _cross(painter: QPainter, box: QRectF, _ink: QColor) -> None:
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


_SHAPES: Mapping[MarkState, Callable[[QPainter, QRectF, QColor], None]] = {
    MarkState.PLANNED: _ring,
    MarkState.GENERATED: _disc,
    MarkState.DONE: _tick,
    MarkState.LATE: _triangle,
    MarkState.MISSED: _diamond,
    MarkState.SKIPPED: _dash,
    MarkState.CANCELED: _cross,
}


# -- words -------------------------------------------------------------------------------------------


def said(mark: StripMark, line: StripLine) -> tuple[str, ...]:
    """What an occurrence says of itself, line by line, in plain text: what, when, why."""
    name = " ".join(part for part in (str(line.line), line.name) if part)
    head = f"{_(STATE_NAMES[mark.state])} · {mark.number}" if mark.number else _(STATE_NAMES[mark.state])
    rows = [f"{format_date(mark.on, 'full')}", f"{head} · {name}"]
    if mark.on != mark.calculated:
        told = (
            _("Moved here; by its interval it is due on {date}.")
            if mark.is_moved
            else _("By its interval it is due on {date}.")
        )
        rows.append(told.format(date=format_date(mark.calculated, "medium")))
    if mark.first != mark.last:
        rows.append(
            _("Time window: {first} to {last}").format(
                first=format_date(mark.first, "medium"), last=format_date(mark.last, "medium")
            )
        )
    if mark.state is MarkState.PLANNED and line.held:
        rows.append(line.held)
    if mark.note:
        rows.append(mark.note)
    return tuple(rows)


def interval_words(unit: IntervalUnit | None, every: int) -> str:
    """An interval as people say it: every week, every 3 months, once."""
    if unit is None:
        return _("once")
    return _(_EACH[unit]) if every == 1 else _(_EVERY[unit]).format(n=every)


_EACH: Mapping[IntervalUnit, str] = {
    IntervalUnit.DAY: N_("every day"),
    IntervalUnit.WEEK: N_("every week"),
    IntervalUnit.MONTH: N_("every month"),
    IntervalUnit.QUARTER: N_("every quarter"),
    IntervalUnit.YEAR: N_("every year"),
}
_EVERY: Mapping[IntervalUnit, str] = {
    IntervalUnit.DAY: N_("every {n} days"),
    IntervalUnit.WEEK: N_("every {n} weeks"),
    IntervalUnit.MONTH: N_("every {n} months"),
    IntervalUnit.QUARTER: N_("every {n} quarters"),
    IntervalUnit.YEAR: N_("every {n} years"),
}
