"""The time header: days over hours or weeks over days, the flag of the now-line, and the corner's sums."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from resources.texts import _, format_number, format_weekday_date, ngettext
from ui.board.batch import fill_rects
from ui.board.labels import clock
from ui.board.lettering import Hand, write
from ui.board.scene import HEADER, LANE_COLUMN, Scene
from ui.board.style import Style

UPPER = 24
"""Height of the upper level; it is painted whole after every sideways scroll, as its labels stay in view."""
PIN = 8


class TimeHeader:
    """Paints the two levels of time and the corner above the lane column."""

    def __init__(self, style: Style) -> None:
        """Paint in one style."""
        self._style = style
        self._texts: dict[tuple[bool, int], tuple[str, ...]] = {}
        self._ticks: dict[tuple[int, int], str] = {}

    def paint_upper(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """Days (or weeks), each with its label kept in view while any of it is."""
        style, grid = self._style, scene.grid
        painter.fillRect(rect, style.surface)
        shift = LANE_COLUMN - scene.scroll_x
        first = max(int(np.searchsorted(grid.major_x, rect.left() - shift, side="right")) - 1, 0)
        for at in range(first, len(grid.major_x)):
            left = int(grid.major_x[at]) + shift
            if left > rect.right():
                break
            after = int(grid.major_x[at + 1]) + shift if at + 1 < len(grid.major_x) else rect.right() + 400
            painter.fillRect(left, rect.top(), 1, rect.height(), style.line)
            self._label(painter, scene, at, (max(left, LANE_COLUMN), left, after))

    def _label(self, painter: QPainter, scene: Scene, at: int, place: tuple[int, int, int]) -> None:
        """Bold name and muted rest of a day or week, as far as they have room."""
        seen, _left, after = place
        bold, *tails = self._names(scene, at)
        letters = self._style.letters
        words = letters.word(bold, Hand.TITLE)
        room = after - seen - 2 * PIN
        x = seen + PIN
        if room < words.width:
            x = after - PIN - words.width
        painter.setFont(letters.fonts[Hand.TITLE])
        painter.setPen(self._style.text)
        write(painter, x, 5, words)
        painter.setFont(letters.fonts[Hand.SMALL])
        painter.setPen(self._style.muted)
        for rest in tails:
            tail = letters.word(rest, Hand.SMALL)
            if words.width + 8 + tail.width <= room:
                drop = letters.ascents[Hand.TITLE] - letters.ascents[Hand.SMALL]
                write(painter, x + words.width + 8, 5 + drop, tail)
                break
        painter.setPen(Qt.PenStyle.NoPen)

    def _names(self, scene: Scene, at: int) -> tuple[str, ...]:
        key = scene.grid.scale.by_week, at
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._named(scene, at)
        return found

    def forget(self) -> None:
        """Drop the labels, after a load or a change of visits."""
        self._texts.clear()
        self._ticks.clear()

    def _named(self, scene: Scene, at: int) -> tuple[str, ...]:
        """Bold name, then what may stand behind it, the longest first."""
        days = scene.model.days
        instant = int(scene.grid.major[at])
        day = days.wall(instant + 7_200).date()
        week = _("week {number}").format(number=day.isocalendar().week)
        if scene.grid.scale.by_week:
            return week, _("from {date}").format(date=format_weekday_date(day))
        if at >= days.count:
            return (format_weekday_date(day),)
        count = int(scene.model.visits_on[at])
        visits = ngettext("{n} visit", "{n} visits", count).format(n=format_number(count))
        closed = [name for begin, end, name in scene.model.window.closed if begin <= instant < end]
        if closed:
            return format_weekday_date(day), " · ".join((closed[0], week, visits)), closed[0], week
        return format_weekday_date(day), f"{week} · {visits}", week

    def paint_lower(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """Hours (or days) at their lines, and the flag with the time now."""
        style, grid, letters = self._style, scene.grid, self._style.letters
        painter.fillRect(rect, style.surface)
        shift = LANE_COLUMN - scene.scroll_x
        reach = 120
        a, b = grid.minor_x.searchsorted((rect.left() - shift - reach, rect.right() + 1 - shift))
        painter.setFont(letters.fonts[Hand.SMALL])
        painter.setPen(style.muted)
        by_week = grid.scale.by_week
        wide = by_week and 86_400 / scene.axis.seconds_per_pixel >= 74
        for at, x in enumerate((grid.minor_x[a:b] + shift).tolist(), int(a)):
            key = int(grid.minor[at]), by_week + wide
            text = self._ticks.get(key)
            if text is None:
                text = self._ticks[key] = self._tick(scene, at, wide=wide)
            word = letters.word(text, Hand.SMALL)
            write(painter, x + 5, UPPER + 3, word)
        painter.setPen(Qt.PenStyle.NoPen)
        tick_height = HEADER - UPPER if by_week else 5
        fill_rects(painter, style.line, grid.minor_x[a:b] + shift, HEADER - tick_height, (1, tick_height))
        painter.fillRect(rect.left(), HEADER - 1, rect.width(), 1, style.line)
        self._flag(painter, scene, rect)

    def _tick(self, scene: Scene, at: int, *, wide: bool) -> str:
        instant = int(scene.grid.minor[at])
        if not scene.grid.scale.by_week:
            return clock(scene, self._style, instant)
        day = scene.model.days.wall(instant + 7_200).date()
        return format_weekday_date(day) if wide else str(day.day)

    def _flag(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        if not scene.now or scene.grid.scale.by_week:
            return
        flag = flag_rect(scene, self._style)
        if not flag.intersects(rect):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._style.now_brush)
        painter.drawRoundedRect(QRectF(flag), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        letters = self._style.letters
        word = letters.word(clock(scene, self._style, scene.now), Hand.TINY_BOLD)
        painter.setFont(letters.fonts[Hand.TINY_BOLD])
        painter.setPen(self._style.tokens.on_now)
        write(painter, flag.left() + (flag.width() - word.width) // 2, flag.top() + 2, word)
        painter.setPen(Qt.PenStyle.NoPen)

    def paint_corner(self, painter: QPainter, scene: Scene) -> None:
        """How many technicians there are and how full the visible days are, above the lane column."""
        style, letters = self._style, self._style.letters
        painter.fillRect(0, 0, LANE_COLUMN, HEADER, style.surface)
        painter.fillRect(0, HEADER - 1, LANE_COLUMN, 1, style.line)
        painter.fillRect(LANE_COLUMN - 1, 0, 1, HEADER, style.line)
        count, present, booked, available = scene.model.totals(scene.load_days)
        lanes = ngettext("{n} technician", "{n} technicians", count).format(n=format_number(count))
        there = " · " + _("{n} present").format(n=format_number(present))
        load = _("{booked} of {available} h planned").format(
            booked=format_number(round(booked, 1)), available=format_number(round(available, 1))
        )
        rows: tuple[tuple[Hand, QColor, str, int], ...] = (
            (Hand.TITLE, style.text, lanes, 5),
            (Hand.SMALL, style.muted, load, UPPER + 1),
        )
        for hand, ink, text, top in rows:
            painter.setFont(letters.fonts[hand])
            painter.setPen(ink)
            write(painter, 12, top, letters.word(text, hand))
        painter.setPen(style.muted)
        painter.setFont(letters.fonts[Hand.SMALL])
        drop = letters.ascents[Hand.TITLE] - letters.ascents[Hand.SMALL]
        at = 12 + letters.word(lanes, Hand.TITLE).width
        write(painter, at, 5 + drop, letters.word(there, Hand.SMALL))
        painter.setPen(Qt.PenStyle.NoPen)


def flag_rect(scene: Scene, style: Style) -> QRect:
    """Where the time now stands in the header."""
    word = style.letters.word(clock(scene, style, scene.now), Hand.TINY_BOLD)
    width = word.width + 10
    return QRect(scene.x(scene.now) - width // 2, UPPER + 2, width, 16)
