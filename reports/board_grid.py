"""Pages of a board: the header of time or days and the names of the lanes stand on every one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.board_marks import (
    AWAY,
    FIRST,
    OFF_HOURS,
    SECOND,
    draw_band,
    draw_legend,
    ground,
)
from reports.board_sheet_content import BoardKind, BoardSheet
from reports.board_strips import Block, Shade, Strip, Window, day_strip, on_day, time_strip, windows
from reports.fonts import clip, drawable, fits, width
from reports.page import HAIRLINE, RULE, Colour, Page, Sized
from reports.speech import weekday_date, word
from reports.styles import LABEL, NAME, SMALL, SMALL_STRONG
from resources.texts import N_

EDGE = 30.0
"""Margin at the left and right, and at the top."""
FOOT = 46.0
TOP = 58.0
"""From the top edge of the paper to the header of the grid: title and legend."""
HEAD = 16.0
"""Height of the grid's header."""
NAMES = 104.0
"""Width of the column of names."""
LINE = 20.0
"""Height of one line of blocks: two lines of words."""
STRIP_PAD = 3.0
TEAM = 14.0
LEAST_HOUR = 34.0
"""An hour is at least this wide, else the day takes two pages side by side."""
LEAST_DAY = 86.0
"""A day of the week view is at least this wide, else the week takes several pages side by side."""


FAINT: Colour = (0.82, 0.82, 0.83)
EDGE_GREY: Colour = (0.45, 0.45, 0.47)
"""Lines of the grid and edges of bars: grounds beneath the words, so that words stay legible across them."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one page is wide: the marks of its header with their places, and its strips.

    Attributes:
        marks: x of a line of the grid, and the words at it; in a column where `is_days`.
    """

    title: str
    marks: tuple[tuple[float, str], ...]
    strips: tuple[Strip, ...]
    is_days: bool


def pages(sheet: BoardSheet, paper: Sized, *, kind: BoardKind, in_colour: bool) -> list[Page]:
    """All pages of a board by days or by the hour, but for their feet."""
    found: list[Page] = []
    for part in _parts(sheet, paper, kind):
        found += _Filling(sheet, paper, part, in_colour=in_colour).pages()
    return found


def _parts(sheet: BoardSheet, paper: Sized, kind: BoardKind) -> Iterator[Part]:
    wide = paper.size[0] - 2 * EDGE - NAMES
    if kind is BoardKind.WEEK:
        yield from _days(sheet, wide)
        return
    zone = sheet.taken_at.tzinfo
    for day in sheet.dates:
        lanes = [on_day(lane, day, zone) for lane in sheet.lanes]
        title = _titled(sheet, N_("Board, {day}"), day=_long_date(sheet, day))
        for window in windows(lanes, day, most_hours=wide / LEAST_HOUR, zone=zone):
            strips = tuple(time_strip(lane, window, wide, sheet.language) for lane in lanes)
            yield Part(title, tuple(_hours(window, wide)), strips, is_days=False)


def _days(sheet: BoardSheet, wide: float) -> Iterator[Part]:
    at_once = max(int(wide // LEAST_DAY), 1)
    count = -(-sheet.days // at_once)
    each = -(-sheet.days // count)
    for start in range(0, sheet.days, each):
        dates = sheet.dates[start : start + each]
        marks = tuple(
            (number * wide / len(dates), weekday_date(sheet.language, day))
            for number, day in enumerate(dates)
        )
        strips = tuple(day_strip(lane, dates, wide, sheet.language) for lane in sheet.lanes)
        first, last = _long_date(sheet, dates[0]), _long_date(sheet, dates[-1])
        title = _titled(sheet, N_("Board, {first} – {last}"), first=first, last=last)
        yield Part(title, marks, strips, is_days=True)


def _hours(window: Window, wide: float) -> Iterator[tuple[float, str]]:
    for moment in window.whole_hours():
        yield window.x(moment, wide), f"{moment:%H}"


def _titled(sheet: BoardSheet, source: str, **words: str) -> str:
    return word(sheet.language, source).format(**words)


def _long_date(sheet: BoardSheet, day: date) -> str:
    return f"{weekday_date(sheet.language, day)} {day.year}"


class _Filling:
    """Fills pages with the strips of one part, team by team."""

    def __init__(self, sheet: BoardSheet, paper: Sized, part: Part, *, in_colour: bool) -> None:
        self._sheet, self._part, self._in_colour = sheet, part, in_colour
        self._wide, self._high = paper.size
        self._right = self._wide - EDGE
        self._left = EDGE + NAMES
        self._pages: list[Page] = []
        self._y = 0.0
        self._top = self._high - TOP - HEAD

    def pages(self) -> list[Page]:
        """All pages of the part; one even without lanes."""
        most = max(int((self._top - FOOT - TEAM - 2 * STRIP_PAD) // LINE), 1)
        team: str | None = None
        self._begin()
        for strip in self._part.strips:
            for piece in strip.parts(most):
                high = len(piece.lines) * LINE + 2 * STRIP_PAD
                head = TEAM if piece.lane.team != team else 0.0
                if self._y - high - head < FOOT:
                    self._end()
                    self._begin()
                    head = TEAM
                if head and (piece.lane.team or team):
                    self._team(piece.lane.team)
                team = piece.lane.team
                self._strip(piece, high)
        self._end()
        return self._pages

    @property
    def _page(self) -> Page:
        return self._pages[-1]

    def _begin(self) -> None:
        """A new page with title, legend and the header of the grid."""
        self._pages.append(Page())
        page, sheet, language = self._page, self._sheet, self._sheet.language
        page.write(clip(self._part.title, NAME, self._wide * 0.6), EDGE, self._high - 32, NAME)
        page.write_right(clip(sheet.company, SMALL, self._wide * 0.3), self._right, self._high - 32, SMALL)
        end = draw_legend(page, language, EDGE, self._high - 48)
        broken = word(language, N_("! high priority · * breaks a rule"))
        if end + width(broken, SECOND) < self._right:
            page.write(broken, end, self._high - 48, SECOND)
        page.line((EDGE, self._top), (self._right, self._top), RULE)
        ends = [x for x, _words in self._part.marks[1:]] + [self._right - self._left]
        for (x, words), end in zip(self._part.marks, ends, strict=True):
            if self._part.is_days:
                text = clip(words, SMALL_STRONG, end - x - 6)
                page.write(text, self._left + x + 4, self._top + 5, SMALL_STRONG)
            elif x + width(words, LABEL) + 2 <= self._right - self._left:
                page.write(words, self._left + x + 2, self._top + 5, LABEL)
        self._y = self._top

    def _end(self) -> None:
        """The frame at the right of what was filled."""
        self._page.line((self._right, self._top + HEAD - 2), (self._right, self._y), HAIRLINE / 2)

    def _rules(self, high: float) -> None:
        """The lines of time or days through a strip, beneath all words."""
        for x, _words in self._part.marks:
            self._page.tints.append((FAINT, self._left + x - 0.25, self._y, 0.5, high))

    def _team(self, team: str) -> None:
        self._y -= TEAM
        name = team or word(self._sheet.language, N_("No team"))
        self._page.write(clip(name, LABEL, self._right - EDGE), EDGE, self._y + 4, LABEL)
        self._page.line((EDGE, self._y), (self._right, self._y))

    def _strip(self, strip: Strip, high: float) -> None:
        page, top = self._page, self._y
        self._y -= high
        for shade in strip.shades:
            self._shade(shade, high, is_free=_is_free(strip, shade))
        self._rules(high)
        name = strip.lane.name
        if strip.is_continued:
            name = word(self._sheet.language, N_("{name}, continued")).format(name=name)
        page.write(clip(name, FIRST, NAMES - 8), EDGE, top - STRIP_PAD - 9, FIRST)
        page.write(clip(strip.lane.code, SECOND, NAMES - 8), EDGE, top - STRIP_PAD - 17.5, SECOND)
        for number, line in enumerate(strip.lines):
            for block in line:
                self._block(block, top - STRIP_PAD - (number + 1) * LINE)
        page.line((EDGE, self._y), (self._right, self._y), HAIRLINE / 2)

    def _shade(self, shade: Shade, high: float, *, is_free: bool) -> None:
        x = self._left + shade.x
        colour = AWAY if shade.is_away else OFF_HOURS
        self._page.tints.append((colour, x, self._y, shade.wide, high))
        name = " ".join(drawable(shade.name).split())
        if is_free and name and fits(name, SECOND, shade.wide - 4):
            self._page.write(name, x + 3, self._y + high - STRIP_PAD - 9, SECOND)

    def _block(self, block: Block, y: float) -> None:
        """The bar with its pattern, and two lines of words; where they reach beyond it, its end is open."""
        page, x, high = self._page, self._left + block.x, LINE - 2
        end = 0.0 if block.words_x + block.room > block.x + block.wide else 0.7
        colour = ground(block.visit.status, in_colour=self._in_colour)
        page.tints.append((EDGE_GREY, x, y, block.wide, high))
        page.tints.append((colour, x + 0.7, y + 0.7, max(block.wide - 0.7 - end, 0), high - 1.4))
        draw_band(page, block.visit.status, x, y, high)
        words_x = self._left + block.words_x
        page.write(clip(block.first, FIRST, block.room), words_x, y + high - 8, FIRST)
        page.write(clip(block.second, SECOND, block.room), words_x, y + 2.6, SECOND)


def _is_free(strip: Strip, shade: Shade) -> bool:
    """Whether nothing stands in the first line where the shade says its name."""
    end = shade.x + shade.wide
    return not any(
        block.x < end and max(block.x + block.wide, block.words_x + block.room) > shade.x
        for block in strip.lines[0]
    )
