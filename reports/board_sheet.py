"""The board on paper: a day or a week of lanes, lists per technician, conflicts (board.md 5, 60).

Import the classes a board is made of from here as well.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from reports import board_grid, board_lists
from reports.board_grid import EDGE
from reports.board_sheet_content import (
    BoardConflict,
    BoardKind,
    BoardLane,
    BoardSheet,
    BoardVisit,
    NamedTime,
)
from reports.fonts import drawable
from reports.page import OnItsSide, Page, Paper, Sized, new_canvas, paint, write_footer, write_whole
from reports.speech import clock, short_date, word
from reports.styles import SMALL
from resources.texts import N_

__all__ = [
    "BoardConflict",
    "BoardKind",
    "BoardLane",
    "BoardSheet",
    "BoardVisit",
    "NamedTime",
    "pages_of",
    "render",
]

TITLE = N_("Board")


def render(
    sheet: BoardSheet,
    file: IO[bytes] | Path,
    *,
    kind: BoardKind = BoardKind.DAY,
    paper: Paper | str = Paper.A4,
    is_upright: bool = False,
    in_colour: bool = False,
) -> int:
    """Draw a board and give the number of pages; same input, same bytes.

    A path is written whole or not at all. Raises ValueError for an unknown paper, OSError as the file does.
    """
    size: Sized = Paper(paper) if is_upright else OnItsSide(Paper(paper))
    pages = pages_of(sheet, size, kind=kind, in_colour=in_colour)
    if isinstance(file, Path):
        return write_whole(file, lambda opened: _draw(sheet, pages, opened, size))
    return _draw(sheet, pages, file, size)


def pages_of(sheet: BoardSheet, size: Sized, *, kind: BoardKind, in_colour: bool = False) -> list[Page]:
    """The pages with their feet: time of the data, and which page it is."""
    if kind in (BoardKind.LIST, BoardKind.CONFLICTS):
        pages = board_lists.pages(sheet, size, kind=kind)
    else:
        pages = board_grid.pages(sheet, size, kind=kind, in_colour=in_colour)
    language, taken = sheet.language, sheet.taken_at
    at = f"{short_date(language, taken.date())} {clock(language, taken.time())}"
    left = word(language, N_("As of {time}")).format(time=at)
    which = word(language, N_("Page {number} of {count}"))
    for number, page in enumerate(pages, start=1):
        right = which.format(number=number, count=len(pages))
        write_footer(page, size, (left, right), margin=EDGE, style=SMALL)
    return pages


def _draw(sheet: BoardSheet, pages: list[Page], file: IO[bytes], size: Sized) -> int:
    title = word(sheet.language, TITLE)
    canvas = new_canvas(file, size, title=title, author=drawable(sheet.company), language=sheet.language)
    for page in pages:
        paint(canvas, page)
        canvas.showPage()
    canvas.save()
    return len(pages)
