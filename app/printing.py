"""Queries in, PDF files out, written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.context import Context
from app.queries.papers.choosing import route_ids, unknown_technicians, visit_ids_of_orders
from app.queries.papers.job_sheets import job_sheets
from app.queries.travel import travel
from models.errors import Refused
from reports.job_sheet import JobSheet, render
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


def write_sheets(sheets: Sequence[JobSheet], file: Path, paper: str) -> Printed:
    """Draw sheets to a file; a plain function of plain values, so that a process of its own can run it.

    Raises:
        Refused: the file cannot be written.
    """
    try:
        pages = render(sheets, file, paper=paper)
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {error}.").format(file=file, error=error.strerror or error),
            remedy=_("Choose another place."),
        ) from error
    return Printed(file, len(sheets), pages)
