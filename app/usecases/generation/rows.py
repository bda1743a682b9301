"""Rows of generated orders, their lines and what comes with them, as they are written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from app.bulk import Cell, Spelling
from app.usecases.generation.details import AgreementDetails, Details, LineDetails
from models.due import AgreementTerms, DueOrder
from models.placing import DueLine
from models.terms import LONGEST_VISIT, Combine

ORDER = (
    "id", "number", "customer_id", "site_id", "agreement_id", "contact_id", "description", "service_date",
    "earliest_start", "latest_start", "duration_minutes", "preferred_technician_id", "project_id",
    "responsible_id", "calendar_conflict",
)  # fmt: skip
CLOCK = (
    "service_level_id", "service_level_source", "clock", "clock_started_at", "clock_due_at", "clock_since",
    "clock_recorded", "clock_limit",
)  # fmt: skip
LINE = (
    "order_id", "line", "agreement_line_id", "calculated_date", "range_from", "range_to", "type",
    "description", "object_id", "task_id", "technician_id", "item_id", "quantity", "category_id",
    "starts_after", "ends_before", "note", "cost_price", "cost_source", "cost_note", "sales_price",
    "sales_source", "price_note",
)  # fmt: skip
REQUIREMENT = (
    "order_id", "line", "agreement_line_id", "calculated_date", "needed_on", "item_id", "quantity",
    "description", "object_id", "cost_price", "sales_price",
)  # fmt: skip
OBJECT = ("order_id", "object_id", "reference")
EVENT = ("order_id", "at")
LONGEST = LONGEST_VISIT // timedelta(minutes=1)
DURATION = 60
"""Minutes of an order whose lines name none."""
Row = tuple[Cell, ...]
PriceOf = Callable[[AgreementDetails, LineDetails, date], Row]
"""Cost price, its source and note, sales price, its source and note."""
ClockOf = Callable[[AgreementDetails, date], Row]
"""The columns of `CLOCK` for an order of an agreement with a level."""


class GeneratedOrder(NamedTuple):
    """An order that was made: for the list of results.

    Attributes:
        lines: how many lines and item requirements it has.
        conflict: its date is closed.
    """

    id: int
    number: str
    agreement_id: int
    on: date
    lines: int
    conflict: bool


@dataclass(slots=True)
class Rows:
    """All rows of a batch, by table."""

    orders: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    requirements: list[Row] = field(default_factory=list)
    objects: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    made: list[GeneratedOrder] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """What making rows works with; `clock` is None where generated orders follow no level."""

    details: Details
    spelling: Spelling
    price: PriceOf
    clock: ClockOf | None

    def add(self, rows: Rows, terms: AgreementTerms, order: DueOrder, *, row_id: int, number: str) -> None:
        """One order with all that belongs to it."""
        agreement = self.details.agreements[terms.id]
        lines = [self.details.lines[due.line_id] for due in order.lines]
        day = self.spelling.day(order.on)
        earliest, latest = _promised(lines)
        technician = (
            order.key if terms.combine is Combine.TECHNICIAN and order.key else agreement.technician_id
        )
        head: Row = (
            row_id, self.spelling.text(number), agreement.customer_id, order.site_id or None, terms.id,
            agreement.contact_id, agreement.name, day, earliest, latest, _duration(lines), technician,
            agreement.project_id, agreement.responsible_id, int(order.conflict),
        )  # fmt: skip
        if self.clock is not None:
            clock = self.clock(agreement, order.on)
            head += clock
            if clock[3] is not None:
                rows.events.append((row_id, clock[3]))
        rows.orders.append(head)
        self._add_lines(rows, agreement, order, lines, row_id)
        self._add_objects(rows, terms.id, lines, row_id)
        rows.made.append(GeneratedOrder(row_id, number, terms.id, order.on, len(lines), order.conflict))

    def _add_lines(
        self,
        rows: Rows,
        agreement: AgreementDetails,
        order: DueOrder,
        lines: Sequence[LineDetails],
        row_id: int,
    ) -> None:
        required = numbered = 0
        for due, line in zip(order.lines, lines, strict=True):
            prices = self.price(agreement, line, order.on)
            if line.is_required:
                required += 1
                rows.requirements.append(self._requirement(row_id, required, order, due, line, prices))
            else:
                numbered += 1
                rows.lines.append(
                    (
                        row_id, numbered, line.id, *self._dates(due), line.type.value,
                        line.description, *line[5:10],
                        line.category_id, line.earliest, line.latest, line.note, *prices,
                    )
                )  # fmt: skip

    def _dates(self, due: DueLine) -> tuple[str, str, str]:
        spell = self.spelling.day
        return spell(due.calculated), spell(due.range_from), spell(due.range_to)

    def _requirement(
        self, row_id: int, number: int, order: DueOrder, due: DueLine, line: LineDetails, prices: Row
    ) -> Row:
        calculated, day = self.spelling.day(due.calculated), self.spelling.day(order.on)
        return (
            row_id, number, line.id, calculated, day, line.item_id, line.quantity, line.description or "",
            line.object_id, prices[0], prices[3],
        )  # fmt: skip

    def _add_objects(self, rows: Rows, agreement_id: int, lines: Sequence[LineDetails], row_id: int) -> None:
        """The agreement's objects come along; one that a line names belongs to the order in any case."""
        related = self.details.objects.get(agreement_id)
        if related:
            rows.objects.extend((row_id, object_id, text) for object_id, text in related.items())
        named = {line.object_id: None for line in lines if line.object_id is not None}
        rows.objects.extend(
            (row_id, object_id, "") for object_id in named if object_id not in (related or ())
        )


def _promised(lines: Sequence[LineDetails]) -> tuple[int | None, int | None]:
    """Minutes between which a visit starts that suits every line; where none does, the lines alone say so."""
    earliest = max((line.earliest for line in lines if line.earliest is not None), default=None)
    latest = min((line.latest for line in lines if line.latest is not None), default=None)
    if earliest is not None and latest is not None and latest < earliest:
        return None, None
    return earliest, latest


def _duration(lines: Sequence[LineDetails]) -> int:
    """What the lines take together, within what a visit may take."""
    minutes = sum(line.duration or 0 for line in lines)
    return min(minutes, LONGEST) or DURATION
