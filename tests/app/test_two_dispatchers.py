"""Several people on one database: who was second is told, changes come in commit order, nothing is lost."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from app.changes import changes_after, last_number
from app.context import Context
from app.settings import Settings
from app.usecases.masters import save_row
from app.usecases.visits import Placement, SeenVisit, move_visits, plan_visits, unschedule_visits
from app.work import Work
from models.agreements import AgreementLine
from models.customers import Customer
from models.errors import Conflict, Missing, Overlap, Unavailable
from models.terms import TransactionType, VisitStatus
from models.visits import Visit
from tests.builders import MONDAY, a_customer, a_technician, a_user, a_visit, an_agreement, an_order
from tests.conftest import Clock

THREADS, SECONDS = 20, 6.0
PEOPLE, VISITS = 8, 60


@pytest.fixture
def other(context: Context, database_url: str, clock: Clock) -> Iterator[Context]:
    """A second program on the same database, with another person at it."""
    mette, _changes = context.run(a_user, login="mette", name="Mette")
    opened = Context(Settings(database=database_url), clock=clock)
    opened.user.name = mette.name
    yield opened
    opened.close()


def stand(visit: Visit) -> Placement:
    """Where a visit stands."""
    return Placement(
        visit.id, visit.order_id, visit.technician_id, visit.starts_at, visit.ends_at, visit.version
    )


def later(placement: Placement, **by: float) -> Placement:
    """The same some time later."""
    shift = timedelta(**by)
    return replace(placement, starts=placement.starts + shift, ends=placement.ends + shift)


def test_who_comes_second_is_told_who_was_first(context: Context, other: Context) -> None:
    visit, _changes = context.run(a_visit)
    other.run(move_visits, placements=[later(stand(visit), hours=1)])
    with pytest.raises(Conflict, match="Mette changed this") as caught:
        context.run(move_visits, placements=[later(stand(visit), hours=2)])
    assert (caught.value.kind, caught.value.row_id, caught.value.by) == ("visit", visit.id, "Mette")


def test_an_order_is_planned_once_by_two(context: Context, other: Context) -> None:
    (order, anna, wim), _changes = context.run(
        lambda work: (an_order(work), a_technician(work), a_technician(work))
    )
    wish = Placement(0, order.id, anna.id, MONDAY, MONDAY + timedelta(hours=1), order.version)
    other.run(plan_visits, placements=[wish])
    with pytest.raises(Conflict, match=f"Mette planned {order.number} already"):
        context.run(plan_visits, placements=[replace(wish, technician_id=wim.id)])


def test_the_same_hour_is_given_once(context: Context, other: Context) -> None:
    def arrange(work: Work) -> tuple[Visit, Visit]:
        return a_visit(work, starts=MONDAY), a_visit(work, starts=MONDAY + timedelta(hours=4))

    (one, two), _changes = context.run(arrange)
    target, _changes = context.run(lambda work: a_technician(work, name="Wim").id)
    other.run(move_visits, placements=[replace(stand(one), technician_id=target)])
    with pytest.raises(Overlap, match=f"Overlaps {one.order_number}"):
        context.run(move_visits, placements=[replace(later(stand(two), hours=-4), technician_id=target)])


def test_what_was_dropped_by_another_is_gone(context: Context, other: Context) -> None:
    visit, _changes = context.run(a_visit)
    other.run(unschedule_visits, visits=[SeenVisit(visit.id, visit.version)])
    with pytest.raises(Missing):
        context.run(move_visits, placements=[later(stand(visit), hours=1)])


def test_a_visit_whose_id_was_given_away_is_gone(context: Context, other: Context) -> None:
    """SQLite hands out the highest free id again, and a first version is 1 like any other."""
    visit, _changes = context.run(a_visit)
    other.run(unschedule_visits, visits=[SeenVisit(visit.id, visit.version)])
    other.run(a_visit, starts=MONDAY + timedelta(hours=4))
    before = _visits(context)
    with pytest.raises(Missing):
        context.run(move_visits, placements=[later(stand(visit), hours=1)])
    assert [one.starts_at for one in _visits(context)] == [one.starts_at for one in before]


def test_a_customer_renamed_while_planned_is_renamed_on_the_visit(context: Context, other: Context) -> None:
    (order, anna), _changes = context.run(lambda work: (an_order(work), a_technician(work)))

    def rename(work: Work) -> None:
        work.get(Customer, order.customer_id).name = "Bakkerij Jansen"

    renaming = threading.Thread(target=other.run, args=(rename,))

    def plan(work: Work) -> None:
        wish = Placement(0, order.id, anna.id, MONDAY, MONDAY + timedelta(hours=1), order.version)
        plan_visits(work, placements=[wish])
        renaming.start()
        renaming.join(timeout=0.5)  # if it may, it commits before the visit is there to be renamed

    context.run(plan)
    renaming.join()
    assert [visit.customer_name for visit in _visits(context)] == ["Bakkerij Jansen"]


def test_two_who_add_a_line_to_one_agreement_get_two_numbers(context: Context, other: Context) -> None:
    agreement, _changes = context.run(an_agreement, lines=[])
    values = {"agreement_id": agreement.id, "type": TransactionType.HOUR}
    wish = {"kind": "agreement_line", "row_id": 0, "seen": 0, "values": values}
    adding = threading.Thread(target=other.run, args=(save_row,), kwargs=wish)

    def add(work: Work) -> None:
        save_row(work, **wish)
        adding.start()
        adding.join(timeout=0.5)

    context.run(add)
    adding.join()
    with context.database.reading() as session:
        assert sorted(session.scalars(select(AgreementLine.line))) == [1, 2]


def test_two_who_sign_in_first_at_once_are_one_owner(database_url: str, clock: Clock) -> None:
    both = threading.Barrier(2)
    users: list[tuple[str, int]] = []

    def sign_in() -> None:
        both.wait()
        opened = Context(Settings(database=database_url), clock=clock)
        users.append((opened.user.role.code, opened.user.id))
        opened.close()

    threads = [threading.Thread(target=sign_in) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert users == [("owner", users[0][1])] * 2


def test_the_feed_misses_no_change_of_many_writers(context: Context, database_url: str) -> None:
    """Decision 4: numbers appear in commit order, so who asks from the last one misses nothing."""
    start = context.read(last_number)
    written: list[int] = []
    ended = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        number = start
        while True:
            last_round = ended.is_set()
            number, changes = context.read(changes_after, number, skip_origin="")
            seen.extend(sorted(changes.ids("customer")))
            if last_round:
                return

    def write(_number: int, at: Context) -> None:
        for _round in range(15):
            _customer, changes = at.run(a_customer)
            written.extend(changes.ids("customer"))

    follower = threading.Thread(target=follow)
    follower.start()
    _together(database_url, context, write, count=6)
    ended.set()
    follower.join()
    assert Counter(seen) == Counter(written)
    assert len(written) == 90


def test_the_feed_skips_what_its_own_program_did(context: Context, other: Context) -> None:
    start = context.read(last_number)
    other.run(a_customer)
    context.run(a_customer)
    _number, mine = context.read(changes_after, start, skip_origin=context.origin)
    _number, all_of_them = context.read(changes_after, start, skip_origin="")
    assert (len(mine.ids("customer")), len(all_of_them.ids("customer"))) == (1, 2)
    assert (mine.by, mine.own) == ("Mette", False)


def test_twenty_dispatchers_at_once_lose_nothing_and_book_nobody_twice(
    context: Context, database_url: str
) -> None:
    people, ids = _a_full_board(context)
    moved: list[tuple[int, int, Placement]] = []
    said: Counter[str] = Counter()
    until = time.monotonic() + SECONDS

    def drop_at_random(number: int, at: Context) -> None:
        chance = Random(number)
        while time.monotonic() < until:
            try:
                done = _drop(at, chance, people, ids)
                said["moved"] += 1
                moved.append(done)
            except (Overlap, Conflict, Missing, Unavailable) as refusal:
                said[type(refusal).__name__] += 1

    _together(database_url, context, drop_at_random, count=THREADS)
    visits = _visits(context)
    assert said["moved"] > 20, said
    assert _overlaps(visits) == []
    assert _lost(visits, moved) == []


def _a_full_board(context: Context) -> tuple[list[int], list[int]]:
    """Technicians and visits of an hour, one after another on a Monday."""

    def arrange(work: Work) -> tuple[list[int], list[int]]:
        people = [a_technician(work) for _number in range(PEOPLE)]
        visits = [
            a_visit(work, technician=people[at % PEOPLE], starts=MONDAY + timedelta(hours=at // PEOPLE))
            for at in range(VISITS)
        ]
        return [person.id for person in people], [visit.id for visit in visits]

    return context.run(arrange)[0]


def _drop(at: Context, chance: Random, people: list[int], ids: list[int]) -> tuple[int, int, Placement]:
    """Move a visit to anybody, at any quarter of ten hours; id, version and place that were acknowledged."""

    def look(work: Work) -> Placement:
        return stand(work.get(Visit, chance.choice(ids)))

    seen = at.run(look)[0]
    starts = MONDAY + timedelta(minutes=15 * chance.randrange(40))
    wish = replace(seen, technician_id=chance.choice(people), starts=starts, ends=starts + timedelta(hours=1))
    if wish == seen:  # nothing would be written, and no version counted
        return _drop(at, chance, people, ids)
    planned, _changes = at.run(move_visits, placements=[wish])
    return wish.visit_id, planned.placed[0].version, wish


def _together(url: str, context: Context, work: Callable[[int, Context], object], *, count: int) -> None:
    """Run `work(number, context)` in threads, each with a program of its own on the database."""
    contexts = [Context(Settings(database=url), clock=context.clock) for _number in range(count)]
    failures: list[BaseException] = []

    def run(number: int, at: Context) -> None:
        try:
            work(number, at)
        except Exception as error:  # noqa: BLE001 - told in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(contexts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for at in contexts:
        at.close()
    assert failures == []


def _visits(context: Context) -> list[Visit]:
    with context.database.reading() as session:
        return list(session.scalars(select(Visit).order_by(Visit.technician_id, Visit.starts_at)))


def _overlaps(visits: list[Visit]) -> list[tuple[int, int]]:
    """Pairs of visits that stand on one another, on purpose or not."""
    return [
        (one.id, two.id)
        for one, two in itertools.pairwise(visit for visit in visits if visit.status is VisitStatus.PLANNED)
        if one.technician_id == two.technician_id and one.ends_at > two.starts_at
    ]


def _lost(visits: list[Visit], moved: list[tuple[int, int, Placement]]) -> list[int]:
    """Visits whose last acknowledged move is not where they stand, or that count another number of moves."""
    last = {visit_id: (version, wish) for visit_id, version, wish in sorted(moved, key=lambda m: m[:2])}
    counts = Counter(visit_id for visit_id, _version, _wish in moved)
    lost = []
    for visit in visits:
        if visit.version != 1 + counts[visit.id]:
            lost.append(visit.id)
        elif visit.id in last:
            version, wish = last[visit.id]
            there = (visit.technician_id, visit.starts_at, visit.ends_at)
            if visit.version != version or there != (wish.technician_id, wish.starts, wish.ends):
                lost.append(visit.id)
    return lost
