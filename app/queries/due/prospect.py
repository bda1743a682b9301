"""Which agreements have anything due at all, by columns: the first look of a run, fast when nothing is due.

The rules are in `models.due`, which judges one agreement at a time; here only those are counted for which
it would find nothing, so that 20,000 of them need no look each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from app.queries.due.known import KINDS, dates_within, decisions, last_and_count
from app.queries.due.request import Choice, Request
from app.queries.due.terms import chosen_agreements, outlook
from models.agreements import Agreement, AgreementLine, Interval
from models.due import HeldBack
from models.recurrence import DAYS, MONTHS
from models.series import Days, Numbers, SeriesColumns

_WHOLE_LINE = (HeldBack.TEMPLATE, HeldBack.SUSPENDED, HeldBack.STOPPED, HeldBack.TYPE)
_FAR = np.datetime64(date.max)
_KEY_DAYS = 1 << 22
"""More than there are days up to the year 9999: a line's id and a day fit into one number."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a run would have to do.

    Attributes:
        due: agreements with something due, each with its number of lines: the most orders it can give.
        held: occurrences held back, by reason, of all the others.
    """

    due: Mapping[int, int]
    held: Mapping[HeldBack, int]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Chosen lines as columns, by id; `why` is 0, or 1 more than the place in `_WHOLE_LINE`."""

    agreement: Numbers
    id: Numbers
    series: SeriesColumns
    begins: Days
    ends: Days
    why: Numbers

    def count(self, places: Numbers) -> Numbers:
        """How often each line is named."""
        return np.bincount(places, minlength=len(self.id))


@dataclass(frozen=True, slots=True)
class _Tally:
    """Occurrences of each line: still to be made, made already, and passed over before the last one made."""

    left: Numbers
    there: Numbers
    before: Numbers


def prospect(session: Session, request: Request) -> Prospect:
    """Count what is due and what is held back; a handful of statements, however many agreements there are."""
    chosen = chosen_agreements(request.choice)
    lines = _lines(session, chosen, request)
    period = request.period
    place, day = lines.series.between(np.datetime64(period.first), np.datetime64(period.last))
    inside = (day >= lines.begins[place]) & (day <= lines.ends[place])
    judged = inside & (lines.why[place] == 0)
    tally = (_gaps if request.options.continuous else _rest)(
        session, request, lines, place[judged], day[judged]
    )
    decided = set().union(*decisions(session, chosen, period))
    apart = np.isin(lines.agreement, lines.agreement[np.isin(lines.id, sorted(decided))])
    due = _by_agreement(lines.agreement[~apart], tally.left[~apart])
    counted = ~apart & ~np.isin(lines.agreement, list(due))
    held = Counter(
        {
            HeldBack.OUTSIDE: int((~inside & counted[place]).sum()),
            HeldBack.THERE: int(tally.there[counted].sum()),
            HeldBack.BEFORE: int(tally.before[counted].sum()),
        }
    )
    for code, reason in enumerate(_WHOLE_LINE, start=1):
        held[reason] = int((inside & counted[place] & (lines.why[place] == code)).sum())
    if apart.any():
        _look_closely(session, request, lines.agreement[apart], due, held)
    return Prospect(due, {reason: held[reason] for reason in HeldBack if held[reason]})


def _rest(session: Session, request: Request, lines: _Lines, place: Numbers, day: Days) -> _Tally:
    """Each line goes on after its last date."""
    last = np.full(len(lines.id), "NaT", "datetime64[D]")
    there = np.zeros(len(lines.id), np.int64)
    chosen = chosen_agreements(request.choice)
    for kind in KINDS:
        rows = session.connection().execute(last_and_count(kind, chosen, request.period, day=String)).all()
        known = [row for row in rows if row[1] is not None]
        if known:
            at = np.searchsorted(lines.id, [row[0] for row in known])
            last[at] = np.fmax(last[at], np.array([row[1] for row in known], "datetime64[D]"))
            there[at] += [row[2] for row in known]
    there[(lines.why != 0) | (lines.begins > lines.ends)] = 0
    passed = lines.count(place[day <= last[place]])
    return _Tally(lines.count(place) - passed, there, np.maximum(0, passed - there))


def _gaps(session: Session, request: Request, lines: _Lines, place: Numbers, day: Days) -> _Tally:
    """Each line has every date that has no order yet."""
    existing = [np.empty(0, np.int64)]
    for kind in KINDS:
        statement = dates_within(kind, chosen_agreements(request.choice), request.period, day=String)
        rows = session.connection().execute(statement).all()
        if rows:
            ids, days = zip(*rows, strict=True)
            existing.append(_named(np.array(ids, np.int64), np.array(days, "datetime64[D]")))
    is_there = np.isin(_named(lines.id[place], day), np.concatenate(existing))
    there = lines.count(place[is_there])
    return _Tally(lines.count(place) - there, there, np.zeros(len(lines.id), np.int64))


def _named(line_id: Numbers, day: Days) -> Numbers:
    """Occurrences as one number each."""
    return line_id * _KEY_DAYS + day.astype(np.int64)


def _by_agreement(agreement: Numbers, left: Numbers) -> dict[int, int]:
    """Agreements with something left, and how much."""
    some = left > 0
    found, places = np.unique(agreement[some], return_inverse=True)
    totals = np.bincount(places, weights=left[some]).astype(np.int64)
    return dict(zip(found.tolist(), totals.tolist(), strict=True))


def _look_closely(
    session: Session, request: Request, agreements: Numbers, due: dict[int, int], held: Counter[HeldBack]
) -> None:
    """Judge those agreements one by one about whose occurrences people decided."""
    ids = tuple(sorted(set(agreements.tolist())))
    seen = outlook(session, replace(request, choice=Choice(agreement_ids=ids)))
    for agreement_id, each in seen.due.items():
        if each.orders:
            due[agreement_id] = sum(len(order.lines) for order in each.orders)
        else:
            for _line_id, reason, times in each.held:
                held[reason] += times


_AGREEMENT = Agreement.__table__.c
_LINE = AgreementLine.__table__.c


def _lines(session: Session, chosen: ColumnElement[bool] | None, request: Request) -> _Lines:
    statement = (
        select(
            _LINE.agreement_id,
            _LINE.id,
            func.coalesce(_LINE.interval_id, 0),
            type_coerce(_LINE.type, String),
            _LINE.stopped,
            _AGREEMENT.suspended,
            _AGREEMENT.template,
            type_coerce(_AGREEMENT.starts_on, String),
            type_coerce(_AGREEMENT.ends_on, String),
            type_coerce(_LINE.starts_on, String),
            type_coerce(_LINE.ends_on, String),
            type_coerce(_LINE.series_from, String),
        )
        .join(Agreement, _AGREEMENT.id == _LINE.agreement_id)
        .order_by(_LINE.id)
    )
    if chosen is not None:
        statement = statement.where(chosen)
    rows = session.connection().execute(statement).all()
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 12  # ids, words, flags, dates
    starts, ends, line_starts, line_ends, series_from = (
        np.array(days, "datetime64[D]") for days in columns[7:]
    )
    wanted = {word.value for word in request.options.types}
    is_chosen = np.fromiter((word in wanted for word in columns[3]), bool, len(rows))
    stopped, suspended, template = (np.array(flags, bool) for flags in columns[4:7])
    begins = np.where(np.isnat(line_starts), starts, line_starts)
    anchor = np.where(np.isnat(series_from), begins, series_from)
    last = np.fmin(np.where(np.isnat(ends), _FAR, ends), np.where(np.isnat(line_ends), _FAR, line_ends))
    return _Lines(
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        _series(session, np.array(columns[2], np.int64), anchor),
        np.maximum(starts, begins),
        last,
        np.select([template, suspended, stopped, ~is_chosen], [1, 2, 3, 4], 0),
    )


def _series(session: Session, interval_ids: Numbers, anchor: Days) -> SeriesColumns:
    """The intervals of lines in days or months."""
    known = {0: (0, False)}
    for interval in session.scalars(select(Interval)):
        in_months = interval.unit in MONTHS
        known[interval.id] = (MONTHS if in_months else DAYS)[interval.unit] * interval.every, in_months
    ids = np.array(sorted(known), np.int64)
    at = np.searchsorted(ids, interval_ids)
    steps = np.array([known[each][0] for each in ids.tolist()], np.int64)
    months = np.array([known[each][1] for each in ids.tolist()], bool)
    return SeriesColumns(anchor, steps[at], months[at])
