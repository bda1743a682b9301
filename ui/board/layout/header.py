"""The time header: days over hours or weeks over days, sums of each day, the now-flag, the corner's sums.

By day its upper part is dates and sums, by week only the weeks: what is pinned to the view is painted whole
after every sideways scroll, the rest is blitted with the canvas.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from resources.texts import _, format_minutes, format_number, format_weekday_date, ngettext
from ui.board.layout.ticks import ClockChange
from ui.board.layout.totals import DayTotals, Part, variants
from ui.board.painting.batch import fill_rects
from ui.board.painting.labels import clock
from ui.board.painting.lettering import Hand, Word, write
from ui.board.painting.style import Style
from ui.board.scene import HEADER, UPPER_BY_DAY, UPPER_BY_WEEK, Scene

UPPER = UPPER_BY_DAY
ROW = 24
"""Height of dates and of hours."""
SUMS = HEADER - 2 * ROW
PIN = 8
BAR = 44
DOTS_FROM = 28
"""A narrower fold has no dots: times before it would run into them."""
HOUR_ROOM = 44
"""Pixels that the time at a line and some air take."""
WIDE_DAY = 74
"""From this width on a day of a month says its weekday."""


class TimeHeader:
    """Paints the two levels of time and the corner above the lane column."""

    def __init__(self, style: Style) -> None:
        """Paint in one style."""
        self._style = style
        self._texts: dict[tuple[bool, int], tuple[str, ...]] = {}
        self._ticks: dict[tuple[int, int], str] = {}
        self._sums: dict[int, tuple[tuple[Part, ...], ...]] = {}
        self._longest = 0

    def paint_upper(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """Days (or weeks), each with its label and sums kept in view while any of it is."""
        style, grid = self._style, scene.grid
        painter.fillRect(rect, style.surface)
        shift = scene.lane_column - scene.scroll_x
        first = max(int(np.searchsorted(grid.major_x, rect.left() - shift, side="right")) - 1, 0)
        for at in range(first, len(grid.major_x)):
            left = int(grid.major_x[at]) + shift
            if left > rect.right():
                break
            after = int(grid.major_x[at + 1]) + shift if at + 1 < len(grid.major_x) else rect.right() + 400
            is_closed = not grid.scale.by_week and closed_name(scene, at)
            if is_closed:
                painter.fillRect(QRect(left, rect.top(), after - left, rect.height()) & rect, style.closed)
            painter.fillRect(left, rect.top(), 1, rect.height(), style.line)
            seen = max(left, scene.lane_column)
            self._label(painter, scene, at, (seen, left, after))
            if not grid.scale.by_week and at < scene.model.days.count:
                room = min(after, scene.size.width()) - seen - 2 * PIN
                if room >= min(after - left - 2 * PIN, BAR):
                    self._day_sums(painter, scene, at, QRect(seen + PIN, ROW, room, SUMS))
        if not grid.scale.by_week:
            painter.fillRect(rect.left(), UPPER_BY_DAY - 1, rect.width(), 1, style.faint_line)

    def _day_sums(self, painter: QPainter, scene: Scene, day: int, place: QRect) -> None:
        """Sums of a day: a bar where there is room for one, and as much of the words as fits."""
        total = scene.day_totals[day] if day < len(scene.day_totals) else None
        if total is None or place.width() < 16:
            return
        found = self._sums.get(day)
        if found is None:
            found = self._sums[day] = variants(total)
        style, letters = self._style, self._style.letters
        left, room = place.left(), place.width()
        if total.available and room >= 3 * BAR:
            self._bar(painter, total, QRect(left, place.top() + 8, BAR, 4))
            left, room = left + BAR + 8, room - BAR - 8
        painter.setFont(letters.fonts[Hand.SMALL])
        inks = {"bad": style.tokens.bad, "muted": style.muted, "text": style.text}
        for parts in found:
            words = [letters.word(part.text, Hand.SMALL) for part in parts]
            if sum(word.width for word in words) + 12 * (len(words) - 1) > room:
                continue
            for part, word in zip(parts, words, strict=True):
                painter.setPen(inks[part.tone])
                write(painter, left, place.top() + 2, word)
                left += word.width + 12
            break
        painter.setPen(Qt.PenStyle.NoPen)

    def _bar(self, painter: QPainter, total: DayTotals, place: QRect) -> None:
        """How full a day is."""
        style = self._style
        over = total.booked > total.available + 0.01
        share = min(total.booked / total.available, 1.0) if total.available else 0.0
        painter.fillRect(place, style.line)
        filled = QRect(place.topLeft(), QSize(round(place.width() * share), place.height()))
        painter.fillRect(filled, style.bad_brush if over else style.accent_brush)

    def _label(self, painter: QPainter, scene: Scene, at: int, place: tuple[int, int, int]) -> None:
        """Bold name and muted rest of a day or week, as far as they have room."""
        seen, left, after = place
        bold, *tails = self._names(scene, at)
        letters = self._style.letters
        words = letters.word(bold, Hand.TITLE)
        room = after - seen - 2 * PIN
        if (
            after - left - PIN < self._widest(scene)
            and not scene.grid.scale.by_week
            and at < scene.model.days.count
        ):
            words, tails = self._short(scene, at, after - left - PIN - 4), []
        x = seen + PIN
        if room < words.width:
            x = after - PIN - words.width
            if x < left + 3:
                return
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

    def _widest(self, scene: Scene) -> int:
        """Width of the longest name of a day, by which all of them are shortened alike."""
        if not self._longest:
            days, letters = scene.model.days, self._style.letters
            names = (format_weekday_date(days.date(at)) for at in range(days.count))
            self._longest = max(letters.word(name, Hand.TITLE).width for name in names)
        return self._longest

    def _short(self, scene: Scene, at: int, room: int) -> Word:
        """Weekday and day of the month; in less room the day alone."""
        day, letters = scene.model.days.date(at), self._style.letters
        words = letters.word(format_weekday_date(day).rpartition(" ")[0], Hand.TITLE)
        return words if words.width <= room else letters.word(str(day.day), Hand.TITLE)

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
        self._sums.clear()
        self._longest = 0

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
        closed = closed_name(scene, at)
        if closed:
            return format_weekday_date(day), " · ".join((closed, week, visits)), closed, week
        return format_weekday_date(day), f"{week} · {visits}", week

    def paint_lower(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """Hours (or days and their sums) at their lines, and the flag with the time now."""
        style, grid = self._style, scene.grid
        painter.fillRect(rect, style.surface)
        shift = scene.lane_column - scene.scroll_x
        reach = 160
        span = grid.minor_x.searchsorted((rect.left() - shift - reach, rect.right() + 1 - shift)).tolist()
        by_week = grid.scale.by_week
        if by_week:
            self._days(painter, scene, span, rect)
        else:
            self._hours(painter, scene, span, rect)
        a, b = span
        tick_height = HEADER - UPPER_BY_WEEK if by_week else 5
        fill_rects(painter, style.line, grid.minor_x[a:b] + shift, HEADER - tick_height, (1, tick_height))
        painter.fillRect(rect.left(), HEADER - 1, rect.width(), 1, style.line)
        self._flag(painter, scene, rect)

    def _hours(self, painter: QPainter, scene: Scene, span: list[int], rect: QRect) -> None:
        style, grid, letters = self._style, scene.grid, self._style.letters
        shift, (a, b) = scene.lane_column - scene.scroll_x, span
        self._breaks(painter, scene, rect)
        painter.setFont(letters.fonts[Hand.SMALL])
        painter.setPen(style.muted)
        flag = flag_rect(scene, style).adjusted(-2, 0, 2, 0) if scene.now else QRect()
        for at, x in enumerate((grid.minor_x[a:b] + shift).tolist(), a):
            word = letters.word(self._tick(scene, at, wide=False), Hand.SMALL)
            if x + 5 > flag.right() or x + 5 + word.width < flag.left():  # half a time says another one
                write(painter, x + 5, UPPER_BY_DAY + 3, word)
        self._clock_changes(painter, scene)
        painter.setPen(Qt.PenStyle.NoPen)

    def _breaks(self, painter: QPainter, scene: Scene, rect: QRect) -> None:
        """The mark of folded time: a hatch with an ellipsis in the row of the hours."""
        style, folds = self._style, scene.axis.folds
        for begin, end in folds.spans:
            left, right = scene.x(begin), scene.x(end)
            if right <= rect.left() or left > rect.right():
                continue
            place = QRect(left, UPPER_BY_DAY, right - left, ROW - 1)
            painter.fillRect(place & rect, style.off_hours)
            if place.width() >= DOTS_FROM:
                middle = place.center()
                for step in (-5, 0, 5):
                    painter.fillRect(middle.x() + step, middle.y() + 2, 2, 2, style.travel)

    def _clock_changes(self, painter: QPainter, scene: Scene) -> None:
        """What a clock change takes or gives, left of the instant it happens, where hours have room."""
        style, letters, lines = self._style, self._style.letters, scene.grid.minor_x
        painter.setFont(letters.fonts[Hand.TINY_BOLD])
        painter.setPen(style.tokens.warning)
        for change in scene.model.days.changes:
            word = letters.word(change_text(change), Hand.TINY_BOLD)
            at = scene.axis.x(change.instant)
            before = int(lines.searchsorted(at)) - 1
            if before >= 0 and at - int(lines[before]) >= word.width + HOUR_ROOM:
                left = at - word.width - 4 + scene.lane_column - scene.scroll_x
                write(painter, left, UPPER_BY_DAY + 4, word)

    def _days(self, painter: QPainter, scene: Scene, span: list[int], rect: QRect) -> None:
        """Days of a week or month with their sums; on closed days their name."""
        style, grid, letters = self._style, scene.grid, self._style.letters
        shift, count = scene.lane_column - scene.scroll_x, scene.model.days.count
        for at in range(span[0], min(span[1], count)):
            left, after = int(grid.minor_x[at]) + shift, int(grid.minor_x[at + 1]) + shift
            name = closed_name(scene, at)
            if name:
                whole = QRect(left, UPPER_BY_WEEK, after - left, HEADER - UPPER_BY_WEEK)
                painter.fillRect(whole & rect, style.closed)
            text = self._tick(scene, at, wide=after - left >= WIDE_DAY)
            painter.setFont(letters.fonts[Hand.SMALL])
            painter.setPen(style.text)
            write(painter, left + 5, UPPER_BY_WEEK + 3, letters.word(text, Hand.SMALL))
            if name:
                painter.setPen(style.muted)
                cut = letters.cut(name, Hand.SMALL, after - left - 9)
                write(painter, left + 5, 2 * ROW + 2, letters.word(cut, Hand.SMALL))
            else:
                self._day_sums(painter, scene, at, QRect(left + 5, 2 * ROW, after - left - 8, SUMS))
        painter.setPen(Qt.PenStyle.NoPen)

    def _tick(self, scene: Scene, at: int, *, wide: bool) -> str:
        instant = int(scene.grid.minor[at])
        key = instant, scene.grid.scale.by_week + wide
        text = self._ticks.get(key)
        if text is None:
            text = self._ticks[key] = self._said_of(scene, instant, wide=wide)
        return text

    def _said_of(self, scene: Scene, instant: int, *, wide: bool) -> str:
        """Time of an hour's line, or date of a day's."""
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
        style, letters, width = self._style, self._style.letters, scene.lane_column
        painter.fillRect(0, 0, width, HEADER, style.surface)
        painter.fillRect(0, HEADER - 1, width, 1, style.line)
        painter.fillRect(width - 1, 0, 1, HEADER, style.line)
        count, present, booked, available = scene.model.totals(scene.load_days)
        lanes = ngettext("{n} technician", "{n} technicians", count).format(n=format_number(count))
        there = " · " + _("{n} present").format(n=format_number(present))
        load = _("{booked} of {available} h planned").format(
            booked=format_number(round(booked, 1)), available=format_number(round(available, 1))
        )
        room = width - 24
        title = letters.word(letters.cut(lanes, Hand.TITLE, room), Hand.TITLE)
        rows: tuple[tuple[Hand, QColor, Word, int], ...] = (
            (Hand.TITLE, style.text, title, 5),
            (Hand.SMALL, style.muted, letters.word(letters.cut(load, Hand.SMALL, room), Hand.SMALL), ROW + 2),
        )
        for hand, ink, word, top in rows:
            painter.setFont(letters.fonts[hand])
            painter.setPen(ink)
            write(painter, 12, top, word)
        painter.setPen(style.muted)
        painter.setFont(letters.fonts[Hand.SMALL])
        drop = letters.ascents[Hand.TITLE] - letters.ascents[Hand.SMALL]
        tail = letters.word(there, Hand.SMALL)
        if title.width + tail.width <= room:
            write(painter, 12 + title.width, 5 + drop, tail)
        painter.setPen(Qt.PenStyle.NoPen)
        total = DayTotals(booked=booked, available=available)
        self._bar(painter, total, QRect(12, UPPER_BY_DAY + 8, room, 4))


def closed_name(scene: Scene, day: int) -> str:
    """Name of the closed day that day `day` of the window is, "" for none."""
    days = scene.model.days
    if day >= days.count:
        return ""
    instant = days.bounds(day)[0]
    return next((name for begin, end, name in scene.model.window.closed if begin <= instant < end), "")


def change_text(change: ClockChange) -> str:
    """What a clock change takes or gives: "−1 h", "+30 min"."""
    return ("−" if change.seconds > 0 else "+") + format_minutes(abs(change.seconds) // 60)


def flag_rect(scene: Scene, style: Style) -> QRect:
    """Where the time now stands in the header."""
    word = style.letters.word(clock(scene, style, scene.now), Hand.TINY_BOLD)
    width = word.width + 10
    return QRect(scene.x(scene.now) - width // 2, UPPER_BY_DAY + 2, width, 16)
