"""Which orders fall due from an agreement, and why others do not; plain rows, no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.due import (
    AgreementTerms,
    Due,
    HeldBack,
    Known,
    LineTerms,
    Options,
    Period,
    due_orders,
    series_has,
    validity,
)
from models.errors import Refused
from models.recurrence import count_occurrences
from models.terms import Combine, IntervalUnit, TransactionType, WindowMethod

START = date(2026, 1, 5)
JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
CONTINUOUS = Options(continuous=True)


def weekly(number: int = 1, **fields: Any) -> LineTerms:  # Any: a field's own type, here and below
    """A line of every Monday."""
    usual = {"type": TransactionType.HOUR, "unit": IntervalUnit.WEEK, "starts_on": START}
    return LineTerms(number, number, **{**usual, **fields})


def due(
    *lines: LineTerms,
    known: Mapping[int, Known] | None = None,
    period: Period = JANUARY,
    options: Options | None = None,
    **agreement: Any,
) -> Due:
    """What an agreement of the year with these lines gives; no day is closed."""
    usual = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "lines": lines}
    terms = AgreementTerms(1, **{**usual, **agreement})
    return due_orders(
        terms, known or {}, period=period, options=options or Options(), is_open=lambda _day: True
    )


def days(found: Due) -> list[int]:
    """Days of the month that orders stand on."""
    return [order.on.day for order in found.orders]


def held(found: Due) -> dict[HeldBack, int]:
    """Occurrences held back, by reason."""
    counts: Counter[HeldBack] = Counter()
    for _line, reason, times in found.held:
        counts[reason] += times
    return dict(counts)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_orders_keep_inside_the_validity_of_agreement_and_line() -> None:
    assert days(due(weekly(), starts_on=date(2026, 1, 8), ends_on=date(2026, 1, 20))) == [12, 19]
    assert days(due(weekly(ends_on=date(2026, 1, 12)))) == [5, 12]
    assert held(due(weekly(ends_on=date(2026, 1, 12)))) == {HeldBack.OUTSIDE: 2}


@pytest.mark.parametrize(
    ("agreement", "line", "reason"),
    [
        ({"template": True, "suspended": True}, {}, HeldBack.TEMPLATE),
        ({"suspended": True}, {"stopped": True}, HeldBack.SUSPENDED),
        ({}, {"stopped": True}, HeldBack.STOPPED),
        ({}, {"type": TransactionType.FEE}, HeldBack.TYPE),
    ],
)
def test_what_is_held_back_says_why(
    agreement: dict[str, Any], line: dict[str, Any], reason: HeldBack
) -> None:
    found = due(weekly(**line), options=Options(types=frozenset({TransactionType.HOUR})), **agreement)
    assert (found.orders, held(found)) == ((), {reason: 4})


def test_a_line_goes_on_after_its_last_date() -> None:
    known = {1: Known(last=date(2026, 1, 12), there=1)}
    found = due(weekly(), known=known)
    assert (days(found), held(found)) == ([19, 26], {HeldBack.BEFORE: 1, HeldBack.THERE: 1})


def test_a_continuous_run_fills_the_gaps() -> None:
    known = {1: Known(last=date(2026, 1, 19), there=2, existing={date(2026, 1, 5), date(2026, 1, 19)})}
    found = due(weekly(), known=known, options=CONTINUOUS)
    assert (days(found), held(found)) == ([12, 26], {HeldBack.THERE: 2})


def test_a_moved_occurrence_stands_where_it_was_moved_to_and_the_series_stays() -> None:
    known = {1: Known(moved={date(2026, 1, 12): date(2026, 1, 14)})}
    found = due(weekly(), known=known)
    assert days(found) == [5, 14, 19, 26]
    assert found.orders[1].lines[0].calculated == date(2026, 1, 12)


def test_an_occurrence_moved_out_of_the_period_waits_and_one_moved_into_it_comes() -> None:
    known = {1: Known(moved={date(2026, 1, 26): date(2026, 2, 3), date(2026, 2, 9): date(2026, 1, 30)})}
    assert days(due(weekly(), known=known)) == [5, 12, 19, 30]


def test_a_skipped_occurrence_gives_no_order() -> None:
    found = due(weekly(), known={1: Known(skipped={date(2026, 1, 12)})}, options=CONTINUOUS)
    assert (days(found), held(found)) == ([5, 19, 26], {HeldBack.SKIPPED: 1})


def test_a_moved_occurrence_comes_although_the_series_went_on() -> None:
    monday = date(2026, 1, 12)
    known = Known(
        last=date(2026, 1, 19),
        existing={date(2026, 1, 5), date(2026, 1, 19)},
        moved={monday: monday + timedelta(2)},
    )
    assert days(due(weekly(), known={1: known})) == [14, 26]


def test_lines_of_two_sites_share_no_order() -> None:
    found = due(weekly(1, site_id=7), weekly(2), weekly(3, site_id=8), site_id=8)
    assert [(order.on.day, order.site_id, len(order.lines)) for order in found.orders[:2]] == [
        (5, 7, 1),
        (5, 8, 2),
    ]


def test_a_series_counts_from_before_its_period() -> None:
    line = weekly(unit=IntervalUnit.MONTH, starts_on=date(2026, 2, 1), series_from=date(2025, 10, 31))
    terms = AgreementTerms(1, date(2026, 1, 1), lines=(line,))
    assert validity(terms, line) == (date(2026, 2, 1), date.max)
    assert series_has(terms, line, date(2026, 2, 28))
    assert not series_has(terms, line, date(2026, 1, 31))


lines = st.lists(
    st.builds(
        LineTerms,
        id=st.just(0),
        line=st.just(0),
        type=st.just(TransactionType.HOUR),
        unit=st.none() | st.sampled_from(IntervalUnit),
        every=st.integers(1, 3),
        method=st.none() | st.sampled_from(WindowMethod),
        days_before=st.integers(0, 9),
        days_after=st.integers(0, 9),
        starts_on=st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1)),
        object_id=st.integers(0, 2),
        task_id=st.integers(0, 2),
        technician_id=st.integers(0, 2),
        site_id=st.integers(0, 2),
    ),
    min_size=1,
    max_size=5,
).map(lambda found: tuple(line._replace(id=at, line=at) for at, line in enumerate(found, start=1)))
agreements = st.builds(
    AgreementTerms,
    id=st.just(1),
    starts_on=st.dates(date(2025, 12, 1), date(2026, 2, 1)),
    ends_on=st.none() | st.dates(date(2026, 2, 1), date(2026, 6, 1)),
    combine=st.sampled_from(Combine),
    lines=lines,
)
QUARTER = Period(date(2026, 1, 10), date(2026, 4, 9))


def generated(
    terms: AgreementTerms, known: Mapping[int, Known], *, continuous: bool, moves: bool = False
) -> Due:
    """A run with Sundays and one Wednesday closed."""
    return due_orders(
        terms,
        known,
        period=QUARTER,
        options=Options(continuous=continuous, move_off_closed=moves),
        is_open=lambda day: day.weekday() < 6 and day != date(2026, 2, 4),
    )


def after(found: Due) -> dict[int, Known]:
    """What is known when those orders were made."""
    dates: dict[int, set[date]] = {}
    for order in found.orders:
        for line in order.lines:
            dates.setdefault(line.line_id, set()).add(line.calculated)
    return {line_id: Known(max(mine), len(mine), mine) for line_id, mine in dates.items()}


@given(agreements, st.booleans(), st.booleans())
def test_a_second_run_makes_nothing(terms, continuous, moves) -> None:  # type: ignore[no-untyped-def]
    first = generated(terms, {}, continuous=continuous, moves=moves)
    for again in (True, False):
        assert generated(terms, after(first), continuous=again, moves=moves).orders == ()


@given(agreements, st.booleans())
def test_orders_lie_in_the_period_the_validity_and_every_window(terms, moves) -> None:  # type: ignore[no-untyped-def]
    by_id = {line.id: line for line in terms.lines}
    for order in generated(terms, {}, continuous=False, moves=moves).orders:
        assert QUARTER.first <= order.on <= QUARTER.last
        for line in order.lines:
            _first, last = validity(terms, by_id[line.line_id])
            assert max(terms.starts_on, line.range_from) <= order.on <= min(last, line.range_to)
            assert line.range_from <= line.calculated <= line.range_to


@given(agreements)
def test_lines_of_two_keys_never_meet(terms) -> None:  # type: ignore[no-untyped-def]
    by_id = {line.id: line for line in terms.lines}
    name = {Combine.TASK: "task_id", Combine.TECHNICIAN: "technician_id", Combine.OBJECT: "object_id"}
    for order in generated(terms, {}, continuous=False).orders:
        mine = [by_id[line.line_id] for line in order.lines]
        keys = {(line.site_id, getattr(line, name.get(terms.combine, ""), 0)) for line in mine}
        assert len(keys) == 1


@given(agreements, st.booleans())
def test_every_occurrence_has_an_order_or_a_reason(terms, continuous) -> None:  # type: ignore[no-untyped-def]
    found = generated(terms, {}, continuous=continuous)
    made = sum(len(order.lines) for order in found.orders)
    wanted = 0
    for line in terms.lines:
        anchor = line.series_from or line.starts_on or terms.starts_on
        wanted += count_occurrences(anchor, line.unit, line.every, QUARTER.first, QUARTER.last)
    assert made + sum(times for _line, _why, times in found.held) == wanted
