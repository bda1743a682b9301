"""Rows of a year strip: an agreement's lines with their occurrences and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.terms import IntervalUnit


class MarkState(StrEnum):
    """What became of an occurrence.

    Planned: no order yet. Missed: its date passed and no order was made. Generated: its order is to come.
    Late: the order's date passed and it is not done. Done: its visit is done, or it is signed off, posted or
    in a stage that ends the work. Skipped: a person wants no order for it. Canceled: order or line is.
    """

    PLANNED = "planned"
    GENERATED = "generated"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class StripMark:
    """One occurrence of one line.

    Attributes:
        calculated: its date by the interval, which names it.
        on: where it stands: moved there, or the service date of its order.
        first, last: the time window around its calculated date, inside the validity of its line.
        is_moved: a person moved this one.
        fixed: why it cannot be moved or skipped, or "".
        order_id, number: its order; 0 and "" before there is one.
        note: what the person wrote who moved or skipped it.
        version: of what the person decided; 0 for nothing.
    """

    line_id: int
    calculated: date
    on: date
    state: MarkState
    first: date
    last: date
    is_moved: bool = False
    fixed: str = ""
    order_id: int = 0
    number: str = ""
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class StripLine:
    """One line of the agreement.

    Attributes:
        unit, every: its interval; no unit for a line that falls due once.
        first, last: its validity inside the agreement's; no last is open.
        held: why no orders come from it, as a sentence, or "".
        marks: the occurrences that stand in the year, by date.
    """

    id: int
    line: int
    name: str
    unit: IntervalUnit | None
    every: int
    first: date
    last: date | None
    held: str
    marks: tuple[StripMark, ...]


@dataclass(frozen=True, slots=True)
class YearStrip:
    """An agreement's year; closed are days on which the company is closed, with the reason or ""."""

    agreement_id: int
    code: str
    year: int
    first: date
    last: date | None
    today: date
    lines: tuple[StripLine, ...]
    closed: Mapping[date, str]
