"""The board as lists: every technician's visits, and the conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.board_grid import EDGE, FOOT
from reports.board_marks import FIRST, SECOND, WORDS, draw_band
from reports.board_sheet_content import BoardKind, BoardLane, BoardSheet, BoardVisit
from reports.fonts import Style, clip, wrap
from reports.page import HAIRLINE, RULE, Page, Sized
from reports.speech import clock, minutes, weekday_date, word
from reports.styles import LABEL, NAME, SMALL, SMALL_STRONG
from resources.texts import N_

_TOP = 50.0
_ROW = 13.0
_GROUP = 24.0
_LEADING = 10.0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its title, where it begins as a part of the width, and how wide it is."""

    title: str
    starts: float
    wide: float


_VISITS = (
    _Column(N_("Day"), 0.0, 0.12),
    _Column(N_("Time"), 0.12, 0.12),
    _Column(N_("Order"), 0.24, 0.13),
    _Column(N_("Customer"), 0.37, 0.27),
    _Column(N_("Town"), 0.64, 0.15),
    _Column(N_("Travel"), 0.79, 0.09),
    _Column(N_("Status"), 0.88, 0.12),
)
_CONFLICTS = (
    _Column(N_("Day"), 0.0, 0.11),
    _Column(N_("Time"), 0.11, 0.11),
    _Column(N_("Order"), 0.22, 0.12),
    _Column(N_("Technician"), 0.34, 0.16),
    _Column(N_("What is wrong"), 0.50, 0.50),
)


_HEADS: dict[BoardKind, tuple[str, tuple[_Column, ...]]] = {
    BoardKind.CONFLICTS: (N_("Conflicts, {day}"), _CONFLICTS),
    BoardKind.LIST: (N_("Visits, {day}"), _VISITS),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of one row; with `status` its pattern stands before the last one."""

    cells: tuple[str, ...]
    style: Style = SECOND
    visit: BoardVisit | None = None


def pages(sheet: BoardSheet, paper: Sized, *, kind: BoardKind) -> list[Page]:
    """All pages of a list, but for their feet."""
    title, columns = _HEADS[kind]
    filling = _Filling(sheet, paper, word(sheet.language, title).format(day=_days(sheet)), columns)
    if kind is BoardKind.CONFLICTS:
        filling.group("", list(_conflicts(sheet)))
    else:
        for lane in sheet.lanes:
            filling.group(_lane_title(lane), list(_visits(sheet, lane)))
    return filling.pages


def _days(sheet: BoardSheet) -> str:
    first, last = (
        f"{weekday_date(sheet.language, day)} {day.year}" for day in (sheet.dates[0], sheet.dates[-1])
    )
    return first if sheet.days == 1 else f"{first} – {last}"


def _lane_title(lane: BoardLane) -> str:
    return " · ".join(filter(None, (lane.name, lane.code, lane.team)))


def _when(sheet: BoardSheet, visit: BoardVisit) -> tuple[str, str]:
    language = sheet.language
    times = f"{clock(language, visit.starts.time())}–{clock(language, visit.ends.time())}"
    return weekday_date(language, visit.starts.date()), times


def _visits(sheet: BoardSheet, lane: BoardLane) -> Iterator[_Row]:
    for visit in lane.visits:
        travel = minutes(sheet.language, visit.minutes) if visit.minutes else "–"
        state = word(sheet.language, WORDS[visit.status])
        number = f"{visit.number} *" if visit.is_broken else visit.number
        yield _Row((*_when(sheet, visit), number, visit.customer, visit.town, travel, state), visit=visit)
    if not lane.visits:
        yield _Row((word(sheet.language, N_("No visits")),))


def _conflicts(sheet: BoardSheet) -> Iterator[_Row]:
    for conflict in sheet.conflicts:
        style = FIRST if conflict.is_hard else SECOND
        visit = conflict.visit
        yield _Row(
            (*_when(sheet, visit), visit.number, conflict.technician, "; ".join(conflict.words)), style
        )
    if not sheet.conflicts:
        yield _Row((word(sheet.language, N_("No rule is broken.")),))


class _Filling:
    """Fills pages with groups of rows; the head of the table stands on each page."""

    def __init__(self, sheet: BoardSheet, paper: Sized, title: str, columns: Sequence[_Column]) -> None:
        self._sheet, self._title, self._columns = sheet, title, columns
        self._wide, self._high = paper.size
        self._room = self._wide - 2 * EDGE
        self.pages: list[Page] = []
        self._y = 0.0
        self._begin()

    def group(self, title: str, rows: Sequence[_Row]) -> None:
        """Rows under a title, which is said again where they go on upon a further page."""
        first = self._height(rows[0])
        if title and self._y - _GROUP - first < FOOT:
            self._begin()
        self._head(title)
        for row in rows:
            high = self._height(row)
            if self._y - high < FOOT:
                self._begin()
                self._head(title)
            self._row(row, high)

    def _begin(self) -> None:
        self.pages.append(Page())
        page, right = self.pages[-1], self._wide - EDGE
        page.write(clip(self._title, NAME, self._room * 0.65), EDGE, self._high - 32, NAME)
        page.write_right(clip(self._sheet.company, SMALL, self._room * 0.3), right, self._high - 32, SMALL)
        y = self._high - _TOP
        for column in self._columns:
            words = clip(word(self._sheet.language, column.title), LABEL, column.wide * self._room - 4)
            page.write(words, EDGE + column.starts * self._room, y, LABEL)
        page.line((EDGE, y - 5), (right, y - 5), RULE)
        self._y = y - 5

    def _head(self, title: str) -> None:
        if title:
            self._y -= _GROUP
            self.pages[-1].write(clip(title, SMALL_STRONG, self._room), EDGE, self._y + 6, SMALL_STRONG)

    def _lines(self, row: _Row) -> list[tuple[str, ...]]:
        """Each cell in lines; only the conflicts' sentences take several."""
        if len(row.cells) == 1:
            return [wrap(row.cells[0], row.style, self._room)]
        found = []
        for cell, column in zip(row.cells, self._columns, strict=True):
            room = column.wide * self._room - 6
            is_last = column is self._columns[-1]
            found.append(wrap(cell, row.style, room) if is_last else (clip(cell, row.style, room),))
        return found

    def _height(self, row: _Row) -> float:
        return max(_ROW, 3 + _LEADING * max(len(lines) for lines in self._lines(row)))

    def _row(self, row: _Row, high: float) -> None:
        page = self.pages[-1]
        top = self._y
        self._y -= high
        for column, lines in zip(self._columns, self._lines(row), strict=False):
            x = EDGE + column.starts * self._room
            if row.visit is not None and column is self._columns[-1]:
                draw_band(page, row.visit.status, x, top - 10.5, 8.0)
                x += 10
            for number, line in enumerate(lines):
                page.write(line, x, top - 9 - number * _LEADING, row.style)
        page.line((EDGE, self._y), (EDGE + self._room, self._y), HAIRLINE / 2)
