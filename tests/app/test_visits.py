"""Planning by hand: what is refused, what is only said, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, func, select

from app.context import Context
from app.queries.board import Place, visits_by_ids, waiting_orders, why_not
from app.usecases.visits import (
    NewLock,
    NewStatus,
    SeenVisit,
    move_visits,
    plan_visits,
    set_lock,
    set_status,
    unschedule_visits,
)
from app.work import Work
from models.errors import Conflict, Missing, Overlap, Refused
from models.fit import Rule
from models.journal import AuditRow
from models.orders import ServiceOrder
from models.technicians import Technician
from models.terms import Lock, VisitStatus
from models.visits import Visit
from tests.app.placements import HOUR, board, new, to
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_technician,
    a_visit,
    an_absence,
    an_order,
    the_stage,
)


def test_an_order_is_planned_and_waits_no_longer(context: Context) -> None:
    (order, anna), _changes = context.run(lambda work: (an_order(work), a_technician(work)))
    planned, changes = context.run(plan_visits, placements=[new(order, anna)])
    assert planned.visits.number == [order.number]
    assert planned.placed[0].before is None
    assert changes.ids("visit") == {planned.placed[0].visit_id}
    assert context.read(waiting_orders) == []


def test_a_visit_shows_where_its_order_is(context: Context) -> None:
    def arrange(work: Work) -> tuple[ServiceOrder, Technician]:
        customer = a_customer(work, name="Slagerij Vos")
        site = a_site(work, customer=customer, city="Emmen")
        order = an_order(work, customer=customer, site_id=site.id, service_date=date(2026, 11, 23))
        return order, a_technician(work)

    (order, anna), _changes = context.run(arrange)
    planned, _changes = context.run(plan_visits, placements=[new(order, anna)])
    assert (planned.visits.customer, planned.visits.town) == (["Slagerij Vos"], ["Emmen"])
    assert planned.visits.promise_from[0] > 0


def test_a_finished_order_is_not_planned(context: Context) -> None:
    def arrange(work: Work) -> tuple[ServiceOrder, Technician]:
        the_stage(work, "finished").may_modify = False
        return an_order(work, stage="finished"), a_technician(work)

    (order, anna), _changes = context.run(arrange)
    with pytest.raises(Refused, match="does not allow changes"):
        context.run(plan_visits, placements=[new(order, anna)])


def test_an_order_is_planned_twice_only_on_purpose(context: Context) -> None:
    (order, anna), _changes = context.run(lambda work: (an_order(work), a_technician(work)))
    context.run(plan_visits, placements=[new(order, anna)])
    later = new(order, anna, MONDAY + 2 * HOUR)
    with pytest.raises(Conflict, match=f"{context.user.name} planned {order.number} already"):
        context.run(plan_visits, placements=[later])
    context.run(plan_visits, placements=[later], again=True)
    assert len(board(context)) == 2


def test_an_order_that_somebody_changed_is_not_planned_unseen(context: Context) -> None:
    (order, anna), _changes = context.run(lambda work: (an_order(work), a_technician(work)))
    with pytest.raises(Conflict) as caught:
        context.run(plan_visits, placements=[replace(new(order, anna), seen=order.version + 1)])
    assert caught.value.kind == "service_order"


def test_a_visit_moves_in_time_and_to_another(context: Context) -> None:
    (visit, wim), _changes = context.run(lambda work: (a_visit(work), a_technician(work, name="Wim")))
    planned, _changes = context.run(move_visits, placements=[to(visit, hours=1, technician=wim)])
    assert board(context)[visit.id] == (wim.id, MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert planned.placed[0].version == 2
    assert planned.placed[0].before == to(visit, seen=2, crew_id=0)


def test_the_way_back_is_in_the_answer(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    before = board(context)
    planned, _changes = context.run(move_visits, placements=[to(visit, hours=2, ends=MONDAY + 5 * HOUR)])
    back = [placed.before for placed in planned.placed if placed.before]
    context.run(move_visits, placements=back, going_back=True)
    assert board(context) == before


@pytest.mark.parametrize("hours", [0, 0.5, -0.5])
def test_a_double_booking_is_refused_with_its_sentence(context: Context, hours: float) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        anna = a_technician(work)
        return a_visit(work, technician=anna), a_visit(work, technician=anna, starts=MONDAY + 4 * HOUR)

    (standing, visit), _changes = context.run(arrange)
    stood = board(context)
    with pytest.raises(Overlap, match=f"{visit.order_number}: Overlaps {standing.order_number} by"):
        context.run(move_visits, placements=[to(visit, hours=hours - 4)])
    assert board(context) == stood


def test_an_overlap_on_purpose_is_kept_with_its_reason(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        anna = a_technician(work)
        return a_visit(work, technician=anna), a_visit(work, technician=anna, starts=MONDAY + 4 * HOUR)

    (_standing, visit), _changes = context.run(arrange)
    wish = to(visit, hours=-4, overlap_reason="Same building")
    with pytest.raises(Overlap):
        context.run(move_visits, placements=[wish])
    wish = replace(wish, override_reason=wish.overlap_reason)
    planned, _changes = context.run(move_visits, placements=[wish])
    assert [finding.rule for finding in planned.placed[0].findings] == [Rule.OVERLAP]
    apart = to(visit, seen=2)
    planned, _changes = context.run(move_visits, placements=[apart])
    assert planned.placed[0].before == replace(wish, seen=3, crew_id=0)
    reason, _changes = context.run(lambda work: work.get(Visit, visit.id).overlap_reason)
    assert reason is None


def test_absence_and_a_missing_skill_refuse(context: Context) -> None:
    def arrange(work: Work) -> tuple[ServiceOrder, Technician, Technician]:
        gas = a_skill(work, name="Gas 2")
        able, unable = a_technician(work, skills=[gas], name="Bo"), a_technician(work, name="Wim")
        an_absence(work, technician=able, reason="Verlof")
        return an_order(work, skills=[gas]), able, unable

    (order, able, unable), _changes = context.run(arrange)
    with pytest.raises(Refused, match=r"Bo is away \(Verlof\)"):
        context.run(plan_visits, placements=[new(order, able)])
    with pytest.raises(Refused, match="Wim lacks Gas 2"):
        context.run(plan_visits, placements=[new(order, unable)])
    tuesday = new(order, able, MONDAY + timedelta(days=1))
    assert context.run(plan_visits, placements=[tuesday])[0].placed[0].findings == ()


def test_shift_window_and_travel_only_warn(context: Context) -> None:
    def arrange(work: Work) -> tuple[ServiceOrder, Technician]:
        customer = a_customer(work)
        near, far = a_site(work, customer=customer), a_site(work, customer=customer, latitude=51.4)
        anna = a_technician(work, home_site_id=near.id, shift_end=time(16))
        a_visit(work, technician=anna, starts=MONDAY + 5 * HOUR,
                order=an_order(work, customer=customer, site_id=near.id))  # fmt: skip
        return an_order(work, customer=customer, site_id=far.id, service_date=date(2026, 11, 23),
                        latest_start=time(12)), anna  # fmt: skip

    (order, anna), _changes = context.run(arrange)
    planned, _changes = context.run(plan_visits, placements=[new(order, anna, MONDAY + 6.5 * HOUR)])
    rules = [finding.rule for finding in planned.placed[0].findings]
    assert set(rules) == {Rule.SHIFT, Rule.WINDOW, Rule.TRAVEL}
    assert not any(finding.hard for finding in planned.placed[0].findings)


def test_two_visits_change_places(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        return a_visit(work), a_visit(work, minutes=90)

    (one, other), _changes = context.run(arrange)
    wishes = [
        to(one, technician_id=other.technician_id),
        to(other, technician_id=one.technician_id),
    ]
    planned, _changes = context.run(move_visits, placements=wishes)
    stands = board(context)
    assert (stands[one.id][0], stands[other.id][0]) == (other.technician_id, one.technician_id)
    reasons, _changes = context.run(lambda work: set(work.session.scalars(select(Visit.overlap_reason))))
    assert reasons == {None}
    back = [placed.before for placed in planned.placed if placed.before]
    context.run(move_visits, placements=back, going_back=True)
    assert board(context)[one.id][0] == one.technician_id


def test_a_row_of_visits_is_pushed_along(context: Context) -> None:
    def arrange(work: Work) -> list[Visit]:
        anna = a_technician(work)
        return [a_visit(work, technician=anna, starts=MONDAY + at * HOUR) for at in range(4)]

    visits, _changes = context.run(arrange)
    for hours in (0.5, -0.5):
        planned, _changes = context.run(move_visits, placements=[to(visit, hours=hours) for visit in visits])
        visits, _changes = context.run(
            lambda work: list(work.session.scalars(select(Visit).order_by(Visit.id)))
        )
        assert not any(placed.findings for placed in planned.placed if hours < 0)
    assert [visit.starts_at for visit in visits] == [MONDAY + at * HOUR for at in range(4)]


def test_a_pushed_row_leaves_no_trace_of_being_set_aside(context: Context) -> None:
    def arrange(work: Work) -> list[Visit]:
        anna = a_technician(work)
        return [a_visit(work, technician=anna, starts=MONDAY + at * HOUR) for at in range(3)]

    visits, _changes = context.run(arrange)
    context.run(move_visits, placements=[to(visit, hours=1) for visit in visits])
    audits, _changes = context.run(
        lambda work: work.session.scalars(select(AuditRow.fields).where(AuditRow.op == "update")).all()
    )
    assert [sorted(fields) for fields in audits] == [["ends_at", "starts_at"]] * 3


def test_none_moves_when_one_may_not(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        return a_visit(work), a_visit(work, lock=Lock.TIME)

    (free, locked), _changes = context.run(arrange)
    stood = board(context)
    with pytest.raises(Refused, match="locked"):
        context.run(move_visits, placements=[to(free, hours=1), to(locked, hours=1)])
    assert board(context) == stood


@pytest.mark.parametrize(
    ("lock", "hours", "elsewhere", "allowed"),
    [
        (Lock.TIME, 0, True, True),
        (Lock.TIME, 1, False, False),
        (Lock.PERSON, 1, False, True),
        (Lock.PERSON, 0, True, False),
        (Lock.BOTH, 1, False, False),
        (Lock.BOTH, 0, True, False),
    ],
)
def test_a_lock_holds_the_time_the_person_or_both(
    context: Context, *, lock: Lock, hours: int, elsewhere: bool, allowed: bool
) -> None:
    (visit, wim), _changes = context.run(lambda work: (a_visit(work), a_technician(work)))
    context.run(set_lock, visits=[NewLock(visit.id, 1, lock)])
    wish = to(visit, hours=hours, technician=wim if elsewhere else None, seen=2)
    if allowed:
        context.run(move_visits, placements=[wish])
        return
    with pytest.raises(Refused, match="locked"):
        context.run(move_visits, placements=[wish])
    columns, _changes = context.run(set_lock, visits=[NewLock(visit.id, 2, None)])
    assert columns.lock.tolist() == [0]
    context.run(move_visits, placements=[replace(wish, seen=3)])


def test_a_finished_visit_stays(context: Context) -> None:
    visit, _changes = context.run(a_visit, status=VisitStatus.DONE)
    with pytest.raises(Refused, match="finished visit stays"):
        context.run(move_visits, placements=[to(visit, hours=1)])
    with pytest.raises(Refused, match="begun"):
        context.run(unschedule_visits, visits=[SeenVisit(visit.id, 1)])


@pytest.mark.parametrize(
    ("old", "status", "allowed"),
    [
        (VisitStatus.PLANNED, VisitStatus.SENT, True),
        (VisitStatus.WORKING, VisitStatus.DONE, True),
        (VisitStatus.DONE, VisitStatus.WORKING, True),
        (VisitStatus.CANCELLED, VisitStatus.PLANNED, True),
        (VisitStatus.DONE, VisitStatus.CANCELLED, False),
        (VisitStatus.CANCELLED, VisitStatus.DONE, False),
    ],
)
def test_a_status_follows_what_happened(
    context: Context, *, old: VisitStatus, status: VisitStatus, allowed: bool
) -> None:
    visit, _changes = context.run(a_visit, status=old)
    if allowed:
        columns, _changes = context.run(set_status, visits=[NewStatus(visit.id, 1, status)])
        assert tuple(VisitStatus)[columns.status[0]] is status
        return
    with pytest.raises(Refused):
        context.run(set_status, visits=[NewStatus(visit.id, 1, status)])


def test_a_cancelled_visit_does_not_reopen_on_top_of_another(context: Context) -> None:
    def arrange(work: Work) -> Visit:
        anna = a_technician(work)
        a_visit(work, technician=anna)
        return a_visit(work, technician=anna, status=VisitStatus.CANCELLED)

    visit, _changes = context.run(arrange)
    with pytest.raises(Overlap, match="Overlaps"):
        context.run(set_status, visits=[NewStatus(visit.id, 1, VisitStatus.PLANNED)])


def test_what_is_gone_is_said_to_be_gone(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    context.run(unschedule_visits, visits=[SeenVisit(visit.id, 1)])
    with pytest.raises(Missing, match="took it off the board"):
        context.run(move_visits, placements=[to(visit, hours=1)])
    with pytest.raises(Missing, match="order is gone"):
        context.run(plan_visits, placements=[to(visit, visit_id=0, order_id=99_999)])


def test_the_reasons_against_a_place_are_told_without_trying(context: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        anna = a_technician(work)
        return (
            a_visit(work, technician=anna),
            a_visit(work, technician=anna, starts=MONDAY + 3 * HOUR, lock=Lock.TIME),
        )

    (standing, locked), _changes = context.run(arrange)
    free = to(standing, hours=6).place
    taken: Place = to(locked, hours=-3).place
    (nothing,) = context.read(why_not, places=[free])
    (reasons,) = context.read(why_not, places=[taken])
    assert nothing == ()
    assert [reason.split()[0] for reason in reasons] == ["The", "Overlaps"]


def test_a_reader_plans_nothing(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    context.user.role.rights = "read"
    with pytest.raises(Refused, match="may not"):
        context.run(move_visits, placements=[to(visit, hours=1)])


def test_moving_many_takes_as_many_queries_as_moving_one(context: Context) -> None:
    visits, _changes = context.run(lambda work: [a_visit(work) for _number in range(6)])
    counts = []
    for chosen in (visits[:1], visits[1:]):
        said: list[str] = []

        def listen(_c: object, _cursor: object, statement: str, *_r: object, said: list[str] = said) -> None:
            if statement.startswith("SELECT") and "pg_" not in statement:
                said.append(statement)

        event.listen(context.database.engine, "before_cursor_execute", listen)
        context.run(move_visits, placements=[to(visit, hours=1) for visit in chosen])
        event.remove(context.database.engine, "before_cursor_execute", listen)
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_every_move_is_in_the_journal_once(context: Context) -> None:
    visit, _changes = context.run(a_visit)
    context.run(move_visits, placements=[to(visit, hours=1)])
    counted, _changes = context.run(
        lambda work: work.session.scalar(
            select(func.count()).select_from(AuditRow).where(AuditRow.op == "update")
        )
    )
    assert counted == 1
    assert context.read(visits_by_ids, [visit.id]).version.tolist() == [2]
