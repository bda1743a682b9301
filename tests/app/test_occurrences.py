"""One occurrence is moved or skipped by hand; the series and the other orders stay as they are."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.context import Context
from app.queries.due import HeldBack, prospect
from app.usecases.generation import (
    OccurrenceSaved,
    move_occurrence,
    restore_occurrence,
    skip_occurrence,
    undo_run,
)
from app.work import Work
from models.agreements import AgreementLine
from models.errors import Conflict, Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.terms import IntervalUnit, LineStatus
from tests.app.agreed import a_request, agreed, closed, made, run

MARCH = date(2026, 3, 1), date(2026, 3, 31)
MONDAY, NINTH, ELEVENTH = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 11)
WEEKLY = {"every": (1, IntervalUnit.WEEK), "starts_on": MONDAY}


def a_weekly_line(context: Context, *, lines: int = 1) -> int:
    """The first line of an agreement with weekly lines on Mondays, until the end of April."""
    agreed(context, [WEEKLY] * lines, starts_on=date(2026, 1, 1), ends_on=date(2026, 4, 30))
    with context.database.reading() as session:
        return session.scalars(select(AgreementLine.id).order_by(AgreementLine.line)).first() or 0


def move(context: Context, line_id: int, calculated: date, to: date, **more: int) -> OccurrenceSaved:
    """Move one occurrence."""
    return context.run(move_occurrence, line_id=line_id, calculated=calculated, to=to, **more)[0]


def days(context: Context) -> list[int]:
    """Days of the month on which generated lines stand."""
    return [line.on.day for line in made(context)]


def test_a_moved_occurrence_is_generated_where_it_was_moved_to(context: Context) -> None:
    line_id = a_weekly_line(context)
    saved = move(context, line_id, NINTH, ELEVENTH)
    assert (saved.version, saved.on, saved.was_on, saved.order_id) == (1, ELEVENTH, NINTH, 0)
    run(context, *MARCH)
    assert days(context) == [2, 11, 16, 23, 30]
    assert run(context, *MARCH).orders == run(context, *MARCH, continuous=True).orders == ()


def test_a_skipped_occurrence_is_held_back_until_it_is_restored(context: Context) -> None:
    line_id = a_weekly_line(context)
    saved, _changes = context.run(skip_occurrence, line_id=line_id, calculated=NINTH, note="closed")
    result = run(context, *MARCH)
    assert (days(context), result.held) == ([2, 16, 23, 30], {HeldBack.SKIPPED: 1})
    context.run(restore_occurrence, line_id=line_id, calculated=NINTH, seen=saved.version)
    run(context, *MARCH, continuous=True)
    assert sorted(days(context)) == [2, 9, 16, 23, 30]


def test_a_quick_look_minds_what_people_decided(context: Context) -> None:
    line_id = a_weekly_line(context)
    context.run(skip_occurrence, line_id=line_id, calculated=NINTH)
    ahead = context.read(prospect, a_request(NINTH, NINTH))
    assert (ahead.due, ahead.held) == ({}, {HeldBack.SKIPPED: 1})
    assert list(context.read(prospect, a_request(*MARCH)).due.values()) == [4]


def test_an_order_goes_along_when_it_holds_just_that(context: Context) -> None:
    line_id = a_weekly_line(context)
    run(context, *MARCH)
    closed(context, ELEVENTH)
    saved = move(context, line_id, NINTH, ELEVENTH)
    assert (saved.number, saved.split_from, saved.was_on) == ("SO-00002", 0, NINTH)
    assert [line.on for line in made(context) if line.conflict] == [ELEVENTH]
    context.run(restore_occurrence, line_id=line_id, calculated=NINTH, seen=saved.version)
    assert days(context) == [2, 9, 16, 23, 30]
    assert not any(line.conflict for line in made(context))


def test_a_line_leaves_an_order_that_holds_more_and_comes_back_by_undoing(context: Context) -> None:
    line_id = a_weekly_line(context, lines=2)
    run(context, *MARCH)
    saved = move(context, line_id, NINTH, ELEVENTH)
    assert (saved.number, saved.split_from > 0) == ("SO-00006", True)
    there = [(line.number, line.on.day) for line in made(context) if line.calculated == NINTH]
    assert there == [("SO-00002", 9), ("SO-00006", 11)]
    back = move(context, line_id, NINTH, NINTH, seen=saved.version, into_order_id=saved.split_from)
    assert (back.number, back.version) == ("SO-00002", 0)
    assert [line.number for line in made(context) if line.calculated == NINTH] == ["SO-00002"] * 2
    with context.database.reading() as session:
        assert len(session.scalars(select(ServiceOrder)).all()) == 5
        numbers = session.scalars(select(OrderLine.line).where(OrderLine.order_id == back.order_id)).all()
    assert sorted(numbers) == [2, 3]


def test_a_moved_order_stays_when_its_run_is_undone(context: Context) -> None:
    line_id = a_weekly_line(context)
    result = run(context, *MARCH)
    move(context, line_id, NINTH, ELEVENTH)
    undone, _changes = context.run(undo_run, run_id=result.run_id)
    assert (undone.deleted, [kept.number for kept in undone.kept]) == (4, ["SO-00002"])


def test_a_date_outside_the_validity_of_the_line_is_refused(context: Context) -> None:
    line_id = a_weekly_line(context)
    with pytest.raises(Refused, match="lies outside the dates of line 1") as caught:
        move(context, line_id, NINTH, date(2026, 5, 1))
    assert caught.value.remedy.startswith("Choose a date from")


def test_a_date_that_is_none_of_the_series_is_refused(context: Context) -> None:
    line_id = a_weekly_line(context)
    with pytest.raises(Refused, match="is no date of line 1"):
        move(context, line_id, ELEVENTH, NINTH)


def test_an_occurrence_with_an_order_is_not_skipped(context: Context) -> None:
    line_id = a_weekly_line(context)
    run(context, *MARCH)
    with pytest.raises(Refused, match="Order SO-00002 was made for it already"):
        context.run(skip_occurrence, line_id=line_id, calculated=NINTH)


def test_who_decides_second_is_told(context: Context) -> None:
    line_id = a_weekly_line(context)
    saved = move(context, line_id, NINTH, ELEVENTH)
    with pytest.raises(Conflict):
        context.run(skip_occurrence, line_id=line_id, calculated=NINTH)
    context.run(restore_occurrence, line_id=line_id, calculated=NINTH, seen=saved.version)
    with pytest.raises(Missing):
        move(context, line_id, NINTH, ELEVENTH, seen=saved.version)


def test_a_canceled_order_does_not_go_along(context: Context) -> None:
    line_id = a_weekly_line(context)
    run(context, *MARCH)

    def cancel(work: Work) -> None:
        line = work.session.scalars(select(OrderLine).where(OrderLine.calculated_date == NINTH)).one()
        line.status = LineStatus.CANCELED

    context.run(cancel)
    with pytest.raises(Refused, match="Line 1 is canceled"):
        move(context, line_id, NINTH, ELEVENTH)
