"""Job sheets ("work descriptions", domain.md 15) as a PDF, one visit after another.

Import the classes a sheet is made of from here as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from models.errors import Refused
from reports import frame
from reports.job_sheet_content import (
    JobSheet,
    PastVisit,
    SheetLine,
    SheetObject,
    SheetRepair,
    SheetRequirement,
    SheetTask,
    SheetVisit,
)
from reports.job_sheet_layout import TITLE, lay_out
from reports.page import Page, Paper
from reports.parties import Letterhead, SheetContact, SheetCustomer, SheetSite
from resources.texts import _

__all__ = [
    "JobSheet",
    "Letterhead",
    "PastVisit",
    "SheetContact",
    "SheetCustomer",
    "SheetLine",
    "SheetObject",
    "SheetRepair",
    "SheetRequirement",
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
    return frame.render(every, file, Paper(paper), title=TITLE, lay_out=lay_out)


def pages_of(sheet: JobSheet, paper: Paper, form: str) -> list[Page]:
    """The pages of one sheet, ready to be painted over the letterhead form of that name."""
    pages = lay_out(sheet, paper)
    pages[0].forms.append(form)
    return pages
