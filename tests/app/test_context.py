"""Signing in, running use cases, running them again after a deadlock, and what a killed program leaves."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import Context, wall_clock
from app.settings import Settings
from app.work import Work
from models.customers import Customer
from models.errors import Unavailable
from models.terms import Right
from models.users import User
from tests.app.unprivileged import ROOT
from tests.builders import a_customer, a_technician, a_visit
from tests.conftest import Clock

SAVER = """
import sys
from app.context import Context
from app.settings import Settings
from tests.builders import a_customer
context = Context(Settings(database=sys.argv[1]))
while True:
    customer, changes = context.run(a_customer)
    print(customer.id, flush=True)
"""


@pytest.fixture
def colleague(context: Context, clock: Clock) -> Iterator[Context]:
    """A second program on the same database."""
    other = Context(context.settings, clock=clock)
    yield other
    other.close()


def count_of(context: Context, kind: type[Customer] | type[User]) -> int:
    return context.read(lambda session: session.scalar(select(func.count(kind.id)))) or 0


def test_who_comes_first_owns_the_database_and_comes_back_as_the_same_person(
    context: Context, colleague: Context
) -> None:
    assert context.user.role.code == "owner"
    assert all(context.user.may(right) for right in Right)
    assert colleague.user.id == context.user.id
    assert count_of(context, User) == 1


def test_whoever_comes_later_plans(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Context, "_login", lambda _self, _session: "mette")
    later = Context(context.settings, clock=context.clock)
    assert (later.user.login, later.user.role.code) == ("mette", "planner")
    assert later.user.may(Right.PLAN)
    later.close()


def test_each_program_has_an_origin_of_its_own(context: Context, colleague: Context) -> None:
    assert context.origin != colleague.origin


def test_the_wall_clock_is_aware() -> None:
    assert wall_clock().utcoffset() is not None


def test_an_answer_outlives_its_transaction(context: Context) -> None:
    """Its columns can be read afterwards, without a session."""
    visit, _changes = context.run(a_visit)
    assert visit.customer_name == "Bakkerij Smit"


def test_a_second_program_sees_what_the_first_has_committed(context: Context, colleague: Context) -> None:
    context.run(a_customer)
    assert count_of(colleague, Customer) == 1


@pytest.mark.pg
def test_a_deadlock_is_tried_again_and_both_get_through(postgres_url: str, clock: Clock) -> None:
    contexts = [Context(Settings(database=postgres_url), clock=clock) for _one in range(2)]
    first, second = (contexts[0].run(a_customer)[0].id for _one in range(2))
    meeting, runs = threading.Barrier(2, timeout=60), []

    def cross(work: Work, *, ids: tuple[int, int]) -> None:
        runs.append(ids)
        work.get(Customer, ids[0]).phone = "1"
        work.session.flush()
        if len(runs) <= 2:
            meeting.wait()
        work.get(Customer, ids[1]).email = "x"

    pairs = zip(contexts, ((first, second), (second, first)), strict=True)
    threads = [threading.Thread(target=c.run, args=(cross,), kwargs={"ids": ids}) for c, ids in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(runs) in (3, 4)  # once more where the other committed between reading and writing
    assert [contexts[0].read(the_customer, each).email for each in (first, second)] == ["x", "x"]
    for context in contexts:
        context.close()


def the_customer(session: Session, customer_id: int) -> Customer:
    return session.get_one(Customer, customer_id)


def test_twenty_threads_on_one_database_lose_no_update(context: Context) -> None:
    customer, _changes = context.run(a_customer, name="")
    technician, _more = context.run(a_technician)

    def append(work: Work) -> None:
        work.lock_technicians([technician.id])  # one after another, as those who plan one person
        row = work.get(Customer, customer.id)
        row.name += "x"

    def many() -> None:
        for _turn in range(5):
            context.run(append)

    threads = [threading.Thread(target=many) for _one in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert context.read(the_customer, customer.id).name == "x" * 100


def test_a_busy_database_is_unavailable_and_nothing_is_tried_again(context: Context) -> None:
    runs = []

    def slow(work: Work) -> None:
        runs.append(1)
        raise Unavailable("away")

    with pytest.raises(Unavailable):
        context.run(slow)
    assert runs == [1]


@pytest.mark.parametrize("wait", [0.0, 0.03, 0.11, 0.2])
def test_a_program_killed_in_mid_save_leaves_every_acknowledged_change(sqlite_url: str, wait: float) -> None:
    saver = subprocess.Popen([sys.executable, "-c", SAVER, sqlite_url], cwd=ROOT, stdout=subprocess.PIPE)
    assert saver.stdout is not None
    saver.stdout.readline()
    time.sleep(wait)
    saver.send_signal(signal.SIGKILL)
    acknowledged = [int(line) for line in saver.stdout.read().splitlines()]
    saver.stdout.close()
    saver.wait(10)
    opened = Context(Settings(database=sqlite_url))
    kept = opened.read(lambda session: set(session.scalars(select(Customer.id))))
    opened.close()
    assert set(acknowledged) <= kept
    file = sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")))
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()


def test_all_mapped_classes_are_there_before_any_thread_asks_for_one() -> None:
    """Else a page that is loaded meanwhile meets a half-known registry (seen at a start)."""
    code = "import app.context; from sqlalchemy.orm import configure_mappers; configure_mappers()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=180)
