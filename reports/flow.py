"""Blocks of text that flow down a page and on to the next: nothing is lost, nothing overprinted.

Lengths are in points. A block is a row of cells side by side, each a list of ready lines; where the page is
full the rest of every cell goes on, line by line, beneath the head of a further page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reports.fonts import Style, clip, drawable, width, wrap
from reports.page import HAIRLINE, Page, Paper

TICK = 8.5
TICK_ROOM = 16.0
"""Side of a box to tick, and the room it takes beside a text."""

_KEPT = 150.0  # a row no higher than this is not torn apart by the end of a page
_PAD = 2.5  # above and under the text of a row of a table
_BEGUN = 40.0  # a higher one begins only where a few lines fit


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines at one place of a row: x is their left edge, or their right one if `right`.

    With `tick`, the leading of the text beside it, there is a box to tick instead of lines.
    """

    x: float
    lines: Sequence[tuple[Style, str]]
    right: bool = False
    tick: float = 0.0
    ticked: bool = False

    @property
    def height(self) -> float:
        """Of all lines together."""
        return self.tick + sum(style.leading for style, _text in self.lines)


def cell(x: float, room: float, *parts: tuple[Style, str]) -> Cell:
    """A cell of texts wrapped to its room, one under the other; empty ones take no line."""
    return Cell(x, [(style, line) for style, text in parts for line in wrap(text, style, room)])


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, greatest width (0: what the others leave), where its text stands.

    With `fit` it is made as narrow as its texts allow.
    """

    title: str
    width: float
    right: bool = False
    fit: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, columns, and rows of one text a column; with `ticks`, one a row, boxes stand before them."""

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    ticks: Sequence[bool] = ()


@dataclass(frozen=True, slots=True)
class TableStyles:
    """Type of a table's heading, of its titles and of its text."""

    heading: Style
    title: Style
    text: Style


def _cut(column: Column, texts: Sequence[str], styles: TableStyles) -> Column:
    """The column no wider than its title and texts need."""
    if not (column.width and column.fit):
        return column
    needed = max(width(drawable(text), styles.text) for text in texts)
    return replace(column, width=min(column.width, max(needed, width(column.title, styles.title)) + 0.5))


def _cells(texts: Sequence[str], places: Sequence[tuple[Column, float, float]], style: Style) -> list[Cell]:
    """The cells of one row of a table."""
    cells: list[Cell] = []
    for text, (column, x, room) in zip(texts, places, strict=True):
        lines = [(style, line) for line in wrap(text, style, room)]
        cells.append(Cell(x + room if column.right else x, lines, column.right))
    return cells


class Flow:
    """Fills pages from top to bottom.

    Attributes:
        pages: the pages so far; the last one is being filled.
        y: where the next block begins.
        left, right, bottom: edges of the room on every page.
    """

    def __init__(self, paper: Paper, *, margin: float, bottom: float, head: Callable[[Page], float]) -> None:
        """Start with one empty page; `head` draws the top of each further one and gives where text begins."""
        wide, high = paper.size
        self.pages = [Page()]
        self.left = margin
        self.right = wide - margin
        self.bottom = bottom
        self.y = high
        self._head = head
        self._repeat: Callable[[], None] | None = None

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def wide(self) -> float:
        """Width of the room."""
        return self.right - self.left

    def turn(self) -> None:
        """Begin a further page, with the head of the table that is torn apart, if any."""
        self.pages.append(Page())
        self.y = self._head(self.page)
        if self._repeat is not None:
            self._repeat()

    def need(self, height: float) -> None:
        """Begin a further page unless so much room is left."""
        if self.y - height < self.bottom:
            self.turn()

    def skip(self, height: float) -> None:
        """Leave room, unless the page ends here."""
        self.y = max(self.y - height, self.bottom)

    def rule(self, thickness: float = HAIRLINE) -> None:
        """A line across the room."""
        self.page.line((self.left, self.y), (self.right, self.y), thickness)

    def row(self, cells: Sequence[Cell], *, pad: float = 0.0) -> None:
        """Put cells side by side; a low row stays whole with `pad` under it, a high one may be torn apart."""
        height = max(each.height for each in cells) + pad
        self.need(height if height <= _KEPT else _BEGUN)
        for each in cells:
            if each.tick:
                self._tick(each)
        done = [0] * len(cells)
        while True:
            lowest = self.y
            for index, each in enumerate(cells):
                done[index], reached = self._fill(each, done[index])
                lowest = min(lowest, reached)
            self.y = lowest
            if all(count >= len(each.lines) for count, each in zip(done, cells, strict=True)):
                return
            self.turn()

    def _fill(self, each: Cell, start: int) -> tuple[int, float]:
        """Write as many lines of a cell as fit; gives the next line and where it stopped."""
        y = self.y
        page = self.page
        for index in range(start, len(each.lines)):
            style, text = each.lines[index]
            if y - style.leading < self.bottom:
                return index, y
            if each.right:
                page.write_right(text, each.x, y - style.drop, style)
            else:
                page.write(text, each.x, y - style.drop, style)
            y -= style.leading
        return len(each.lines), y

    def _tick(self, each: Cell) -> None:
        low = self.y - (each.tick + TICK) / 2
        self.page.frame(each.x, low, TICK, TICK)
        if each.ticked:
            self.page.line((each.x + 1.8, low + 4), (each.x + 3.6, low + 1.9), 1.0)
            self.page.line((each.x + 3.6, low + 1.9), (each.x + 7, low + 6.6), 1.0)

    def heading(self, text: str, style: Style, *, followed: float = 0.0) -> None:
        """A heading on one line, on the same page as so much of what follows."""
        self.need(8 + style.leading + 3 + followed)
        self.skip(8)
        self.page.write(clip(text, style, self.wide), self.left, self.y - style.drop, style)
        self.y -= style.leading + 3

    def table(self, table: Table, styles: TableStyles) -> None:
        """Rows of texts under a heading and titles; empty columns are left out.

        A small table stays whole; on further pages of a long one the titles come again.
        """
        columns, rows = table.columns, table.rows
        kept = [index for index in range(len(columns)) if any(row[index] for row in rows)]
        if not kept:
            return
        cut = [_cut(columns[index], [row[index] for row in rows], styles) for index in kept]
        places = self._places(cut, TICK_ROOM if table.ticks else 0.0)
        cells = [_cells([row[index] for index in kept], places, styles.text) for row in rows]
        height = sum(max(each.height for each in row) + 2 * _PAD for row in cells)
        self.heading(
            table.heading,
            styles.heading,
            followed=styles.title.leading + 5 + (height if height <= _KEPT else _BEGUN),
        )
        self._repeat = lambda: self._titles(places, styles.title)
        self._repeat()
        for number, row in enumerate(cells):
            tick = (
                [Cell(self.left, (), tick=styles.text.leading, ticked=table.ticks[number])]
                if table.ticks
                else []
            )
            self.row([*row, *tick], pad=_PAD)
            self.skip(_PAD)
            self.rule()
            self.skip(_PAD)
        self._repeat = None

    def _places(self, columns: Sequence[Column], shift: float) -> list[tuple[Column, float, float]]:
        """Each column with its x and the room for its text; gaps of 12 between them."""
        gap = 12.0
        fixed = sum(column.width for column in columns)
        flexible = sum(1 for column in columns if not column.width)
        spare = self.wide - shift - fixed - gap * (len(columns) - 1)
        x = self.left + shift
        places: list[tuple[Column, float, float]] = []
        for column in columns:
            room = column.width or spare / flexible
            places.append((column, x, room))
            x += room + gap
        return places

    def _titles(self, places: Sequence[tuple[Column, float, float]], style: Style) -> None:
        y = self.y - style.drop
        for column, x, room in places:
            title = clip(column.title, style, room)
            if column.right:
                self.page.write_right(title, x + room, y, style)
            else:
                self.page.write(title, x, y, style)
        self.y -= style.leading + 2
        self.rule()
        self.skip(3)
