"""Several visits dropped, moved and made at once, and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.context import Context
from app.queries.board import waiting_orders
from app.usecases.visits import (
    NewLock,
    Placement,
    Rearranged,
    SeenVisit,
    TimeOff,
    publish_draft,
    rearrange_visits,
    set_lock,
    undo_rearrangement,
    way_back,
)
from app.work import Work
from models.errors import Conflict, Overlap, Refused
from models.orders import ServiceOrder
from models.technicians import Absence, Technician
from models.terms import Lock
from models.visits import Visit
from tests.app.placements import HOUR, board, new, to
from tests.builders import MONDAY, a_technician, a_visit, an_order


def undone(context: Context, answer: Rearranged, *, is_redo: bool = False) -> Rearranged:
    """The way back, or forth again."""
    return context.run(undo_rearrangement, back=way_back(answer), is_redo=is_redo)[0]


def test_a_visit_takes_the_place_of_one_that_is_dropped_and_a_new_one_its_own(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit, ServiceOrder, Technician]:
        anna = a_technician(work)
        return (
            a_visit(work, technician=anna),
            a_visit(work, technician=anna, starts=MONDAY + HOUR),
            an_order(work),
            anna,
        )

    (first, second, order, anna), _changes = context.run(arrange)
    stood = board(context)
    answer, changes = context.run(
        rearrange_visits,
        drops=[SeenVisit(first.id, 1)],
        moves=[to(second, hours=-1)],
        news=[new(order, anna, MONDAY + HOUR)],
    )
    made = answer.made[0].visit_id
    assert board(context) == {
        second.id: (anna.id, MONDAY, MONDAY + HOUR),
        made: (anna.id, MONDAY + HOUR, MONDAY + 2 * HOUR),
    }
    assert changes.ids("visit") == {first.id, second.id, made}
    assert [row.order_id for row in context.read(waiting_orders)] == [first.order_id]
    back = undone(context, answer)
    assert board(context) == stood
    assert [row.order_id for row in context.read(waiting_orders)] == [order.id]
    undone(context, back)
    assert board(context).keys() == {second.id, made}


def test_two_visits_swap_and_swap_back(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        return a_visit(work), a_visit(work, starts=MONDAY + 2 * HOUR)

    (one, other), _changes = context.run(arrange)
    stood = board(context)
    moves = [
        replace(to(one), technician_id=other.technician_id, starts=other.starts_at, ends=other.ends_at),
        replace(to(other), technician_id=one.technician_id, starts=one.starts_at, ends=one.ends_at),
    ]
    answer, _changes = context.run(rearrange_visits, moves=moves)
    assert board(context)[one.id] == stood[other.id]
    undone(context, answer)
    assert board(context) == stood


def test_an_order_gets_a_further_visit_only_when_that_is_asked_for(context: Context) -> None:
    visit, _changes = context.run(lambda work: a_visit(work))
    further = Placement(
        0, visit.order_id, visit.technician_id, MONDAY + 2 * HOUR, MONDAY + 3 * HOUR, 0, again=True
    )
    with pytest.raises(Conflict, match="planned"):
        context.run(rearrange_visits, news=[replace(further, again=False)])
    answer, _changes = context.run(
        rearrange_visits, moves=[to(visit, ends=MONDAY + HOUR / 2)], news=[further]
    )
    assert len(board(context)) == 2
    undone(context, answer)
    assert board(context) == {visit.id: (visit.technician_id, MONDAY, MONDAY + HOUR)}


def test_nothing_is_done_when_one_of_them_may_not(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit, ServiceOrder, Technician]:
        anna = a_technician(work)
        first = a_visit(work, technician=anna)
        return first, a_visit(work, starts=MONDAY + 4 * HOUR), an_order(work), anna

    (first, locked, order, anna), _changes = context.run(arrange)
    context.run(set_lock, visits=[NewLock(locked.id, 1, Lock.TIME)])
    stood = board(context)
    with pytest.raises(Refused, match="locked"):
        context.run(rearrange_visits, drops=[SeenVisit(first.id, 1)], moves=[to(locked, hours=1, seen=2)])
    with pytest.raises(Overlap):
        context.run(rearrange_visits, moves=[to(first, hours=0.5)], news=[new(order, anna, MONDAY + HOUR)])
    with pytest.raises(Conflict):
        context.run(rearrange_visits, drops=[SeenVisit(first.id, 1)], moves=[to(locked, hours=1)])
    assert board(context) == stood


def test_an_overlap_that_was_allowed_comes_back_with_its_reason(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        anna = a_technician(work)
        return a_visit(work, technician=anna), a_visit(work, technician=anna, starts=MONDAY + 2 * HOUR)

    (first, second), _changes = context.run(arrange)
    wish = to(second, hours=-1.5, override_reason="Two of them at once")
    answer, _changes = context.run(rearrange_visits, drops=[], moves=[wish])
    dropped, _changes = context.run(
        rearrange_visits, drops=[SeenVisit(second.id, answer.moved[0].version), SeenVisit(first.id, 1)]
    )
    undone(context, dropped)
    assert len(board(context)) == 2


def test_new_visits_that_go_together_are_a_crew(context: Context) -> None:
    def arrange(work: Work) -> tuple[ServiceOrder, Technician, Technician]:
        return an_order(work), a_technician(work), a_technician(work)

    (order, anna, bram), _changes = context.run(arrange)
    news = [replace(new(order, one), crew_id=-1) for one in (anna, bram)]
    answer, _changes = context.run(rearrange_visits, news=news)
    first, _second = answer.made
    assert answer.visits.crew_id.tolist() == [first.visit_id] * 2
    back = undone(context, answer)
    undone(context, back)
    crews, _changes = context.run(lambda work: [v.crew_id for v in work.session.scalars(select(Visit))])
    assert crews == [first.visit_id] * 2


def test_of_a_draft_is_done_what_can_still_be_done(context: Context) -> None:
    def arrange(work: Work) -> tuple[list[Visit], ServiceOrder, ServiceOrder, Technician]:
        anna = a_technician(work)
        visits = [a_visit(work, technician=anna, starts=MONDAY + n * HOUR) for n in range(4)]
        return visits, an_order(work), an_order(work), anna

    (visits, order, planned_by_others, anna), _changes = context.run(arrange)
    first, second, third, fourth = visits
    context.run(set_lock, visits=[NewLock(second.id, 1, Lock.TIME)])
    context.run(rearrange_visits, news=[new(planned_by_others, anna, MONDAY + 10 * HOUR)])
    answer, _changes = context.run(
        publish_draft,
        drops=[SeenVisit(first.id, 1)],
        moves=[to(second, hours=-1), to(third, hours=-2), to(fourth, hours=-2)],
        news=[new(planned_by_others, anna, MONDAY + 5 * HOUR), replace(new(order, anna), seen=0)],
    )
    assert [(one.visit_id, one.at) for one in answer.left] == [
        (second.id, -1),
        (0, 0),
        (third.id, -1),
        (fourth.id, -1),
    ]
    assert [one.visit_id for one in answer.moved] == []
    assert board(context)[answer.made[0].visit_id][1] == MONDAY
    undone(context, answer)
    assert first.id in board(context)


def test_time_off_is_entered_with_the_visits_that_leave_it_and_taken_back(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Technician]:
        return a_visit(work), a_technician(work)

    (visit, other), _changes = context.run(arrange)
    ill = TimeOff(visit.technician_id, MONDAY - HOUR, MONDAY + 9 * HOUR, "Ill")
    answer, changes = context.run(rearrange_visits, moves=[to(visit, technician=other)], block=[ill])
    assert changes.ids("absence") == {answer.blocked[0].absence_id}
    with pytest.raises(Refused, match="away"):
        context.run(rearrange_visits, block=[ill])
    back = undone(context, answer)
    assert board(context)[visit.id][0] == visit.technician_id
    undone(context, back, is_redo=True)
    assert board(context)[visit.id][0] == other.id


def test_time_off_that_a_colleague_changed_is_not_taken_back(context: Context) -> None:
    anna, _changes = context.run(a_technician)
    ill = TimeOff(anna.id, MONDAY, MONDAY + 8 * HOUR, "Ill")
    answer, _changes = context.run(rearrange_visits, block=[ill])

    def lengthen(work: Work) -> None:
        work.get(Absence, answer.blocked[0].absence_id).ends_at = MONDAY + 24 * HOUR

    context.run(lengthen)
    with pytest.raises(Conflict):
        undone(context, answer)
    with context.database.reading() as session:
        assert session.scalars(select(Absence.ends_at)).one() == MONDAY + 24 * HOUR


def test_what_a_colleague_changed_is_left_out_of_the_way_back_and_said(context: Context) -> None:
    def arrange(work: Work) -> list[Visit]:
        return [a_visit(work) for _n in range(3)]

    visits, _changes = context.run(arrange)
    answer, _changes = context.run(rearrange_visits, moves=[to(visit, hours=2) for visit in visits])
    context.run(set_lock, visits=[NewLock(visits[1].id, 2, Lock.PERSON)])
    back = undone(context, answer)
    assert [one.visit_id for one in back.left] == [visits[1].id]
    assert [board(context)[visit.id][1] for visit in visits] == [MONDAY, MONDAY + 2 * HOUR, MONDAY]
    undone(context, back)
    assert {place[1] for place in board(context).values()} == {MONDAY + 2 * HOUR}
    with pytest.raises(Conflict):
        undone(context, answer)


def test_time_off_that_is_entered_already_is_left_out_of_a_draft_and_said(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Technician]:
        return a_visit(work), a_technician(work, name="Anna")

    (visit, anna), _changes = context.run(arrange)
    ill = TimeOff(anna.id, MONDAY, MONDAY + 8 * HOUR, "Ill")
    context.run(rearrange_visits, block=[ill])
    later = replace(ill, starts=MONDAY + 24 * HOUR, ends=MONDAY + 25 * HOUR)
    answer, _changes = context.run(publish_draft, moves=[to(visit, hours=1)], block=[ill, later])
    assert [(one.time, one.why) for one in answer.left] == [(ill, "Anna is away from then already.")]
    assert [time.starts for time in answer.blocked] == [later.starts]
    assert board(context)[visit.id][1] == MONDAY + HOUR
    undone(context, answer)
    with context.database.reading() as session:
        assert session.scalars(select(Absence.starts_at)).all() == [MONDAY]


def test_time_off_that_a_colleague_took_back_is_left_out_of_the_way_back(context: Context) -> None:
    visit, _changes = context.run(lambda work: a_visit(work))
    ill = TimeOff(visit.technician_id, MONDAY + 24 * HOUR, MONDAY + 25 * HOUR, "Ill")
    answer, _changes = context.run(rearrange_visits, moves=[to(visit, hours=1)], block=[ill])
    context.run(lambda work: work.session.delete(work.get(Absence, answer.blocked[0].absence_id)))
    back = undone(context, answer)
    assert [one.why for one in back.left] == ["The time off is gone; somebody deleted it."]
    assert board(context)[visit.id][1] == MONDAY


def test_who_is_gone_is_left_out_of_a_draft(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, ServiceOrder, Technician]:
        return a_visit(work), an_order(work), a_technician(work)

    (visit, order, gone), _changes = context.run(arrange)
    context.run(lambda work: work.session.delete(work.get(Technician, gone.id)))
    wishes = {"moves": [to(visit, technician=gone)], "news": [new(order, gone)]}
    ill = TimeOff(gone.id, MONDAY, MONDAY + HOUR, "Ill")
    answer, _changes = context.run(publish_draft, block=[ill], **wishes)
    assert [(one.visit_id, one.at, one.time) for one in answer.left] == [
        (visit.id, -1, None),
        (0, 0, None),
        (0, -1, ill),
    ]
    assert all("gone" in one.why for one in answer.left)
