"""Which orders fall due from an agreement, and what is held back and why (domain.md 5.3; examples.md A).

Pure: plain rows in, plain rows out; no database, no clock. `app.queries.due` reads the rows.

An occurrence is named by its agreement line and its calculated date, whatever date its order gets. Without
`continuous` a line goes on after the last date it was generated for; with it, gaps are filled. There is never
a second one of the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from models.errors import Refused
from models.placing import DueLine, OpenDay, place
from models.recurrence import count_occurrences, occurrences, window
from models.terms import Combine, IntervalUnit, TransactionType, WindowMethod
from resources.texts import _

ONE_DAY = timedelta(days=1)
ALL_TYPES = frozenset(TransactionType)


@dataclass(frozen=True, slots=True)
class Period:
    """Dates for which orders are wanted, both included.

    Raises:
        Refused: it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refused(_("The period ends before it begins."), remedy=_("Choose a later end."), field="to")


@dataclass(frozen=True, slots=True)
class Options:
    """How orders are generated.

    Attributes:
        types: only lines of these transaction types.
        continuous: fill gaps in a series, too.
        move_off_closed: lines with a time window leave a closed day where their window has an open one.
    """

    types: frozenset[TransactionType] = ALL_TYPES
    continuous: bool = False
    move_off_closed: bool = False


class HeldBack(StrEnum):
    """Why an occurrence in the period gets no order."""

    TEMPLATE = "template"
    SUSPENDED = "suspended"
    STOPPED = "stopped"
    TYPE = "type"
    OUTSIDE = "outside"
    SKIPPED = "skipped"
    THERE = "there"
    BEFORE = "before"


class LineTerms(NamedTuple):
    """An agreement line as far as its dates and orders depend on it; ids are 0 where there is none.

    Attributes:
        unit, every: its interval; no unit for a line that falls due once.
        method, days_before, days_after: its time window; no method for none.
        starts_on: the anchor of its series; none for the agreement's start.
        series_from: the anchor where it is before this period, as in a renewed agreement.
    """

    id: int
    line: int
    type: TransactionType
    unit: IntervalUnit | None = None
    every: int = 1
    method: WindowMethod | None = None
    days_before: int = 0
    days_after: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    stopped: bool = False
    object_id: int = 0
    task_id: int = 0
    technician_id: int = 0
    site_id: int = 0
    series_from: date | None = None


class AgreementTerms(NamedTuple):
    """An agreement as far as its orders depend on it."""

    id: int
    starts_on: date
    ends_on: date | None = None
    suspended: bool = False
    template: bool = False
    combine: Combine = Combine.AGREEMENT
    site_id: int = 0
    lines: tuple[LineTerms, ...] = ()


class Known(NamedTuple):
    """What became of a line's occurrences before.

    Attributes:
        last: the last calculated date that was generated in the course of the series; none for none.
        there: how many calculated dates of the period have an order.
        existing: those dates; needed for continuous runs and for lines that people decided about.
        moved: calculated date → the date a person gave it.
        skipped: calculated dates that a person wants no order for.
    """

    last: date | None = None
    there: int = 0
    existing: Collection[date] = ()
    moved: Mapping[date, date] = {}
    skipped: Collection[date] = ()


NOTHING_KNOWN = Known()


class DueOrder(NamedTuple):
    """An order that is to be made.

    Attributes:
        on: its service date.
        conflict: that date is closed.
        key: what its lines have in common: the id of task, technician or object, or 0.
        site_id: where; 0 for no site.
    """

    on: date
    conflict: bool
    key: int
    site_id: int
    lines: tuple[DueLine, ...]


class Held(NamedTuple):
    """So many occurrences of a line in the period that get no order, and why."""

    line_id: int
    reason: HeldBack
    times: int


class Due(NamedTuple):
    """What an agreement gives in a period."""

    orders: tuple[DueOrder, ...] = ()
    held: tuple[Held, ...] = ()


def due_orders(
    agreement: AgreementTerms,
    known: Mapping[int, Known],
    *,
    period: Period,
    options: Options,
    is_open: OpenDay,
) -> Due:
    """Orders that fall due from an agreement in a period, by date, and what is held back.

    Args:
        known: by agreement line; a line that is missing was never generated.
        is_open: of the company's calendar; always true where there is none (domain.md 5.3, rule 5).
    """
    wanted: dict[tuple[int, int], list[DueLine]] = {}
    held: list[Held] = []
    for line in agreement.lines:
        found = _line_due(agreement, line, known.get(line.id, NOTHING_KNOWN), period, options, held)
        if found:
            wanted.setdefault(_key(agreement, line), []).extend(found)
    if not wanted:
        return Due((), tuple(held))
    orders: list[DueOrder] = []
    for (site_id, key), lines in wanted.items():
        days = place(lines, is_open=is_open, move_off_closed=options.move_off_closed)
        for day, together in days.items():
            together.sort(key=_in_order)
            orders.append(DueOrder(day, not is_open(day), key, site_id, tuple(together)))
    orders.sort(key=lambda order: (order.on, _in_order(order.lines[0])))
    return Due(tuple(orders), tuple(held))


def _in_order(line: DueLine) -> tuple[int, date]:
    return line.line, line.calculated


def validity(agreement: AgreementTerms, line: LineTerms) -> tuple[date, date]:
    """First and last date on which orders may come from a line; the last may be the end of all dates."""
    first = max(agreement.starts_on, line.starts_on or agreement.starts_on)
    return first, min(agreement.ends_on or date.max, line.ends_on or date.max)


def series_has(agreement: AgreementTerms, line: LineTerms, day: date) -> bool:
    """Whether a date is one of a line's calculated dates."""
    first, last = validity(agreement, line)
    return first <= day <= last and bool(
        count_occurrences(_anchor(agreement, line), line.unit, line.every, day, day)
    )


def _anchor(agreement: AgreementTerms, line: LineTerms) -> date:
    return line.series_from or line.starts_on or agreement.starts_on


def _key(agreement: AgreementTerms, line: LineTerms) -> tuple[int, int]:
    """What lines must have in common to share an order: the site, and what the agreement combines by."""
    site_id = line.site_id or agreement.site_id
    match agreement.combine:
        case Combine.AGREEMENT:
            return site_id, 0
        case Combine.TASK:
            return site_id, line.task_id
        case Combine.TECHNICIAN:
            return site_id, line.technician_id
        case Combine.OBJECT:
            return site_id, line.object_id


def _line_due(
    agreement: AgreementTerms,
    line: LineTerms,
    known: Known,
    period: Period,
    options: Options,
    held: list[Held],
) -> list[DueLine]:
    begins, ends = validity(agreement, line)
    begins, ends = max(begins, period.first), min(ends, period.last)
    series = _anchor(agreement, line), line.unit, line.every
    inside = count_occurrences(*series, begins, ends)
    if begins != period.first or ends != period.last:
        _hold(held, line, HeldBack.OUTSIDE, count_occurrences(*series, period.first, period.last) - inside)
    why = _why_none(agreement, line, options)
    if why is not None:
        _hold(held, line, why, inside)
        return []
    if begins > ends:
        return []
    # A line's start anchors its series: its time window may reach before that, but not before the agreement.
    earliest = max(agreement.starts_on, period.first)
    if known.moved or known.skipped or known.existing:
        days = occurrences(*series, begins, ends)
        return _day_by_day(line, known, days, (earliest, ends), options, held)
    goes_on = begins
    if known.last is not None and not options.continuous:
        goes_on = max(begins, known.last + ONE_DAY)
        left = count_occurrences(*series, goes_on, ends)
        _hold(held, line, HeldBack.BEFORE, inside - left - known.there)
        _hold(held, line, HeldBack.THERE, known.there)
        if not left:
            return []
    return [_due_line(line, day, earliest, ends) for day in occurrences(*series, goes_on, ends)]


def _hold(held: list[Held], line: LineTerms, why: HeldBack, times: int) -> None:
    if times > 0:
        held.append(Held(line.id, why, times))


def _why_none(agreement: AgreementTerms, line: LineTerms, options: Options) -> HeldBack | None:
    """Why a line gives nothing at all, or None (domain.md 1.6, 2, 5.3)."""
    if agreement.template:
        return HeldBack.TEMPLATE
    if agreement.suspended:
        return HeldBack.SUSPENDED
    if line.stopped:
        return HeldBack.STOPPED
    return None if line.type in options.types else HeldBack.TYPE


def _day_by_day(
    line: LineTerms,
    known: Known,
    days: Iterable[date],
    bounds: tuple[date, date],
    options: Options,
    held: list[Held],
) -> list[DueLine]:
    """Due lines of a series that has gaps, or about which people decided."""
    due: list[DueLine] = []
    reasons: Counter[HeldBack] = Counter()
    for day in days:
        why = _why_not(day, known, options)
        if why is not None:
            reasons[why] += 1
        elif day not in known.moved:
            due.append(_due_line(line, day, *bounds))
    for day, to in known.moved.items():
        if bounds[0] <= to <= bounds[1] and day not in known.existing:
            due.append(_due_line(line, day, *bounds)._replace(first=to, last=to))
    held.extend(Held(line.id, why, times) for why, times in reasons.items())
    return due


def _why_not(day: date, known: Known, options: Options) -> HeldBack | None:
    if day in known.existing:
        return HeldBack.THERE
    if day in known.skipped:
        return HeldBack.SKIPPED
    is_before = known.last is not None and day <= known.last
    return HeldBack.BEFORE if is_before and not options.continuous and day not in known.moved else None


def _due_line(line: LineTerms, day: date, begins: date, ends: date) -> DueLine:
    if line.method is None:
        return DueLine(line.id, line.line, day, day, day, day, day)
    first, last = window(day, line.method, line.days_before, line.days_after)
    return DueLine(line.id, line.line, day, first, last, max(first, begins), min(last, ends))
