"""The demo company: believable, feasible, the same every time, and never on top of somebody's data."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app.context import Context
from app.demo import fill, fill_large
from app.queries.board import Place, board_window, judge_places, order_card, waiting_orders
from app.queries.soundness import faults
from app.settings import Settings
from models.agreements import Agreement, AgreementLine
from models.all import metadata
from models.customers import Customer
from models.errors import Refused
from models.objects import ServiceObject
from models.orders import ServiceOrder
from models.postings import Posting
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.technicians import Team, Technician
from models.terms import ClockStatus, Progress, Rule, VisitStatus
from models.visits import Visit
from tests.builders import a_customer
from tests.conftest import NOW, Clock

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNLIKE = {"alembic_version", "change", "audit", "app_user"}


def everything(context: Context) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that hold a company's data, but for who is signed in."""
    tables = [table for table in metadata.sorted_tables if table.name not in UNLIKE]
    with context.database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
            for table in tables
            for columns in [[column for column in table.columns if column.name != "posted_by"]]
        }


def counted(context: Context, kind: type) -> int:
    """How many rows of a kind there are."""
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def places(context: Context) -> list[Place]:
    """Where all visits stand that are not cancelled."""
    with context.database.reading() as session:
        visits = session.scalars(select(Visit).where(Visit.status != VisitStatus.CANCELLED)).all()
    return [
        Place(v.id, v.order_id, v.technician_id, int(v.starts_at.timestamp()), int(v.ends_at.timestamp()))
        for v in visits
    ]


def test_the_demo_is_as_large_as_promised(context: Context) -> None:
    fill(context)
    sizes = [counted(context, kind) for kind in (Technician, Team, Customer, ServiceObject, Agreement)]
    assert sizes == [12, 3, 80, 200, 63]  # sixty agreements, three templates
    assert counted(context, AgreementLine) > 120
    assert 30 <= len(context.read(waiting_orders)) <= 45


def test_orders_of_the_demo_live_their_lives(context: Context) -> None:
    """Clocks run, are held and have stopped; repairs were solved; old work is posted; some agreements end."""
    fill(context)
    with context.database.reading() as session:
        clocks = {each.clock for each in session.scalars(select(ServiceOrder))}
        unpriced = session.scalar(select(func.count(Posting.id)).where(Posting.sales_amount == 0))
        ends = session.scalars(
            select(Agreement.ends_on).where(Agreement.ends_on.between(NOW.date(), date(2027, 2, 28)))
        ).all()
        solved = session.scalar(select(func.count()).where(RepairLine.finished_at.is_not(None)))
    assert clocks == {None, ClockStatus.RUNNING, ClockStatus.HELD, ClockStatus.STOPPED}
    assert (counted(context, Posting) > 100, unpriced) == (True, 0)
    assert len(ends) >= 4
    assert (solved or 0) > 50
    assert counted(context, ItemRequirement) > 0
    assert context.read(faults) == []


def test_no_planned_visit_breaks_a_rule(context: Context) -> None:
    fill(context)
    stands = places(context)
    for verdict in context.read(judge_places, stands):
        assert verdict.hard == ()
    by_person = itertools.groupby(
        sorted(stands, key=lambda p: (p.technician_id, p.starts)), key=lambda p: p.technician_id
    )
    for _person, lane in by_person:
        assert all(one.ends <= other.starts for one, other in itertools.pairwise(lane))


def test_routes_leave_the_travel_they_need_and_keep_shifts_and_promises(context: Context) -> None:
    fill(context)
    verdicts = context.read(judge_places, places(context))
    kept = {Rule.TRAVEL, Rule.SHIFT, Rule.WINDOW}
    assert not [one for verdict in verdicts for one in verdict.findings if one.rule in kept]


@pytest.mark.parametrize(
    "day", [date(2026, 11, 23), date(2026, 12, 25), date(2027, 2, 28), date(2027, 3, 28)]
)
def test_any_day_will_do(sqlite_url: str, clock: Clock, day: date) -> None:
    clock.now = datetime(day.year, day.month, day.day, 9, 20, tzinfo=UTC)
    context = Context(Settings(database=sqlite_url), clock=clock)
    fill(context, seed=day.day)
    verdicts = context.read(judge_places, places(context))
    assert not any(verdict.hard for verdict in verdicts)
    conflicts = [one for verdict in verdicts for one in verdict.findings]
    assert 2 <= len(conflicts) <= 14  # enough to show them, few enough to be a plan
    assert {one.rule for one in conflicts} == {Rule.DEADLINE}
    assert 30 <= len(context.read(waiting_orders)) <= 45
    context.close()


def test_what_is_past_is_done_and_today_follows_the_clock(context: Context, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
    fill(context)
    with context.database.reading() as session:
        visits = session.scalars(select(Visit)).all()
    past = [visit for visit in visits if visit.ends_at <= clock.now]
    assert {visit.status for visit in past} == {VisitStatus.DONE, VisitStatus.CANCELLED}
    today = [v for v in visits if v.starts_at.astimezone(AMSTERDAM).date() == date(2026, 11, 24)]
    assert {VisitStatus.DONE, VisitStatus.WORKING, VisitStatus.SENT} <= {visit.status for visit in today}
    later = [visit for visit in visits if visit.starts_at > clock.now + timedelta(days=5)]
    assert {visit.status for visit in later} == {VisitStatus.PLANNED}
    assert not any(visit.overlap_reason for visit in visits)


def test_an_order_of_the_demo_has_something_to_say(context: Context) -> None:
    fill(context)
    card = context.read(order_card, context.read(waiting_orders)[0].order_id)
    assert all(
        (card.description, card.customer, card.street, card.postal_code, card.contact, card.customer_phone)
    )
    assert card.tasks[0].internal_note
    assert card.objects[0].serial_number


def test_same_seed_and_day_give_the_same_company(
    context: Context, sqlite_template: object, tmp_path: object
) -> None:
    fill(context, seed=3)
    other = Context(Settings(database=f"sqlite:///{tmp_path}/other.db"), clock=context.clock)
    fill(other, seed=3)
    mine, theirs = everything(context), everything(other)
    other.close()
    assert mine == theirs


def test_another_seed_gives_another_company(sqlite_url: str, clock: Clock, tmp_path: object) -> None:
    towns = []
    for seed, url in ((1, sqlite_url), (2, f"sqlite:///{tmp_path}/other.db")):
        context = Context(Settings(database=url), clock=clock)
        fill(context, seed=seed)
        towns.append([row.town for row in context.read(waiting_orders)])
        context.close()
    assert towns[0] != towns[1]


@pytest.mark.parametrize("filling", [fill, fill_large])
def test_a_database_in_use_is_left_alone(context: Context, filling: object) -> None:
    context.run(a_customer)
    with pytest.raises(Refused, match="not empty"):
        filling(context)  # type: ignore[operator]
    assert counted(context, Customer) == 1


def test_progress_is_told_from_start_to_end(sqlite_url: str, clock: Clock) -> None:
    context = Context(Settings(database=sqlite_url), clock=clock)
    told: list[tuple[int, int]] = []
    fill(context, progress=lambda done, total: told.append((done, total)))
    context.close()
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


def test_the_large_company_is_as_large_as_asked(context: Context) -> None:
    fill_large(context, technicians=40, days=10, visits=1_300, orders=5_000)
    assert [counted(context, kind) for kind in (Technician, Visit, ServiceOrder)] == [40, 1_300, 5_000]
    assert len(context.read(waiting_orders)) == 300
    with context.database.reading() as session:
        history = session.scalar(
            select(func.count()).select_from(ServiceOrder).where(ServiceOrder.progress == Progress.POSTED)
        )
    assert history is not None
    assert history > 3_500
    window = context.read(board_window, starts=int(NOW.timestamp()), ends=int(NOW.timestamp()) + 5 * 86_400)
    assert len(window.lanes) == 40
    assert len(window.visits.id) > 500
    assert window.needs


def test_the_large_company_is_whole(context: Context) -> None:
    fill_large(context, technicians=20, days=6, visits=400, orders=1_000)
    verdicts = context.read(judge_places, places(context))
    assert not any(verdict.hard for verdict in verdicts)
    with context.database.reading() as session:
        if context.database.is_sqlite:
            assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").first() is None
            assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        copied = session.execute(
            select(Visit.order_number, ServiceOrder.number, Visit.customer_name, Customer.name)
            .join(ServiceOrder, ServiceOrder.id == Visit.order_id)
            .join(Customer, Customer.id == ServiceOrder.customer_id)
        ).all()
    assert all(row[0] == row[1] and row[2] == row[3] for row in copied)


def test_after_bulk_writing_all_guards_and_indexes_are_back(context: Context) -> None:
    def names() -> set[str]:
        source = (
            "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')"
            if context.database.is_sqlite
            else "SELECT indexname FROM pg_indexes UNION SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
        )
        with context.database.reading() as session:
            return {row[0] for row in session.connection().exec_driver_sql(source)}

    before = names()
    fill_large(context, technicians=5, days=3, visits=30, orders=600)
    assert names() == before
    order, _changes = context.run(lambda work: a_customer(work))
    assert order.id > 60
    found = "SELECT count(*) FROM order_search WHERE text LIKE '%%SO-00600%%'"
    with context.database.reading() as session:
        assert session.connection().exec_driver_sql(found).scalar() == 1
