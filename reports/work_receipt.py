"""Work receipts (domain.md 15) as a PDF, one order after another: delivered work, for the customer.

Import the classes a receipt is made of from here as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from models.errors import Refused
from reports import frame
from reports.page import Paper
from reports.parties import Letterhead, SheetContact, SheetCustomer, SheetSite
from reports.work_receipt_content import ReceiptLine, ReceiptRepair, ReceiptTask, ReceiptVisit, WorkReceipt
from reports.work_receipt_layout import TITLE, lay_out
from resources.texts import _

__all__ = [
    "Letterhead",
    "ReceiptLine",
    "ReceiptRepair",
    "ReceiptTask",
    "ReceiptVisit",
    "SheetContact",
    "SheetCustomer",
    "SheetSite",
    "WorkReceipt",
    "lay_out",
    "render",
]


def render(receipts: Iterable[WorkReceipt], file: IO[bytes] | Path, *, paper: Paper | str = Paper.A4) -> int:
    """Draw the receipts one after another and give the number of pages; same input, same bytes.

    A path is written whole or not at all; a binary file is written at the end, in one piece.
    Raises Refused if there is no receipt, ValueError for an unknown paper, OSError as the file does.
    """
    every = tuple(receipts)
    if not every:
        raise Refused(_("There is nothing to print."), remedy=_("Choose at least one order."))
    return frame.render(every, file, Paper(paper), title=TITLE, lay_out=lay_out)
