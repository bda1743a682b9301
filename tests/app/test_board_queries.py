"""What the board reads: windows, single visits, the waiting list, the card of an order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event

from app.context import Context
from app.queries.board import (
    board_window,
    needs_by_orders,
    order_card,
    visits_by_ids,
    waiting_orders,
)
from app.queries.travel import travel
from app.work import Work
from models.calendars import Calendar, ClosedDay
from models.distances import LegSource
from models.errors import Missing
from models.terms import Lock, Priority, Progress, VisitStatus
from models.travel import TravelTime
from tests.builders import (
    MONDAY,
    a_contact,
    a_customer,
    a_line,
    a_site,
    a_skill,
    a_task,
    a_team,
    a_technician,
    a_visit,
    an_absence,
    an_agreement,
    an_object,
    an_order,
)

DAY = 86_400
MIDNIGHT = int(datetime(2026, 11, 22, 23, tzinfo=UTC).timestamp())
"""The Monday's midnight in Amsterdam."""


@contextmanager
def counted(context: Context) -> Iterator[list[str]]:
    """The queries that reach the database."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            said.append(statement)

    event.listen(context.database.engine, "before_cursor_execute", listen)
    yield said
    event.remove(context.database.engine, "before_cursor_execute", listen)


def test_a_window_holds_visits_as_numbers_and_texts(context: Context) -> None:
    def arrange(work: Work) -> int:
        customer = a_customer(work, name="Bakkerij Smit")
        order = an_order(
            work,
            customer=customer,
            site_id=a_site(work, customer=customer).id,
            priority=Priority.HIGH,
            service_date=date(2026, 11, 23),
            latest_start=time(12),
        )
        return a_visit(work, order=order, minutes=90, lock=Lock.BOTH, status=VisitStatus.SENT).id

    visit_id, _changes = context.run(arrange)
    visits = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY).visits
    start = int(MONDAY.timestamp())
    assert visits.id.tolist() == [visit_id]
    assert (visits.starts[0], visits.ends[0]) == (start, start + 5400)
    assert (visits.promise_from[0], visits.promise_to[0]) == (MIDNIGHT, MIDNIGHT + DAY // 2)
    assert tuple(VisitStatus)[visits.status[0]] is VisitStatus.SENT
    assert tuple(Priority)[visits.priority[0]] is Priority.HIGH
    assert (visits.lock[0], visits.version[0]) == (3, 1)
    assert (visits.customer, visits.town) == (["Bakkerij Smit"], ["Zwolle"])


def test_a_visit_is_in_every_window_that_it_touches(context: Context) -> None:
    def arrange(work: Work) -> int:
        return a_visit(work, starts=MONDAY, minutes=3 * 24 * 60).id

    visit_id, _changes = context.run(arrange)

    def seen(starts: datetime, ends: datetime) -> bool:
        window = context.read(board_window, starts=int(starts.timestamp()), ends=int(ends.timestamp()))
        return visit_id in window.visits.id

    ends = MONDAY + timedelta(days=3)
    assert seen(MONDAY, MONDAY + timedelta(minutes=1))
    assert seen(MONDAY + timedelta(days=2), MONDAY + timedelta(days=2, minutes=1))
    assert seen(ends - timedelta(minutes=1), ends + timedelta(days=1))
    assert not seen(ends, ends + timedelta(days=1))
    assert not seen(MONDAY - timedelta(days=1), MONDAY)


def test_lanes_stand_in_order_of_team_and_name_and_the_retired_have_none(context: Context) -> None:
    def arrange(work: Work) -> None:
        south, north = a_team(work, name="Zuid"), a_team(work, name="Noord")
        a_technician(work, name="Wim")
        a_technician(work, name="Bo", team_id=south.id)
        a_technician(work, name="anna", team_id=south.id)
        a_technician(work, name="Zoë", team_id=north.id)
        a_technician(work, name="Retired", team_id=north.id, active=False)

    context.run(arrange)
    lanes = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY).lanes
    assert [(lane.team, lane.name) for lane in lanes] == [
        ("Noord", "Zoë"),
        ("Zuid", "anna"),
        ("Zuid", "Bo"),
        ("", "Wim"),
    ]


def test_a_lane_knows_shifts_absences_and_skills(context: Context) -> None:
    def arrange(work: Work) -> None:
        gas = a_skill(work, code="GAS", name="Gas")
        night = a_technician(work, skills=[gas], shift_start=time(22), shift_end=time(6))
        an_absence(work, technician=night, reason="Cursus")
        an_absence(
            work, technician=night, starts_at=MONDAY + timedelta(days=9), ends_at=MONDAY + timedelta(days=10)
        )

    context.run(arrange)
    (lane,) = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + 2 * DAY).lanes
    assert lane.shifts == (
        (MIDNIGHT + 22 * 3600, MIDNIGHT + DAY + 6 * 3600),
        (MIDNIGHT + DAY + 22 * 3600, MIDNIGHT + 2 * DAY + 6 * 3600),
    )
    assert [(end - start, why) for start, end, why in lane.absences] == [(8 * 3600, "Cursus")]
    assert [name for _id, name in lane.skills] == ["Gas"]


def test_closed_days_have_names_and_no_shifts(context: Context) -> None:
    christmas = int(datetime(2026, 12, 24, 23, tzinfo=UTC).timestamp())

    def arrange(work: Work) -> None:
        calendar = work.add(Calendar(code="NL", name="Nederland", holidays_of="NL"))
        work.add(ClosedDay(calendar_id=calendar.id, on_date=date(2026, 12, 24), reason="Brugdag"))
        work.company().calendar_id = calendar.id
        a_technician(work)

    context.run(arrange)
    window = context.read(board_window, starts=christmas - 2 * DAY, ends=christmas + DAY)
    assert [(start, name) for start, _end, name in window.closed] == [
        (christmas - DAY, "Brugdag"),
        (christmas, "Christmas Day"),
    ]
    assert [start for start, _end in window.lanes[0].shifts] == [christmas - 2 * DAY + 8 * 3600]


def test_only_orders_that_ask_for_skills_have_needs(context: Context) -> None:
    def arrange(work: Work) -> tuple[int, int]:
        skills = [a_skill(work, code="Z2", name="Koelen"), a_skill(work, code="A1", name="Gas")]
        asks, plain = an_order(work, skills=skills), an_order(work)
        a_visit(work, order=asks)
        a_visit(work, order=plain)
        return asks.id, plain.id

    (asks, plain), _changes = context.run(arrange)
    needs = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY).needs
    assert [name for _id, name in needs[asks]] == ["Gas", "Koelen"]
    assert plain not in needs
    assert context.read(needs_by_orders, [asks, plain]) == {asks: needs[asks]}


@pytest.mark.parametrize("visits", [1, 7])
def test_a_window_takes_the_same_statements_however_full_it_is(context: Context, visits: int) -> None:
    def arrange(work: Work) -> None:
        for _number in range(visits):
            a_visit(work, order=an_order(work, skills=[a_skill(work)]))

    context.run(arrange)
    with counted(context) as said:
        context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY)
    assert len(said) == 14
    with counted(context) as said:
        context.read(waiting_orders)
    assert len(said) == 6


def test_single_visits_are_read_for_a_refresh(context: Context) -> None:
    def arrange(work: Work) -> list[int]:
        return [a_visit(work).id for _number in range(3)]

    ids, _changes = context.run(arrange)
    assert sorted(context.read(visits_by_ids, ids[:2]).id.tolist()) == ids[:2]
    assert context.read(visits_by_ids, [999_999]).number == []
    with pytest.raises(ValueError, match="one by one"):
        context.read(visits_by_ids, range(10_001))


def test_an_order_waits_until_somebody_is_booked(context: Context) -> None:
    def arrange(work: Work) -> list[int]:
        waiting, cancelled, booked, done = (an_order(work) for _number in range(4))
        a_visit(work, order=cancelled, status=VisitStatus.CANCELLED)
        a_visit(work, order=booked)
        a_visit(work, order=done, status=VisitStatus.DONE)
        an_order(work, stage="finished")
        an_order(work).progress = Progress.POSTED
        return [waiting.id, cancelled.id]

    ids, _changes = context.run(arrange)
    assert [row.order_id for row in context.read(waiting_orders)] == ids


def test_a_waiting_order_says_what_it_takes(context: Context) -> None:
    def arrange(work: Work) -> None:
        customer = a_customer(work, name="Dansk Køl")
        an_order(
            work,
            customer=customer,
            site_id=a_site(work, customer=customer, city="Aarhus").id,
            agreement_id=an_agreement(work, customer=customer, code="AG-1").id,
            service_date=date(2026, 11, 23),
            earliest_start=time(9),
            duration_minutes=75,
            skills=[a_skill(work, name="Køl")],
        )

    context.run(arrange)
    (row,) = context.read(waiting_orders)
    assert (row.customer, row.town, row.agreement) == ("Dansk Køl", "Aarhus", "AG-1")
    assert (row.duration_minutes, row.version, row.priority) == (75, 1, Priority.NORMAL)
    assert (row.promise_from, row.promise_to) == (MIDNIGHT + 9 * 3600, MIDNIGHT + DAY - 60)
    assert [name for _id, name in row.needs] == ["Køl"]


def test_the_card_tells_all_about_an_order(context: Context) -> None:
    def arrange(work: Work) -> int:
        customer = a_customer(work, name="Smit", phone="038 1")
        site = a_site(work, customer=customer, access_notes="Bel bij poort 3")
        contact = a_contact(work, customer=customer, name="R. Koster")
        thing, task = an_object(work, customer=customer), a_task(work, internal_note="Ladder mee")
        lines = [a_line(object_id=thing.id, task_id=task.id), a_line(object_id=thing.id)]
        usual = {"customer": customer, "site_id": site.id}
        order = an_order(work, contact_id=contact.id, lines=lines, **usual)
        a_visit(work, order=order)
        for days in (9, 1, 5, 3):
            a_visit(work, order=an_order(work, number=f"OLD-{days}", **usual), status=VisitStatus.DONE,
                    starts=MONDAY - timedelta(days=days))  # fmt: skip
        return order.id

    order_id, _changes = context.run(arrange)
    card = context.read(order_card, order_id)
    assert (card.customer, card.customer_phone, card.contact) == ("Smit", "038 1", "R. Koster")
    assert (card.access_notes, card.town, card.stage) == ("Bel bij poort 3", "Zwolle", "Planning")
    assert [task.internal_note for task in card.tasks] == ["Ladder mee"]
    assert [thing.name for thing in card.objects] == ["Compressor"]
    assert [visit.starts for visit in card.visits] == [int(MONDAY.timestamp())]
    assert [visit.number for visit in card.last_visits] == ["OLD-1", "OLD-3", "OLD-5"]


def test_the_card_of_a_bare_order_is_empty_where_nothing_is_known(context: Context) -> None:
    order_id, _changes = context.run(lambda work: an_order(work).id)
    card = context.read(order_card, order_id)
    assert (card.site_id, card.site, card.contact, card.agreement, card.promise_to) == (0, "", "", "", 0)
    with pytest.raises(Missing):
        context.read(order_card, order_id + 1)


def test_travel_takes_measured_rows_and_estimates_the_rest_as_the_company_says(context: Context) -> None:
    def arrange(work: Work) -> tuple[int, int, int, int]:
        here, there = a_site(work), a_site(work, latitude=53.0, longitude=6.5)
        far, nowhere = a_site(work, latitude=52.0, longitude=5.0), a_site(work, latitude=None, longitude=None)
        work.session.add(TravelTime(from_site_id=here.id, to_site_id=there.id, minutes=31.5))
        company = work.company()
        company.travel_factor, company.travel_speed = 1.0, 30.0
        return here.id, there.id, far.id, nowhere.id

    (here, there, far, nowhere), _changes = context.run(arrange)
    known = context.read(travel)
    assert known.leg(here, there)[::2] == (31.5, LegSource.MEASURED)
    leg = known.leg(here, far)
    assert leg.source is LegSource.ESTIMATED
    assert leg.minutes == pytest.approx(leg.kilometres * 2)
    assert known.leg(here, nowhere).source is LegSource.UNKNOWN


@pytest.mark.parametrize("name", ['Smit "& Zn", <b>', "Æbleø,\n\\ 'x'", "a\x1fb,c"])
def test_names_come_as_they_were_typed(context: Context, name: str) -> None:
    def arrange(work: Work) -> None:
        for minutes in (0, 60):
            order = an_order(work, customer=a_customer(work, name=name))
            a_visit(work, order=order, starts=MONDAY + timedelta(minutes=minutes))

    context.run(arrange)
    window = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY)
    assert window.visits.customer == [name, name]


def test_a_window_without_visits_has_empty_columns(context: Context) -> None:
    visits = context.read(board_window, starts=MIDNIGHT, ends=MIDNIGHT + DAY).visits
    assert (len(visits.id), len(visits.status), visits.number, visits.town) == (0, 0, [], [])
