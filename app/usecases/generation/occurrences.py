"""Move or skip one occurrence of an agreement line; the series stays as it is (decision 5 of the issue)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.usecases.generation.moving import Moved, move_ordered
from app.work import Work
from models.agreements import Agreement, AgreementLine, Interval
from models.errors import Missing, Refused
from models.generation import Occurrence
from models.recurrence import count_occurrences
from models.terms import Right
from resources.texts import _, format_date


@dataclass(frozen=True, slots=True)
class OccurrenceSaved:
    """An occurrence as it is now, with what undoing needs.

    Attributes:
        version: of what is decided about it; 0 when nothing is.
        on: the date it has.
        order_id, number: its order, if it has one.
        split_from: the order its line was taken from, which held others; 0 for none. Moving it back
            with `into_order_id` puts it there again.
        was_on: the date it had.
    """

    version: int
    on: date
    was_on: date
    skipped: bool = False
    order_id: int = 0
    number: str = ""
    split_from: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    agreement: Agreement
    line: AgreementLine
    decided: Occurrence | None
    calculated: date

    @property
    def on(self) -> date:
        """The date it has by decision or interval."""
        return (self.decided.moved_to if self.decided else None) or self.calculated


def move_occurrence(
    work: Work, *, line_id: int, calculated: date, to: date, seen: int = 0, into_order_id: int = 0
) -> OccurrenceSaved:
    """Give one occurrence another date; its order, if there is one, goes along.

    Where that order holds more than this occurrence, its line goes to an order of its own.

    Args:
        seen: version of what was decided about it before; 0 for nothing.
        into_order_id: an order of the agreement on that date that takes the line up, as undoing does.

    Raises:
        Refused: the date lies outside the validity of the line; the order may not be changed any more.
        Conflict: somebody decided about it first.
    """
    found = _find(work, line_id, calculated, seen)
    _require_valid(found, to)
    ordered = move_ordered(work, line=found.line, calculated=calculated, to=to, into_order_id=into_order_id)
    moved_to = to if to != calculated else None
    version = _decide(work, found, moved_to=moved_to, skipped=False, note="")
    was_on = ordered.was_on if ordered else found.on
    return _saved(version, to, was_on, ordered)


def skip_occurrence(
    work: Work, *, line_id: int, calculated: date, seen: int = 0, note: str = ""
) -> OccurrenceSaved:
    """Let no order be made for one occurrence.

    Raises:
        Refused: there is an order for it already.
        Conflict: somebody decided about it first.
    """
    found = _find(work, line_id, calculated, seen)
    ordered = move_ordered(work, line=found.line, calculated=calculated, to=None)
    if ordered is not None:
        raise Refused(
            _("Order {order} was made for it already.").format(order=ordered.number),
            remedy=_("Cancel or delete that order instead."),
        )
    version = _decide(work, found, moved_to=None, skipped=True, note=note.strip())
    return OccurrenceSaved(version, calculated, found.on, skipped=True)


def restore_occurrence(work: Work, *, line_id: int, calculated: date, seen: int = 0) -> OccurrenceSaved:
    """Take back what was decided about one occurrence: it has its calculated date again, and an order is due.

    Raises:
        Refused: its order may not be changed any more.
        Conflict: somebody decided about it first.
    """
    found = _find(work, line_id, calculated, seen)
    ordered = None
    if found.decided is not None and found.decided.moved_to is not None:
        ordered = move_ordered(work, line=found.line, calculated=calculated, to=calculated)
    version = _decide(work, found, moved_to=None, skipped=False, note="")
    return _saved(version, calculated, ordered.was_on if ordered else found.on, ordered)


def _find(work: Work, line_id: int, calculated: date, seen: int) -> _Found:
    """The occurrence, while nobody generates from its agreement."""
    work.require(Right.EDIT_AGREEMENTS)
    line = work.get(AgreementLine, line_id)
    work.lock(Agreement, (line.agreement_id,))
    agreement = work.get(Agreement, line.agreement_id)
    decided = work.session.scalars(
        select(Occurrence)
        .where(Occurrence.agreement_line_id == line_id, Occurrence.calculated_date == calculated)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if (decided.version if decided else 0) != seen:
        raise work.conflict(Occurrence, decided.id) if decided else _gone()
    if decided is None:
        _require_of_series(work, agreement, line, calculated)
    return _Found(agreement, line, decided, calculated)


def _gone() -> Missing:
    return Missing(_("Somebody took back what was decided about it."))


def _require_of_series(work: Work, agreement: Agreement, line: AgreementLine, calculated: date) -> None:
    interval = work.get(Interval, line.interval_id) if line.interval_id else None
    unit, every = (interval.unit, interval.every) if interval else (None, 1)
    if not count_occurrences(line.anchor(agreement), unit, every, calculated, calculated):
        raise Refused(
            _("{date} is no date of line {line}.").format(date=format_date(calculated), line=line.line)
        )


def _require_valid(found: _Found, to: date) -> None:
    """The date lies in the validity of agreement and line (domain.md 5.3, 21)."""
    agreement, line = found.agreement, found.line
    first = max(agreement.starts_on, line.starts_on or agreement.starts_on)
    last = min(agreement.ends_on or date.max, line.ends_on or date.max)
    if not first <= to <= last:
        raise Refused(
            _("{date} lies outside the dates of line {line}.").format(date=format_date(to), line=line.line),
            remedy=_("Choose a date from {first} to {last}.").format(
                first=format_date(first), last=format_date(last)
            )
            if last < date.max
            else _("Choose a date from {first} on.").format(first=format_date(first)),
            field="to",
        )


def _decide(work: Work, found: _Found, *, moved_to: date | None, skipped: bool, note: str) -> int:
    """Write down what is decided; nothing decided leaves no row. Its version now."""
    row = found.decided
    if moved_to is None and not skipped:
        if row is not None:
            work.session.delete(row)
        work.note(Agreement.__tablename__, found.agreement.id, "update")
        return 0
    if row is None:
        row = Occurrence(agreement_line_id=found.line.id, calculated_date=found.calculated)
        work.session.add(row)
    row.moved_to, row.skipped, row.note = moved_to, skipped, note
    work.session.flush()  # the version is part of the answer
    work.note(Agreement.__tablename__, found.agreement.id, "update")
    return row.version


def _saved(version: int, on: date, was_on: date, ordered: Moved | None) -> OccurrenceSaved:
    if ordered is None:
        return OccurrenceSaved(version, on, was_on)
    return OccurrenceSaved(
        version, on, was_on, order_id=ordered.order_id, number=ordered.number, split_from=ordered.split_from
    )
