"""The lane column: initials, name, skills, how full the visible days are, warnings, folded sub-rows."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.queries.board import LaneRow
from resources.texts import _, format_number
from ui.board.geometry import MAX_SUBROWS, Group
from ui.board.painting.lettering import Hand, write
from ui.board.painting.style import Style
from ui.board.scene import HEADER, Scene

KEPT = 160
BAR = 64
MARGIN = 12
WITH_LOAD = 190
"""A narrower column leaves the hours out."""
SIGN = 11


PILL = QSize(34, 17)
"""Size of the "+3" that opens a lane's further sub-rows."""


class _Look(NamedTuple):
    """Everything a painted lane header depends on."""

    lane: int
    width: int
    height: int
    booked: float
    available: float
    chosen: bool
    warnings: int
    more: int
    pinned: bool


class LaneColumn:
    """Paints lane headers; each is kept as a picture until something about it changes."""

    def __init__(self, style: Style) -> None:
        """Paint in one style; `drawn` counts how many headers were drawn and not only copied."""
        self._style = style
        self.drawn = 0
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
                painter.drawPixmap(0, scene.lane_top(lane), self.picture(scene, lane, height))
        for group in scene.rows.groups:
            y = group.top - scene.scroll_y + HEADER
            if group.height and y <= rect.bottom() and y + group.height > rect.top():
                self._group(painter, scene, group, y)
            y = group.strip_top - scene.scroll_y + HEADER
            if group.strip_height and y <= rect.bottom() and y + group.strip_height > rect.top():
                self._strip(painter, scene, group)
        below = HEADER + scene.rows.height - scene.scroll_y
        if below <= rect.bottom():
            painter.fillRect(rect.left(), below, rect.width(), rect.bottom() - below + 1, self._style.window)
        painter.fillRect(scene.lane_column - 1, rect.top(), 1, rect.height(), self._style.line)

    def picture(self, scene: Scene, lane: int, height: int) -> QPixmap:
        """The header of a lane that is so high."""
        booked, available = scene.model.load(lane, scene.load_days)
        who = scene.model.lanes[lane].technician_id
        look = _Look(
            lane=lane,
            width=scene.lane_column,
            height=height,
            booked=booked,
            available=available,
            chosen=lane == scene.target_lane,
            warnings=scene.warnings.get(who, 0),
            more=subrows_mark(scene, lane),
            pinned=who in scene.lane_order.pinned,
        )
        found = self._kept.get(look)
        if found is None:
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            found = self._kept[look] = self._drawn(scene.model.lanes[lane], look)
        return found

    def _drawn(self, row: LaneRow, look: _Look) -> QPixmap:
        self.drawn += 1
        style, ratio = self._style, self._style.ratio
        picture = QPixmap(round(look.width * ratio), round(look.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(style.tokens.accent_surface if look.chosen else style.tokens.surface)
        painter = QPainter(picture)
        comfortable = style.density.lane >= 40
        side = 26 if comfortable else 20
        middle = style.density.lane // 2
        self._avatar(painter, initials(row.name), QRect(MARGIN, middle - side // 2, side, side))
        if look.pinned:
            painter.fillRect(0, 4, 3, look.height - 9, style.accent_brush)
        left = MARGIN + side + 10
        right = below = look.width - MARGIN
        if look.width >= WITH_LOAD:
            right, below = self._load(painter, look, middle)
        if comfortable:
            below = self._warnings(painter, look, (below, middle + 8))
            self._chips(painter, row, (left, 25, below))
        else:
            right = self._warnings(painter, look, (min(right, below), middle))
        letters = style.letters
        name = letters.cut(row.name, Hand.NAME, right - left)
        is_first = comfortable and (row.skills or look.warnings)
        top = 5 if is_first else (style.density.lane - letters.heights[Hand.NAME]) // 2
        self._write(painter, name, (Hand.NAME, style.text), (left, top))
        if look.more:
            self._more(painter, look.more, pill_place(look.height))
        painter.fillRect(QRectF(0, look.height - 1, look.width, 1), style.grid_line)
        painter.end()
        return picture

    def _warnings(self, painter: QPainter, look: _Look, place: tuple[int, int]) -> int:
        """A triangle with how many rules are broken in the visible days; returns where the rest ends."""
        if not look.warnings:
            return place[0]
        style, (right, middle) = self._style, place
        letters = style.letters
        word = letters.word(format_number(look.warnings), Hand.TINY_BOLD)
        left = right - word.width - SIGN - 2
        top = middle - letters.heights[Hand.TINY_BOLD] // 2
        self._write(painter, word.text, (Hand.TINY_BOLD, style.tokens.bad), (right - word.width, top))
        painter.drawPixmap(left, middle - SIGN // 2, self._sign())
        return left - 6

    def _sign(self) -> QPixmap:
        """A warning triangle, kept as a small picture."""
        found = self._discs.get("warning")
        if found is None:
            found, painter = self._blank(SIGN, SIGN)
            pen = QPen(self._style.tokens.bad, 1.4)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon([QPointF(5.5, 1.2), QPointF(10, 9.8), QPointF(1, 9.8)])
            painter.drawLine(QPointF(5.5, 4.6), QPointF(5.5, 6.2))
            painter.drawPoint(QPointF(5.5, 8))
            painter.end()
            self._discs["warning"] = found
        return found

    def _more(self, painter: QPainter, more: int, place: QRect) -> None:
        """The "+3" that opens further sub-rows, or what closes them again."""
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.tokens.edge, 1))
        painter.setBrush(style.accent_surface)
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        text = f"+{format_number(more)}" if more > 0 else "–"
        word = style.letters.word(text, Hand.TINY_BOLD)
        top = place.top() + (place.height() - style.letters.heights[Hand.TINY_BOLD]) // 2
        at = (place.left() + (place.width() - word.width) // 2, top)
        self._write(painter, text, (Hand.TINY_BOLD, style.accent), at)

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

    def _load(self, painter: QPainter, look: _Look, middle: int) -> tuple[int, int]:
        """Hours above a bar at the right; returns where the first line has to end, and the second."""
        style = self._style
        full = look.booked > look.available + 0.01
        text = load_text(look.booked, look.available)
        word = style.letters.word(text, Hand.SMALL)
        right = look.width - MARGIN
        comfortable = style.density.lane >= 40
        top = middle - 13 if comfortable else middle - 10
        ink = style.tokens.bad if full else style.muted
        self._write(painter, text, (Hand.SMALL, ink), (right - word.width, top))
        bar, high = right - BAR, 4 if comfortable else 3
        painter.fillRect(bar, middle + 6, BAR, high, style.line)
        share = min(look.booked / look.available, 1.0) if look.available else float(look.booked > 0)
        painter.fillRect(
            bar, middle + 6, round(BAR * share), high, style.bad_brush if full else style.accent_brush
        )
        return right - word.width - 8, right - BAR - 8

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
        """Title: name, how many lanes, how full they are; and the word beside its strip of waiting orders."""
        style, width = self._style, scene.lane_column
        letters = style.letters
        painter.fillRect(0, y, width, group.height, style.window)
        painter.fillRect(0, y + group.height - 1, width, 1, style.line)
        top = y + (group.height - letters.heights[Hand.GROUP]) // 2
        drop = letters.ascents[Hand.GROUP] - letters.ascents[Hand.SMALL]
        right = width - MARGIN - 18
        look = (Hand.SMALL, style.muted)
        lanes = group.band.last - group.band.first
        if lanes and width >= WITH_LOAD:
            load = letters.word(load_text(*group_load(scene, group)), Hand.SMALL)
            right -= load.width
            self._write(painter, load.text, look, (right, top + drop))
            right -= 10
        count = letters.word(_count(group), Hand.SMALL) if lanes else letters.word("", Hand.SMALL)
        name = letters.cut(group.name, Hand.GROUP, right - MARGIN - count.width - 7)
        after = MARGIN + self._write(painter, name, (Hand.GROUP, style.text), (MARGIN, top))
        if lanes:
            self._write(painter, count.text, look, (after + 7, top + drop))
        painter.setPen(Qt.PenStyle.NoPen)
        closed = group.key in scene.collapsed
        painter.drawPixmap(width - MARGIN - 10, y + group.height // 2 - 6, self._chevron(closed=closed))

    def _strip(self, painter: QPainter, scene: Scene, group: Group) -> None:
        """The word beside a strip of waiting orders."""
        style, letters = self._style, self._style.letters
        y = group.strip_top - scene.scroll_y + HEADER
        painter.fillRect(0, y, scene.lane_column, group.strip_height, style.window)
        painter.fillRect(0, y + group.strip_height - 1, scene.lane_column, 1, style.line)
        words = letters.cut(_("Unassigned"), Hand.SMALL, scene.lane_column - 2 * MARGIN)
        top = y + (style.density.strip_pitch + 4 - letters.heights[Hand.SMALL]) // 2
        width = self._write(painter, words, (Hand.SMALL, style.muted), (MARGIN, top))
        count = scene.waiting_in.get(group.key, 0)
        if count:
            self._write(painter, format_number(count), (Hand.SMALL, style.muted), (MARGIN + width + 7, top))
        painter.setPen(Qt.PenStyle.NoPen)

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


def subrows_mark(scene: Scene, lane: int) -> int:
    """How many sub-rows a click would open, -1 when it would fold them again, 0 for nothing."""
    left = scene.subrows_left(lane)
    if left or int(scene.model.table.lane_rows[lane]) <= MAX_SUBROWS:
        return left
    return -1


def pill_place(height: int) -> QRect:
    """Where the "+3" stands in the header of a lane of this height."""
    return QRect(QPoint(MARGIN - 4, height - PILL.height() - 7), PILL)


def pill_rect(scene: Scene, lane: int) -> QRect:
    """Viewport rectangle of a lane's "+3"."""
    top = scene.lane_top(lane)
    return pill_place(scene.lane_bottom(lane) - top).translated(0, top)


def group_load(scene: Scene, group: Group) -> tuple[float, float]:
    """Booked and available hours of a group's lanes on the visible days."""
    first, last = group.band.first, group.band.last
    return scene.model.load_between(first, last, scene.load_days)


def _count(group: Group) -> str:
    """How many lanes show of a group; "3 of 7" when others of it are hidden or stand elsewhere."""
    whole = max(group.band.of, group.band.last - group.band.first)
    if group.shown == whole:
        return format_number(whole)
    return _("{n} of {total}").format(n=format_number(group.shown), total=format_number(whole))


def initials(name: str) -> str:
    """First letters of the first and the last word: "Anna de Vries" is AV; "Technician 07" is 07."""
    words = [word for word in name.split() if not word.isdigit()]
    if len(words) < 2:
        number = next((word for word in name.split() if word.isdigit()), "")
        if number or not words:
            return number[-2:] or "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def load_text(booked: float, available: float) -> str:
    """Booked of available hours: "6.5 / 8 h"."""
    return _("{booked} / {available} h").format(
        booked=format_number(round(booked, 1)), available=format_number(round(available, 1))
    )
