"""Renewing agreements: the next period, its code, the lines that go on (domain.md 1.4, 1.10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.context import Context
from app.queries.masters import records
from app.queries.year_strip import year_strip
from app.usecases.copying import NextPeriod, Renewed, remove_agreements, renew_agreement
from app.work import Work
from models.agreements import Agreement, Interval
from models.copying import relate_agreement
from models.errors import Conflict, Refused
from models.renewing import next_code, next_period
from models.terms import IntervalUnit
from tests.app.agreed import made, run
from tests.builders import a_task, an_agreement, an_agreement_line

NEXT = NextPeriod("A-1-2", date(2027, 1, 1), date(2027, 12, 31))


def monthly(work: Work) -> Agreement:
    """Monthly from 31 January 2026, a line that fell due once, and a stopped one."""
    month = work.add(Interval(code="M", unit=IntervalUnit.MONTH))
    lines = [
        an_agreement_line(line=1, interval_id=month.id, starts_on=date(2026, 1, 31), task_id=a_task(work).id),
        an_agreement_line(line=2, description="Installing"),
        an_agreement_line(line=3, interval_id=month.id, stopped=True),
    ]
    made = an_agreement(work, code="A-1", lines=lines)
    relate_agreement(work.session, made.id, [], [made.lines[0].task_id])
    return made


@pytest.fixture
def agreement(context: Context) -> Agreement:
    return context.run(monthly)[0]


def renewed(context: Context, agreement: Agreement, period: NextPeriod = NEXT, seen: int = 1) -> Renewed:
    return context.run(renew_agreement, agreement_id=agreement.id, seen=seen, period=period)[0]


def stored(context: Context, row_id: int) -> dict[str, Any]:  # values of any column
    return dict(context.read(records, "agreement", {"id": row_id})[0].values)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), (date(2027, 1, 1), date(2027, 12, 31))),
        (date(2026, 2, 15), date(2026, 5, 14), (date(2026, 5, 15), date(2026, 8, 14))),
        (date(2026, 2, 1), date(2026, 2, 28), (date(2026, 3, 1), date(2026, 3, 31))),
        (date(2026, 1, 1), date(2026, 1, 10), (date(2026, 1, 11), date(2026, 1, 20))),
        (date(2024, 2, 29), date(2025, 2, 27), (date(2025, 2, 28), date(2026, 2, 27))),
    ],
)
def test_the_next_period_is_as_long_as_the_last(
    starts: date, ends: date, expected: tuple[date, date]
) -> None:
    assert next_period(starts, ends) == expected


def test_a_renewals_code_counts_on() -> None:
    assert next_code("A-31", set(), is_renewal=False) == "A-31-2"
    assert next_code("A-31-2", set(), is_renewal=True) == "A-31-3"
    assert next_code("A-31", {"A-31-2"}, is_renewal=False) == "A-31-3"


def test_the_series_goes_on_from_where_it_always_was(context: Context, agreement: Agreement) -> None:
    answer = renewed(context, agreement)
    assert [(left.line, left.why) for left in answer.left] == [
        (2, "It falls due only once."),
        (3, "It is stopped."),
    ]
    made = answer.made.agreements[0]
    assert stored(context, made.id)["renewal_of_id"] == agreement.id
    strip = context.read(year_strip, made.id, 2027, today=date(2027, 1, 1))
    days = [mark.on for mark in strip.lines[0].marks]
    assert days[:3] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    tasks = context.read(records, "agreement_task", {"agreement_id": made.id})
    assert len(tasks) == 1


def test_a_renewal_is_renewed_in_its_turn(context: Context, agreement: Agreement) -> None:
    first = renewed(context, agreement).made.agreements[0]
    period = NextPeriod("A-1-3", date(2028, 1, 1), None)
    answer, _changes = context.run(renew_agreement, agreement_id=first.id, seen=first.seen, period=period)
    (line,) = context.read(records, "agreement_line", {"agreement_id": answer.made.agreements[0].id})
    assert line.values["series_from"] == date(2026, 1, 31)


def test_a_renewal_can_be_taken_back(context: Context, agreement: Agreement) -> None:
    answer = renewed(context, agreement)
    context.run(remove_agreements, made=answer.made)
    assert [row.values["code"] for row in context.read(records, "agreement")] == ["A-1"]
    assert renewed(context, agreement).code == "A-1-2"


def test_an_agreement_is_renewed_once(context: Context, agreement: Agreement) -> None:
    renewed(context, agreement)
    again = NextPeriod("A-1-9", date(2027, 1, 1), None)
    with pytest.raises(Refused, match="A-1 is renewed already, by A-1-2"):
        renewed(context, agreement, again)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"template": True}, "A-7 is a template"), ({"ends_on": None}, "A-7 has no end")],
)
def test_templates_and_what_never_ends_are_not_renewed(
    context: Context, fields: dict[str, Any], sentence: str
) -> None:
    other, _changes = context.run(an_agreement, code="A-7", **fields)
    with pytest.raises(Refused, match=sentence):
        renewed(context, other)


def test_periods_do_not_overlap(context: Context, agreement: Agreement) -> None:
    early = NextPeriod("A-1-2", date(2026, 12, 31), None)
    with pytest.raises(Refused, match="A-1 runs until 2026-12-31"):
        renewed(context, agreement, early)
    with pytest.raises(Refused, match="agreement A-1 already"):
        renewed(context, agreement, NextPeriod("A-1", date(2027, 1, 1), None))
    with pytest.raises(Conflict):
        renewed(context, agreement, seen=9)


def test_a_renewed_agreement_generates_where_the_old_one_ended(
    context: Context, agreement: Agreement
) -> None:
    run(context, date(2026, 11, 1), date(2026, 12, 31))
    renewed(context, agreement)
    run(context, date(2027, 1, 1), date(2027, 3, 31))
    dates = sorted(line.calculated for line in made(context))
    assert dates == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]
