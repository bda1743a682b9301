"""Job sheets ("work descriptions", domain.md 15) as a PDF, one visit after another.

Import the classes a sheet is made of from here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from reportlab.pdfgen.canvas import Canvas

from models.errors import Refused
from reports.fonts import clip, drawable
from reports.job_sheet_content import (
    JobSheet,
    Letterhead,
    PastVisit,
    SheetContact,
    SheetCustomer,
    SheetLine,
    SheetObject,
    SheetSite,
    SheetTask,
    SheetVisit,
)
from reports.job_sheet_layout import TITLE, draw_letterhead, lay_out
from reports.page import Page, Paper, add_form, new_canvas, paint, write_whole
from reports.speech import word
from reports.styles import SMALL
from resources.texts import _

__all__ = [
    "JobSheet",
    "Letterhead",
    "PastVisit",
    "SheetContact",
    "SheetCustomer",
    "SheetLine",
    "SheetObject",
    "SheetSite",
    "SheetTask",
    "SheetVisit",
    "pages_of",
    "render",
]


def render(sheets: Iterable[JobSheet], file: IO[bytes] | Path, *, paper: Paper | str = Paper.A4) -> int:
    """Draw the sheets one after another and give the number of pages; same input, same bytes.

    A path is written whole or not at all; a binary file is written at the end, in one piece.
    Raises Refused if there is no sheet, ValueError for an unknown paper, OSError as the file does.
    """
    every = tuple(sheets)
    if not every:
        raise Refused(_("There is nothing to print."), remedy=_("Choose at least one visit."))
    size = Paper(paper)
    if isinstance(file, Path):
        return write_whole(file, lambda opened: _draw(every, opened, size))
    return _draw(every, file, size)


def pages_of(sheet: JobSheet, paper: Paper, form: str) -> list[Page]:
    """The pages of one sheet, ready to be painted over the letterhead form of that name."""
    pages = lay_out(sheet, paper)
    pages[0].forms.append(form)
    return pages


def _draw(sheets: Sequence[JobSheet], file: IO[bytes], paper: Paper) -> int:
    first = sheets[0]
    languages = {sheet.language for sheet in sheets}
    canvas = new_canvas(
        file,
        paper,
        title=word(first.language, TITLE),
        author=drawable(first.letterhead.name),
        language=first.language if len(languages) == 1 else "",
    )
    forms: dict[tuple[Letterhead, str], str] = {}
    count = 0
    for number, sheet in enumerate(sheets):
        canvas.bookmarkPage(f"sheet{number}")
        canvas.addOutlineEntry(_entry(sheet), f"sheet{number}")
        for page in pages_of(sheet, paper, _form(canvas, sheet, paper, forms)):
            paint(canvas, page)
            canvas.showPage()
            count += 1
    canvas.save()
    return count


def _entry(sheet: JobSheet) -> str:
    """What a viewer's table of contents says of a sheet: number and place."""
    place = sheet.site.name if sheet.site is not None else sheet.customer.name
    return clip(f"{sheet.number} · {place}", SMALL, 300)


def _form(canvas: Canvas, sheet: JobSheet, paper: Paper, forms: dict[tuple[Letterhead, str], str]) -> str:
    """Name of the form with this letterhead in this language; stored in the file when first asked for."""
    key = (sheet.letterhead, sheet.language)
    if key not in forms:
        forms[key] = f"letterhead{len(forms)}"
        add_form(canvas, forms[key], draw_letterhead(sheet.letterhead, sheet.language, paper))
    return forms[key]
