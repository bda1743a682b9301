"""The lane column: initials, name, skills, and how full the visible days are."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.queries.board import LaneRow
from resources.texts import _, format_number
from ui.board.geometry import Group
from ui.board.lettering import Hand, write
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
        self._discs: dict[str, QPixmap] = {}
        self._chip_pictures: dict[str, tuple[QPixmap, int]] = {}

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
        comfortable = style.density.lane >= 40
        side = 26 if comfortable else 20
        middle = style.density.lane // 2
        self._avatar(painter, initials(row.name), QRect(MARGIN, middle - side // 2, side, side))
        left = MARGIN + side + 10
        right = self._load(painter, look, middle)
        letters = style.letters
        name = letters.cut(row.name, Hand.NAME, right - left)
        top = 5 if comfortable else (style.density.lane - letters.heights[Hand.NAME]) // 2
        self._write(painter, name, (Hand.NAME, style.text), (left, top))
        if comfortable:
            self._chips(painter, row, (left, 25, right))
        painter.fillRect(QRectF(0, look.height - 1, LANE_COLUMN, 1), style.grid_line)
        painter.end()
        return picture

    def _write(self, painter: QPainter, text: str, look: tuple[Hand, QColor], at: tuple[int, int]) -> int:
        """Write a text with its top left corner at a point; returns its width."""
        hand, ink = look
        word = self._style.letters.word(text, hand)
        painter.setFont(self._style.letters.fonts[hand])
        painter.setPen(ink)
        write(painter, *at, word)
        return word.width

    def _avatar(self, painter: QPainter, text: str, place: QRect) -> None:
        """Initials in a disc; each kept as a small picture."""
        key = f"{text} {place.width()}"
        found = self._discs.get(key)
        if found is None:
            found = self._discs[key] = self._disc(text, place.width())
        painter.drawPixmap(place.topLeft(), found)

    def _disc(self, text: str, side: int) -> QPixmap:
        style, (picture, painter) = self._style, self._blank(side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.accent_surface)
        painter.drawEllipse(0, 0, side, side)
        word = style.letters.word(text, Hand.TINY_BOLD)
        top = (side - style.letters.heights[Hand.TINY_BOLD] + 1) // 2
        self._write(painter, text, (Hand.TINY_BOLD, style.accent), ((side - word.width + 1) // 2, top))
        painter.end()
        return picture

    def _blank(self, width: int, height: int) -> tuple[QPixmap, QPainter]:
        ratio = self._style.ratio
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return picture, painter

    def _chip(self, name: str) -> tuple[QPixmap, int]:
        """A skill in a rounded outline, kept as a small picture, and its width."""
        found = self._chip_pictures.get(name)
        if found is None:
            style = self._style
            width = style.letters.word(name, Hand.TINY).width + 9
            picture, painter = self._blank(width, 15)
            painter.setPen(QPen(style.tokens.line, 1))
            painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 14), 3, 3)
            self._write(painter, name, (Hand.TINY, style.muted), (5, 1))
            painter.end()
            found = self._chip_pictures[name] = picture, width
        return found

    def _load(self, painter: QPainter, look: _Look, middle: int) -> int:
        """Hours and bar at the right; returns where the name has to end."""
        style = self._style
        full = look.booked > look.available + 0.01
        text = load_text(look.booked, look.available)
        word = style.letters.word(text, Hand.SMALL)
        right = LANE_COLUMN - MARGIN
        comfortable = style.density.lane >= 40
        top = middle - 13 if comfortable else middle - 10
        ink = style.tokens.bad if full else style.muted
        self._write(painter, text, (Hand.SMALL, ink), (right - word.width, top))
        bar, high = right - BAR, 4 if comfortable else 3
        painter.fillRect(bar, middle + 5, BAR, high, style.line)
        share = min(look.booked / look.available, 1.0) if look.available else float(look.booked > 0)
        painter.fillRect(
            bar, middle + 5, round(BAR * share), high, style.bad_brush if full else style.accent_brush
        )
        return right - max(word.width, BAR) - 8

    def _chips(self, painter: QPainter, row: LaneRow, place: tuple[int, int, int]) -> None:
        """As many skills as fit between left and right; "+2" for the others."""
        style, letters = self._style, self._style.letters
        left, top, right = place
        names = [name for _skill, name in row.skills]
        for at, name in enumerate(names):
            rest = len(names) - at
            more = letters.width(f"+{rest}", Hand.TINY) + 8
            if not at:
                name = letters.cut(name, Hand.TINY, right - left - 9 - (more if rest > 1 else 0))
            picture, width = self._chip(name)
            if left + width + (more if rest > 1 else 0) > right:
                if left + more <= right + 8:
                    self._write(painter, f"+{rest}", (Hand.TINY, style.muted), (left + 1, top + 1))
                return
            painter.drawPixmap(left, top, picture)
            left += width + 4

    def _group(self, painter: QPainter, scene: Scene, group: Group, y: int) -> None:
        style = self._style
        painter.fillRect(0, y, LANE_COLUMN, group.height, style.window)
        painter.fillRect(0, y + group.height - 1, LANE_COLUMN, 1, style.line)
        letters = style.letters
        name = letters.cut(group.name or _("No team"), Hand.GROUP, LANE_COLUMN - 2 * MARGIN - 50)
        top = y + (group.height - letters.heights[Hand.GROUP]) // 2
        width = self._write(painter, name, (Hand.GROUP, style.text), (MARGIN, top))
        drop = letters.ascents[Hand.GROUP] - letters.ascents[Hand.SMALL]
        look = (Hand.SMALL, style.muted)
        self._write(painter, format_number(group.shown), look, (MARGIN + width + 7, top + drop))
        painter.setPen(Qt.PenStyle.NoPen)
        closed = group.team_id in scene.collapsed
        painter.drawPixmap(LANE_COLUMN - MARGIN - 10, y + group.height // 2 - 6, self._chevron(closed=closed))

    def _chevron(self, *, closed: bool) -> QPixmap:
        """Whether the group is open; kept as a small picture."""
        found = self._discs.get(f"chevron {closed}")
        if found is None:
            found, painter = self._blank(12, 12)
            painter.setPen(QPen(self._style.muted, 1.5))
            corners = ((4, 2), (8, 6), (4, 10)) if closed else ((2, 4), (6, 8), (10, 4))
            painter.drawPolyline([QPointF(*corner) for corner in corners])
            painter.end()
            self._discs[f"chevron {closed}"] = found
        return found


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
