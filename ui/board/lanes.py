"""The lane column: initials, name, skills, and how full the visible days are."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.queries.board import LaneRow
from resources.texts import _, format_number
from ui import theme
from ui.board.atlas import mixed
from ui.board.geometry import Group
from ui.board.lettering import Hand
from ui.board.scene import HEADER, LANE_COLUMN, Scene
from ui.board.style import Style

KEPT = 160
BAR = 64
MARGIN = 12


class _Look(NamedTuple):
    """Everything a painted lane header depends on."""

    lane: int
    height: int
    booked: float
    available: float
    chosen: bool


class LaneColumn:
    """Paints lane headers; each is kept as a picture until something about it changes."""

    def __init__(self, style: Style) -> None:
        """Paint in one style."""
        self._style = style
        self._kept: dict[_Look, QPixmap] = {}
        self._name_font = theme.font(13, 500)
        self._group_font = theme.font(12, 600)

    def forget(self) -> None:
        """Drop the pictures, after lanes changed."""
        self._kept.clear()

    def paint(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """Paint the part of the column inside a rectangle; the clip is set already."""
        top = rect.top() + scene.scroll_y - HEADER
        first, last = scene.rows.span(top, top + rect.height())
        painter.fillRect(rect, self._style.surface)
        for lane in range(first, last):
            height = scene.lane_bottom(lane) - scene.lane_top(lane)
            if height:
                painter.drawPixmap(0, scene.lane_top(lane), self._picture(scene, lane, height))
        for group in scene.rows.groups:
            y = group.top - scene.scroll_y + HEADER
            if group.height and y <= rect.bottom() and y + group.height > rect.top():
                self._group(painter, scene, group, y)
        below = HEADER + scene.rows.height - scene.scroll_y
        if below <= rect.bottom():
            painter.fillRect(rect.left(), below, rect.width(), rect.bottom() - below + 1, self._style.window)
        painter.fillRect(LANE_COLUMN - 1, rect.top(), 1, rect.height(), self._style.line)

    def _picture(self, scene: Scene, lane: int, height: int) -> QPixmap:
        booked, available = scene.model.load(lane, scene.load_days)
        look = _Look(lane, height, booked, available, lane == scene.target_lane)
        found = self._kept.get(look)
        if found is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
            found = self._kept[look] = self._drawn(scene.model.lanes[lane], look)
        return found

    def _drawn(self, row: LaneRow, look: _Look) -> QPixmap:
        style, ratio = self._style, self._style.ratio
        picture = QPixmap(round(LANE_COLUMN * ratio), round(look.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(style.tokens.accent_surface if look.chosen else style.tokens.surface)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        comfortable = style.density.lane >= 40
        side = 26 if comfortable else 20
        middle = style.density.lane // 2
        self._avatar(painter, row, QRectF(MARGIN, middle - side / 2, side, side))
        left = MARGIN + side + 10
        right = self._load(painter, look, middle)
        self._name(painter, row.name, QRect(left, 5 if comfortable else 0, right - left, 19 if comfortable else style.density.lane))
        if comfortable:
            self._chips(painter, row, left, 25, right)
        painter.fillRect(QRectF(0, look.height - 1, LANE_COLUMN, 1), style.grid_line)
        painter.end()
        return picture

    def _avatar(self, painter: QPainter, row: LaneRow, circle: QRectF) -> None:
        tokens = self._style.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(tokens.accent_surface, tokens.surface, 0.0))
        painter.drawEllipse(circle)
        painter.setPen(tokens.accent)
        painter.setFont(self._style.letters.fonts[Hand.TINY_BOLD])
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(row.name))

    def _name(self, painter: QPainter, name: str, room: QRect) -> None:
        painter.setPen(self._style.text)
        painter.setFont(self._name_font)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _load(self, painter: QPainter, look: _Look, middle: int) -> int:
        """Hours and bar at the right; returns where the name has to end."""
        style = self._style
        full = look.booked > look.available + 0.01
        ink = style.tokens.bad if full else style.muted
        text = load_text(look.booked, look.available)
        painter.setFont(style.letters.fonts[Hand.SMALL])
        painter.setPen(ink)
        right = LANE_COLUMN - MARGIN
        comfortable = style.density.lane >= 40
        top = middle - 14 if comfortable else middle - 11
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRect(right - 120, top, 120, 15), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        y = middle + 5 if comfortable else middle + 7
        bar = QRectF(right - BAR, y, BAR, 4 if comfortable else 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.line)
        painter.drawRoundedRect(bar, 2, 2)
        share = min(look.booked / look.available, 1.0) if look.available else float(look.booked > 0)
        if share > 0:
            painter.setBrush(style.bad_brush if full else style.accent_brush)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(BAR * share, 4), bar.height()), 2, 2)
        return right - max(width, BAR if comfortable else 0) - 8

    def _chips(self, painter: QPainter, row: LaneRow, left: int, top: int, right: int) -> None:
        """As many skills as fit; "+2" for the others."""
        style = self._style
        painter.setFont(style.letters.fonts[Hand.TINY])
        metrics = painter.fontMetrics()
        names = [name for _skill, name in row.skills]
        for at, name in enumerate(names):
            rest = len(names) - at
            more = metrics.horizontalAdvance(f"+{rest}") + 8
            width = metrics.horizontalAdvance(name) + 9
            if left + width + (more if rest > 1 else 0) > right:
                if left + more <= right + 8:
                    painter.setPen(style.muted)
                    painter.drawText(QRect(left + 1, top, more, 15), Qt.AlignmentFlag.AlignVCenter, f"+{rest}")
                return
            painter.setPen(QPen(style.tokens.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left + 0.5, top + 0.5, width - 1, 14), 3, 3)
            painter.setPen(style.muted)
            painter.drawText(QRect(left, top, width, 15), Qt.AlignmentFlag.AlignCenter, name)
            left += width + 4

    def _group(self, painter: QPainter, scene: Scene, group: Group, y: int) -> None:
        style = self._style
        painter.fillRect(0, y, LANE_COLUMN, group.height, style.window)
        painter.fillRect(0, y + group.height - 1, LANE_COLUMN, 1, style.line)
        painter.setFont(self._group_font)
        painter.setPen(style.text)
        name = group.name or _("No team")
        room = QRect(MARGIN, y, LANE_COLUMN - 2 * MARGIN - 40, group.height)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(style.muted)
        painter.setFont(style.letters.fonts[Hand.SMALL])
        count = QRect(room.left() + metrics.horizontalAdvance(shown) + 7, y, 60, group.height)
        painter.drawText(count, Qt.AlignmentFlag.AlignVCenter, format_number(group.shown))
        self._chevron(painter, y + group.height // 2, closed=group.team_id in scene.collapsed)

    def _chevron(self, painter: QPainter, middle: int, *, closed: bool) -> None:
        """Which way the group goes when clicked."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._style.muted, 1.5))
        x = LANE_COLUMN - MARGIN - 8
        if closed:
            painter.drawLine(x + 2, middle - 4, x + 6, middle)
            painter.drawLine(x + 6, middle, x + 2, middle + 4)
        else:
            painter.drawLine(x, middle - 2, x + 4, middle + 2)
            painter.drawLine(x + 4, middle + 2, x + 8, middle - 2)
        painter.restore()


def initials(name: str) -> str:
    """First letters of the first and the last word: "Anna de Vries" is AV."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def load_text(booked: float, available: float) -> str:
    """Booked of available hours: "6.5 / 8 h"."""
    return _("{booked} / {available} h").format(
        booked=format_number(round(booked, 1)), available=format_number(round(available, 1))
    )
