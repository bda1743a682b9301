"""Queries in, PDF files out, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.context import Context
from app.queries.papers.choosing import (
    order_ids_by_number,
    order_ids_of_day,
    order_ids_of_visits,
    route_ids,
    unknown_technicians,
    visit_ids_of_orders,
)
from app.queries.papers.job_sheets import job_sheets
from app.queries.papers.work_receipts import work_receipts
from app.queries.travel import travel
from models.errors import Refused
from reports import job_sheet, work_receipt
from reports.job_sheet import JobSheet
from reports.work_receipt import WorkReceipt
from resources.texts import _

BATCH = 1000
"""Visits a query asks for at once: below every driver's limit of parameters."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: a file with so many sheets on so many pages."""

    file: Path
    sheets: int
    pages: int


def day_sheets(context: Context, *, day: date, technician_codes: Sequence[str] = ()) -> list[JobSheet]:
    """Sheets of a local day in route order, of these technicians or of all.

    Raises:
        Refused: a technician is unknown, or nothing is planned.
    """
    unknown = context.read(unknown_technicians, technician_codes)
    if unknown:
        raise Refused(_("There is no technician {code}.").format(code=", ".join(unknown)))
    ids = context.read(route_ids, day=day, technician_codes=technician_codes)
    if not ids:
        raise Refused(_("Nothing is planned on {day}.").format(day=day.isoformat()))
    return visit_sheets(context, ids)


def order_sheets(context: Context, order_ids: Sequence[int]) -> list[JobSheet]:
    """Sheets of the visits of these orders.

    Raises:
        Refused: none of them is planned.
    """
    ids = context.read(visit_ids_of_orders, order_ids)
    if not ids:
        raise Refused(_("These orders have no visits to print."), remedy=_("Plan them first."))
    return visit_sheets(context, ids)


def visit_sheets(context: Context, visit_ids: Sequence[int]) -> list[JobSheet]:
    """Sheets of these visits, in this order."""
    known = context.read(travel)
    sheets: list[JobSheet] = []
    for start in range(0, len(visit_ids), BATCH):
        sheets += context.read(job_sheets, visit_ids[start : start + BATCH], travel=known)
    return sheets


def order_receipts(
    context: Context, order_ids: Sequence[int], *, with_prices: bool = False
) -> list[WorkReceipt]:
    """Receipts of what was delivered of these orders, in this order.

    Raises:
        Refused: nothing was.
    """
    receipts: list[WorkReceipt] = []
    for start in range(0, len(order_ids), BATCH):
        batch = order_ids[start : start + BATCH]
        receipts += context.read(work_receipts, batch, with_prices=with_prices)
    if not receipts:
        raise Refused(
            _("Nothing of these orders has been delivered yet."),
            remedy=_("Sign lines off, say when they were done, or finish a repair first."),
        )
    return receipts


def day_receipts(context: Context, *, day: date, with_prices: bool = False) -> list[WorkReceipt]:
    """Receipts of the orders visited on a local day, and of those of which a line was done then.

    Raises:
        Refused: there are none, or nothing of them was delivered.
    """
    ids = context.read(order_ids_of_day, day=day)
    if not ids:
        raise Refused(_("Nothing was done on {day}.").format(day=day.isoformat()))
    return order_receipts(context, ids, with_prices=with_prices)


def visit_receipts(
    context: Context, visit_ids: Sequence[int], *, with_prices: bool = False
) -> list[WorkReceipt]:
    """Receipts of the orders of these visits, each once.

    Raises:
        Refused: nothing of them was delivered.
    """
    ids = context.read(order_ids_of_visits, visit_ids=visit_ids)
    return order_receipts(context, ids, with_prices=with_prices)


def numbered_orders(context: Context, numbers: Sequence[str]) -> list[int]:
    """Orders by their numbers, in the order given.

    Raises:
        Refused: there is no such order.
    """
    known = context.read(order_ids_by_number, numbers)
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise Refused(_("There is no order {number}.").format(number=", ".join(unknown)))
    return [known[number] for number in numbers]


def write_sheets(sheets: Sequence[JobSheet], file: Path, paper: str) -> Printed:
    """Draw work descriptions to a file; see `_write`."""
    return _write(lambda: job_sheet.render(sheets, file, paper=paper), file, len(sheets))


def write_receipts(receipts: Sequence[WorkReceipt], file: Path, paper: str) -> Printed:
    """Draw work receipts to a file; see `_write`."""
    return _write(lambda: work_receipt.render(receipts, file, paper=paper), file, len(receipts))


def _write(draw: Callable[[], int], file: Path, sheets: int) -> Printed:
    """Draw to a file; those who call are plain functions of plain values, which any process can run.

    Raises:
        Refused: the file cannot be written.
    """
    try:
        pages = draw()
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {error}.").format(file=file, error=error.strerror or error),
            remedy=_("Choose another place."),
        ) from error
    return Printed(file, sheets, pages)
